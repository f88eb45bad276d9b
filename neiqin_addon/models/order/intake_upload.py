"""Files dropped on the list of intakes."""

import base64

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.record_ids import are_ids
from .intake import MAX_BYTES


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def create_document_from_attachment(self, attachment_ids):
        """Make and check one intake per uploaded file.

        Not an ``@api.model`` method: the web client's uploader calls it on no record.

        A file that cannot be read makes none, and the user is told why.

        :param list attachment_ids: attachments just uploaded by the same user
        :return: an action that opens the new intakes
        """
        self.browse().check_access("create")
        attachments = self._own_uploads(attachment_ids)
        intakes, notes = self.browse(), {}
        for attachment in attachments:
            try:
                with self.env.cr.savepoint():
                    intakes |= self._take_upload(attachment)
            except UserError as error:
                notes[attachment.name] = str(error)
        attachments.sudo().unlink()
        return self._action_open(intakes, notes)

    @api.model
    def _own_uploads(self, attachment_ids):
        """Return the user's own loose attachments among those named.

        :raise AccessError: when one belongs to somebody or something else
        """
        if not are_ids(attachment_ids):
            raise UserError(self.env._("Upload the file yourself."))
        attachments = self.env["ir.attachment"].browse(attachment_ids).exists()
        strange = attachments.sudo().filtered(
            lambda file: file.create_uid != self.env.user or file.res_id
        )
        if strange:
            raise AccessError(self.env._("Upload the file yourself."))
        return attachments

    @api.model
    def _take_upload(self, attachment):
        if attachment.file_size > MAX_BYTES:
            raise UserError(self._refusal_text("too_large"))
        if not attachment.raw:
            raise UserError(self._refusal_text("empty"))
        intake = self.create(
            {
                "filename": attachment.name,
                "file": base64.b64encode(attachment.raw),
            }
        )
        intake.action_check()
        return intake

    @api.model
    def _action_open(self, intakes, notes):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_order_intake_action"
        )
        if len(intakes) == 1:
            action.update(views=[(False, "form")], res_id=intakes.id)
        action["context"] = {"notifications": notes} if notes else {}
        if len(intakes) != 1:
            # the list takes the place of the list the files were dropped on
            action.update(target="main")
            action["context"]["search_default_todo"] = 1
        return action
