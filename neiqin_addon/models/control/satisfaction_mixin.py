"""Was the customer satisfied? One press in a mail, on Odoo's own rating pages."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.rating.models.rating_data import RATING_NEUTRAL_VALUE


class NeiqinSatisfactionMixin(models.AbstractModel):
    """For documents with ``partner_id`` and ``company_id`` that customers give marks to.

    A model names its question in :meth:`_neiqin_rating_template` and what a low mark
    leads to in :meth:`_neiqin_unhappy`.
    """

    _name = "neiqin.satisfaction.mixin"
    _description = "Customers give a mark"
    _inherit = ["rating.mixin", "neiqin.protected.mixin"]

    rating_asked_at = fields.Datetime(
        string="Asked for a Mark", readonly=True, copy=False
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"rating_asked_at"}

    def _neiqin_rating_template(self):
        """Return the mail template that asks."""
        raise NotImplementedError

    def _neiqin_unhappy(self):
        """Do what a low mark calls for; as superuser."""

    def _neiqin_ask_rating(self):
        """Mail the question to customers who have an address.

        The link that gives the mark is in the mail alone: in the discussion, whoever
        reads it could give the mark for the customer.
        """
        template = self._neiqin_rating_template().sudo()
        now = fields.Datetime.now()
        values = []
        for record in self:
            partner = record._rating_get_partner()
            if not (partner.email_normalized and partner.partner_share):
                continue
            worded = template.with_context(lang=partner.lang)
            rendered = worded._generate_template(record.ids, ("subject", "body_html"))
            rendered = rendered[record.id]
            values.append(
                {
                    "subject": rendered["subject"],
                    "body_html": rendered["body_html"],
                    "email_from": record.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "recipient_ids": [fields.Command.link(partner.id)],
                    "auto_delete": True,
                    "headers": repr({"Auto-Submitted": "auto-generated"}),
                }
            )
            record._neiqin_as_server().write({"rating_asked_at": now})
        mails = self.env["mail.mail"].sudo().create(values)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mails

    @api.private  # the link's own controller calls it, nobody from outside
    def rating_apply(
        self,
        rate,
        token=None,
        rating=None,
        feedback=None,
        subtype_xmlid=None,
        notify_delay_send=False,
    ):
        """Take the mark; what an unhappy customer calls for happens at once.

        The page of the link sends the mark as it opens, without words: those that were
        written before stay, and opening it once more changes nothing.
        """
        ratings = self.env["rating.rating"].sudo()
        if token:
            rating = ratings.search([("access_token", "=", token)], limit=1)
        if rating and feedback is None:
            if rating.consumed and rating.rating == rate:
                return rating
            feedback = rating.feedback
        res = super().rating_apply(
            rate,
            token=token,
            rating=rating,
            feedback=feedback,
            subtype_xmlid=subtype_xmlid,
            notify_delay_send=notify_delay_send,
        )
        if rate < RATING_NEUTRAL_VALUE:
            self.sudo()._neiqin_unhappy()
        return res


class RatingRating(models.Model):
    """Marks are given by customers, through the signed link alone."""

    _inherit = "rating.rating"

    def _neiqin_refuse_by_hand(self, models_named):
        if self.env.su or not any(map(self._neiqin_is_customers_own, models_named)):
            return
        reason = self.env._("Customers give these marks, nobody else.")
        self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
        raise AccessError(reason)

    @api.model
    def _neiqin_is_customers_own(self, model):
        known = self.env.get(model)
        mixin = self.env.registry["neiqin.satisfaction.mixin"]
        return known is not None and isinstance(known, mixin)

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._neiqin_refuse_by_hand(ratings.mapped("res_model"))
        return ratings

    def write(self, vals):
        self._neiqin_refuse_by_hand(self.sudo().mapped("res_model"))
        res = super().write(vals)
        if {"res_model_id", "res_model", "res_id"}.intersection(vals):
            self._neiqin_refuse_by_hand(self.sudo().mapped("res_model"))
        return res
