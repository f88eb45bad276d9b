"""A customer's yes is never thrown back at the customer.

Where a gate blocks, the signature or the payment stays on the quotation and a
named person inside is told what to do next.
"""

from odoo import fields, models

from ...tools.digest import plain
from .sale_order_accepted import ACCEPTED, OPEN


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_hold_blocked(self):
        """Return the accepted quotations that a gate holds back, after telling so."""
        waiting = self.filtered(lambda order: order.state in OPEN)
        gates = waiting.sudo()._neiqin_blocking_gates()
        held = waiting.filtered(lambda order: gates[order.id])
        for order in held:
            order.sudo()._neiqin_hold(gates[order.id])
        return held

    def _neiqin_hold(self, messages):
        """Note what the customer accepted; tell a person once."""
        self.ensure_one()
        now = plain(self._neiqin_content()[self.id])
        accepted = self._neiqin_content_accepted(now)
        state = "waiting" if accepted == now else "changed"
        if (self.neiqin_acceptance, self.neiqin_accepted_content) == (state, accepted):
            return
        if self.state == "draft":
            # the customer sees it, so it was sent
            self.action_quotation_sent()
        self._neiqin_as_server().write(
            {
                "neiqin_acceptance": state,
                "neiqin_accepted_at": fields.Datetime.now(),
                "neiqin_accepted_content": accepted,
            }
        )
        if state == "changed":
            self._neiqin_schedule_changed()
        else:
            self._neiqin_tell_held(messages)

    def _neiqin_tell_held(self, messages):
        """Leave a note and one activity that say what has to be done first."""
        order = self._neiqin_for_person_in_charge()
        text = order._neiqin_schedule_accepted(messages)
        order.message_post(
            body=text,
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
        )

    def _neiqin_schedule_accepted(self, messages=None):
        """Ask the person in charge to clear what blocks; return what was said."""
        order = self._neiqin_for_person_in_charge()
        messages = messages or order._neiqin_blocking_gates()[order.id]
        text = order.env._(
            "The customer accepted this quotation. Before it can be confirmed: %(reasons)s",
            reasons=" ".join(messages),
        )
        order._neiqin_task(
            ACCEPTED, order.env._("Accepted by the customer: confirm it"), text
        )
        return text

    def _neiqin_for_person_in_charge(self):
        """Return the order as superuser, in the language of who looks after it."""
        return self.sudo().with_context(lang=self._neiqin_person_in_charge().lang)

    def _neiqin_person_in_charge(self):
        """Return the user who looks after the order: never nobody, never a customer."""
        self.ensure_one()
        manager = self.env.ref("neiqin_addon.group_neiqin_manager").sudo()
        order = self.sudo()
        candidates = [
            order.user_id,
            order.neiqin_verification_id.user_id,
            order.neiqin_content_uid,
            order.create_uid,
            manager.all_user_ids.filtered(
                lambda user: order.company_id in user.company_ids
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
