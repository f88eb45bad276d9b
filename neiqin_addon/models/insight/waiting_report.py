"""Where orders wait: medians and 90th percentiles of the steps, however grouped."""

from odoo import fields, models
from odoo.tools import SQL

from .review_target import STEPS

#: Measures whose aggregate is a percentile, whatever aggregator the client asks for.
PERCENTILES = {"median_hours": 0.5, "slow_hours": 0.9}


class NeiqinWaitingReport(models.Model):
    """One row per step of an order that is over.

    PostgreSQL computes the percentiles for each group and each total anew: they are
    those of the orders in it, never a mean of means.
    """

    _name = "neiqin.waiting.report"
    _description = "Waiting Times"
    _auto = False
    _rec_name = "order_id"
    _order = "hours desc"

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    review_id = fields.Many2one(
        comodel_name="neiqin.order.review", string="Review", readonly=True
    )
    order_id = fields.Many2one(comodel_name="sale.order", readonly=True)
    step = fields.Selection(selection=STEPS, string="Step of the Order", readonly=True)
    department_id = fields.Many2one(
        comodel_name="neiqin.department", string="Department", readonly=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Salesperson", readonly=True
    )
    team_id = fields.Many2one(
        comodel_name="crm.team", string="Sales Team", readonly=True
    )
    categ_id = fields.Many2one(
        comodel_name="product.category", string="Product Group", readonly=True
    )
    date = fields.Date(string="Reached On", readonly=True)
    hours = fields.Float(string="Waited (mean)", readonly=True, aggregator="avg")
    median_hours = fields.Float(
        string="Median (Hours)", readonly=True, aggregator="avg"
    )
    slow_hours = fields.Float(
        string="9 of 10 within",
        readonly=True,
        aggregator="avg",
        help="Nine orders of ten waited no longer than this.",
    )
    target = fields.Float(readonly=True, aggregator="avg")
    late = fields.Float(
        string="Above Target (%)", readonly=True, aggregator="avg", digits=(5, 1)
    )

    @property
    def _table_query(self):
        # days are the company's: in China a morning is the day before by UTC
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        zones = SQL(", ").join(
            SQL("(%s, %s)", company.id, company._neiqin_tz())
            for company in companies.search([])
        )
        return SQL(
            """
            SELECT step.id, step.company_id, step.review_id, review.order_id, step.step,
                   step.department_id, review.partner_id, review.user_id,
                   review.team_id, review.categ_id,
                   (step."end" AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS date,
                   step.hours, step.hours AS median_hours, step.hours AS slow_hours,
                   NULLIF(step.target, 0) AS target,
                   CASE WHEN step.is_late THEN 100.0 ELSE 0.0 END AS late
              FROM neiqin_order_review_step AS step
              JOIN neiqin_order_review AS review ON review.id = step.review_id
              JOIN (VALUES %s) AS zone (company_id, tz)
                ON zone.company_id = step.company_id
            """,
            zones,
        )

    def _read_group_orderby(self, order, groupby_terms, query):
        """Put the steps in the order in which an order takes them, not by the alphabet."""
        terms = dict(groupby_terms)
        if "step" in terms:
            steps = [step for step, _label in STEPS]
            terms["step"] = SQL(
                "ARRAY_POSITION(%s::varchar[], %s)", steps, terms["step"]
            )
        found = super()._read_group_orderby(order, terms, query)
        # what orders by a document's name adds that name to its group
        groupby_terms.update((key, terms[key]) for key in terms if key != "step")
        return found

    def action_neiqin_open_order(self):
        """Open the order behind a figure, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._get_records_action()

    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if name not in PERCENTILES or function not in ("avg", "sum", "max", "min"):
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s)",
            PERCENTILES[name],
            self._field_to_sql(self._table, name, query),
        )
