"""Tells the customer the solution, by mail or as it was told in person."""

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html


class NeiqinComplaintSolve(models.TransientModel):
    _name = "neiqin.complaint.solve"
    _description = "Solve a Complaint"

    complaint_ids = fields.Many2many(comodel_name="neiqin.complaint", required=True)
    told_by = fields.Selection(
        selection=[
            ("mail", "By E-mail, Now"),
            ("phone", "Told on the Phone"),
            ("visit", "Told on a Visit"),
            ("wechat", "Told on WeChat"),
        ],
        required=True,
        default="mail",
    )
    moment = fields.Datetime(string="Told At", default=fields.Datetime.now)
    solution = fields.Html(required=True)
    cause_kind = fields.Selection(
        selection=lambda self: self.env["neiqin.complaint"]
        ._fields["cause_kind"]
        ._description_selection(self.env),
        string="Kind of Cause",
    )
    cause = fields.Text(string="Root Cause (Not Sent)")

    offered_ids = fields.Many2many(
        comodel_name="mail.canned.response", compute="_compute_offered_ids"
    )
    script_id = fields.Many2one(
        comodel_name="mail.canned.response",
        domain="[('id', 'in', offered_ids)]",
        store=False,
    )
    canned_ids = fields.Many2many(
        comodel_name="mail.canned.response",
        relation="neiqin_complaint_solve_canned_rel",
        string="Scripts Used",
    )

    @api.depends("complaint_ids")
    def _compute_offered_ids(self):
        for dialog in self:
            dialog.offered_ids = False
            if len(dialog.complaint_ids) == 1:
                versions = dialog.complaint_ids._neiqin_script_versions()
                dialog.offered_ids = versions.sudo().canned_ids

    @api.onchange("script_id")
    def _onchange_script_id(self):
        version = self.script_id.sudo().neiqin_version_id
        if version and len(self.complaint_ids) == 1:
            text = self.complaint_ids._origin._neiqin_script_fill(version)
            self.solution = plaintext2html(text) + (self.solution or "")
            self.canned_ids = [Command.link(self.script_id.id)]
            self.script_id = False

    @api.model
    def default_get(self, names):
        """Begin with what is known of the cause already."""
        values = super().default_get(names)
        ids = self.env.context.get("default_complaint_ids") or []
        if len(ids) == 1:
            complaint = self.env["neiqin.complaint"].browse(ids)
            values["cause_kind"] = complaint.cause_kind
            values["cause"] = complaint.cause
        return values

    def action_solve(self):
        """Tell it."""
        self.ensure_one()
        known = {name: self[name] for name in ("cause_kind", "cause") if self[name]}
        if known:
            self.complaint_ids.write(known)
        self.complaint_ids._neiqin_solve(
            self.solution,
            self.told_by,
            None if self.told_by == "mail" else self.moment,
        )
        uses = self.env["neiqin.script.use"]
        for message in (
            self.complaint_ids.solution_message_id if self.canned_ids else ()
        ):
            uses._neiqin_note(message, self.canned_ids.ids)
        return {"type": "ir.actions.act_window_close"}
