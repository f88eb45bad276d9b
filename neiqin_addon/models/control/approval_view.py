"""What an approver reads: the values, and what is different."""

from markupsafe import Markup

from odoo import api, fields, models

from ...tools.difference import differences

CELL = Markup('<td class="text-break">{}</td>')
ROW = Markup('<tr class="{}"><td class="text-muted">{}</td>{}</tr>')


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    values_html = fields.Html(
        string="What Is Approved",
        compute="_compute_values_html",
        compute_sudo=True,
        sanitize=False,
    )
    has_changes = fields.Boolean(compute="_compute_values_html", compute_sudo=True)
    mode_note = fields.Char(compute="_compute_mode_note")

    @api.depends("content", "content_before", "payload", "state")
    def _compute_values_html(self):
        for approval in self:
            rows = approval._neiqin_differences()
            approval.has_changes = any(row.changed for row in rows)
            approval.values_html = self._neiqin_table(rows)

    def _neiqin_differences(self):
        """Return the values asked for against those before: before the change that is
        proposed, or before what changed since somebody looked."""
        self.ensure_one()
        if self.res_model not in self.env:
            return []
        model = self.env[self.res_model]
        after = model._neiqin_approval_rows(self.content, self.payload)
        before = None
        if self.payload:
            before = model._neiqin_approval_rows(self.content)
        elif self.content_before:
            before = model._neiqin_approval_rows(self.content_before)
        return differences(before, after)

    @api.model
    def _neiqin_table(self, rows):
        lines = Markup().join(
            ROW.format(
                "table-warning" if row.changed else "",
                row.label,
                CELL.format(self._neiqin_cell(row)),
            )
            for row in rows
        )
        table = Markup('<table class="table table-sm mb-0"><tbody>{}</tbody></table>')
        return table.format(lines)

    @api.model
    def _neiqin_cell(self, row):
        if not row.changed:
            return row.after or ""
        old = Markup('<del class="text-muted">{}</del> ').format(row.before or "")
        new = Markup('<strong class="text-break">{}</strong>').format(row.after or "")
        return (old if row.before else Markup()) + (new if row.after else Markup())

    @api.depends("round")
    def _compute_mode_note(self):
        for approval in self:
            approval.mode_note = approval.round > 1 and self.env._(
                "The values changed after it was asked: what is different is marked."
            )
