"""What the verification screen asks the server, and what it is told.

Every method here can be called over RPC by anybody: each checks for itself who
asks, for which order, and what was sent.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Domain

#: So long a check that was begun keeps its order from being given to a colleague.
IN_HANDS = timedelta(minutes=15)


class NeiqinVerification(models.Model):
    _inherit = "neiqin.verification"

    @api.model
    def open_order(self, order_id):
        """Begin, or take up again, the user's check of one order.

        :param order_id: database id
        :return: dict for the screen, see ``_screen``
        """
        order = self._order_of(order_id)
        order._neiqin_check_may_verify()
        check, changed = self._neiqin_begin(order)
        return check._screen(order, changed)

    def complete(self, answers):
        """Finish the user's own check.

        :param answers: ``{cell key: None or text}``, see ``judge``
        :return: ``{"done": True, "result": ..., "mismatches": int}``, or ``{"done":
            False, "message": ..., "screen": ...}`` when the order changed meanwhile
        """
        check, order = self._own_draft()
        try:
            # nothing that points to the order need wait for this, or fail
            order.lock_for_update(allow_referencing=True)
        except LockError:
            return {
                "done": False,
                "message": self.env._(
                    "A colleague is saving this order at the moment. Nothing is lost:"
                    " finish again."
                ),
                "screen": check._screen(order, set()),
            }
        cells = order._neiqin_cells_one()
        _same, changed = self._neiqin_begin(order)
        if changed:
            return {
                "done": False,
                "message": self.env._(
                    "The order was changed while you compared it. Nothing is lost: "
                    "look at the marked values again, then finish."
                ),
                "screen": check._screen(order, changed),
            }
        rows = check.judge(cells, answers)
        check._neiqin_finish(cells, rows)
        order.sudo()._neiqin_take_verification(check.sudo())
        return {
            "done": True,
            "result": check.sudo().result,
            "mismatches": check.sudo().mismatch_count,
        }

    @api.model
    def add_paper(self, order_id, name, data):
        """Keep a file as the customer's paper of an order.

        :param name: file name
        :param data: base64 text
        :return: list of papers for the screen
        """
        order = self._order_of(order_id)
        order._neiqin_check_may_verify()
        order._neiqin_add_paper(name, data)
        return order._neiqin_papers()

    @api.model
    def next_order(self, queue=(), skip=()):
        """Return the id of the next order that the user can verify, False if none.

        Those that a colleague compares at the moment come last: two who begin at once
        do not do the same work.

        :param queue: ids to take first, in this order
        :param skip: ids to leave out
        """
        orders = self.env["sale.order"]
        if not self.env.user.has_group("neiqin_addon.group_neiqin_clerk"):
            raise AccessError(self.env._("Only the sales back office verifies orders."))
        skip, wanted = (self._numbers_in(value) for value in (skip, queue))
        queued = orders.browse(wanted).exists()._filtered_access("write")
        domain = orders._neiqin_to_verify_domain() & Domain("id", "not in", skip)
        waiting = queued | orders.search(domain, order="commitment_date, id", limit=80)
        refusals = waiting._neiqin_verification_refusals()
        in_hands = self._in_hands(waiting)
        for order in waiting.sorted(lambda order: order in in_hands):
            done = order.neiqin_verification_state == "verified"
            if order.id not in skip and order.id not in refusals and not done:
                return order.id
        return False

    @api.model
    def _in_hands(self, orders):
        """Return the orders that a colleague has begun to verify a moment ago."""
        since = fields.Datetime.now() - IN_HANDS
        checks = self.sudo().search(
            Domain("order_id", "in", orders.ids)
            & Domain("state", "=", "draft")
            & Domain("user_id", "!=", self.env.uid)
            & Domain("date_start", ">=", since)
        )
        return orders.browse(checks.order_id.ids)

    @api.model
    def _numbers_in(self, value):
        """Return the record numbers in what the screen sent, in their order."""
        value = value if isinstance(value, list | tuple) else []
        return [number for number in value if type(number) is int]

    # --- checks

    @api.model
    def _order_of(self, order_id):
        if not isinstance(order_id, int):
            raise UserError(self.env._("There is no such order."))
        order = self.env["sale.order"].browse(order_id).exists()
        if not order:
            raise UserError(self.env._("There is no such order."))
        return order

    def _own_draft(self):
        """Return (check, order) when both are the user's to finish."""
        self.ensure_one()
        check = self.sudo().exists()
        if not check or check.user_id != self.env.user:
            raise AccessError(self.env._("Only who began a verification finishes it."))
        check._neiqin_refuse_if_done()
        order = self.env["sale.order"].browse(check.order_id.id)
        order._neiqin_check_may_verify()
        return self.browse(check.id), order

    # --- what the screen shows

    def _screen(self, order, changed):
        """Return the dict that the screen shows.

        ``groups`` holds the order's own values first, then one group per line;
        each has ``cells`` with key, label, kind, value, the customer's recorded
        wish where the promise differs, and the verdict of the check before.
        """
        cells = order._neiqin_cells_one()
        groups = {0: {"line": 0, "title": self.env._("Order"), "cells": []}}
        labels = order._neiqin_line_labels()
        for cell in cells:
            groups.setdefault(
                cell.line,
                {"line": cell.line, "title": labels.get(cell.line), "cells": []},
            )["cells"].append(cell)
        earlier = order._neiqin_earlier_verdicts()
        return {
            "id": self.id,
            "order": order._neiqin_screen_head(),
            "papers": order._neiqin_papers(),
            "changed": sorted(changed),
            "groups": [
                {
                    **group,
                    "cells": [
                        order._neiqin_screen_cell(c, earlier) for c in group["cells"]
                    ],
                }
                for group in groups.values()
            ],
        }
