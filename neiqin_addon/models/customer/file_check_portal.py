"""The customer verifies the file on the portal; a clerk accepts what changed."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.sealed_mask import DOT
from .file_check_items import LONGEST


class NeiqinFileCheck(models.Model):
    _inherit = "neiqin.file.check"

    @api.model
    def _neiqin_running_of(self, customer):
        """Return the running verification of a customer, empty where there is none."""
        return self.sudo().search(
            [("partner_id", "=", customer.id), ("state", "in", ("open", "waiting"))],
            limit=1,
        )

    @api.model
    def _neiqin_open_by_customer(self, customer, company):
        """Begin a verification that the customer asked for."""
        running = self._neiqin_running_of(customer)
        company = customer.company_id or company
        return running or self.sudo().create(
            {
                "partner_id": customer.id,
                "company_id": company.id,
                "user_id": self._neiqin_clerks_for(customer, company)[customer].id,
                "source": "portal",
            }
        )

    def _neiqin_answer(self, answers, person):
        """Take what the customer says about the items still open.

        :param answers: ``{line id: None for right, or the text that is right}``
        :param person: the contact who answers, a partner
        :raise UserError: if a text cannot be right; nothing is taken then
        """
        self.ensure_one()
        lines = self.sudo().line_ids.filtered(
            lambda line: line.verdict == "todo" and line.id in answers
        )
        if not lines:
            raise UserError(self.env._("Nothing was answered yet."))
        stamp = {
            "source": "portal",
            "verified_by": person.sudo().name,
            "verified_at": fields.Datetime.now(),
        }
        for line in lines:
            text = (answers[line.id] or "").strip()[: LONGEST + 1]
            if DOT in text:
                raise UserError(
                    self.env._("%(item)s: enter the whole value.", item=line.label)
                )
            if answers[line.id] is not None and not text:
                raise UserError(self.env._("%(item)s: what is right?", item=line.label))
            if text:
                line._neiqin_check_new(text)
            line._neiqin_as_server().write(
                {
                    **stamp,
                    "verdict": "changed" if text else "confirmed",
                    "new_value": text or False,
                    "acceptance": "waiting" if text else "none",
                }
            )
        self._neiqin_answered()

    def _neiqin_answered(self):
        """All confirmed: done. Changes: whoever looks after the customer is told."""
        check = self.sudo()._neiqin_as_server()
        check.write({"answered_at": fields.Datetime.now(), "source": "portal"})
        if check.waiting_count:
            check.write({"state": "waiting"})
            check._neiqin_give_task(
                lambda env: env._("The customer changed the file: accept or decline")
            )
        elif not check.todo_count:
            check._neiqin_finish()

    def _neiqin_all_decided(self):
        """The last change was decided; what is left stays open for the clerk."""
        self.ensure_one()
        self._neiqin_as_server().write({"state": "open"})
        if not self.todo_count:
            self._neiqin_finish()
            return
        self._neiqin_give_task(
            lambda env: env._("The customer left items open: verify the rest")
        )
