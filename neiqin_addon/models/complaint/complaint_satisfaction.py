"""Was the customer satisfied? One click in a mail; low marks call the supervisor."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.rating.models.rating_data import (
    RATING_HAPPY_VALUE,
    RATING_NEUTRAL_VALUE,
    RATING_UNHAPPY_VALUE,
)

COMPLAINT = "neiqin.complaint"
MARKS = [("good", "Satisfied"), ("fair", "So So"), ("bad", "Dissatisfied")]
#: What a customer gives with one click.
RATES = {
    "good": RATING_HAPPY_VALUE,
    "fair": RATING_NEUTRAL_VALUE,
    "bad": RATING_UNHAPPY_VALUE,
}


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    # not readonly: then Odoo keeps what create says, and inserts it with the rest
    rating_last_value = fields.Float(string="Mark (1–5)", readonly=False)
    mark = fields.Selection(
        selection=MARKS,
        string="Customer's Mark",
        compute="_compute_mark",
        store=True,
        readonly=False,
        copy=False,
        help="How satisfied the customer was with what we did, by their own click.",
    )
    mark_words = fields.Text(string="Customer's Words", compute="_compute_mark_words")
    rating_asked_at = fields.Datetime(
        string="Asked for a Mark", readonly=True, copy=False
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "rating_last_value",
            "mark",
            "rating_asked_at",
        }

    @api.depends("rating_last_value")
    def _compute_mark(self):
        """Say the mark in words; whoever is not quite satisfied is dissatisfied."""
        for complaint in self:
            value = complaint.rating_last_value
            if not value:
                complaint.mark = False
            elif value < RATING_NEUTRAL_VALUE:
                complaint.mark = "bad"
            else:
                happy = value > RATING_NEUTRAL_VALUE
                complaint.mark = "good" if happy else "fair"

    @api.depends("rating_ids.feedback", "rating_ids.consumed")
    def _compute_mark_words(self):
        for complaint in self:
            given = complaint.sudo().rating_ids.filtered("consumed")
            last = given.sorted(lambda rating: (rating.write_date, rating.id))[-1:]
            complaint.mark_words = last.feedback

    def _neiqin_take_mark(self, partner, mark):
        """Take the mark a customer gave in the portal, in the place of their last one.

        :param partner: whoever gives it
        :param str mark: one of ``RATES``
        """
        self.ensure_one()
        complaint = self.sudo()
        given = complaint.rating_ids.filtered(lambda row: row.partner_id == partner)
        if not given:
            complaint._rating_get_access_token(partner)
            complaint.invalidate_recordset(["rating_ids"], flush=False)
            given = complaint.rating_ids.filtered(lambda row: row.partner_id == partner)
        rating = given.sorted("id")[-1:]
        if not rating.consumed or rating.rating != RATES[mark]:
            complaint.rating_apply(
                RATES[mark], rating=rating, feedback=rating.feedback or None
            )

    def _neiqin_ask_rating(self):
        """Mail the question to customers who have an address.

        The link that gives the mark is in the mail alone: in the discussion, whoever
        reads it could give the mark for the customer.
        """
        template = self.env.ref("neiqin_addon.mail_template_complaint_rating").sudo()
        values = []
        for complaint in self:
            partner = complaint.partner_id
            if not (partner.email_normalized and partner.partner_share):
                continue
            worded = template.with_context(lang=partner.lang)
            rendered = worded._generate_template(
                complaint.ids, ("subject", "body_html")
            )[complaint.id]
            values.append(
                {
                    "subject": rendered["subject"],
                    "body_html": rendered["body_html"],
                    "email_from": complaint.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "recipient_ids": [fields.Command.link(partner.id)],
                    "auto_delete": True,
                    "headers": repr({"Auto-Submitted": "auto-generated"}),
                }
            )
            complaint._neiqin_as_server().write(
                {"rating_asked_at": self._neiqin_moment()}
            )
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
        """Take the mark; an unhappy customer is the supervisor's concern at once."""
        res = super().rating_apply(
            rate,
            token=token,
            rating=rating,
            feedback=feedback,
            subtype_xmlid=subtype_xmlid,
            notify_delay_send=notify_delay_send,
        )
        if rate < RATING_NEUTRAL_VALUE:
            for complaint in self.sudo():
                complaint._neiqin_call_supervisor()
        return res

    def _neiqin_call_supervisor(self):
        self.ensure_one()
        people = self._neiqin_role(self.company_id, "supervisor")
        self.env["neiqin.complaint.notice"]._neiqin_tell(
            [self._neiqin_row(user, "rating") for user in people]
        )


class RatingRating(models.Model):
    """Marks of complaints are given by customers, through the signed link alone."""

    _inherit = "rating.rating"

    def _neiqin_refuse_by_hand(self, models_named):
        if self.env.su or COMPLAINT not in models_named:
            return
        reason = self.env._("Customers give the marks of complaints, nobody else.")
        self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
        raise AccessError(reason)

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
