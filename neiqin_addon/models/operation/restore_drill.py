"""The evidence of one restore drill. Written once, by the worker."""

from odoo import api, fields, models


class NeiqinRestoreDrill(models.Model):
    """A backup was fetched, opened, restored beside the real database and looked at."""

    _name = "neiqin.restore.drill"
    _description = "Restore Drill"
    _inherit = ["neiqin.append.only.mixin"]
    _order = "id desc"

    target_id = fields.Many2one(
        comodel_name="neiqin.backup.target",
        string="Backup Place",
        required=True,
        index=True,
        ondelete="restrict",
    )
    backup_id = fields.Many2one(
        comodel_name="neiqin.backup", index=True, ondelete="restrict"
    )
    file = fields.Char()
    digest = fields.Char(string="SHA-256")
    started_at = fields.Datetime(string="Started", required=True)
    finished_at = fields.Datetime(string="Finished", required=True)
    minutes = fields.Float(
        string="Minutes Taken",
        digits=(16, 1),
        aggregator="avg",
        help="From fetching the first byte to the last check: so long it takes to work "
        "again.",
    )
    result = fields.Selection(
        selection=[("passed", "Passed"), ("failed", "Failed")],
        required=True,
    )
    error = fields.Text(string="What Went Wrong")
    checks = fields.Json(string="Findings", help="Pairs of check and what was found.")
    check_lines = fields.Html(string="Checks", compute="_compute_check_lines")
    user_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", ondelete="restrict"
    )
    odoo_version = fields.Char(string="Odoo")
    postgres_version = fields.Char(string="PostgreSQL")

    @api.depends("started_at", "target_id")
    def _compute_display_name(self):
        for drill in self:
            moment = drill.started_at and fields.Datetime.context_timestamp(
                drill, drill.started_at
            )
            drill.display_name = (
                f"{drill.target_id.sudo().name} {moment:%Y-%m-%d %H:%M}"
                if moment
                else ""
            )

    def _neiqin_checks(self):
        """Return ``[(name, good, what was found)]`` in the reader's language."""
        self.ensure_one()
        names = self._neiqin_check_names()
        return [
            (names.get(code, code), good, self._neiqin_found(code, good, text))
            for code, good, text in self.checks or []
        ]

    @api.model
    def _neiqin_check_names(self):
        return {
            "files": self.env._("Every byte as it was written"),
            "modules": self.env._("Installed modules"),
            "counts": self.env._("Rows of the key tables"),
            "chains": self.env._("Head of the trail"),
            "open": self.env._("Odoo opens the database"),
            "trail": self.env._("Trail, row by row"),
            "login": self.env._("A user logs in"),
            "order": self.env._("An order opens"),
        }

    @api.model
    def _neiqin_found(self, code, good, text):
        if not good:
            return text
        parts = text.split(": ")
        return {
            "files": lambda: self.env._("%(count)s files", count=text),
            "modules": lambda: self.env._(
                "%(count)s modules, same versions", count=text
            ),
            "counts": lambda: self.env._(
                "%(tables)s tables, %(rows)s rows, as recorded",
                tables=parts[0],
                rows=parts[-1],
            ),
            "chains": lambda: self.env._(
                "%(count)s companies, as recorded", count=text
            ),
            "trail": lambda: self.env._(
                "%(rows)s rows, every one in its place", rows=text
            ),
            "login": lambda: self.env._("as a clerk, with a password"),
            "order": lambda: text or self.env._("there is no order yet"),
        }.get(code, lambda: text)()

    @api.depends_context("lang")
    @api.depends("checks")
    def _compute_check_lines(self):
        for drill in self:
            drill.check_lines = self.env["ir.qweb"]._render(
                "neiqin_addon.restore_drill_checks", {"drill": drill}
            )
