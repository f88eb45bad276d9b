"""Which version of a script was used in which reply, and how much of it was kept."""

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.script_text import kept


class NeiqinScriptUse(models.Model):
    _name = "neiqin.script.use"
    _description = "Use of a Script"
    _inherit = ["neiqin.append.only.mixin"]
    _order = "id desc"
    _rec_name = "version_id"
    _log_access = False

    version_id = fields.Many2one(
        comodel_name="neiqin.script.version",
        required=True,
        index=True,
        ondelete="restrict",
    )
    script_id = fields.Many2one(
        comodel_name="neiqin.script", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Used By", required=True, ondelete="restrict"
    )
    moment = fields.Datetime(required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Used For", model_field="res_model", required=True
    )
    message = fields.Integer(string="Message ID", required=True)
    is_note = fields.Boolean(string="Internal Note")
    kept = fields.Integer(
        string="Kept %",
        aggregator="avg",
        help="How much of the script stands in what was sent; 100: word for word.",
    )

    _once = models.UniqueIndex("(message, version_id)")
    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _neiqin_note(self, message, canned_ids):
        """Write down that a message was made from these canned responses.

        Only scripts count, and only in the user's own message on a document that has
        scripts. What was already written down is not written again.

        :param message: ``mail.message``, just posted
        :param canned_ids: ids, from wherever; what is no script is left out
        """
        message.ensure_one()
        if not message.model or message.model not in self.env:
            return self.browse()
        record = self.env[message.model].browse(message.res_id)
        if not hasattr(record, "_neiqin_script_values"):
            return self.browse()
        canned = self.env["mail.canned.response"].sudo().browse(canned_ids).exists()
        versions = canned.neiqin_version_id
        known = self.sudo().search([("message", "=", message.id)])
        versions -= known.version_id
        message = message.sudo()
        reply = html2plaintext(message.body or "")
        values = [
            {
                "version_id": version.id,
                "script_id": version.script_id.id,
                "company_id": (record.sudo().company_id or self.env.company).id,
                "user_id": message.author_id.user_ids[:1].id or self.env.uid,
                "moment": message.date,
                "res_model": message.model,
                "res_id": message.res_id,
                "message": message.id,
                "is_note": message.is_internal or message.subtype_id.internal,
                "kept": kept(record.sudo()._neiqin_script_fill(version), reply),
            }
            for version in versions
        ]
        return self.sudo()._neiqin_as_server().create(values)

    def action_open(self):
        """Open the document whose customer got the reply."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }


class NeiqinScript(models.Model):
    _inherit = "neiqin.script"

    use_ids = fields.One2many(
        comodel_name="neiqin.script.use", inverse_name="script_id", readonly=True
    )
    use_count = fields.Integer(string="Used", compute="_compute_uses")
    kept = fields.Integer(
        string="Kept %",
        compute="_compute_uses",
        help="On average. A script that is always rewritten wants a new version.",
    )

    @api.depends("use_ids")
    def _compute_uses(self):
        uses = self.env["neiqin.script.use"].sudo()
        domain, measures = [("script_id", "in", self.ids)], ["__count", "kept:avg"]
        found = {}
        for script, number, share in uses._read_group(domain, ["script_id"], measures):
            found[script.id] = (number, share)
        for script in self:
            script.use_count, script.kept = found.get(script.id, (0, 0))

    def action_uses(self):
        """Show who used it, for whom, in which version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Uses"),
            "res_model": "neiqin.script.use",
            "view_mode": "list,pivot,graph",
            "domain": [("script_id", "=", self.id)],
        }


class NeiqinComplaintContact(models.Model):
    _inherit = "neiqin.complaint.contact"

    script_used = fields.Char(string="Script", compute="_compute_script_used")

    @api.depends("message")
    def _compute_script_used(self):
        uses = self.env["neiqin.script.use"].sudo()
        ids = list(filter(None, self.mapped("message")))
        used = uses.search([("message", "in", ids)]).grouped("message")
        for contact in self:
            versions = used.get(contact.message, uses).version_id
            contact.script_used = ", ".join(versions.mapped("display_name"))
