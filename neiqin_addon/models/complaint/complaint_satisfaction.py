"""Was the customer satisfied? Low marks call the supervisor."""

from odoo import models


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _neiqin_rating_template(self):
        return self.env.ref("neiqin_addon.mail_template_complaint_rating")

    def _neiqin_unhappy(self):
        """An unhappy customer is the supervisor's concern at once."""
        for complaint in self:
            people = self._neiqin_role(complaint.company_id, "supervisor")
            self.env["neiqin.complaint.notice"]._neiqin_tell(
                [complaint._neiqin_row(user, "rating") for user in people]
            )
