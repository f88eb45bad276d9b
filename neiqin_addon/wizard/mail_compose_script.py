"""Scripts in the full composer, now or sent later."""

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    neiqin_offered_ids = fields.Many2many(
        comodel_name="mail.canned.response", compute="_compute_neiqin_offered_ids"
    )
    neiqin_script_id = fields.Many2one(
        comodel_name="mail.canned.response",
        string="Script",
        domain="[('id', 'in', neiqin_offered_ids)]",
        store=False,
        help="Puts the script, filled in, before what is written.",
    )
    neiqin_canned_ids = fields.Many2many(
        comodel_name="mail.canned.response",
        relation="neiqin_compose_canned_rel",
        string="Scripts Used",
    )

    def _neiqin_script_document(self):
        """Return the one document that is written about, if it has scripts."""
        self.ensure_one()
        ids = self._evaluate_res_ids() or []
        model = self.model
        if len(ids) != 1 or not model or model not in self.env:
            return None
        record = self.env[model].browse(ids)
        return record if hasattr(record, "_neiqin_script_versions") else None

    @api.depends("model", "res_ids", "composition_mode")
    def _compute_neiqin_offered_ids(self):
        for composer in self:
            record = composer._neiqin_script_document()
            found = record is not None and record._neiqin_script_versions()
            composer.neiqin_offered_ids = found.sudo().canned_ids if found else False

    @api.onchange("neiqin_script_id")
    def _onchange_neiqin_script_id(self):
        canned = self.neiqin_script_id
        record = self._neiqin_script_document()
        version = canned.sudo().neiqin_version_id
        if not version or record is None:
            return
        text = plaintext2html(record._neiqin_script_fill(version))
        self.body = text + (self.body or "")
        self.neiqin_canned_ids = [Command.link(canned.id)]
        self.neiqin_script_id = False

    def _action_send_mail_comment(self, res_ids):
        messages = super()._action_send_mail_comment(res_ids)
        for message in messages if self.neiqin_canned_ids else ():
            uses = self.env["neiqin.script.use"]
            uses._neiqin_note(message, self.neiqin_canned_ids.ids)
        return messages

    def _prepare_schedule_message_post_values(self, post_values):
        return {
            **super()._prepare_schedule_message_post_values(post_values),
            "neiqin_canned_ids": [Command.set(self.neiqin_canned_ids.ids)],
        }


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    neiqin_canned_ids = fields.Many2many(
        comodel_name="mail.canned.response",
        relation="neiqin_scheduled_canned_rel",
        string="Scripts Used",
    )

    def _message_created_hook(self, message):
        res = super()._message_created_hook(message)
        canned = self.sudo().neiqin_canned_ids
        if canned:
            self.env["neiqin.script.use"]._neiqin_note(message, canned.ids)
        return res
