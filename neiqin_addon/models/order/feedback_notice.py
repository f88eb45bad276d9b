"""One message to a customer about the open orders: planned, claimed, sent once."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign

STOP = "neiqin-progress-stop"


class NeiqinProgressNotice(models.Model):
    """Drafted for a clerk to check, or planned by the customer's cadence."""

    _name = "neiqin.progress.notice"
    _inherit = [
        "neiqin.claimed.mail.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Notice to a Customer about Orders"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    kind = fields.Selection(
        selection=[
            ("digest", "How the orders stand"),
            ("promise", "New promised date"),
        ],
        required=True,
        readonly=True,
    )
    mail_state = fields.Selection(
        selection_add=[
            ("draft", "To Check"),
            ("due", "Planned"),
            ("failed", "Not Sent"),
            ("dropped", "Dropped"),
        ],
        ondelete={"draft": "set default", "dropped": "set default"},
        string="Status",
        default="draft",
        index=False,
    )
    due_at = fields.Datetime(string="Leaves On", readonly=True)
    order_ids = fields.Many2many(
        comodel_name="sale.order", string="Orders", readonly=True
    )
    promised_before = fields.Date(readonly=True)
    note = fields.Text(
        string="Your Words",
        help="Put above the list of orders, in the customer's words.",
    )
    key = fields.Char(readonly=True, copy=False, help="One row per customer and day.")

    _once = models.UniqueIndex("(key)", "This customer has been told already.")
    _open = models.Index(
        "(mail_state, due_at) WHERE mail_state IN ('draft', 'due', 'sending')"
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but("note")

    def write(self, vals):
        if "note" in vals and any(notice.mail_state != "draft" for notice in self):
            raise UserError(
                self.env._("Only a notice that has not left can be changed.")
            )
        return super().write(vals)

    # ---------------------------------------------------------------- by hand

    def action_neiqin_send(self):
        """Let drafts leave now; whoever presses decides the hour."""
        self._neiqin_check_open()
        self.check_access("write")
        self._neiqin_as_server().write({"due_at": fields.Datetime.now()})
        self._neiqin_queue()

    def action_neiqin_drop(self):
        """The customer knows already, or need not know."""
        self._neiqin_check_open()
        self.check_access("write")
        self._neiqin_as_server().write({"mail_state": "dropped"})

    def _neiqin_check_open(self):
        if any(notice.mail_state not in ("draft", "failed") for notice in self):
            raise UserError(
                self.env._("Only notices that wait for you can be sent or dropped.")
            )

    # ----------------------------------------------------------------- texts

    def _neiqin_stop_url(self):
        """Return the address that ends these mails for one customer."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        token = hash_sign(self.sudo().env, STOP, [customer.id])
        return f"{self.company_id.get_base_url()}/order-progress/stop/{token}"

    def _neiqin_subject(self):
        self.ensure_one()
        names = ", ".join(
            order.client_order_ref or order.name for order in self.order_ids[:3]
        )
        if self.kind == "promise":
            return self.env._("New delivery date: %(orders)s", orders=names)
        return self.env._("How your orders stand: %(orders)s", orders=names)

    def _neiqin_body(self):
        """Return the mail's HTML, in the customer's language."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "neiqin_addon.progress_notice_mail",
            {
                "notice": self,
                "orders": [
                    (order, order._neiqin_customer_progress())
                    for order in self.order_ids
                ],
                "stop_url": self._neiqin_stop_url(),
            },
            minimal_qcontext=True,
        )

    @api.readonly
    def action_neiqin_open_orders(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders"),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.order_ids.ids)],
        }
