"""A schedule of the add-on that fails as a whole is told to a person as well."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS

from odoo.addons.base.models.ir_cron import CONSECUTIVE_TIMEOUT_FOR_FAILURE

RUN = "run"


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _callback(self, cron_name, server_action_id):
        """Run the schedule; write down whether it got through.

        Odoo logs a failure, and tells the administrator after five of them and a week.
        """
        failures = self.env["neiqin.failure"]
        try:
            res = super()._callback(cron_name, server_action_id)
        except CONFLICTS:
            raise  # with another transaction: the next run is a matter of minutes
        except Exception as error:
            # rolled back by Odoo, which commits again what follows
            if self._neiqin_is_own():
                failures._neiqin_note(self, RUN, error)
            raise
        failures._neiqin_close(self, RUN)
        return res

    @api.model
    def _update_failure_count(self, job, status):
        """Tell also of a schedule that ran out of time again and again: it raises nothing."""
        res = super()._update_failure_count(job, status)
        timed_out = job["timed_out_counter"] >= CONSECUTIVE_TIMEOUT_FOR_FAILURE
        cron = self.browse(job["id"])
        if timed_out and not job["done"] and cron._neiqin_is_own():
            text = self.env._(
                "It ran out of time again and again, and nothing was done."
            )
            self.env["neiqin.failure"]._neiqin_note(cron, RUN, UserError(text))
        return res

    def _neiqin_is_own(self):
        """Return whether this is a schedule of the add-on or of its bridges."""
        names = self.sudo().get_external_id().values()
        return any(name.startswith("neiqin_addon") for name in names)
