"""How well orders are entered: every compared value, however grouped."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.error_rate import interval
from ..order.verification_line import FIELDS

SOURCES = [("verification", "Verification"), ("reentry", "Blind second entry")]
#: Ends of the interval: of a group they come from its sums, never from a mean.
BOUNDS = {"low": 0, "high": 1}


class NeiqinErrorReport(models.Model):
    """One row per value that was compared, with who entered it.

    A value that several verifications found the same is compared once: it was wrong if
    any of them said so. What a verification took over from the one before is not
    compared at all.
    """

    _name = "neiqin.error.report"
    _description = "Error Rate of Order Entry"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
    _depends = {
        "neiqin.verification": ["state"],
        "neiqin.verification.line": ["verdict", "carried", "entered_by", "verified_at"],
        "neiqin.reentry.line": ["decision", "is_settled", "settled_at"],
    }

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    order_id = fields.Many2one(comodel_name="sale.order", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="Entered By", readonly=True
    )
    field = fields.Selection(selection=FIELDS, readonly=True)
    source = fields.Selection(selection=SOURCES, string="Found By", readonly=True)
    date = fields.Date(string="Compared On", readonly=True, help="The company's day.")
    checked = fields.Integer(string="Fields Checked", readonly=True)
    wrong = fields.Integer(string="Wrong Fields", readonly=True)
    rate = fields.Float(
        string="Error Rate (%)",
        readonly=True,
        aggregator="avg",
        digits=(6, 2),
        help="Wrong fields of a hundred checked ones.",
    )
    low = fields.Float(
        string="Rate at Least (%)",
        compute="_compute_bounds",
        aggregator="avg",
        digits=(6, 2),
        help="With 95 % certainty the true rate is no lower: the exact interval of "
        "Clopper and Pearson. While this is below the target, chance explains the rate.",
    )
    high = fields.Float(
        string="Rate at Most (%)",
        compute="_compute_bounds",
        aggregator="avg",
        digits=(6, 2),
        help="With 95 % certainty the true rate is no higher.",
    )

    @api.depends("checked", "wrong")
    def _compute_bounds(self):
        for row in self:
            row.low, row.high = interval(row.wrong, row.checked)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT compared.id, compared.company_id, compared.order_id,
                   compared.user_id, compared.field, compared.source,
                   (compared.moment AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date
                       AS date,
                   1 AS checked, compared.wrong, 100.0 * compared.wrong AS rate
              FROM (%s) AS compared
              JOIN (%s) AS zone (company_id, tz)
                ON zone.company_id = compared.company_id
            """,
            self._neiqin_compared(),
            self.env["res.company"]._neiqin_zones(),
        )

    @api.model
    def _neiqin_compared(self):
        """Return the SQL of all comparisons: verifications and blind second entries."""
        return SQL(
            """
            SELECT 2 * MIN(line.id) AS id, line.company_id, line.order_id,
                   line.entered_by AS user_id, line.field,
                   'verification' AS source, MIN(line.verified_at) AS moment,
                   MAX(CASE WHEN line.verdict = 'mismatch' THEN 1 ELSE 0 END) AS wrong
              FROM neiqin_verification_line AS line
              JOIN neiqin_verification AS verified
                ON verified.id = line.verification_id AND verified.state = 'done'
             WHERE line.carried IS NOT TRUE
          GROUP BY line.company_id, line.order_id, line.line_ref, line.field,
                   line.entered, line.entered_note, line.entered_by
         UNION ALL
            SELECT 2 * twice.id + 1, twice.company_id, twice.order_id,
                   twice.first_by, twice.field, 'reentry', twice.settled_at,
                   CASE WHEN twice.decision IN ('first', 'both') THEN 1 ELSE 0 END
              FROM neiqin_reentry_line AS twice
             WHERE twice.is_settled
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """Have rates and bounds of a group computed from its sums."""
        name = aggregate_spec.partition(":")[0]
        if name == "rate":
            return SQL(
                "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, "wrong", query),
                self._field_to_sql(self._table, "checked", query),
            )
        if name in BOUNDS:
            return SQL(
                "ARRAY[SUM(%s), SUM(%s)]",
                self._field_to_sql(self._table, "wrong", query),
                self._field_to_sql(self._table, "checked", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    def _read_group_postprocess_aggregate(self, aggregate_spec, raw_values):
        name = aggregate_spec.partition(":")[0]
        if name in BOUNDS:
            return (
                interval(*(int(part or 0) for part in pair or (0, 0)))[BOUNDS[name]]
                for pair in raw_values
            )
        return super()._read_group_postprocess_aggregate(aggregate_spec, raw_values)

    def action_neiqin_open_order(self):
        """Open the order behind a figure, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._get_records_action()


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _neiqin_zones(self):
        """Return the SQL of ``(company id, time zone)`` of every company."""
        companies = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        rows = SQL(", ").join(
            SQL("(%s, %s)", company.id, company._neiqin_tz()) for company in companies
        )
        return SQL("VALUES %s", rows)
