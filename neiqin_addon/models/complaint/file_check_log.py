"""A verification that was made with the customer is a contact in the service log."""

from odoo import models


class NeiqinFileCheck(models.Model):
    _inherit = "neiqin.file.check"

    def _neiqin_ended(self):
        res = super()._neiqin_ended()
        self.env["neiqin.service.log"]._neiqin_note(
            [
                {
                    "partner_id": check.partner_id.id,
                    "company_id": check.company_id.id,
                    "channel": check.source or "other",
                    "direction": "in" if check.source == "portal" else "out",
                    "reached": check.state == "done",
                    "summary": check.note or check._neiqin_outcome(),
                }
                for check in self
            ]
        )
        return res

    def _neiqin_outcome(self):
        lines = self.line_ids
        return self.env._(
            "Customer file verified: %(right)s right, %(changed)s changed, %(open)s not "
            "reached",
            right=len(lines.filtered(lambda line: line.verdict == "confirmed")),
            changed=len(lines.filtered(lambda line: line.verdict == "changed")),
            open=len(lines.filtered(lambda line: line.verdict == "unreached")),
        )
