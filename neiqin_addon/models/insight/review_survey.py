"""Asking the customer after delivery: one mail, three faces, one press."""

from datetime import timedelta

from odoo import fields, models

#: A delivery that is this old is not asked about: orders of before the survey.
DAYS = 14


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    def _neiqin_ask_customers(self):
        """Ask those who have had everything for some days at most."""
        oldest = fields.Date.today() - timedelta(days=DAYS)
        asked = self.filtered(
            lambda review: review.company_id.neiqin_order_survey
            and review.date
            and review.date >= oldest
        )
        asked._neiqin_ask_rating()

    def _neiqin_rating_template(self):
        return self.env.ref("neiqin_addon.mail_template_order_rating")

    def _rating_get_partner(self):
        return self.order_id.partner_id

    def _rating_get_operator(self):
        return self.user_id.partner_id

    def _neiqin_unhappy(self):
        """A low mark makes the review worth a look, and the salesperson's concern."""
        for review in self:
            review._neiqin_judge()
            person = review.user_id.filtered("active")
            review.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=(person or self.env.user).id,
                summary=self.env._("The customer is not satisfied with the order"),
            )
