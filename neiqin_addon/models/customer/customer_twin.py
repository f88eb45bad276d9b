"""Customers that may be one and the same: by tax number, telephone number and name."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CLERK = "neiqin_addon.group_neiqin_clerk"


class NeiqinCustomerTwin(models.Model):
    """Two customers that look like one. A clerk merges them with Odoo's own tool, or says
    that they are different, which is remembered."""

    _name = "neiqin.customer.twin"
    _description = "Possible Duplicate"
    _inherit = ["neiqin.protected.mixin", "neiqin.trailed.mixin"]
    _order = "likeness desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
    )
    other_id = fields.Many2one(
        comodel_name="res.partner",
        string="Looks Like",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index="btree_not_null", ondelete="cascade"
    )
    same_vat = fields.Boolean(string="Same Tax Number")
    same_phone = fields.Boolean()
    likeness = fields.Float(
        string="Names Alike",
        digits=(5, 0),
        aggregator=None,
        help="Per cent of the pairs of letters that both names have.",
    )
    state = fields.Selection(
        selection=[("open", "To Look At"), ("different", "Different")],
        string="Status",
        required=True,
        default="open",
        index=True,
    )
    why = fields.Char(compute="_compute_why")

    _pair_once = models.Constraint(
        "UNIQUE (partner_id, other_id)", "Two customers are one pair."
    )
    _pair_in_order = models.Constraint(
        "CHECK (partner_id < other_id)", "A customer is not its own duplicate."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.model
    def _neiqin_trailed_fields(self):
        return {**super()._neiqin_trailed_fields(), "state": ""}

    @api.depends("same_vat", "same_phone", "likeness")
    @api.depends_context("lang")
    def _compute_why(self):
        for twin in self:
            words = [
                twin.same_vat and self.env._("same tax number"),
                twin.same_phone and self.env._("same phone"),
                twin.likeness
                and self.env._(
                    "names alike to %(percent)s %%", percent=f"{twin.likeness:.0f}"
                ),
            ]
            twin.why = ", ".join(filter(None, words))

    def _neiqin_require_clerk(self):
        self.check_access("read")
        if not self.env.user.has_group(CLERK):
            raise AccessError(
                self.env._("The sales back office looks after duplicates.")
            )

    def action_neiqin_merge(self):
        """Open Odoo's own tool for merging contacts with these customers."""
        self.ensure_one()
        self._neiqin_require_clerk()
        partners = self.partner_id | self.other_id
        partners.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": "base.partner.merge.automatic.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": "res.partner", "active_ids": partners.ids},
        }

    def action_neiqin_different(self):
        """Remember that these are two customers."""
        self._neiqin_require_clerk()
        self._neiqin_require_state("open")
        self._neiqin_as_server().write({"state": "different"})
        return True

    def action_neiqin_again(self):
        """They may be one after all: look at them again."""
        self._neiqin_require_clerk()
        self._neiqin_require_state("different")
        self._neiqin_as_server().write({"state": "open"})
        return True

    @api.model
    def action_neiqin_search(self):
        """Look for duplicates now.

        :raise UserError: unless the user works in the back office
        """
        if not self.env.user.has_group(CLERK):
            raise UserError(self.env._("The sales back office looks after duplicates."))
        self.sudo()._neiqin_search()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_customer_twin_action"
        )
