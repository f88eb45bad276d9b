"""The customer's answer: a signed link, once, with name, time and address."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign

from ...tools.said import LONGEST_NAME, LONGEST_TEXT, said
from ...tools.text_html import text_html
from ..control.signed_token import token_values

SCOPE = "neiqin-statement-answer"


def statement_url(report, hours=None):
    """Return the address where the customer reads and answers this statement.

    A function, not a method: whoever may write mail templates could print the
    result of a method and answer in the customer's place.

    :param report: one frozen statement
    :param hours: how long it works; the company's number of days if left out
    """
    report.ensure_one()
    hours = hours or 24 * report.company_id.neiqin_statement_days
    token = hash_sign(
        report.sudo().env,
        SCOPE,
        [report.id, report.link_serial],
        expiration=timedelta(hours=hours),
    )
    return f"{report.get_base_url()}/statement/{token}"


class NeiqinStatement(models.Model):
    _inherit = "neiqin.statement"

    @api.model
    def _neiqin_by_token(self, token):
        """Return the statement a signed token stands for, empty if for none."""
        nothing = self.browse()
        values = token_values(self.env, SCOPE, token)
        if not values:
            return nothing
        report = self.browse(values[0]).exists()
        whole = report and report.state == "frozen" and not report.revoked_at
        return report if whole and report.link_serial == values[1] else nothing

    def _neiqin_check_answerable(self):
        self.ensure_one()
        if self.revoked_at or self.state != "frozen":
            raise UserError(self.env._("This statement is no longer valid."))
        if self.answer != "none":
            raise UserError(self.env._("This statement is answered already."))

    def _neiqin_confirm(self, name, address):
        """The customer agrees with the closing balance, once.

        :param address: the IP address it came from
        :raise UserError: if it cannot be answered, or the name is missing
        """
        self._neiqin_take_answer("confirmed", name, address, {})
        self._neiqin_answered(
            self.env._(
                "%(name)s confirms the balance %(balance)s (from %(address)s).",
                name=self.answered_by,
                balance=self.closing,
                address=address,
            )
        )

    def _neiqin_object(self, name, balance, text, address):
        """The customer's books say something else: a task for finance.

        :param balance: the customer's own closing balance, as he writes it
        :raise UserError: if it cannot be answered, or nothing is said
        """
        balance, text = said(balance, LONGEST_NAME), said(text, LONGEST_TEXT)
        if not (balance or text):
            raise UserError(self.env._("Please say what differs."))
        values = {"objected_balance": balance, "objection": text}
        self._neiqin_take_answer("objected", name, address, values)
        words = self.env._(
            "%(name)s objects to the balance %(balance)s. In his books: %(other)s."
            " %(text)s",
            name=self.answered_by,
            balance=self.closing,
            other=balance or "–",
            text=text,
        )
        self._neiqin_answered(words)
        self._neiqin_ask_finance(
            lambda report: report.env._(
                "%(customer)s objects to %(number)s",
                customer=report.partner_id.display_name,
                number=report.name,
            ),
            words,
        )

    def _neiqin_take_answer(self, answer, name, address, values):
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["answer", "revoked_at"])
        self._neiqin_check_answerable()
        name = " ".join(said(name, LONGEST_TEXT).split())[:LONGEST_NAME]
        if not name:
            raise UserError(self.env._("Please write your name."))
        self._neiqin_as_server().write(
            {
                "answer": answer,
                "answered_at": fields.Datetime.now(),
                "answered_by": name,
                "answered_from": address,
                "next_reminder_on": False,
                **values,
            }
        )

    def _neiqin_answered(self, words):
        """Keep the answer on the statement, in the trail and with the customer's row."""
        self.message_post(body=words, author_id=self.partner_id.id)
        self.env["neiqin.trail.entry"]._neiqin_log(
            "change",
            self,
            [{"answer": one.answer, "digest": one.digest} for one in self],
        )
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _neiqin_ask_finance(self, summary, note=None):
        """Give a task to whoever is in charge; ``summary``: of self in his language."""
        self.ensure_one()
        row = (
            self.env["neiqin.collection"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                ]
            )
        )
        keeper = self.env["neiqin.failure"]._neiqin_keeper(self)
        known = (
            self.user_id
            or row.finance_user_id
            or self.company_id.neiqin_finance_user_id
            or keeper
        )
        user = known if known.active else keeper
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=summary(self.with_context(lang=user.lang)),
            note=text_html(note),
        )
