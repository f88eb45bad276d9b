"""Orders by mail: every readable attachment becomes an intake, no mail vanishes."""

import base64

from odoo import api, models
from odoo.tools import email_normalize, html2plaintext

from ...tools.file_kind import file_kind
from ...tools.file_refused import reason
from ...tools.forwarded import original_sender
from .intake import MAX_BYTES

#: Reasons for which a clerk must look at the file; anything else is a paper.
WORTH_KEEPING = (None, "password", "macro", "old_excel", "damaged", "too_large", "bomb")
TABLES = (".xlsx", ".xlsm", ".xls", ".csv", ".txt")


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    @api.private
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Take in the order files of a mail; the mail itself stays on the first."""
        values = self._values_of_mail(msg_dict, custom_values or {})
        files = self._files_of_mail(msg_dict.get("attachments") or [])
        first = self.browse()
        for filename, content in files or [(False, b"")]:
            # it stays with the mail; refused here, the mail itself would bounce
            large = len(content) > MAX_BYTES
            intake = self._neiqin_as_server().create(
                {
                    **values,
                    "parent_id": first.id,
                    "filename": filename,
                    "file": base64.b64encode(content)
                    if content and not large
                    else False,
                    "name": filename or values["name"],
                }
            )
            first = first or intake
            intake._check_later("too_large" if large else None)
        return first

    @api.model
    def _values_of_mail(self, msg_dict, custom_values):
        """Return what the mail says of the order: who sent it, for which company."""
        company = self.env["res.company"].browse(custom_values.get("company_id"))
        company = company.exists() or self.env.company
        return {
            "company_id": company.id,
            "name": msg_dict.get("subject") or self.env._("Order by e-mail"),
            "source": "email",
            "email_from": msg_dict.get("email_from"),
            "partner_id": self._customer_of_mail(msg_dict, company).id,
        }

    @api.model
    def _customer_of_mail(self, msg_dict, company):
        """Return the customer who wrote, behind a colleague who forwarded it."""
        Partner = self.env["res.partner"].sudo()
        allowed = [("company_id", "in", [False, company.id])]
        author = Partner.browse(msg_dict.get("author_id"))
        sender = email_normalize(msg_dict.get("email_from") or "")
        if not author and sender:
            author = Partner.search(
                [("email_normalized", "=", sender), *allowed], limit=1
            )
        if any(not user.share for user in author.user_ids):
            origin = original_sender(html2plaintext(msg_dict.get("body") or ""))
            author = Partner
            if origin:
                author = Partner.search(
                    [("email_normalized", "=", origin), *allowed], limit=1
                )
        return author.commercial_partner_id.filtered_domain(allowed)

    @api.model
    def _files_of_mail(self, attachments):
        """Return ``[(name, bytes)]`` of the attachments that are order files.

        Pictures, PDF and texts stay with the mail as the customer's papers.
        """
        files = []
        for attachment in attachments:
            name, content = attachment[0], attachment[1]
            content = content.encode() if isinstance(content, str) else content
            table = (name or "").lower().endswith(TABLES)
            if table and reason(file_kind, content, MAX_BYTES) in WORTH_KEEPING:
                files.append((name, content))
        return files

    def _check_later(self, refused=None):
        """Check a file that nobody waits for; what is wrong is kept in words.

        :param str refused: code of the reason why the file was not even taken in
        """
        if refused:
            problem = self._refusal_text(refused)
            self._neiqin_as_server().write({"problem": problem})
        elif self.file and not self.twin_id:
            self._start_job("check")
        elif self.twin_id:
            self._neiqin_as_server().write({"problem": self._text_twin(self.twin_id)})
        else:
            self._neiqin_as_server().write(
                {"problem": self.env._("The mail carries no order file.")}
            )
