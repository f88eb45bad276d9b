"""How blocks come and go.

What is refused raises, and its transaction is undone. So a block is opened in a
transaction of its own, right after that one has ended: it judges what the database
holds then, and writes the block and the order's flag together, or neither. Opened
earlier, for every red quotation, it would list what nobody has tried to confirm.
"""

import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..control.trail_call import leave_trail

_logger = logging.getLogger(__name__)


class _OpenApart:
    """Opens what one transaction refused, in another one, once."""

    def __init__(self, registry, refused):
        self.registry = registry
        self.refused = refused  # {(step, user id): {order id: growth}}

    def __call__(self):
        refused = dict(self.refused)
        self.refused.clear()
        if not refused:
            return
        try:
            with self.registry.cursor() as cr:
                blocks = api.Environment(cr, SUPERUSER_ID, {})["neiqin.credit.block"]
                for (step, uid), rises in refused.items():
                    blocks._neiqin_open(step, rises, uid)
        except Exception:  # noqa: BLE001 the refusal itself must reach the user
            _logger.warning("no credit blocks: %s", refused, exc_info=True)


class NeiqinCreditBlock(models.Model):
    _inherit = "neiqin.credit.block"

    @api.model
    def _neiqin_open_later(self, order_ids, step, rises=None):
        """Open blocks once the present transaction has ended, however it ends."""
        cr = self.env.cr
        refused = cr.postrollback.data.get("neiqin_credit_refused")
        if refused is None:
            refused = cr.postrollback.data["neiqin_credit_refused"] = {}
            open_apart = _OpenApart(self.env.registry, refused)
            cr.postrollback.add(open_apart)
            cr.postcommit.add(open_apart)
        known = refused.setdefault((step, self.env.uid), {})
        known.update({order: (rises or {}).get(order, 0.0) for order in order_ids})

    @api.model
    def _neiqin_open(self, step, rises, uid):
        """Open blocks of those orders that are still stopped, one per order and step.

        :param rises: ``{order id: by how much it was to grow}``
        """
        orders = self.env["sale.order"].browse(rises).exists()
        orders = orders.filtered(lambda order: order._neiqin_credit_waits(step))
        verdicts = orders._neiqin_credit_verdicts(rises=rises)
        red = orders.filtered(lambda order: verdicts[order.id].stops)
        red -= red.browse(red.with_user(uid).sudo()._neiqin_credit_grants())
        known = self.search(
            [
                ("order_id", "in", red.ids),
                ("step", "=", step),
                ("closed_at", "=", False),
            ]
        )
        for block in known:
            order = block.order_id
            rise = rises.get(order.id, 0.0)
            values = {**self._neiqin_kept(verdicts[order.id]), "rise": rise}
            block._neiqin_as_server().write(values)
        fresh = red - known.order_id
        blocks = self._neiqin_as_server().create(
            [
                {
                    **self._neiqin_kept(verdicts[order.id]),
                    "order_id": order.id,
                    "company_id": order.company_id.id,
                    "partner_id": order._neiqin_debtor().id,
                    "step": step,
                    "rise": rises.get(order.id, 0.0),
                    "opened_at": fields.Datetime.now(),
                    "opened_by_id": uid,
                }
                for order in fresh
            ]
        )
        fresh._neiqin_as_server().write({"neiqin_credit_blocked": True})
        leave_trail(blocks.with_user(uid).order_id, "credit_block", {"step": step})
        return blocks

    def _neiqin_close(self, ended_by, grant=None):
        """Close open blocks, and tell the orders that have no other."""
        blocks = self.sudo().filtered(lambda block: not block.closed_at)
        if not blocks:
            return
        values = {"closed_at": fields.Datetime.now(), "closed_by": ended_by}
        if grant:
            values["grant_id"] = grant.id
        blocks._neiqin_as_server().write(values)
        orders = blocks.order_id
        still = self.sudo().search(
            [("order_id", "in", orders.ids), ("closed_at", "=", False)]
        )
        free = orders - still.order_id
        free._neiqin_as_server().write({"neiqin_credit_blocked": False})
        leave_trail(orders.with_env(self.env), "credit_release", {"ended_by": ended_by})

    # --- judged again

    @api.model
    def _neiqin_look_again(self, partners=None, companies=None):
        """Have the open blocks of these customers or companies judged soon.

        By the schedule, right after this transaction: whoever posts a payment or sets
        a limit does not wait for it, and is not stopped by an order that cannot be
        written just now.
        """
        where = []
        if partners is not None:
            ids = partners.commercial_partner_id.ids
            where.append(SQL("partner_id = ANY(%s)", ids))
        if companies is not None:
            where.append(SQL("company_id = ANY(%s)", companies.ids))
        self.flush_model(["closed_at"])
        found = self.env.execute_query(
            SQL(
                "SELECT 1 FROM neiqin_credit_block WHERE closed_at IS NULL AND %s LIMIT 1",
                SQL(" AND ").join(where) if where else SQL("TRUE"),
            )
        )
        if found:
            self.env.ref("neiqin_addon.credit_block_cron").sudo()._trigger()
