"""What a customer accepted online while a gate held the order back.

The values at the customer's own act are kept. While the quotation still has them it
waits and is confirmed by itself; with other values it is a task for a person, because
the customer said yes to something else.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.difference import differences
from ...tools.digest import plain
from ...tools.text_html import text_html

ACCEPTED = "neiqin_addon.mail_activity_customer_accepted"
CHANGED = "neiqin_addon.mail_activity_acceptance_changed"
CRON = "neiqin_addon.ir_cron_acceptance"
TURN = "_neiqin_confirm_accepted"
OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_acceptance = fields.Selection(
        selection=[
            ("waiting", "Accepted, Waits for Us"),
            ("changed", "Accepted, Changed Since"),
        ],
        string="Customer's Acceptance",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    neiqin_accepted_at = fields.Datetime(
        string="Accepted On", copy=False, readonly=True
    )
    neiqin_accepted_content = fields.Json(
        string="Accepted Values", copy=False, readonly=True, groups="base.group_system"
    )
    neiqin_acceptance_note = fields.Text(
        string="About the Acceptance", compute="_compute_neiqin_acceptance_note"
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_acceptance",
            "neiqin_accepted_at",
            "neiqin_accepted_content",
        }

    @api.depends("neiqin_acceptance", "neiqin_accepted_at", "order_line.price_unit")
    def _compute_neiqin_acceptance_note(self):
        texts = {
            "waiting": self.env._(
                "The customer accepted this quotation on %(day)s. It is confirmed by "
                "itself as soon as nothing blocks it any more."
            ),
            "changed": self.env._(
                "The customer accepted other values on %(day)s. Put them back, ask the "
                "customer again, or confirm by hand what you agreed on. %(changes)s"
            ),
        }
        for order in self:
            text = order.neiqin_acceptance and texts[order.neiqin_acceptance]
            order.neiqin_acceptance_note = text and text % {
                "day": format_date(self.env, order.neiqin_accepted_at),
                "changes": order._origin._neiqin_acceptance_changes(),
            }

    def _neiqin_acceptance_changes(self):
        """Return what differs from the accepted values, as one line of text."""
        order = self.sudo()
        if order.neiqin_acceptance != "changed":
            return ""
        rows = differences(
            order._neiqin_approval_rows(order.neiqin_accepted_content),
            order._neiqin_approval_rows(plain(order._neiqin_content()[order.id])),
        )
        return "; ".join(
            f"{row.label}: {row.before or '—'} → {row.after or '—'}"
            for row in rows
            if row.changed
        )

    # --- keeping what was accepted

    def write(self, vals):
        res = super().write(vals)
        # signatures come from the portal's own code; what a colleague writes into the
        # field by hand is no customer's act
        if vals.get("signature") and self.env.su:
            self._neiqin_remember_accepted()
        if vals.get("state") in ("sale", "cancel"):
            self.filtered("neiqin_acceptance")._neiqin_end_acceptance()
        return res

    def _neiqin_remember_accepted(self):
        for order_id, content in self._neiqin_content().items():
            self.browse(order_id)._neiqin_as_server().write(
                {
                    "neiqin_accepted_at": fields.Datetime.now(),
                    "neiqin_accepted_content": plain(content),
                }
            )

    def _neiqin_content_accepted(self, now):
        """Return the values the customer's acts were for: ``now``, or others.

        The signature counts, and a payment begun after it: paying is no signature
        under other values, but a later signature covers an earlier payment.
        """
        self.ensure_one()
        paid = self.transaction_ids.filtered(
            lambda tx: tx.state in ("authorized", "done") and tx.neiqin_accepted
        ).sorted("id")[-1:]
        acts = [self.neiqin_accepted_content] if self.signature else []
        if paid and not (self.signature and self.signed_on > paid.create_date):
            acts.append(paid.neiqin_accepted.get(str(self.id)))
        return next((content for content in acts if content and content != now), now)

    def _neiqin_is_accepted(self):
        """Return whether the customer's acts still stand: signed, and paid for."""
        self.ensure_one()
        signed = self.signature or not self.require_signature
        paid = self._is_confirmation_amount_reached() or not self.require_payment
        return bool(signed and paid)

    # --- the quotation is changed afterwards

    def _neiqin_content_changed(self):
        res = super()._neiqin_content_changed()
        accepted = self.sudo().filtered(
            lambda order: order.neiqin_acceptance and order.state in OPEN
        )
        if accepted:
            accepted._neiqin_compare_accepted()
        return res

    def _neiqin_compare_accepted(self):
        contents = self._neiqin_content()
        for order in self:
            same = plain(contents[order.id]) == order.neiqin_accepted_content
            if same and order.neiqin_acceptance == "changed":
                order._neiqin_set_acceptance("waiting")
                order._neiqin_schedule_accepted()
                order._neiqin_gates_cleared()
            elif not same and order.neiqin_acceptance != "changed":
                order._neiqin_set_acceptance("changed")
                order._neiqin_schedule_changed()

    def _neiqin_set_acceptance(self, state):
        self.sudo()._neiqin_as_server().write({"neiqin_acceptance": state})

    def _neiqin_end_acceptance(self):
        """The order is confirmed, cancelled or asked for anew: nobody waits any more."""
        if not self:
            return
        self.sudo().activity_unlink([ACCEPTED, CHANGED])
        self._neiqin_set_acceptance(False)
        self.env["neiqin.failure"]._neiqin_close(self, TURN)

    def _neiqin_task(self, activity_type, summary, note):
        """Put one activity in the place of those about the acceptance before it."""
        self.sudo().activity_unlink([ACCEPTED, CHANGED])
        self.sudo().activity_schedule(
            activity_type,
            summary=summary,
            note=text_html(note),
            user_id=self._neiqin_person_in_charge().id,
        )

    def _neiqin_schedule_changed(self):
        order = self._neiqin_for_person_in_charge()
        text = order.env._(
            "The customer accepted other values than the quotation has now, so it is not "
            "confirmed by itself: %(changes)s",
            changes=order._neiqin_acceptance_changes(),
        )
        order._neiqin_task(
            CHANGED, order.env._("Changed after the customer accepted it"), text
        )

    def action_neiqin_ask_customer_again(self):
        """Take back a signature under other values, and send the quotation anew.

        What was signed stays in the order's messages, as the signed PDF.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in OPEN or self.neiqin_acceptance != "changed":
            raise UserError(
                self.env._(
                    "Only a quotation changed after its acceptance is sent anew."
                )
            )
        self.write({"signature": False, "signed_by": False, "signed_on": False})
        self._neiqin_end_acceptance()
        return self.action_quotation_send()
