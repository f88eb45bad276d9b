"""A leaver's letters, checks under way and order files."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        # what is archived keeps its salesperson: nobody works on it any more
        kept = Domain("neiqin_archive_state", "!=", "archived")
        return [
            *(
                (name, owner, domain & kept if name == "sale.order" else domain)
                for name, owner, domain in super()._neiqin_leaver_models()
            ),
            (
                "neiqin.confirmation.letter",
                "user_id",
                Domain("state", "in", ("draft", "sent", "disputed")),
            ),
            ("neiqin.verification", "user_id", Domain("state", "=", "draft")),
            ("neiqin.order.intake", "job_user_id", Domain("state", "!=", "imported")),
        ]

    def _neiqin_hand_over(self):
        """One person checks an order once: of two begun, the successor's own stays.

        A check that is not completed holds nothing but a snapshot of the order.
        """
        checks = (
            self.env["neiqin.verification"]
            .sudo()
            .search(
                Domain("user_id", "in", (self.user_id | self.successor_id).ids)
                & Domain("state", "=", "draft")
            )
        )
        begun = checks.filtered(lambda check: check.user_id == self.successor_id)
        (checks - begun).filtered(
            lambda check: check.order_id in begun.order_id
        ).unlink()
        return super()._neiqin_hand_over()
