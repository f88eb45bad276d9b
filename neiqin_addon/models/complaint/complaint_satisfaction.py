"""Was the customer satisfied? Marks in words; low ones call the supervisor."""

from odoo import api, fields, models

from odoo.addons.rating.models.rating_data import (
    RATING_HAPPY_VALUE,
    RATING_NEUTRAL_VALUE,
    RATING_UNHAPPY_VALUE,
)

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

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "rating_last_value",
            "mark",
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

    def _neiqin_rating_template(self):
        return self.env.ref("neiqin_addon.mail_template_complaint_rating")

    def _neiqin_unhappy(self):
        """An unhappy customer is the supervisor's concern at once."""
        for complaint in self:
            complaint._neiqin_call_supervisor()

    def _neiqin_call_supervisor(self):
        self.ensure_one()
        people = self.company_id._neiqin_role("supervisor")
        self.env["neiqin.complaint.notice"]._neiqin_tell(
            [self._neiqin_row(user, "rating") for user in people]
        )
