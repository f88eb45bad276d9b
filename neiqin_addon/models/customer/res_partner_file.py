"""The customer's file: how complete, what is missing, what the customer prefers."""

from odoo import api, fields, models

from .file_item import ROLES

STAFF = "base.group_user"
#: Changes of these change what a file lacks.
TRIGGERS = {
    "active",
    "city",
    "company_type",
    "country_id",
    "credit_limit",
    "customer_rank",
    "email",
    "is_company",
    "neiqin_carrier",
    "neiqin_contact_role",
    "neiqin_delivery_window",
    "neiqin_grade",
    "neiqin_invoicing",
    "neiqin_no_credit",
    "neiqin_packing",
    "parent_id",
    "phone",
    "property_payment_term_id",
    "street",
    "type",
    "user_id",
    "vat",
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_file_completeness = fields.Integer(
        string="File Complete",
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=STAFF,
        help="Per cent of what belongs into a customer's file, by the weights of the "
        "list under Configuration.",
    )
    neiqin_file_missing_ids = fields.Many2many(
        comodel_name="neiqin.file.item",
        relation="neiqin_file_missing_rel",
        column1="partner_id",
        column2="item_id",
        string="Missing in the File",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    neiqin_file_missing_text = fields.Char(
        string="Still Missing",
        compute="_compute_neiqin_file_missing_text",
        compute_sudo=True,
        groups=STAFF,
    )
    neiqin_is_customer_file = fields.Boolean(
        string="Has a Customer File",
        compute="_compute_neiqin_file_missing_text",
        compute_sudo=True,
        groups=STAFF,
    )
    neiqin_contact_role = fields.Selection(
        selection=ROLES,
        string="Function at the Customer",
        groups=STAFF,
        help="What this person decides or does for your orders.",
    )
    neiqin_packing = fields.Char(
        string="Packing", groups=STAFF, help="How the customer wants goods packed."
    )
    neiqin_delivery_window = fields.Char(
        string="Delivery Window",
        groups=STAFF,
        help="When goods are received, as Mon-Fri 8-11.",
    )
    neiqin_invoicing = fields.Selection(
        selection=[
            ("with_goods", "With the goods"),
            ("monthly", "Once a month"),
            ("on_request", "When asked for"),
        ],
        string="When to Invoice",
        groups=STAFF,
        help="When the customer wants the invoice.",
    )
    neiqin_carrier = fields.Char(
        string="Preferred Carrier",
        groups=STAFF,
        help="Who brings the goods, as the customer wishes.",
    )
    neiqin_cooperation_notes = fields.Text(string="Notes on Cooperation", groups=STAFF)
    neiqin_paper_ids = fields.One2many(
        comodel_name="neiqin.customer.paper",
        inverse_name="partner_id",
        string="Papers",
        copy=False,
        groups=STAFF,
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_file_completeness",
            "neiqin_file_missing_ids",
        }

    @api.depends("neiqin_file_missing_ids.name", "neiqin_file_completeness")
    @api.depends_context("lang")
    def _compute_neiqin_file_missing_text(self):
        for partner in self:
            missing = partner._origin.neiqin_file_missing_ids
            names = missing.sorted(lambda item: (-item.weight, item.sequence, item.id))
            partner.neiqin_file_missing_text = " · ".join(names.mapped("name"))
            partner.neiqin_is_customer_file = bool(
                missing or partner._origin.neiqin_file_completeness
            )

    # --- measured again right after a change

    def _neiqin_file_triggers(self):
        items = self.env["neiqin.file.item"]._neiqin_list()
        return TRIGGERS | {line.which for line in items if line.kind == "field"}

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.sudo().commercial_partner_id._neiqin_file_changed()
        return partners

    def write(self, vals):
        if not self._neiqin_file_triggers().intersection(vals):
            return super().write(vals)
        # a contact that moves changes two files
        moves = {"parent_id", "is_company", "company_type"}.intersection(vals)
        before = self.sudo().commercial_partner_id if moves else self.browse()
        res = super().write(vals)
        after = self.sudo().commercial_partner_id
        found = before.exists() | after | self.sudo()
        found.with_prefetch(self._prefetch_ids)._neiqin_file_changed()
        return res

    def unlink(self):
        customers = self.sudo().commercial_partner_id - self
        res = super().unlink()
        customers.exists()._neiqin_file_changed()
        return res

    def _neiqin_file_changed(self):
        """Called with customers whose file changed: figures are brought up to date."""
        # nobody else has a file: their changes are not written before their time
        partners = self.sudo().filtered(
            lambda partner: isinstance(partner.id, int)
            and (
                partner.customer_rank
                or partner.neiqin_file_completeness
                or partner.neiqin_file_missing_ids
            )
        )
        changed = partners._neiqin_file_measure()
        if changed:
            customers = self.browse(changed)
            # written past the ORM: what depends on it is told by hand
            customers.modified(["neiqin_file_completeness", "neiqin_file_missing_ids"])
            customers._neiqin_file_measured()

    def _neiqin_file_keeper(self):
        """Return who looks after one customer: the salesperson, else a manager."""
        self.ensure_one()
        customer = self.sudo().commercial_partner_id
        return (
            self.env["neiqin.failure"]
            .sudo()
            ._neiqin_person(customer, customer.company_id or self.env.company)
        )

    def _neiqin_file_measured(self):
        """Called with customers whose figure changed, for whoever waits for it."""


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts.sudo().partner_id._neiqin_file_changed()
        return accounts

    def write(self, vals):
        if not {"partner_id", "active"}.intersection(vals):
            return super().write(vals)
        before = self.sudo().partner_id
        res = super().write(vals)
        (before | self.sudo().partner_id)._neiqin_file_changed()
        return res

    def unlink(self):
        customers = self.sudo().partner_id
        res = super().unlink()
        customers._neiqin_file_changed()
        return res
