"""Invoices whose order is complained about are disputed by themselves, and freed again."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Open invoices that a running complaint or case is about, one cause each.
_FOUND = """
SELECT DISTINCT ON (move.id) move.id, cause.complaint_id, cause.exception_id
  FROM account_move move
  JOIN account_move_line line ON line.move_id = move.id
  JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
  JOIN sale_order_line ordered ON ordered.id = rel.order_line_id
  JOIN (
    SELECT complaint.order_id, complaint.id AS complaint_id, NULL::int AS exception_id
      FROM neiqin_complaint complaint
      JOIN neiqin_complaint_type kind ON kind.id = complaint.type_id
     WHERE complaint.active AND complaint.state IN ('new', 'open', 'waiting')
       AND complaint.company_id = %(company)s AND (kind.is_dispute OR %(all)s)
     UNION ALL
    SELECT problem.order_id, NULL, problem.id
      FROM neiqin_exception problem
      JOIN neiqin_exception_type kind ON kind.id = problem.type_id
     WHERE problem.state NOT IN ('solved', 'closed') AND %(all)s
       AND problem.company_id = %(company)s
  ) cause ON cause.order_id = ordered.order_id
 WHERE move.company_id = %(company)s AND move.state = 'posted'
   AND move.move_type = 'out_invoice'
   AND move.payment_state IN ('not_paid', 'partial')
   AND NOT EXISTS (
       SELECT FROM neiqin_dispute known
        WHERE known.move_id = move.id
          AND (known.lifted_at IS NULL
               OR known.complaint_id = cause.complaint_id
               OR known.exception_id = cause.exception_id))
 ORDER BY move.id, cause.complaint_id, cause.exception_id
"""


class NeiqinDispute(models.Model):
    _inherit = "neiqin.dispute"

    @api.model
    def _neiqin_find(self, company):
        """Dispute what running cases are about, lift what ended ones were about.

        A dispute that a person lifted is not made again for the same case.
        """
        mode = company.neiqin_dispute_auto
        if not mode or mode == "off":
            return self.browse()
        for model in (
            "neiqin.complaint",
            "neiqin.exception",
            "account.move",
            "sale.order.line",
        ):
            self.env[model].flush_model()
        self.flush_model()
        self._neiqin_lift_ended(company)
        rows = self.env.execute_query(
            SQL(_FOUND, company=company.id, all=mode == "all")
        )
        return (
            self.sudo()
            ._neiqin_as_server()
            .create(
                [
                    {
                        "move_id": move,
                        "reason": "quality" if complaint else "delivery",
                        "complaint_id": complaint,
                        "exception_id": case,
                        "since": company._neiqin_today(),
                        "is_automatic": True,
                        "user_id": False,
                    }
                    for move, complaint, case in rows
                ]
            )
        )

    @api.model
    def _neiqin_lift_ended(self, company):
        ended = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("is_automatic", "=", True),
                ("lifted_at", "=", False),
                "|",
                ("complaint_id.state", "in", ("solved", "closed", "void")),
                ("exception_id.state", "in", ("solved", "closed")),
            ]
        )
        ended._neiqin_lift(self.env._("The case is over."))


class AccountMove(models.Model):
    _inherit = "account.move"

    neiqin_dispute_ids = fields.One2many(
        comodel_name="neiqin.dispute",
        inverse_name="move_id",
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor,"
        "account.group_account_invoice,sales_team.group_sale_salesman",
    )
    neiqin_is_disputed = fields.Boolean(
        string="Disputed",
        compute="_compute_neiqin_is_disputed",
        search="_search_neiqin_is_disputed",
        compute_sudo=True,
    )

    @api.depends("neiqin_dispute_ids.lifted_at", "neiqin_dispute_ids.until")
    def _compute_neiqin_is_disputed(self):
        for move in self:
            states = move.neiqin_dispute_ids.mapped("state")
            move.neiqin_is_disputed = "open" in states

    def _search_neiqin_is_disputed(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._neiqin_today()
        disputes = (
            self.env["neiqin.dispute"]
            .sudo()
            ._search(
                [
                    ("lifted_at", "=", False),
                    ("since", "<=", today),
                    "|",
                    ("until", "=", False),
                    ("until", ">=", today),
                ]
            )
        )
        return [("neiqin_dispute_ids", "in", disputes)]

    def action_neiqin_dispute(self):
        """Open the running dispute of this invoice, or the form for a new one."""
        self.ensure_one().check_access("read")
        running = self.sudo().neiqin_dispute_ids.filtered(lambda one: not one.lifted_at)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Disputed Invoice"),
            "res_model": "neiqin.dispute",
            "res_id": running[:1].id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_move_id": self.id},
        }


class NeiqinCreditFacts(models.AbstractModel):
    _inherit = "neiqin.credit.facts"

    @api.model
    def _neiqin_events(self, company, customer_ids, since, until):
        """Add disputes nobody complained of: those with a complaint count with it."""
        events = super()._neiqin_events(company, customer_ids, since, until)
        disputes = self.env["neiqin.dispute"].sudo()
        companies = self._neiqin_common(company, customer_ids, until)["companies"]
        found = disputes._read_group(
            [
                ("partner_id", "in", list(customer_ids)),
                ("company_id", "in", companies),
                ("complaint_id", "=", False),
                ("since", ">", since),
                ("since", "<=", until),
            ],
            ["partner_id"],
            ["__count"],
        )
        total = dict(events.get("disputes", {}))
        for partner, count in found:
            total[partner.id] = total.get(partner.id, 0) + count
        return {**events, "disputes": total}
