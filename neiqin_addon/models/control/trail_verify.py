"""Who may have the trail checked, and when it happens by itself."""

from datetime import timedelta

from odoo import api, fields, models

from .trail_check import SLICE

#: More rows than a person waits for: the schedule checks them.
AT_ONCE = 1_000_000
#: The nightly run leaves out what was checked a moment ago.
RECENT = timedelta(hours=6)


class NeiqinTrailEntry(models.Model):
    _inherit = "neiqin.trail.entry"

    @api.model
    def verify(self):
        """Check the trail of the user's companies, now and to the end.

        :return: one dict per company: ``company_id``, ``ok``, ``rows`` (checked),
            ``fault`` (a code or False), ``entry_id`` and ``sequence`` of the first
            row concerned (0 without), ``message``, ``check_id``
        :raise AccessError: for anybody but auditors and managers
        """
        self._neiqin_check_may_verify()
        checks = self._neiqin_start_checks()
        for check in checks:
            check._neiqin_run()
        return [
            {
                "company_id": check.company_id.id,
                "ok": check.state == "intact",
                "rows": check.sequence,
                "fault": check.fault,
                "entry_id": check.fault_entry_id,
                "sequence": check.fault_sequence,
                "message": check.message,
                "check_id": check.id,
            }
            for check in checks
        ]

    @api.model
    def _neiqin_check_may_verify(self):
        self._neiqin_require(
            self,
            ["neiqin_addon.group_neiqin_auditor", "neiqin_addon.group_neiqin_manager"],
            self.env._("Only auditors and managers check the trail."),
        )

    @api.model
    def _neiqin_start_checks(self):
        chains = self.env["neiqin.trail.chain"]._neiqin_open_chains()
        if not self.env.su:
            companies = self.env.companies
            chains = chains.filtered(lambda chain: chain.company_id in companies)
        return self.env["neiqin.trail.check"]._neiqin_start(chains)

    def action_neiqin_verify(self):
        """Check now and say what was found; very long trails on the schedule."""
        self._neiqin_check_may_verify()
        chains = self.env["neiqin.trail.chain"].sudo()
        chains = chains.search([("company_id", "in", self.env.companies.ids)])
        if sum(chains.mapped("sequence")) > AT_ONCE:
            self._neiqin_start_checks()
            self.env.ref("neiqin_addon.trail_verify_cron").sudo()._trigger()
            return self._neiqin_notification(
                "info",
                self.env._("The check has begun. Its result will be in this list."),
            )
        found = self.verify()
        broken = [result for result in found if not result["ok"]]
        return self._neiqin_notification(
            "danger" if broken else "success",
            "\n".join(result["message"] for result in broken or found),
            sticky=bool(broken),
        )

    @api.model
    def _neiqin_notification(self, kind, message, sticky=False):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.trail_check_action"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": self.env._("Trail"),
                "message": message,
                "sticky": sticky,
                "next": action,
            },
        }


class NeiqinTrailCheck(models.Model):
    _inherit = "neiqin.trail.check"

    @api.model
    def _cron_verify(self):
        """Check every company's trail, in slices; go on with what is under way."""
        cron = self.env["ir.cron"]
        checks = self.sudo().search([("state", "=", "running")])
        checks |= self._neiqin_start(self._neiqin_due_chains())
        cron._commit_progress(0, remaining=len(checks))
        for check in checks:
            going = True
            while going:
                going = False
                with check.chain_id._neiqin_isolated("_cron_verify"):
                    check._neiqin_run(SLICE)
                    going = check.state == "running"
                if not cron._commit_progress(int(not going)):
                    return

    @api.model
    def _neiqin_due_chains(self):
        chains = self.env["neiqin.trail.chain"]._neiqin_open_chains()
        recent = self.sudo().search(
            [("create_date", ">", fields.Datetime.now() - RECENT)]
        )
        return chains - recent.chain_id

    def action_neiqin_verify(self):
        """Check the trail now, from the list of checks."""
        action = self.env["neiqin.trail.entry"].action_neiqin_verify()
        # the list is on the screen already: not a second one upon it
        action["params"]["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
        return action
