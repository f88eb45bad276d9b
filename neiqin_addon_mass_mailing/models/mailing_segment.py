"""Segments of the customer file: who gets a mailing, as of the moment it is sent."""

from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.neiqin_addon.models.customer.customer_record import STATES
from odoo.addons.neiqin_addon.models.customer.file_item import ROLES
from odoo.addons.neiqin_addon.models.customer.res_partner_credit_terms import GRADES


class NeiqinMailingSegment(models.Model):
    """What a segment is made of are figures kept anyway; sealed fields are none of them.

    Without a consent, on the blacklist, or without an address nobody is in a segment.
    """

    _name = "neiqin.mailing.segment"
    _description = "Segment of Customers"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    grade = fields.Selection(
        selection=GRADES, string="Credit Grade", help="Empty: any, and not rated."
    )
    turnover_from = fields.Monetary(
        help="Orders of the last twelve months before taxes."
    )
    turnover_below = fields.Monetary(help="0: without a limit.")
    rhythm = fields.Selection(selection=STATES, help="Empty: any.")
    category_id = fields.Many2one(
        comodel_name="product.category",
        string="Bought Within a Year",
        ondelete="cascade",
        index="btree_not_null",
        help="Anything of this product group or one below it.",
    )
    country_id = fields.Many2one(comodel_name="res.country", ondelete="restrict")
    state_ids = fields.Many2many(
        comodel_name="res.country.state",
        relation="neiqin_mailing_segment_state_rel",
        column1="segment_id",
        column2="state_id",
        string="Regions",
    )
    complete_from = fields.Integer(string="File Complete From (%)")
    complete_below = fields.Integer(
        string="File Complete Below (%)", help="0: without a limit."
    )
    plan_id = fields.Many2one(
        comodel_name="neiqin.care.plan",
        string="Care Plan",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    role = fields.Selection(
        selection=ROLES,
        string="Written To",
        help="The contacts with this function. Empty: the customer's own address.",
    )
    skip_complaints = fields.Boolean(
        string="Not With a Serious Complaint",
        default=True,
        help="Leaves out who waits for the solution of a complaint of tier 3 or 4.",
    )
    skip_disputes = fields.Boolean(
        string="Not in a Dispute",
        default=True,
        help="Leaves out who disputes an invoice or goes to law about one.",
    )
    recipient_count = fields.Integer(
        string="Recipients", compute="_compute_counts", compute_sudo=False
    )
    customer_count = fields.Integer(
        string="Customers Who Fit",
        compute="_compute_counts",
        help="With and without a consent, an address or a complaint.",
    )
    mailing_count = fields.Integer(string="Mailings", compute="_compute_mailing_count")

    _figures_sensible = models.Constraint(
        "CHECK (complete_from BETWEEN 0 AND 100 AND complete_below BETWEEN 0 AND 101"
        " AND turnover_from >= 0 AND turnover_below >= 0)",
        "Per cent from 0 to 100, and no negative turnover.",
    )

    @api.model
    def _neiqin_trailed_fields(self):
        names = (
            "name",
            "active",
            "grade",
            "rhythm",
            "skip_complaints",
            "skip_disputes",
        )
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.constrains("turnover_from", "turnover_below")
    def _check_turnover(self):
        for row in self:
            if row.turnover_below and row.turnover_below <= row.turnover_from:
                raise ValidationError(self.env._("Nobody has a turnover like that."))

    @api.depends(
        "grade",
        "turnover_from",
        "turnover_below",
        "rhythm",
        "category_id",
        "country_id",
        "state_ids",
        "complete_from",
        "complete_below",
        "plan_id",
        "role",
        "skip_complaints",
        "skip_disputes",
    )
    def _compute_counts(self):
        partners = self.env["res.partner"]
        for row in self:
            fit, reached = row._neiqin_customers(), row._neiqin_recipients()
            row.customer_count = partners.search_count([("id", "in", fit)])
            row.recipient_count = partners.search_count([("id", "in", reached)])

    def _compute_mailing_count(self):
        # how many there were is told to clerks who write none themselves
        mailings = self.env["mailing.mailing"].sudo()
        counts = mailings._read_group(
            [("neiqin_segment_id", "in", self.ids)], ["neiqin_segment_id"], ["__count"]
        )
        counts = {segment.id: count for segment, count in counts}
        for row in self:
            row.mailing_count = counts.get(row.id, 0)

    def _neiqin_domain(self):
        """Return the domain by which Odoo's mailing finds the recipients."""
        self.ensure_one()
        return [("neiqin_segment_id", "=", self.id)]

    # --- the clerk's buttons

    def action_neiqin_preview(self):
        """Show who would get the mailing."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": self._neiqin_domain(),
        }

    def action_neiqin_mail(self):
        """Begin a mailing to the segment, in Odoo's own editor.

        :raise UserError: where nobody would get it
        """
        self.ensure_one()
        self.check_access("read")
        if not self.recipient_count:
            raise UserError(
                self.env._(
                    "Nobody of this segment may be written to: consent and e-mail address "
                    "are missing, or the address is on the blacklist."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Mailing"),
            "res_model": "mailing.mailing",
            "view_mode": "form",
            "context": {
                "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "default_mailing_domain": repr(self._neiqin_domain()),
                "default_neiqin_segment_id": self.id,
            },
        }

    def action_neiqin_mailings(self):
        """Show the mailings that went to the segment."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mailings"),
            "res_model": "mailing.mailing",
            "view_mode": "list,form",
            "domain": self._neiqin_domain(),
        }

    def action_neiqin_favorite(self):
        """Keep the segment among Odoo's favourite filters, once."""
        self.check_access("read")
        filters = self.env["mailing.filter"]
        model = self.env["ir.model"]._get_id("res.partner")
        for row in self:
            known = filters.search([("mailing_model_id", "=", model)])
            if any(
                literal_eval(item.mailing_domain) == row._neiqin_domain()
                for item in known
            ):
                continue
            filters.create(
                {
                    "name": row.name,
                    "mailing_model_id": model,
                    "mailing_domain": repr(row._neiqin_domain()),
                }
            )
        return True
