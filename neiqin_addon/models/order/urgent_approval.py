"""Large urgent orders: who marks is the first, a supervisor the second."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

OPERATION = "order_urgent"


class NeiqinUrgentResponse(models.Model):
    _inherit = "neiqin.urgent.response"

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            OPERATION: self.env._("Mark an order urgent"),
        }

    def _neiqin_approval_content(self):
        """The order's total belongs to it: a larger one wants another decision."""
        content = super()._neiqin_approval_content()
        for response in self.sudo():
            amount = response.order_id._neiqin_company_amount()
            content[response.id]["amount"] = response.currency_id.round(amount)
        return content

    def _neiqin_approval_measures(self, operation, payload=None):
        if operation != OPERATION:
            return super()._neiqin_approval_measures(operation, payload)
        return {
            response.id: {
                "amount": response.order_id._neiqin_company_amount(),
                "percent": 0,
            }
            for response in self.sudo()
        }

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        return self.env._(
            "Urgent, total %(amount)s",
            amount=formatLang(
                self.env, measures["amount"], currency_obj=self.env.company.currency_id
            ),
        )

    def _neiqin_approval_name(self):
        order = self.sudo().order_id
        return f"{order.name} · {order.partner_id.display_name}"

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask for each with its own values: nothing else is carried out by it."""
        approvals, problems = self.env["neiqin.approval"], {}
        if payload is not None:
            raise UserError(self.env._("An urgent order is asked for as it is."))
        for response in self:
            if response.state != "waiting":
                problems[response.id] = self.env._(
                    "%(order)s does not wait for a supervisor.",
                    order=response.display_name,
                )
                continue
            found, more = super(NeiqinUrgentResponse, response)._neiqin_ask_many(
                operations, reason or response.reason, response._neiqin_asked()
            )
            approvals |= found
            problems.update(more)
        return approvals, problems

    def _neiqin_asked(self):
        self.ensure_one()
        names = self._neiqin_approval_fields
        return {name: self.sudo()._neiqin_approval_plain(name) for name in names}

    def _neiqin_approval_apply(self, approval):
        self.ensure_one()
        if approval.sudo().payload != self._neiqin_asked():
            raise UserError(self.env._("This is not what was asked for."))
        self._neiqin_start()

    def _neiqin_withdraw(self):
        """Take back what still waits for a supervisor."""
        running = self._neiqin_running().with_env(self.env)
        if running:
            running._neiqin_end(
                "cancelled", self.env._("The order need not go first any more.")
            )

    def _neiqin_not_approved(self):
        """The request was refused or ended: the order goes its ordinary way."""
        waiting = self.sudo().filtered(lambda response: response.state == "waiting")
        waiting._neiqin_as_server().write({"state": "refused"})
        for response in waiting:
            response._neiqin_tell(
                self.env._("Not marked urgent"),
                self.env._("Not marked urgent: the request was not approved."),
            )

    def action_neiqin_decide(self):
        """Open the dialog that decides what waits for the user here."""
        running = self._neiqin_running().with_env(self.env).filtered("may_decide")
        return running.action_neiqin_decide()


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def _neiqin_set(self, vals):
        res = super()._neiqin_set(vals)
        if vals.get("state") in ("refused", "lapsed"):
            asked = self.sudo().filtered(lambda one: one.operation == OPERATION)
            responses = self.env["neiqin.urgent.response"].browse(
                asked.mapped("res_id")
            )
            responses.exists()._neiqin_not_approved()
        return res
