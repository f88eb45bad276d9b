"""Heads of the chain, written down and sent out of the house."""

from odoo import api, fields, models


class NeiqinTrailAnchor(models.Model):
    """The head of a trail on one day.

    Whoever rewrites a whole trail can rewrite this table too, but not the mail in
    the auditors' boxes.
    """

    _name = "neiqin.trail.anchor"
    _inherit = "neiqin.append.only.mixin"
    _description = "Trail Anchor"
    _order = "id desc"
    _rec_name = "digest"
    _log_access = False

    chain_id = fields.Many2one(
        comodel_name="neiqin.trail.chain",
        string="Trail",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Moment", required=True, readonly=True)
    sequence = fields.Integer(
        string="Sealed Rows", required=True, readonly=True, aggregator=None
    )
    entry_id = fields.Integer(string="Last Row", readonly=True, aggregator=None)
    digest = fields.Char(string="Head", required=True, readonly=True)

    @api.model
    def _cron_anchor(self):
        """Write down the head of every trail that has rows, and mail it."""
        cron = self.env["ir.cron"]
        chains = self.env["neiqin.trail.chain"]._neiqin_open_chains()
        chains = chains.filtered("sequence")
        cron._commit_progress(0, remaining=len(chains))
        for chain in chains:
            with chain._neiqin_isolated("_cron_anchor"):
                chain._neiqin_report_failed_mails()
                chain._neiqin_anchor()
            if not cron._commit_progress(1):
                return


class NeiqinTrailChain(models.Model):
    _inherit = "neiqin.trail.chain"

    def _neiqin_anchor(self):
        """Write down the head of this trail and mail it to the auditors."""
        self.ensure_one()
        before = self.anchor_ids[:1]
        anchor = before
        if before.sequence != self.sequence:
            anchor = (
                self.env["neiqin.trail.anchor"]
                .sudo()
                ._neiqin_as_server()
                .create(
                    {
                        "chain_id": self.id,
                        "company_id": self.company_id.id,
                        "date": fields.Datetime.now(),
                        "sequence": self.sequence,
                        "entry_id": self.entry_id,
                        "digest": self.digest,
                    }
                )
            )
        self._neiqin_mail(
            lambda env: env._(
                "Trail of %(company)s: head of %(date)s",
                company=self.company_id.name,
                date=fields.Date.to_string(fields.Date.context_today(self)),
            ),
            "neiqin_addon.trail_anchor_mail",
            {"anchor": anchor, "new_rows": anchor.sequence - before.sequence},
        )
        return anchor

    def _neiqin_report_failed_mails(self):
        """Give the auditors an activity where a mail to them did not go out."""
        failed = (
            self.env["mail.mail"]
            .sudo()
            ._read_group(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "=", "exception"),
                ],
                ["res_id"],
            )
        )
        for (res_id,) in failed:
            self.browse(res_id)._neiqin_alert(
                self.env._("A mail about the trail did not go out"),
                self.env._("Look into the failed mails and send them again."),
            )
