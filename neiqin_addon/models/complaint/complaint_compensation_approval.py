"""Above the company's limit, two persons decide what the customer gets."""

from odoo import api, models

from .complaint_compensation import OPERATION


class NeiqinComplaintCompensation(models.Model):
    _inherit = "neiqin.complaint.compensation"

    @api.model
    def _neiqin_approval_operations(self):
        return {OPERATION: self.env._("Compensate a complaint")}

    def _neiqin_approval_content(self):
        content = super()._neiqin_approval_content()
        for compensation in self:
            content[compensation.id].update(
                reason=compensation.reason,
                amount=compensation.amount,
                lines=[
                    [line.order_line_id.id, line.quantity, line.amount]
                    for line in compensation.line_ids.sorted("id")
                ],
            )
        return content

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        rows = super()._neiqin_approval_rows(content, payload)
        lines = self.env["sale.order.line"].sudo()
        for line_id, quantity, amount in (content or {}).get("lines") or ():
            name = lines.browse(line_id).exists().product_id.display_name or "?"
            text = self.env._(
                "%(quantity)g, worth %(amount).2f", quantity=quantity, amount=amount
            )
            rows.append((f"line_{line_id}", name, text))
        return rows

    def _neiqin_approval_measures(self, operation, payload=None):
        return {
            compensation.id: {"amount": compensation.amount, "percent": 100}
            for compensation in self
            if compensation.state in ("draft", "asked")
        }

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        return self.env._("Worth %(amount).2f", amount=measures.get("amount") or 0)

    def _neiqin_approval_involved(self):
        involved = super()._neiqin_approval_involved()
        for compensation in self:
            involved[compensation.id] |= compensation.sudo().complaint_id.user_id
        return involved

    def _neiqin_approval_needed(self, operations, payload=None):
        """Above the company's limit two persons decide, whatever rules there are."""
        before = self._neiqin_given_before()
        above = self.sudo().filtered(
            lambda row: row.amount + before.get(row.order_id, 0)
            > row.company_id.neiqin_compensation_limit
        )
        for company in above.company_id:
            self._neiqin_ensure_rule(company)
        return super(NeiqinComplaintCompensation, above)._neiqin_approval_needed(
            operations, payload
        )

    def _neiqin_given_before(self):
        """Return ``{order: amount}``: two small ones are no way round the limit."""
        rows = self.sudo().search(
            [
                ("complaint_id.order_id", "in", self.sudo().order_id.ids),
                ("state", "=", "done"),
            ]
        )
        return {
            order: sum(done.mapped("amount"))
            for order, done in (rows - self).grouped("order_id").items()
        }

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask with what the second yes carries out, by whatever door."""
        if payload is None and len(self) == 1:
            payload = self._neiqin_payload()
        self._neiqin_check_clerk()
        self._neiqin_check_draft()
        approvals, problems = super()._neiqin_ask_many(operations, reason, payload)
        asked = self.sudo().browse(approvals.sudo().mapped("res_id"))
        asked._neiqin_as_server().write({"state": "asked"})
        return approvals, problems

    @api.model
    def _neiqin_ensure_rule(self, company):
        """A limit without a rule would be none: make the plain one."""
        self.env["neiqin.approval.rule"]._neiqin_ensure_plain(
            self.env._("Compensation above the company's limit"),
            OPERATION,
            company,
            above=company.neiqin_compensation_limit,
        )


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def _neiqin_set(self, values):
        """A compensation that two persons did not agree to can be changed again."""
        res = super()._neiqin_set(values)
        if values.get("state") in ("refused", "lapsed"):
            rows = self.sudo().filtered(lambda row: row.operation == OPERATION)
            asked = self.env["neiqin.complaint.compensation"].sudo()
            asked = asked.browse(rows.mapped("res_id")).exists()
            asked = asked.filtered(lambda row: row.state == "asked")
            asked._neiqin_as_server().write({"state": "draft"})
        return res
