"""The order's side of its confirmation letters."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .confirmation_letter import STATES

LETTER_STATES = [("none", "No letter"), *STATES]
CLERK = "neiqin_addon.group_neiqin_clerk"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_letter_ids = fields.One2many(
        comodel_name="neiqin.confirmation.letter",
        inverse_name="order_id",
        string="Confirmation Letters",
        copy=False,
    )
    neiqin_letter_state = fields.Selection(
        selection=LETTER_STATES,
        string="Confirmation Letter",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="State of the latest letter. Superseded: the customer holds a letter "
        "that is no longer true, and the new one is not sent yet.",
    )
    neiqin_letter_revision = fields.Integer(
        string="Letter Revision", readonly=True, copy=False, aggregator=None
    )
    neiqin_dropped_requests = fields.Json(
        string="Dropped Requests", readonly=True, copy=False
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_letter_ids",
            "neiqin_letter_state",
            "neiqin_letter_revision",
            "neiqin_dropped_requests",
        }

    def _neiqin_refresh_letter_state(self):
        """Take over the state of each order's latest letter."""
        latest = self.env["neiqin.confirmation.letter"].sudo()._neiqin_latest(self)
        for order in self.sudo():
            letter = latest.get(order.id)
            state = letter.state if letter else "none"
            if letter and letter.state == "draft" and letter.previous_id:
                state = "superseded"
            values = {
                "neiqin_letter_state": state,
                "neiqin_letter_revision": letter.revision if letter else 0,
            }
            if any(order[name] != value for name, value in values.items()):
                order._neiqin_as_server().write(values)

    def _neiqin_content_changed(self):
        """A letter is for values: when they change, the next revision is due."""
        res = super()._neiqin_content_changed()
        known = self.filtered(lambda order: order.neiqin_letter_state != "none")
        if known:
            known.sudo()._neiqin_follow_letters()
        return res

    def _neiqin_follow_letters(self):
        """Supersede what is no longer true and bring the drafts up to date."""
        letters = self.env["neiqin.confirmation.letter"]
        live = letters.search(
            letters._neiqin_live() & fields.Domain("order_id", "in", self.ids)
        )
        digests = live.order_id._neiqin_content_digest()
        stale = live.filtered(
            lambda letter: letter.content_digest != digests[letter.order_id.id]
        )
        given = stale.filtered(lambda letter: letter.state != "draft")
        if given:
            given._neiqin_supersede()
            letters._neiqin_draft_next(given.order_id)
        (stale - given)._neiqin_refresh_drafts()

    # ------------------------------------------------------------------ gate

    @api.model
    def _neiqin_gate_codes(self):
        return [*super()._neiqin_gate_codes(), "letter"]

    @api.depends("neiqin_letter_state", "neiqin_source", "neiqin_content_uid")
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_letter(self):
        """Return ``{order id: sentence}`` for orders nobody acknowledged as they are."""
        missing = {}
        acknowledged = self.filtered(
            lambda order: order.neiqin_letter_state == "acknowledged"
        )
        for order in self - acknowledged:
            if not order._neiqin_letter_waived():
                missing[order.id] = order._neiqin_letter_missing()
        if acknowledged:
            missing.update(acknowledged._neiqin_letter_outdated())
        return missing

    def _neiqin_letter_waived(self):
        """Whether the order is as the customer entered it and so agreed to it."""
        self.ensure_one()
        return (
            self.company_id.neiqin_letter_waive_portal
            and self.neiqin_source in ("website", "portal")
            and not self.neiqin_content_uid
        )

    def _neiqin_letter_missing(self):
        self.ensure_one()
        reasons = {
            "none": self.env._("No confirmation letter was sent."),
            "draft": self.env._("The confirmation letter is not sent yet."),
            "sent": self.env._(
                "The customer has not answered the confirmation letter."
            ),
            "disputed": self.env._("The customer objects to the confirmation letter."),
            "superseded": self.env._(
                "The order changed: revision %(revision)s of the letter is not sent"
                " yet.",
                revision=self.neiqin_letter_revision,
            ),
        }
        return reasons[self.neiqin_letter_state]

    def _neiqin_letter_outdated(self):
        """Compare once more: a letter never vouches for other values."""
        digests = self._neiqin_content_digest()
        latest = self.env["neiqin.confirmation.letter"].sudo()._neiqin_latest(self)
        return {
            order.id: self.env._("The order is not what the customer acknowledged.")
            for order in self
            if latest[order.id].state != "acknowledged"
            or latest[order.id].content_digest != digests[order.id]
        }

    # --------------------------------------------------------------- actions

    def _neiqin_check_clerk(self):
        if not self.env.user.has_group(CLERK):
            reason = self.env._("Only clerks of the sales back office send letters.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self.check_access("write")

    def _neiqin_current_letters(self):
        """Return one live letter per order, making the drafts that are missing.

        None for an order whose letter a colleague makes at this moment.
        """
        letters = self.env["neiqin.confirmation.letter"].sudo()
        live = letters.search(
            letters._neiqin_live() & fields.Domain("order_id", "in", self.ids)
        )
        missing = self.sudo() - live.order_id
        free = missing.try_lock_for_update(allow_referencing=True)
        return live | letters._neiqin_draft_next(free)

    def _neiqin_own_letter(self):
        """Return the one live letter of this order.

        :raise UserError: while a colleague makes it
        """
        letter = self._neiqin_current_letters()
        if not letter:
            raise UserError(self._neiqin_in_hands())
        return letter

    def _neiqin_in_hands(self):
        return self.env._("Somebody else is working on it at the moment.")

    def action_neiqin_prepare_letter(self):
        """Open the letter that holds, or the draft of the one to send."""
        self.ensure_one()
        self._neiqin_check_clerk()
        if self.state == "cancel":
            raise UserError(self.env._("%(order)s is cancelled.", order=self.name))
        letter = self._neiqin_own_letter()
        letter._neiqin_refresh_drafts()
        return letter.sudo(False)._neiqin_open()

    def action_neiqin_send_letter(self):
        """Send the letters of these orders; one that fails does not stop the others.

        :return: an action that says what was sent and what was not
        :raise UserError: for a single order whose letter cannot be sent
        """
        self._neiqin_check_clerk()
        single = len(self) == 1
        letters = (
            self._neiqin_own_letter() if single else self._neiqin_current_letters()
        )
        outcome = letters._neiqin_send(single=single)
        for order in self.sudo() - letters.order_id:
            outcome = outcome.add(order.name, order._neiqin_in_hands())
        return self.env["neiqin.confirmation.letter"]._neiqin_notification(outcome)

    def action_neiqin_letters(self):
        """Show all revisions, the latest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_confirmation_letter_action"
        )
        letters = self.neiqin_letter_ids
        if len(letters) == 1:
            return letters._neiqin_open()
        action.update(domain=[("order_id", "=", self.id)], context={})
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_letter_given(self):
        given = self.sudo().neiqin_letter_ids.filtered(lambda x: x.state != "draft")
        if given:
            raise UserError(
                self.env._(
                    "%(order)s has a confirmation letter that was sent: cancel the"
                    " order, it cannot be deleted.",
                    order=given[0].order_id.name,
                )
            )
        # by the ORM, so that their messages and activities go too
        self.sudo().neiqin_letter_ids.unlink()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_keep_request(self, letter_line):
        """Remember what was first entered as what was asked for, before it goes."""
        self.ensure_one()
        if self._neiqin_request_stated():
            return
        self.sudo()._neiqin_as_server().write(
            {
                "neiqin_requested_product_id": letter_line.requested_product_id.id,
                "neiqin_requested_text": letter_line.requested_text,
                "neiqin_requested_qty": letter_line.requested_quantity,
                "neiqin_requested_price": letter_line.requested_price,
                "neiqin_requested_date": letter_line.requested_date,
            }
        )

    def _neiqin_promise_quantity(self, quantity):
        """Write the quantity and nothing that hangs on it: the price was agreed on."""
        self.ensure_one()
        self.write(
            {
                "product_uom_qty": quantity,
                "price_unit": self.price_unit,
                "discount": self.discount,
            }
        )

    def unlink(self):
        """What was asked for is answered, also when its line is gone."""
        dropped = {}
        for line in self.filtered(lambda line: line._neiqin_request_stated()):
            dropped.setdefault(line.order_id, []).append(line._neiqin_dropped())
        for order, rows in dropped.items():
            order.sudo()._neiqin_as_server().neiqin_dropped_requests = [
                *(order.neiqin_dropped_requests or []),
                *rows,
            ]
        return super().unlink()

    def _neiqin_dropped(self):
        self.ensure_one()
        request = self._neiqin_stated_request()
        request["requested_date"] = str(request["requested_date"] or "") or False
        return {
            **request,
            "line_key": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "uom_name": self.product_uom_id.name,
            "price_unit": self.price_unit,
            "discount": self.discount,
        }
