"""Consent on the customer's page, and the segment as something to search for."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

CLERK = "neiqin_addon.group_neiqin_clerk"
STAFF = f"{CLERK},neiqin_addon.group_neiqin_auditor"


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_consent_ids = fields.One2many(
        comodel_name="neiqin.mailing.consent",
        inverse_name="partner_id",
        string="Consent to News",
        copy=False,
        groups=STAFF,
    )
    neiqin_consent = fields.Selection(
        selection=[("none", "Not Asked"), ("given", "Agreed"), ("refused", "No News")],
        string="News",
        compute="_compute_neiqin_consent",
        groups=STAFF,
    )
    neiqin_segment_id = fields.Many2one(
        comodel_name="neiqin.mailing.segment",
        string="Mailing Segment",
        compute="_compute_neiqin_segment_id",
        search="_search_neiqin_segment_id",
        groups=STAFF,
    )

    @api.depends("neiqin_consent_ids.given")
    def _compute_neiqin_consent(self):
        for partner in self:
            words = partner.neiqin_consent_ids
            last = words.sorted(lambda word: (word.moment, word.id))[-1:]
            said = "given" if last.given else "refused"
            partner.neiqin_consent = said if last else "none"

    def _compute_neiqin_segment_id(self):
        # one may be in several: it is there to be searched for
        self.neiqin_segment_id = False

    @api.model
    def _search_neiqin_segment_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = [row for row in value if isinstance(row, int) and row]
        # the segments that the user may read; the schedule that sends reads all
        segments = self.env["neiqin.mailing.segment"].with_context(active_test=False)
        segments = segments.search([("id", "in", ids)])
        return Domain.OR(
            Domain("id", "in", segment._neiqin_recipients()) for segment in segments
        )

    @api.model
    def _mailing_get_opt_out_list(self, mailing):
        """Return the addresses of whoever wants no news, for any mailing to customers.

        The last word counts, whatever the mailing's own settings say.
        """
        self.env["neiqin.mailing.consent"].flush_model()
        self.flush_model(["email_normalized"])
        rows = self.env.execute_query(
            SQL(
                "SELECT email FROM (SELECT DISTINCT ON (consent.partner_id)"
                " consent.given, person.email_normalized AS email"
                " FROM neiqin_mailing_consent consent"
                " JOIN res_partner person ON person.id = consent.partner_id"
                " ORDER BY consent.partner_id, consent.moment DESC, consent.id DESC) said"
                " WHERE NOT given AND email IS NOT NULL"
            )
        )
        return {email for (email,) in rows}

    def action_neiqin_consent(self):
        """Write down what the person says about news."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consent to News"),
            "res_model": "neiqin.mailing.consent",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }
