"""A leaver's seats in departments go to the successor."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.department", "responsible_id", Domain.TRUE),
        ]

    def _neiqin_hand_over(self):
        """The successor sees what the leaver's departments have to do."""
        departments = (
            self.env["neiqin.department"]
            .sudo()
            .with_context(active_test=False)
            .search([("member_ids", "in", self.user_id.ids)])
        )
        lines = super()._neiqin_hand_over()
        known = {
            row["res_id"] for row in lines if row["res_model"] == departments._name
        }
        for department in departments:
            # in one write, so that the trail has one row
            department.member_ids = (
                department.member_ids - self.user_id | self.successor_id
            )
        return lines + [
            {
                "leaver_id": self.id,
                "kind": self.env["ir.model"]._get(departments._name).name,
                "res_model": departments._name,
                "res_id": department.id,
                "res_name": department.display_name,
            }
            for department in departments
            if department.id not in known
        ]
