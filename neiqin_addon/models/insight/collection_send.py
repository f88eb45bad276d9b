"""A reminder leaves: looked at once more under lock, in the customer's language."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang

from ...tools.script_text import fill
from ...tools.text_html import text_html
from .collection_query import collection_items

TABLE = "neiqin_addon.collection_reminder_table"
MAIL = "neiqin_addon.collection_reminder_mail"
LETTER = "neiqin_addon.collection_reminder_letter"
_NOW = """
%(items)s
SELECT move_id, due, status, MIN(days_late), SUM(residual)::float, SUM(amount)::float
  FROM item WHERE move_id = ANY(%(moves)s) GROUP BY 1, 2, 3
"""


class NeiqinCollectionStep(models.Model):
    _inherit = "neiqin.collection.step"

    def _neiqin_mail_cron(self):
        return self.env.ref("neiqin_addon.ir_cron_collection_send").sudo()

    def _neiqin_failure_user(self):
        row = self.sudo().collection_id
        return row.finance_user_id or row.sales_user_id or self.released_by_id

    # ------------------------------------------------------- the last look

    def _neiqin_compose(self):
        """Leave out what is paid, disputed or promised by now; compose the rest."""
        self.ensure_one()
        if self.state != "released":
            return None
        self._neiqin_hold_invoices()
        self._neiqin_look_again()
        if not self.line_ids.filtered(lambda line: line.state == "planned"):
            self._neiqin_as_server().write({"state": "empty"})
            return None
        if self.channel == "mail":
            return self._neiqin_compose_mail()
        self._neiqin_to_hand()
        return None

    def _neiqin_hold_invoices(self):
        """Nobody books a payment of these invoices until this is decided.

        :raise LockError: somebody does so now
        """
        moves = self.line_ids.move_id
        lines = self.env["account.move.line"].sudo()
        self.env["account.move.line"].flush_model()
        lines.search(
            [
                ("move_id", "in", moves.ids),
                ("account_type", "=", "asset_receivable"),
            ]
        ).lock_for_update()

    def _neiqin_look_again(self):
        """Set each line to what is open now; say why a line is left out."""
        row = self.sudo().collection_id
        row.env["neiqin.dispute"]._neiqin_find(self.company_id)
        row._neiqin_flush_read()
        spared = row._neiqin_is_spared(self.company_id._neiqin_today())
        query = SQL(
            _NOW,
            items=collection_items(self.company_id, row.ids),
            moves=self.line_ids.move_id.ids,
        )
        now = {}
        for move, due, status, late, residual, amount in self.env.execute_query(query):
            now.setdefault((move, due), {})[status] = (late, residual, amount)
        reasons = self._neiqin_reasons()
        for line in self.line_ids.filtered(lambda one: one.state == "planned"):
            found = now.get((line.move_id.id, line.due), {})
            late, residual, amount = found.get("open", (0, 0, 0))
            if late > 0 and not spared:
                values = {"residual": residual, "amount": amount, "days_late": late}
            else:
                why = "spared" if spared else next(iter(found), "paid")
                values = {"state": "left_out", "why": reasons.get(why, reasons["paid"])}
            line._neiqin_as_server().write(values)

    @api.model
    def _neiqin_reasons(self):
        return {
            "paid": self.env._("Paid meanwhile"),
            "covered": self.env._("Paid, not matched yet"),
            "disputed": self.env._("Disputed meanwhile"),
            "promised": self.env._("Promised meanwhile"),
            "open": self.env._("Not overdue any more"),
            "spared": self.env._("This customer is not to be reminded"),
        }

    # ------------------------------------------------------------- the words

    def _neiqin_recipient(self):
        """Return who gets the mail: the invoice contact, else the customer.

        :raise UserError: if there is no usable address
        """
        customer = self.partner_id
        contact = customer.browse(customer.address_get(["invoice"])["invoice"])
        for partner in (contact, customer):
            if partner.email_normalized:
                return partner
        raise UserError(
            self.env._(
                "%(customer)s has no e-mail address.", customer=customer.display_name
            )
        )

    def _neiqin_words(self, lang):
        """Return ``(subject, body)`` of the level with everything filled in."""
        spoken = self.with_context(lang=lang)
        values = {
            "customer": spoken.partner_id.name,
            "company": spoken.company_id.name,
            "amount": spoken._neiqin_amounts(),
            "days": str(spoken.days_late),
        }
        level = spoken.level_id
        return fill(level.subject or level.name, values), fill(level.body, values)

    def _neiqin_amounts(self):
        """Return what is overdue, each currency for itself: "¥ 1,200.00 + $ 30.00"."""
        return " + ".join(
            formatLang(self.env, total, currency_obj=currency)
            for currency, total in self._neiqin_totals().items()
        )

    def _neiqin_reminded(self):
        """Return the invoices it reminds of, the same before and after it has left."""
        return self.line_ids.filtered(lambda line: line.state != "left_out")

    def _neiqin_totals(self):
        totals = {}
        for line in self._neiqin_reminded():
            currency = line.currency_id
            totals[currency] = totals.get(currency, 0.0) + line.residual
        return totals

    def _neiqin_render(self, template, lang, body):
        spoken = self.with_context(lang=lang)
        reminded = spoken._neiqin_reminded()
        values = {
            "step": spoken,
            "lang": lang,
            "words": text_html(body),
            "lines": reminded,
            "accounts": reminded.move_id.sudo().partner_bank_id,
            "totals": spoken._neiqin_totals(),
            "money": lambda value, currency: formatLang(
                spoken.env, value, currency_obj=currency
            ),
            **spoken.env["neiqin.paper"]._neiqin_values(spoken.company_id),
        }
        return spoken.env["ir.qweb"]._render(template, values)

    def _neiqin_compose_mail(self):
        recipient = self._neiqin_recipient()
        lang = recipient.lang or self.partner_id.lang or self.env.lang
        subject, body = self._neiqin_words(lang)
        sender = self.sudo().collection_id.finance_user_id
        return {
            "subject": subject,
            "body_html": self._neiqin_render(MAIL, lang, body),
            "email_from": self.company_id.email_formatted
            or sender.email_formatted
            or self.env.user.email_formatted,
            "reply_to": sender.email_formatted or self.company_id.email_formatted,
            "recipient_ids": [(4, recipient.id)],
        }

    def _neiqin_to_hand(self):
        """A letter is printed, a call is given to whoever is in charge."""
        lang = self.partner_id.lang or self.env.lang
        user = self._neiqin_hand()
        if self.channel == "call":
            lang = user.lang or lang
        subject, body = self._neiqin_words(lang)
        values = {"state": "todo", "subject": subject, "body": text_html(body)}
        if self.channel == "letter":
            html = self._neiqin_render(LETTER, lang, body)
            title = self.with_context(lang=lang).level_id.name
            paper = self.env["neiqin.paper"].with_context(lang=lang)
            pdf = paper._neiqin_print(html, title)
            attachment = self.env["ir.attachment"].create(
                {
                    "name": f"{title}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            values["attachment_id"] = attachment.id
        self._neiqin_as_server().write(values)
        self._neiqin_tell(user, subject)

    def _neiqin_hand(self):
        """Return who calls or posts: sales calls, finance posts."""
        row = self.sudo().collection_id
        both = (row.sales_user_id, row.finance_user_id)
        first, second = both if self.channel == "call" else both[::-1]
        keeper = self.env["neiqin.failure"]._neiqin_keeper(self)
        known = first or second or self.company_id.neiqin_finance_user_id or keeper
        return known if known.active else keeper

    def _neiqin_tell(self, user, summary, note=None):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=summary,
            note=text_html(note),
        )

    # ------------------------------------------------------------ the outcome

    def _neiqin_left(self):
        mail = self.mail_id.sudo()
        self._neiqin_as_server().write(
            {"subject": mail.subject, "body": mail.body_html}
        )
        self._neiqin_finish(self.released_by_id)

    def _neiqin_not_left(self, reason):
        self._neiqin_as_server().write({"state": "failed"})
        user = self._neiqin_hand()
        self._neiqin_tell(
            user,
            self.with_context(lang=user.lang).env._(
                "A reminder did not reach the customer"
            ),
            reason,
        )
