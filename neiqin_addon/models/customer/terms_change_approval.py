"""Two persons decide over other terms, and the second yes writes them."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .terms_change import ASKED, OPERATION

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinTermsChange(models.Model):
    _inherit = "neiqin.terms.change"

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            OPERATION: self.env._("Change a customer's payment terms or pricelist"),
        }

    def _neiqin_approval_content(self):
        """The terms so far belong to it: others meanwhile want another decision."""
        content = super()._neiqin_approval_content()
        for change in self.sudo():
            content[change.id]["current_term_id"] = change.current_term_id.id or None
            content[change.id]["current_pricelist_id"] = (
                change.current_pricelist_id.id or None
            )
            content[change.id]["reason"] = change.reason or None
        return content

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        content = dict(content or {})
        for name in ("company_id", "sets_term", "sets_pricelist"):
            content.pop(name, None)
        return super()._neiqin_approval_rows(content)

    def _neiqin_approval_involved(self):
        """The customer's salesperson has a hand in it as well."""
        involved = super()._neiqin_approval_involved()
        return {
            change.id: involved[change.id] | change.partner_id.user_id
            for change in self
        }

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask for each with what it wants as the change to carry out."""
        approvals, problems = self.env["neiqin.approval"], {}
        if payload is not None:
            raise UserError(
                self.env._("A change of terms asks for its own values only.")
            )
        for change in self:
            if change.state != "draft":
                problems[change.id] = self.env._(
                    "%(name)s was carried out already.", name=change.display_name
                )
                continue
            found, more = super(NeiqinTermsChange, change)._neiqin_ask_many(
                operations, reason or change.reason, change._neiqin_asked()
            )
            approvals |= found
            problems.update(more)
        return approvals, problems

    def _neiqin_asked(self):
        self.ensure_one()
        return {name: self._neiqin_approval_plain(name) for name in ASKED}

    def _neiqin_approval_apply(self, approval):
        self.ensure_one()
        self._neiqin_carry_out(approval.sudo().payload)

    def action_submit(self):
        """Ask two persons; where no rule asks for them, a supervisor carries it out."""
        for change in self:
            problem = change._neiqin_problem()
            if problem:
                text = f"{change.display_name}: {problem}"
                raise UserError(text)
        needed = self._neiqin_approval_needed({OPERATION})
        free = self.filtered(lambda change: (change.id, OPERATION) not in needed)
        asked = self - free
        if asked:
            _approvals, problems = asked._neiqin_ask_many({OPERATION})
            if problems:
                raise UserError("\n".join(dict.fromkeys(problems.values())))
        if free:
            free._neiqin_carry_out_alone()
        return True

    def _neiqin_carry_out_alone(self):
        self.check_access("write")
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [SUPERVISOR],
            self.env._(
                "No rule asks for two persons here, so a supervisor submits it."
            ),
        )
        for change in self:
            change._neiqin_carry_out(change._neiqin_asked())

    def _neiqin_carry_out(self, asked):
        """Write the terms into the customer's file and keep that it was done."""
        self.ensure_one()
        change = self.sudo()
        self.env["neiqin.credit.rating"]._neiqin_lock_customers(change.partner_id.ids)
        change.invalidate_recordset()
        if change.state != "draft" or change._neiqin_asked() != asked:
            raise UserError(
                self.env._(
                    "%(name)s is not what was asked for.", name=self.display_name
                )
            )
        partner = change.partner_id.with_company(change.company_id)
        before = (change.current_term_id, change.current_pricelist_id)
        values = {}
        if asked["sets_term"]:
            values["property_payment_term_id"] = asked["payment_term_id"] or False
        if asked["sets_pricelist"]:
            values["specific_property_product_pricelist"] = (
                asked["pricelist_id"] or False
            )
        partner.sudo()._neiqin_with_terms_pass().write(values)
        change._neiqin_as_server().write(
            {"state": "done", "applied_on": fields.Datetime.now()}
        )
        change.invalidate_recordset(["current_term_id", "current_pricelist_id"])
        after = (change.current_term_id, change.current_pricelist_id)
        self.env["neiqin.trail.entry"].sudo().with_company(
            change.company_id
        )._neiqin_log(
            "change",
            partner,
            {
                name: {"old": old.display_name or None, "new": new.display_name or None}
                for name, old, new in zip(
                    ("payment_term", "pricelist"), before, after, strict=True
                )
                if old != new
            },
            reason=change.reason,
        )

    def action_neiqin_decide(self):
        """Open the dialog that decides what waits for the user here."""
        running = self._neiqin_running().with_env(self.env).filtered("may_decide")
        return running.action_neiqin_decide()

    def action_neiqin_withdraw(self):
        """Take the request back, to change it: who asked, or a supervisor."""
        self.check_access("write")
        running = self._neiqin_running().with_env(self.env)
        if not running:
            raise UserError(self.env._("Nothing was asked for."))
        return running.action_cancel()
