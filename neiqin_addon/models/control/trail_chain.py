"""The sealing of the trail: one chain of hashes per company."""

import os

from odoo import api, fields, models
from odoo.tools import SQL, config

from ...tools import hash_chain

#: Rows sealed with one statement, between two commits.
SLICE = 5000
#: What of a row is hashed, as ``hash_chain.payload`` writes it.
PAYLOAD = SQL(
    "json_build_array(company_id, date, user_id, user_name, real_user_id,"
    " is_superuser, action, res_model, res_id, res_name, details, reason,"
    " ip_address)::text"
)


class NeiqinTrailChain(models.Model):
    """How far a company's trail is sealed.

    Writers only insert; one sealer at a time gives the committed rows their places.
    A transaction that commits late finds its rows sealed late, at a later place.
    """

    _name = "neiqin.trail.chain"
    _inherit = [
        "neiqin.protected.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.schedule.mixin",
    ]
    _description = "Trail of a Company"
    _rec_name = "company_id"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(
        string="Sealed Rows",
        readonly=True,
        aggregator=None,
        help="The place of the last sealed row.",
    )
    entry_id = fields.Integer(string="Last Sealed Row", readonly=True, aggregator=None)
    digest = fields.Char(
        string="Head",
        readonly=True,
        help="The digest of the last sealed row. It stands for all rows before it.",
    )
    sealed_at = fields.Datetime(string="Last Sealing", readonly=True)
    waiting = fields.Integer(
        string="Rows Waiting",
        compute="_compute_waiting",
        help="Written, but not sealed yet. A row waits a minute or so.",
    )
    waiting_since = fields.Datetime(string="Oldest Waiting", compute="_compute_waiting")
    check_ids = fields.One2many(
        comodel_name="neiqin.trail.check", inverse_name="chain_id", string="Checks"
    )
    anchor_ids = fields.One2many(
        comodel_name="neiqin.trail.anchor", inverse_name="chain_id", string="Anchors"
    )
    check_state = fields.Selection(related="check_ids.state", string="Last Check")

    _company_unique = models.Constraint(
        "UNIQUE (company_id)", "A company has one trail."
    )

    def _neiqin_protected_fields(self):
        own = {"company_id", "sequence", "entry_id", "digest", "sealed_at"}
        return super()._neiqin_protected_fields() | own

    def _compute_waiting(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT company_id, count(*), min(date) FROM neiqin_trail_entry"
                " WHERE sequence IS NULL AND company_id = ANY(%s) GROUP BY company_id",
                self.company_id.ids,
            )
        )
        found = {company: values for company, *values in rows}
        for chain in self:
            chain.waiting, chain.waiting_since = found.get(
                chain.company_id.id, (0, False)
            )

    @api.model
    def _neiqin_signers(self):
        """Return how digests are made: keyed, if the server was given a key.

        From ``NEIQIN_TRAIL_KEY`` or ``neiqin_trail_key`` in Odoo's configuration;
        several, separated by commas, the one in use first.
        """
        keys = os.environ.get("NEIQIN_TRAIL_KEY") or config.get("neiqin_trail_key")
        parts = (part.strip() for part in (keys or "").split(","))
        return hash_chain.Signers([part.encode() for part in parts if part])

    def _neiqin_genesis(self):
        self.ensure_one()
        return hash_chain.genesis(f"company {self.company_id.id}")

    def _neiqin_head(self):
        """Return the :class:`~hash_chain.Position` up to which rows are sealed."""
        self.ensure_one()
        if not self.sequence:
            return self._neiqin_genesis()
        return hash_chain.Position(self.sequence, self.entry_id, self.digest)

    @api.model
    def _neiqin_open_chains(self):
        """Return all chains, with new ones for companies whose first rows are there."""
        self.env["neiqin.trail.entry"].flush_model()
        self.env.cr.execute(
            """
            INSERT INTO neiqin_trail_chain (company_id, sequence, entry_id)
            SELECT id, 0, 0 FROM res_company company
             WHERE EXISTS (
                   SELECT FROM neiqin_trail_entry WHERE company_id = company.id)
               AND NOT EXISTS (
                   SELECT FROM neiqin_trail_chain WHERE company_id = company.id)
            ON CONFLICT DO NOTHING
            """
        )
        return self.sudo().search([("company_id", "!=", False)])

    @api.model
    def _cron_seal(self):
        """Seal what waits, in slices."""
        cron = self.env["ir.cron"]
        chains = self._neiqin_open_chains().filtered("waiting")
        remaining = sum(chains.mapped("waiting"))
        for chain in chains:
            done = SLICE
            while done == SLICE:
                done = 0
                with chain._neiqin_isolated("_neiqin_seal"):
                    done = chain._neiqin_seal(SLICE)
                remaining = max(remaining - done, 0)
                if not cron._commit_progress(done, remaining=remaining):
                    return

    def _neiqin_failure_user(self):
        return self._neiqin_auditors()

    def _neiqin_seal(self, limit):
        """Seal up to ``limit`` committed rows; return how many.

        0 also while another sealer is at work, or when the key is missing with which
        the last rows were sealed: rows wait then, and the nightly check says so.
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            return 0
        self.invalidate_recordset()
        head, signers = self._neiqin_head(), self._neiqin_signers()
        if not signers.may_follow(head.digest):
            return 0
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM neiqin_trail_entry"
                " WHERE company_id = %s AND sequence IS NULL ORDER BY id LIMIT %s",
                PAYLOAD,
                self.company_id.id,
                limit,
            )
        )
        links = list(hash_chain.extend(head, rows, signers))
        if links:
            self._neiqin_store(links)
        return len(links)

    def _neiqin_store(self, links):
        idents, sequences, previous_ids, previous, digests, _texts = zip(
            *links, strict=True
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE neiqin_trail_entry entry
                   SET sequence = link.sequence, previous_id = link.previous_id,
                       previous_digest = link.previous, digest = link.digest
                  FROM unnest(%s::int[], %s::int[], %s::int[], %s::text[], %s::text[])
                    AS link (id, sequence, previous_id, previous, digest)
                 WHERE entry.id = link.id
                """,
                *map(list, (idents, sequences, previous_ids, previous, digests)),
            )
        )
        self.env["neiqin.trail.entry"].invalidate_model()
        self._neiqin_as_server().write(
            {
                "sequence": sequences[-1],
                "entry_id": idents[-1],
                "digest": digests[-1],
                "sealed_at": fields.Datetime.now(),
            }
        )

    def _neiqin_auditors(self):
        """Return who is told of this trail: its auditors, else who stands in."""
        self.ensure_one()
        return self.company_id._neiqin_first_people(
            "neiqin_addon.group_neiqin_auditor",
            "neiqin_addon.group_neiqin_manager",
            "base.group_system",
        )

    def _neiqin_mail(self, subject, template, values):
        """Send each auditor a mail in their own language, kept at this record.

        :param subject: function of a user's env, gives the subject
        :param str template: xml id of a QWeb template
        """
        self.ensure_one()
        mails = []
        for user in self._neiqin_auditors():
            env = self.with_context(lang=user.lang).env
            shown = {"chain": self, "user": user, **values}
            shown = {
                name: value.with_env(env) if isinstance(value, models.Model) else value
                for name, value in shown.items()
            }
            mails.append(
                {
                    "subject": subject(env),
                    "body_html": env["ir.qweb"]._render(template, shown),
                    "recipient_ids": [fields.Command.link(user.partner_id.id)],
                    "model": self._name,
                    "res_id": self.id,
                    "auto_delete": False,
                }
            )
        return self.env["mail.mail"].sudo().create(mails)

    def _neiqin_alert(self, subject, note):
        """Give each auditor an activity, unless one is still open."""
        self.ensure_one()
        todo = self.env.ref("mail.mail_activity_data_warning")
        open_ = self.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == todo
        )
        for user in self._neiqin_auditors() - open_.user_id:
            self.sudo().activity_schedule(
                "mail.mail_activity_data_warning",
                summary=subject,
                note=note,
                user_id=user.id,
            )
