"""The report of one period, as it was given out."""

from odoo import api, fields, models

from ...tools.period import period_of
from ...tools.period_advice import advise, advise_margin
from ...tools.period_rows import MARGIN_FIGURES, rows_of
from .period_plan import ABOUT
from .review import MARGIN


class NeiqinPeriodReport(models.Model):
    """Made once, frozen at once; what is posted later shows as a difference beside it.

    What costs are read from is a part of its own, for those who may see it: in the
    content, in the rows, and in files that only they get.
    """

    _name = "neiqin.period.report"
    _description = "Period Report"
    _inherit = [
        "neiqin.period.about.mixin",
        "neiqin.frozen.report.mixin",
        "neiqin.schedule.mixin",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["code", "plan_id.name"]

    _neiqin_payload_fields = ("payload", "payload_margin")
    _neiqin_file_fields = ("pdf", "xlsx", "margin_pdf", "margin_xlsx")
    _neiqin_about_fields = ("plan_id", "date_from", "date_to", "code", *ABOUT)

    plan_id = fields.Many2one(
        comodel_name="neiqin.period.report.plan",
        string="Plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Char(
        string="Number of the Period",
        required=True,
        readonly=True,
        help="2026-03-01, 2026-W09 or 2026-03.",
    )
    date_from = fields.Date(string="From", required=True, readonly=True, index=True)
    date_to = fields.Date(
        string="Until", required=True, readonly=True, help="The last day."
    )
    payload_margin = fields.Text(
        string="Content with Costs", readonly=True, copy=False, groups=MARGIN
    )
    row_ids = fields.One2many(
        comodel_name="neiqin.period.report.row",
        inverse_name="report_id",
        string="Figures",
        readonly=True,
    )
    advice_ids = fields.One2many(
        comodel_name="neiqin.period.report.advice",
        inverse_name="report_id",
        string="Suggestions",
        readonly=True,
    )
    delivery_ids = fields.One2many(
        comodel_name="neiqin.period.report.delivery",
        inverse_name="report_id",
        string="Mails",
        readonly=True,
    )

    pdf = fields.Binary(attachment=True, readonly=True, copy=False)
    pdf_name = fields.Char(readonly=True, copy=False)
    xlsx = fields.Binary(attachment=True, readonly=True, copy=False)
    xlsx_name = fields.Char(readonly=True, copy=False)
    margin_pdf = fields.Binary(
        string="PDF with Margins",
        attachment=True,
        readonly=True,
        copy=False,
        groups=MARGIN,
    )
    margin_pdf_name = fields.Char(readonly=True, copy=False, groups=MARGIN)
    margin_xlsx = fields.Binary(
        string="Workbook with Margins",
        attachment=True,
        readonly=True,
        copy=False,
        groups=MARGIN,
    )
    margin_xlsx_name = fields.Char(readonly=True, copy=False, groups=MARGIN)

    _period_once = models.UniqueIndex(
        "(plan_id, kind, date_from)", "A plan has one report of each period."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    @api.model_create_multi
    def create(self, vals_list):
        # "id" is protected: so a report without any value is refused as well
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    @api.depends("code", "kind", "scope")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = self.env._(
                "%(kind)s report %(period)s, %(about)s",
                kind=kinds.get(report.kind, ""),
                period=report.code,
                about=report._neiqin_scope_name(),
            )

    def _neiqin_period(self):
        self.ensure_one()
        return period_of(self.kind, self.date_from)

    # ------------------------------------------------------------------- making

    @api.model
    def _neiqin_make(self, plan, period, moment=None):
        """Compute, freeze and return the report of a plan for a period.

        Its words, names and files are in the plan's language.

        :param datetime moment: when it is given out, in UTC; now unless told
        """
        spoken = self.with_context(lang=plan.lang).with_company(plan.company_id)
        values = plan.read(ABOUT, load=False)[0]
        values.pop("id")
        report = spoken._neiqin_as_server().create(
            {
                **values,
                "plan_id": plan.id,
                "code": period.code,
                "date_from": period.start,
                "date_to": period.last,
            }
        )
        report = report._neiqin_without_pass()
        content, costs = report._neiqin_compute()
        report._neiqin_add_rows(content, costs)
        parts = {"payload": content, "payload_margin": costs}
        report._neiqin_freeze({report.id: parts}, moment)
        return report

    def _neiqin_compute(self):
        """Return the two parts of this report as the documents give them now."""
        self.ensure_one()
        span = self._neiqin_span(self._neiqin_period())
        return self.env["neiqin.period.figures"]._neiqin_compute(span)

    def _neiqin_add_rows(self, content, costs):
        rows = [(row, False) for row in rows_of(content)]
        rows += [(row, True) for row in rows_of(costs, MARGIN_FIGURES)]
        self.env["neiqin.period.report.row"]._neiqin_as_server().create(
            [
                {
                    **row._asdict(),
                    "value": row.value or 0.0,
                    "before": row.before or 0.0,
                    "is_known": row.value is not None,
                    "was_known": row.before is not None,
                    "is_margin": is_margin,
                    "report_id": self.id,
                }
                for row, is_margin in rows
            ]
        )
        advice = [(found, False) for found in advise(content)]
        advice += [(found, True) for found in advise_margin(costs)]
        self.env["neiqin.period.report.advice"]._neiqin_add(self, advice)

    def _neiqin_failure_user(self):
        return self.plan_id.create_uid


class NeiqinPeriodReportRow(models.Model):
    """One figure of a report, so that periods can be compared in lists and graphs."""

    _name = "neiqin.period.report.row"
    _description = "Figure of a Period Report"
    _inherit = "neiqin.append.only.mixin"
    _order = "report_id desc, id"
    _rec_name = "code"

    report_id = fields.Many2one(
        comodel_name="neiqin.period.report",
        string="Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # written with the row: nothing changes it afterwards
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(related="report_id.kind", store=True, precompute=True)
    date_from = fields.Date(
        related="report_id.date_from", store=True, precompute=True, index=True
    )
    section = fields.Selection(
        selection=[
            ("orders", "Orders"),
            ("money", "Money"),
            ("margin", "Margin"),
            ("service", "Service"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Selection(
        selection=[
            ("order_count", "Orders Confirmed"),
            ("order_amount", "Amount Ordered"),
            ("order_customers", "Customers Who Ordered"),
            ("quotation_count", "Quotations Made"),
            ("quotation_rate", "Quotations Won"),
            ("promise_count", "Orders Promised"),
            ("promise_late", "Promises Not Kept"),
            ("promise_rate", "Share Not Kept"),
            ("invoiced", "Amount Invoiced"),
            ("collected", "Collected"),
            ("collection_rate", "Collection Rate"),
            ("open", "Receivables"),
            ("overdue", "Amount Overdue"),
            ("outstanding_days", "Days Sales Outstanding"),
            ("case_opened", "Cases Opened"),
            ("case_solved", "Cases Solved"),
            ("case_open", "Cases Open"),
            ("case_late", "Cases Overdue"),
            ("complaint_received", "Complaints Received"),
            ("complaint_open", "Complaints Open"),
            ("answer_rate", "First Response in Time"),
            ("solution_rate", "Solved in Time"),
            ("margin", "Margin of Invoices"),
            ("margin_rate", "Margin Rate"),
            ("margin_covered", "Revenue with Known Cost"),
            ("planned_margin", "Planned Margin of Orders"),
            ("planned_rate", "Planned Margin Rate"),
        ],
        string="Indicator",
        required=True,
        readonly=True,
    )
    unit = fields.Selection(
        selection=[
            ("count", "Count"),
            ("money", "Amount"),
            ("share", "Share"),
            ("days", "Days"),
        ],
        required=True,
        readonly=True,
    )
    value = fields.Float(readonly=True, aggregator="avg")
    before = fields.Float(string="Period Before", readonly=True, aggregator="avg")
    is_known = fields.Boolean(readonly=True)
    was_known = fields.Boolean(readonly=True)
    is_margin = fields.Boolean(readonly=True, index=True)
