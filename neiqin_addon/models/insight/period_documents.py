"""From a figure of a report to the documents that it was computed from.

The statements stand on the figures' own, so that a list shows what was counted: no more
documents, and none less. As the books are now; what was posted since shows as a difference.
"""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.period_rows import MARGIN_FIGURES
from .figure_money import HELD, INVOICED
from .figure_orders import LACKING, PROMISED
from .figure_ranking import RANKED
from .figure_service import of_troubles
from .period_figures import of_moves, of_orders


def of_cases(span):
    return of_troubles(span, "fault", "owner_id")


def of_complaints(span):
    return of_troubles(span, "said", "user_id")


class Behind(NamedTuple):
    """Where a figure leads to: a model, the numbers of its records, and their scope."""

    model: str
    query: str
    scope: object


_SOLD = """
    SELECT so.id FROM sale_order AS so
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.date_order >= %(start_at)s AND so.date_order < %(end_at)s
       AND %(scope)s
"""
_MADE = """
    SELECT so.id FROM sale_order AS so
     WHERE so.company_id = %(company)s
       AND so.create_date >= %(start_at)s AND so.create_date < %(end_at)s
       AND %(scope)s
"""
_DUE = f"""
    {PROMISED}
    SELECT DISTINCT line.order_id FROM line LEFT JOIN gone ON gone.id = line.id
     WHERE line.day >= %(start)s AND line.day < %(end)s
"""
_CLAIMS = f"{HELD} SELECT DISTINCT claim.move_id FROM claim"
_OPEN = f"{_CLAIMS} JOIN held ON held.id = claim.id WHERE held.open > 0.005"
# what could be collected: open before the period, or dated in it
_COLLECTABLE = f"""
    {_CLAIMS}
      JOIN (SELECT id, SUM(value) AS open FROM booked WHERE date < %(start)s
             GROUP BY id) AS earlier ON earlier.id = claim.id
     WHERE earlier.open > 0.005
     UNION
    SELECT claim.move_id FROM claim WHERE claim.date >= %(start)s
"""
_COLLECTED = f"""
    {HELD}
    SELECT DISTINCT other_id FROM settled WHERE date >= %(start)s AND NOT is_credit
"""
_INVOICED = f"SELECT DISTINCT line.move_id {INVOICED} AND line.date >= %(start)s"
_EARNED = """
    SELECT DISTINCT line.move_id
      FROM account_move_line AS line
      JOIN account_move AS move ON move.id = line.move_id
       AND move.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
     WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
       AND line.display_type = 'product'
       AND (%(key)s = 0 AND line.product_id IS NOT NULL OR line.product_id = %(key)s)
       AND line.date >= %(start)s AND line.date < %(end)s AND %(scope)s
"""
_FAULTS = """
    SELECT fault.id
      FROM neiqin_exception AS fault
 LEFT JOIN sale_order AS so ON so.id = fault.order_id
CROSS JOIN LATERAL (
           SELECT COALESCE(fault.solved_at, fault.closed_at) AS done) AS ended
     WHERE fault.company_id = %(company)s AND fault.opened_at < %(end_at)s
       AND %(scope)s
"""
_UNSOLVED = "(done IS NULL OR done >= %(end_at)s)"
_SAID = """
    SELECT said.id
      FROM neiqin_complaint AS said
 LEFT JOIN sale_order AS so ON so.id = said.order_id
     WHERE said.company_id = %(company)s AND said.received_at < %(end_at)s
       AND said.state <> 'void' AND %(scope)s
"""


def _within(name):
    return f"{name} >= %(start_at)s AND {name} < %(end_at)s"


