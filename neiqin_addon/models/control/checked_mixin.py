"""What a check of papers that must stay has found: kept with them, and told once."""

from odoo import api, fields, models


class NeiqinCheckedMixin(models.AbstractModel):
    """Papers that are compared, from time to time, with what was kept of them."""

    _name = "neiqin.checked.mixin"
    _inherit = "neiqin.protected.mixin"
    _description = "Papers that are checked"

    checked_at = fields.Datetime(string="Checked On", readonly=True, copy=False)
    is_intact = fields.Boolean(string="Intact", readonly=True, copy=False, default=True)
    check_message = fields.Text(string="Found", readonly=True, copy=False)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "checked_at",
            "is_intact",
            "check_message",
        }

    def _neiqin_note_check(self, message):
        """Keep what was found of one, nothing for all being well; a new fault is told."""
        self.ensure_one()
        is_new = bool(message) and self.check_message != message
        self._neiqin_as_server().write(
            {
                "checked_at": fields.Datetime.now(),
                "is_intact": not message,
                "check_message": message,
            }
        )
        if is_new:
            self._neiqin_fault_found(message)

    def _neiqin_fault_found(self, message):
        """Hook: something is wrong that was not known."""

    @api.model
    def _neiqin_say_checked(self, results, title, whole):
        """Return a notification: what is broken, or the sentence that all is well.

        :param results: dicts with ``ok`` and ``message``
        """
        broken = [result["message"] for result in results if not result["ok"]]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "title": title,
                "message": "\n".join(broken) or whole,
                "sticky": bool(broken),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
