"""How the installation stands: one page for managers, the same in JSON for programs.

A check is a method ``_neiqin_health_<key>`` that gets the companies it is about and
returns a :class:`Found`. It asks the database with statements over all rows at once and
takes the figures that its room has; it never works them out anew.
"""

import logging
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools import health

_logger = logging.getLogger(__name__)

MANAGER = "neiqin_addon.group_neiqin_manager"
AUDITOR = "neiqin_addon.group_neiqin_auditor"
#: The checks by what they are about, in the order in which equal lights are shown.
GROUPS = {
    "schedules": ("schedules",),
    "mail": ("mail_out", "mail_failed", "mail_in"),
    "backup": ("backup", "drill"),
    "trail": ("trail",),
    "sealing": ("sealing",),
    "gates": ("gates",),
    "failures": ("failures",),
    "database": ("database", "disk", "queries"),
    "version": ("version",),
}
#: Lines under a check; the list behind it has the rest.
SHOWN = 6


class Found(NamedTuple):
    """What one check found.

    :param light: one of ``tools/health.py``
    :param code: what is so, for programs
    :param sentence: the same in words, in the env's language
    :param since: since when, or when it was last so
    :param figures: ``{name: number}``, with nothing in it that names anybody
    :param details: ``[(light, line)]`` for people alone
    :param todo: what to do next, where there is something
    """

    light: str
    code: str
    sentence: str
    since: datetime | None = None
    figures: dict = {}
    details: tuple = ()
    todo: str = ""