_ORDERS_OF = {
    **dict.fromkeys(("order_count", "order_amount", "order_customers"), _SOLD),
    **dict.fromkeys(("quotation_count", "quotation_rate"), _MADE),
    **dict.fromkeys(("promise_count", "promise_rate"), _DUE),
    "promise_late": f"{_DUE} AND {LACKING}",
    **dict.fromkeys(
        ("planned_margin", "planned_rate"),
        f"{_SOLD} AND so.neiqin_planned_revenue <> 0",
    ),
}
_MOVES_OF = {
    "invoiced": _INVOICED,
    "collected": _COLLECTED,
    "collection_rate": _COLLECTABLE,
    **dict.fromkeys(("open", "outstanding_days"), _OPEN),
    "overdue": f"{_OPEN} AND held.due < %(last)s",
    **dict.fromkeys(("margin", "margin_rate", "margin_covered"), _EARNED),
}
_CASES_OF = {
    "case_opened": f"{_FAULTS} AND {_within('fault.opened_at')}",
    "case_solved": f"{_FAULTS} AND {_within('done')}",
    "case_open": f"{_FAULTS} AND {_UNSOLVED}",
    "case_late": f"{_FAULTS} AND {_UNSOLVED} AND fault.deadline < %(end_at)s",
    "case": f"{_FAULTS} AND {_within('fault.opened_at')} AND fault.type_id = %(key)s",
}
_COMPLAINTS_OF = {
    "complaint_received": f"{_SAID} AND {_within('said.received_at')}",
    "complaint_open": f"{_SAID} AND (said.solved_at IS NULL"
    " OR said.solved_at >= %(end_at)s)",
    "answer_rate": f"{_SAID} AND {_within('said.first_response_deadline')}",
    "solution_rate": f"{_SAID} AND {_within('said.solution_deadline')}",
    "complaint": f"{_SAID} AND {_within('said.received_at')}"
    " AND said.type_id = %(key)s",
}
#: code of a figure, or the name of a table of which ``key`` is the row
BEHIND = {
    code: Behind(model, query, scope)
    for model, scope, queries in (
        ("sale.order", of_orders, _ORDERS_OF),
        ("account.move", of_moves, _MOVES_OF),
        ("neiqin.exception", of_cases, _CASES_OF),
        ("neiqin.complaint", of_complaints, _COMPLAINTS_OF),
    )
    for code, query in queries.items()
}
#: A row of a ranking: what was sold in a time.
_RANKED = """
    SELECT DISTINCT %(of)s FROM sale_order AS so %(joins)s
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.date_order >= %(since_at)s AND so.date_order < %(until_at)s
       AND %(by)s = %(key)s AND %(scope)s
"""
#: A product's row is made of order lines, the others' of orders.
ROWS = {
    "products": ("sale.order.line", SQL("sold.id")),
    "customers": ("sale.order", SQL("so.id")),
}
#: No record has a higher number, and PostgreSQL's integers end here.
LARGEST = 2**31 - 1
COSTS = {figure[1] for figure in MARGIN_FIGURES}


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_behind(self, span, code, key=0):
        """Return ``(model, domain)`` of what a figure is made of; None if there is none.

        :param str code: of the figure, or the name of a ranking or a table
        :param int key: the row of it
        """
        self.env.flush_all()
        if code == "stock":
            return "stock.move", self._neiqin_moves_of(span, key)
        if code in RANKED:
            model, of = ROWS.get(code, ROWS["customers"])
            return model, [("id", "in", self._neiqin_ranked(span, code, of, key))]
        if code not in BEHIND:
            return None
        model, query, scope = BEHIND[code]
        values = {**self._neiqin_money_values(span), "scope": scope(span), "key": key}
        return model, [("id", "in", self._neiqin_numbers(query, values))]

    @api.model
    def _neiqin_numbers(self, query, values):
        return [row[0] for row in self.env.execute_query(SQL(query, **values))]

    @api.model
    def _neiqin_ranked(self, span, name, of, key):
        """Return what a row is made of; of who bought nothing, the period before's."""
        by, _amount, joins = RANKED[name]
        values = {**span.values(), "by": by, "joins": joins, "key": key, "of": of}
        values["scope"] = of_orders(span)
        for since, until in (("start_at", "end_at"), ("before_at", "start_at")):
            times = {"since_at": values[since], "until_at": values[until]}
            if found := self._neiqin_numbers(_RANKED, {**values, **times}):
                return found
        return []

    @api.model
    def _neiqin_moves_of(self, span, product):
        """Stock is the sum of all moves up to the end: too many to name one by one."""
        return [
            ("company_id", "=", span.company.id),
            ("state", "=", "done"),
            ("product_id", "=", product),
            ("date", "<", span.values()["end_at"]),
        ]


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    @api.readonly
    def action_neiqin_open(self, code, key=0):
        """Open the documents behind a figure, with the rights of whoever asks.

        :param str code: of a figure, or the name of a ranking or a table
        :param int key: the row of it
        """
        self.ensure_one()
        self.check_access("read")
        code = code if isinstance(code, str) else ""
        if code in COSTS:
            self._check_field_access(self._fields["payload_margin"], "read")
        figures = self.env["neiqin.period.figures"].sudo()
        span = self.sudo()._neiqin_span(self._neiqin_period())
        known = type(key) is int and abs(key) <= LARGEST
        found = known and figures._neiqin_behind(span, code, key)
        if not found:
            raise UserError(self.env._("There is no such figure in this report."))
        model, domain = found
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self._neiqin_figure_name(code),
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }

    def _neiqin_figure_name(self, code):
        rows = self.env["neiqin.period.report.row"]._fields["code"]
        codes = dict(rows._description_selection(self.env))
        name = codes.get(code) or self.env._("Documents")
        return f"{name} {self._neiqin_days()}"


class NeiqinPeriodReportRow(models.Model):
    _inherit = "neiqin.period.report.row"

    @api.readonly
    def action_neiqin_open(self):
        """Open the documents behind the figure."""
        self.ensure_one()
        self.check_access("read")
        return self.report_id.action_neiqin_open(self.code)
