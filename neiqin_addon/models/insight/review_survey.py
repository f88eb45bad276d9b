"""Asking the customer after delivery: one mail, three faces, one press."""

from datetime import timedelta

from odoo import models

#: A delivery that is this old is not asked about: orders of before the survey.
DAYS = 14
CALL = "mail.mail_activity_data_call"


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    def _neiqin_ask_customers(self):
        """Ask those who have had everything for some days at most."""
        oldest = timedelta(days=DAYS)
        asked = self.filtered(
            lambda review: review.company_id.neiqin_order_survey
            and review.date
            and review.date >= review.company_id._neiqin_today() - oldest
        )
        asked._neiqin_ask_rating()

    def _neiqin_rating_template(self):
        return self.env.ref("neiqin_addon.mail_template_order_rating")

    def _rating_get_partner(self):
        return self.order_id.partner_id

    def _rating_get_operator(self):
        return self.user_id.partner_id

    def _neiqin_unhappy(self):
        """A low mark makes the review worth a look anew, and the salesperson's concern."""
        for review in self:
            review._neiqin_judge()
            review._neiqin_as_server().write(
                {"looked_at": False, "looked_by_id": False}
            )
            place, person = review._neiqin_who_calls()
            # whoever presses once more, or changes the words, is called once
            if person and not place.activity_search([CALL], user_id=person.id):
                place.activity_schedule(
                    CALL,
                    user_id=person.id,
                    summary=self.env._("The customer is not satisfied with the order"),
                )

    def _neiqin_who_calls(self):
        """Return where a task stands and whose it is: the salesperson's, else a
        supervisor's. Nobody is sent to a review that they may not open.
        """
        self.ensure_one()
        person = self.user_id.filtered("active")
        if not person:
            return self, self.company_id._neiqin_role("supervisor")[:1]
        mine = self.with_user(person).with_context(
            allowed_company_ids=self.company_id.ids
        )
        return (self if mine.has_access("read") else self.order_id), person
