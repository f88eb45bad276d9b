"""Papers in a customer's file: licences, certificates, contracts, and their end."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.paper_term import NOTICE, standing, valid_until
from .file_item import PAPERS


class NeiqinCustomerPaper(models.Model):
    """One paper with its scan. A new one is a new row; the old one stays for the record."""

    _name = "neiqin.customer.paper"
    _description = "Paper of a Customer"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.trailed.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "expires_on desc nulls first, id desc"

    name = fields.Char(string="Number", help="As printed on the paper.")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True)
    kind = fields.Selection(selection=PAPERS, string="Paper", required=True)
    issued_on = fields.Date()
    months = fields.Integer(
        string="Valid for Months", help="From the day of issue. 0: see the last day."
    )
    expires_on = fields.Date(
        string="Valid Until",
        compute="_compute_expires_on",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="The last day on which it is valid. Empty: without an end.",
    )
    notice_days = fields.Integer(
        string="Remind Before",
        default=NOTICE,
        help="Days before the end at which whoever looks after the customer is told.",
    )
    period_days = fields.Integer(
        string="Notice Period (Days)",
        help="Of a contract: whoever wants to end or to change it says so this many "
        "days before its end.",
    )
    decide_on = fields.Date(
        string="Give Notice By",
        compute="_compute_decide_on",
        store=True,
        help="The last day on which notice can be given.",
    )
    file = fields.Binary(string="Scan", attachment=True)
    filename = fields.Char()
    state = fields.Selection(
        selection=[("valid", "Valid"), ("soon", "Ends Soon"), ("expired", "Expired")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )
    reminded_for = fields.Date(
        string="Reminded of", help="The end that somebody was told of.", copy=False
    )

    _months_sensible = models.Constraint(
        "CHECK (months >= 0 AND months <= 1200 AND notice_days >= 0"
        " AND notice_days <= 366 AND COALESCE(period_days, 0) BETWEEN 0 AND 730)",
        "Months and days are not negative, and not more than a century or a year.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"reminded_for", "company_id"}

    @api.model
    def _neiqin_trailed_fields(self):
        names = ("kind", "issued_on", "expires_on", "active")
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    @api.depends("issued_on", "months")
    def _compute_expires_on(self):
        for paper in self:
            if paper.issued_on and paper.months:
                paper.expires_on = valid_until(paper.issued_on, paper.months)

    @api.depends("expires_on", "period_days")
    def _compute_decide_on(self):
        for paper in self:
            ends, period = paper.expires_on, timedelta(days=paper.period_days)
            paper.decide_on = ends and ends - period

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            words = (kinds.get(paper.kind), paper.name)
            paper.display_name = " ".join(filter(None, words))

    @api.depends("expires_on", "notice_days")
    def _compute_state(self):
        today = self.env.company._neiqin_today()
        for paper in self:
            paper.state = standing(paper.expires_on, today, paper.notice_days)

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._neiqin_today()
        papers = self.search_fetch([], ["expires_on", "notice_days"])
        found = papers.filtered(
            lambda paper: (
                standing(paper.expires_on, today, paper.notice_days) in value
            )
        )
        return [("id", "in", found.ids)]

    @api.constrains("issued_on", "expires_on")
    def _check_days(self):
        for paper in self:
            if (
                paper.issued_on
                and paper.expires_on
                and paper.expires_on < paper.issued_on
            ):
                raise ValidationError(
                    self.env._("A paper cannot end before it was issued.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers.sudo().partner_id._neiqin_file_changed()
        return papers

    def write(self, vals):
        before = self.sudo().partner_id
        res = super().write(vals)
        if {"partner_id", "kind", "issued_on", "months", "expires_on", "active"} & set(
            vals
        ):
            (before | self.sudo().partner_id)._neiqin_file_changed()
        return res

    def unlink(self):
        customers = self.sudo().partner_id
        res = super().unlink()
        customers._neiqin_file_changed()
        return res

    # --- told before it ends

    @api.model
    def _cron_remind(self):
        """Tell who looks after the customer that a paper ends, once per end."""
        today = self.env.company._neiqin_today()
        papers = self.search_fetch(
            [
                ("expires_on", ">=", today),
                ("expires_on", "<=", today + timedelta(days=366)),
            ],
            ["expires_on", "notice_days", "reminded_for"],
        )
        due = papers.filtered(
            lambda paper: (
                paper.reminded_for != paper.expires_on
                and standing(paper.expires_on, today, paper.notice_days) == "soon"
            )
        )
        self._neiqin_work_off("_neiqin_remind", [("id", "in", due.ids)])

    def _neiqin_told_elsewhere(self):
        """Return those of these whose end is told of in another way."""
        return self.browse()

    def _neiqin_remind(self):
        elsewhere = self._neiqin_told_elsewhere()
        for paper in self:
            user = paper.partner_id._neiqin_file_keeper()
            if user and paper not in elsewhere:
                paper.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=paper.expires_on,
                    summary=self.env._(
                        "%(paper)s of %(customer)s ends: ask for the new one",
                        paper=paper.display_name,
                        customer=paper.partner_id.display_name,
                    ),
                    user_id=user.id,
                )
            paper._neiqin_as_server().write({"reminded_for": paper.expires_on})

    def _neiqin_failure_user(self):
        return self.partner_id._neiqin_file_keeper()
