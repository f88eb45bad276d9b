"""A customer's telephone and messenger numbers, sealed."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..control.sealed_field import SealedChar


class ResPartner(models.Model):
    _name = "res.partner"
    # the mixin first: it turns values into masks before anything else sees them
    _inherit = ["neiqin.sealed.mixin", "res.partner"]

    phone = SealedChar(neiqin_kind="phone")
    neiqin_private_mobile = SealedChar(
        string="Private Mobile",
        neiqin_kind="phone",
        help="The number a contact gave to you, not to the company.",
    )
    neiqin_wechat = SealedChar(string="WeChat")
    neiqin_qq = SealedChar(string="QQ")
    neiqin_is_masked = fields.Boolean(
        string="Has Hidden Values", compute="_compute_neiqin_is_masked"
    )

    @api.depends_context("uid", "su", "neiqin_masked")
    @api.depends("user_id", "commercial_partner_id.user_id", "phone")
    def _compute_neiqin_is_masked(self):
        for partner in self:
            hidden = partner.id and not partner._neiqin_sees_clear()
            partner.neiqin_is_masked = bool(hidden and partner.sudo()._neiqin_tokens())

    @api.model
    def _neiqin_sealable_domain(self):
        """Seal customers only.

        Colleagues' and the company's own numbers are on every letterhead and in
        every chat, and Odoo stores copies of them (``res.company.phone``).
        """
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        own = companies.search_fetch([], ["partner_id"]).partner_id
        return Domain("partner_share", "=", True) & Domain("id", "not in", own.ids)

    @api.model
    def _neiqin_responsible_domain(self):
        """The salesperson of a customer reads it and its contacts."""
        mine = Domain("user_id", "=", self.env.uid)
        return mine | Domain("commercial_partner_id.user_id", "=", self.env.uid)

    @api.depends("phone")
    def _compute_phone_sanitized(self):
        """Keep no second copy: a sealed number has no sanitized form in the database."""
        sealed = self.filtered(lambda partner: partner._neiqin_has_masked_phone())
        sealed.phone_sanitized = False
        return super(ResPartner, self - sealed)._compute_phone_sanitized()

    def _neiqin_has_masked_phone(self):
        """Say whether the number is sealed, whatever this environment reads."""
        return bool(self.id) and "phone" in self.sudo()._neiqin_tokens()

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        """Leave masks alone: there is nothing to format in them."""
        masked = self.filtered(
            lambda partner: partner.id and not partner._neiqin_sees_clear()
        )
        masked = masked.filtered(lambda partner: partner._neiqin_has_masked_phone())
        return super(ResPartner, self - masked)._onchange_phone_validation()

    def action_neiqin_reveal(self):
        """Ask why, then show the hidden values once."""
        return self._neiqin_ask_to_reveal()

    def _track_prepare(self, fields_iter):
        # tracked changes are kept in another table, for everybody to read
        return super(ResPartner, self._neiqin_masked())._track_prepare(fields_iter)

    @api.model
    def _search_phone_mobile_search(self, operator, value):
        """Search by number: unsealed rows as ever, sealed ones by the index."""
        found = super()._search_phone_mobile_search(operator, value)
        state = self.env["neiqin.sealing"]._neiqin_state()
        if state == "off" or not self._neiqin_is_number(value):
            return found
        sealed = Domain("phone", operator, value)
        combine = Domain.AND if operator in Domain.NEGATIVE_OPERATORS else Domain.OR
        return combine([Domain(found), sealed])

    @api.model
    def _neiqin_is_number(self, value):
        values = value if isinstance(value, list | tuple | set | frozenset) else [value]
        return any(isinstance(item, str) and item.strip() for item in values)

    def _neiqin_unseal_colleagues(self):
        """Open partners that turned out to be colleagues or the company itself."""
        sealing = self.env["neiqin.sealing"]
        if sealing._neiqin_state() == "off":
            return
        partners = self.sudo().filtered("neiqin_sealed")
        partners -= partners._neiqin_sealable()
        if partners:
            partners._neiqin_open_records()


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        # the partner was there first, as anybody's
        users = super().create(vals_list)
        users.sudo().partner_id._neiqin_unseal_colleagues()
        return users

    def write(self, vals):
        res = super().write(vals)
        if {"partner_id", "group_ids", "active"}.intersection(vals):
            self.env["res.partner"]._neiqin_forget_readers()
            self.sudo().partner_id._neiqin_unseal_colleagues()
        return res


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.sudo().partner_id._neiqin_unseal_colleagues()
        return companies
