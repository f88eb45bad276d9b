"""A customer's yes is never thrown back at the customer.

Where a gate blocks, the signature or the payment stays on the quotation and a
named person inside is told what to do next.
"""

from odoo import models

from ...tools.text_html import text_html


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_hold_blocked(self):
        """Return the accepted quotations that a gate holds back, after telling so."""
        waiting = self.filtered(lambda order: order.state in ("draft", "sent"))
        gates = waiting.sudo()._neiqin_blocking_gates()
        held = waiting.filtered(lambda order: gates[order.id])
        for order in held:
            order.sudo()._neiqin_tell_held(gates[order.id])
        return held

    def _neiqin_tell_held(self, messages):
        """Leave a note and one activity; the customer sees the quotation as sent."""
        self.ensure_one()
        if self.state == "draft":
            self.action_quotation_sent()
        person = self._neiqin_person_in_charge()
        order = self.with_context(lang=person.lang)
        text = order.env._(
            "The customer accepted this quotation. Before it can be confirmed: %(reasons)s",
            reasons=" ".join(messages),
        )
        order.message_post(
            body=text,
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
        )
        summary = order.env._("Accepted by the customer: confirm it")
        if summary not in self.activity_ids.mapped("summary"):
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=text_html(text),
                user_id=person.id,
            )

    def _neiqin_person_in_charge(self):
        """Return the user who looks after the order: never nobody, never a customer."""
        self.ensure_one()
        manager = self.env.ref("neiqin_addon.group_neiqin_manager")
        candidates = [
            self.user_id,
            self.neiqin_verification_id.user_id,
            self.neiqin_content_uid,
            self.create_uid,
            manager.all_user_ids.filtered(
                lambda user: self.company_id in user.company_ids
            ).sorted("id", reverse=True),
        ]
        for users in candidates:
            for user in users:
                if user.active and not user.share:
                    return user
        return self.env.ref("base.user_admin")

    def _validate_order(self):
        """Confirm what may be confirmed of what a customer accepted online."""
        ready = self - self._neiqin_hold_blocked()
        return super(SaleOrder, ready)._validate_order() if ready else None

    def action_confirm(self):
        """Hold back, and do not raise, where a customer's own act confirms."""
        if not self.env.user.share:
            return super().action_confirm()
        self.check_access("write")
        ready = self - self._neiqin_hold_blocked()
        return super(SaleOrder, ready).action_confirm() if ready else True
