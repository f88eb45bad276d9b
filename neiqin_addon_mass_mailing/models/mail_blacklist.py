"""Who unsubscribes takes the consent back, and has to give it anew."""

from odoo import api, models


class MailBlacklist(models.Model):
    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._neiqin_withdraw()
        return rows

    def write(self, vals):
        res = super().write(vals)
        if vals.get("active"):
            self._neiqin_withdraw()
        return res

    def _neiqin_withdraw(self):
        emails = self.filtered("active").mapped("email")
        if not emails:
            return
        people = self.env["res.partner"].sudo()
        people = people.search([("email_normalized", "in", emails)])
        agreed = people.filtered(lambda person: person.neiqin_consent == "given")
        self.env["neiqin.mailing.consent"].sudo()._neiqin_as_server().create(
            [
                {"partner_id": person.id, "given": False, "how": "unsubscribed"}
                for person in agreed
            ]
        )