class NeiqinHealth(models.AbstractModel):
    _name = "neiqin.health"
    _description = "System Health"

    @api.model
    @api.readonly
    def load(self):
        """Return the page for whoever asks, of the companies that he works in.

        :raise AccessError: for anybody but managers and auditors
        """
        self._neiqin_check_reader()
        found = self.sudo()._neiqin_look(self.env.companies.ids)
        groups = [self._neiqin_group(key, found) for key in GROUPS]
        # sorted() keeps the order of equals
        groups = sorted(groups, key=lambda group: health.place(group["light"]))
        lights = [one.light for one in found.values()]
        manages = self.env.user.has_group(MANAGER)
        tokens = self.env["neiqin.health.token"]
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "light": health.worst(lights),
            "counts": {light: lights.count(light) for light in health.LIGHTS},
            "groups": groups,
            "manages": manages,
            "tokens": tokens._neiqin_shown() if manages else [],
        }

    @api.model
    @api.readonly
    def open_check(self, key):
        """Return the action of the documents behind a check.

        :raise AccessError: for a check without one that the user may open
        """
        self._neiqin_check_reader()
        link = self._neiqin_link(key)
        if not link:
            raise AccessError(
                self.env._("There is no list behind this that you may read.")
            )
        xmlid, _model, domain = link
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        if domain:
            context = {"active_test": False, "create": False}
            action.update(domain=domain, context=context)
        return action

    @api.model
    def _neiqin_check_reader(self):
        user = self.env.user
        if not any(user.has_group(group) for group in (MANAGER, AUDITOR)):
            raise AccessError(
                self.env._("The system's health is for managers and auditors.")
            )

    # -- looking

    @api.model
    def _neiqin_look(self, companies):
        """Return ``{key: Found}`` of all checks, as superuser.

        :param companies: ids of the companies that it is about
        """
        self.env.flush_all()
        # a check that takes longer has failed: the page does not wait for it
        self.env.cr.execute("SET LOCAL statement_timeout = '3s'")
        try:
            return {
                key: self._neiqin_check(key, companies)
                for keys in GROUPS.values()
                for key in keys
            }
        finally:
            self.env.cr.execute("SET LOCAL statement_timeout TO DEFAULT")

    @api.model
    def _neiqin_check(self, key, companies):
        """Return what one check found; its failure is a finding as well."""
        try:
            with self.env.cr.savepoint(flush=False):
                return getattr(self, f"_neiqin_health_{key}")(companies)
        except Exception as error:
            _logger.exception("health: the check %s failed", key)
            return Found(
                health.RED,
                "broken",
                self.env._(
                    "This could not be checked (%(kind)s).", kind=type(error).__name__
                ),
                todo=self.env._(
                    "Your administrator finds the reason in the server's log."
                ),
            )

    @api.model
    def _neiqin_report(self):
        """Return what monitoring is told, of the whole database: codes and figures.

        Nothing in it names a customer, a colleague, a company, an address or a path.
        """
        companies = self.env["res.company"].sudo()
        every = companies.search([("active", "in", (True, False))]).ids
        found = self.sudo()._neiqin_look(every)
        return {
            "status": health.worst([one.light for one in found.values()]),
            "checked_at": _moment(fields.Datetime.now()),
            "versions": self._neiqin_versions(),
            "checks": {
                key: {
                    "light": one.light,
                    "code": one.code,
                    "since": _moment(one.since),
                    "figures": one.figures,
                }
                for key, one in found.items()
            },
        }

    # -- showing

    @api.model
    def _neiqin_group(self, key, found):
        checks = [self._neiqin_row(one, found[one]) for one in GROUPS[key]]
        return {
            "key": key,
            "title": self._neiqin_titles()[key],
            # what is not in use does not make the rest grey
            "light": health.worst([check["light"] for check in checks]),
            "checks": sorted(checks, key=lambda row: health.place(row["light"])),
        }

    @api.model
    def _neiqin_row(self, key, found):
        details = sorted(found.details, key=lambda line: health.place(line[0]))
        return {
            "key": key,
            "title": self._neiqin_titles()[key],
            "light": found.light,
            "sentence": found.sentence,
            "since": fields.Datetime.to_string(found.since) if found.since else False,
            "details": [list(line) for line in details[:SHOWN]],
            "more": max(len(details) - SHOWN, 0),
            "todo": found.todo,
            "opens": bool(self._neiqin_link(key)),
        }

    @api.model
    def _neiqin_line(self, what, words):
        """Return a line under a check."""
        return self.env._("%(what)s: %(words)s", what=what, words=words)

    @api.model
    def _neiqin_titles(self):
        """Return the titles of groups and checks; a group of one has its check's."""
        return {
            "schedules": self.env._("Schedules"),
            "mail": self.env._("Mail Traffic"),
            "mail_out": self.env._("Mails Waiting to Go Out"),
            "mail_failed": self.env._("Mails Not Delivered"),
            "mail_in": self.env._("Mails Coming In"),
            "backup": self.env._("Backups"),
            "drill": self.env._("Restore Drills"),
            "trail": self.env._("Trail"),
            "sealing": self.env._("Sealed Fields and Key"),
            "gates": self.env._("Gates of Orders"),
            "failures": self.env._("Failed Work"),
            "database": self.env._("Database"),
            "disk": self.env._("Disk Space"),
            "queries": self.env._("Slow Queries"),
            "version": self.env._("Version"),
        }

    @api.model
    def _neiqin_links(self):
        """Return ``{key: [(XML id, model to read, domain)]}``, the best one first."""
        return {
            "schedules": [
                ("base.ir_cron_act", "ir.cron", []),
                (
                    "neiqin_addon.neiqin_health_schedule_action",
                    "neiqin.health.schedule",
                    [],
                ),
            ],
            "mail_out": [
                (
                    "mail.action_view_mail_mail",
                    "mail.mail",
                    [("state", "=", "outgoing")],
                )
            ],
            "mail_failed": [
                (
                    "mail.action_view_mail_mail",
                    "mail.mail",
                    [("state", "=", "exception")],
                )
            ],
            "mail_in": [("mail.action_email_server_tree", "fetchmail.server", [])],
            "backup": [
                (
                    "neiqin_addon.neiqin_backup_target_action",
                    "neiqin.backup.target",
                    [],
                )
            ],
            "drill": [
                (
                    "neiqin_addon.neiqin_restore_drill_action",
                    "neiqin.restore.drill",
                    [],
                )
            ],
            "trail": [("neiqin_addon.trail_check_action", "neiqin.trail.check", [])],
            "sealing": [("neiqin_addon.neiqin_sealing_action", "neiqin.sealing", [])],
            "gates": [
                ("neiqin_addon.neiqin_settings_action", "neiqin.settings", []),
                (
                    "neiqin_addon.trail_entry_action",
                    "neiqin.trail.entry",
                    [("action", "=", "policy"), ("res_model", "=", "res.company")],
                ),
            ],
            "failures": [
                (
                    "neiqin_addon.neiqin_failure_action",
                    "neiqin.failure",
                    [("state", "=", "open")],
                )
            ],
        }

    @api.model
    def _neiqin_link(self, key):
        """Return the first list behind a check that the user may read, or None."""
        links = self._neiqin_links().get(key, ()) if isinstance(key, str) else ()
        return next((one for one in links if self.env[one[1]].has_access("read")), None)


def _moment(moment):
    return f"{moment.replace(microsecond=0).isoformat()}Z" if moment else None
