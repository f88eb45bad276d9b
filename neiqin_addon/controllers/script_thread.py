"""What is written in the composer below a document: the scripts in it are noted."""

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.thread import ThreadController


class ScriptThreadController(ThreadController):
    @http.route()
    def mail_message_post(
        self, thread_model, thread_id, post_data, context=None, **kwargs
    ):
        """Post, and note which versions of scripts the message was made from."""
        answer = super().mail_message_post(
            thread_model, thread_id, post_data, context, **kwargs
        )
        given = kwargs.get("canned_response_ids") or ()
        ids = [one for one in given if isinstance(one, int)]
        if ids and not request.env.user._is_public() and not request.env.user.share:
            message = request.env["mail.message"].browse(answer["message_id"])
            request.env["neiqin.script.use"]._neiqin_note(message, ids)
        return answer
