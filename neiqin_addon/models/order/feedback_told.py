"""When a customer was last told: moved by a message that really left, by nothing else."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_last_told = fields.Datetime(
        string="Customer Last Told",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="When the last message about this order left to the customer.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_last_told"}

    def _neiqin_told(self, moment=None):
        """Note that a message about these orders left to their customers."""
        if self:
            self._neiqin_as_server().write(
                {"neiqin_last_told": moment or fields.Datetime.now()}
            )


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Take over what left, before the mail is gone with it."""
        if success_pids and not failure_type:
            self._neiqin_told_orders(success_pids)._neiqin_told()
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _neiqin_told_orders(self, receivers):
        """Return the orders whose customer is among those a mail of these left to.

        :param receivers: ``res.partner`` ids or records the server took the mail for
        """
        orders = self.env["sale.order"].sudo()
        ids = [getattr(partner, "id", partner) for partner in receivers]
        families = self.env["res.partner"].sudo().browse(ids).commercial_partner_id
        messages = self.sudo().mail_message_id
        about = messages.filtered(lambda message: message.model == "sale.order")
        orders |= orders.browse(about.mapped("res_id")).exists()
        letters = messages.filtered(
            lambda message: message.model == "neiqin.confirmation.letter"
        )
        orders |= (
            self.env["neiqin.confirmation.letter"]
            .sudo()
            .browse(letters.mapped("res_id"))
            .exists()
            .order_id
        )
        return orders.filtered(
            lambda order: order.partner_id.commercial_partner_id in families
        )
