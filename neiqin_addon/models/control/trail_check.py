"""The check of a trail: the chain computed again, row by row."""

import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import hash_chain
from .trail_chain import PAYLOAD

#: Rows fetched at a time, and rows checked between two commits.
FETCH = 5000
SLICE = 500_000
#: A row that waits longer means that the sealing does not work.
PATIENCE = timedelta(hours=1)

FAULTS = [
    ("changed", "Changed after it was sealed"),
    ("resealed", "Changed and sealed again"),
    ("missing", "Rows removed"),
    ("reordered", "Out of its place"),
    ("doubled", "Place taken twice"),
    ("recomputed", "Chain computed anew"),
    ("tail", "Last rows removed"),
    ("beyond", "Sealed by somebody else"),
    ("key", "Key missing"),
    ("weaker", "Sealed without the key"),
    ("stalled", "Sealing stopped"),
    ("unguarded", "Database guard removed"),
]


class NeiqinTrailCheck(models.Model):
    """One check of one company's trail; a long one goes on where it stopped."""

    _name = "neiqin.trail.check"
    _inherit = "neiqin.protected.mixin"
    _description = "Trail Check"
    _order = "id desc"

    chain_id = fields.Many2one(
        comodel_name="neiqin.trail.chain",
        string="Trail",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="chain_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", readonly=True
    )
    state = fields.Selection(
        selection=[
            ("running", "Running"),
            ("intact", "Intact"),
            ("broken", "Broken"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    sequence = fields.Integer(string="Rows Checked", readonly=True, aggregator=None)
    entry_id = fields.Integer(string="Last Row", readonly=True, aggregator=None)
    digest = fields.Char(string="Head", readonly=True)
    seconds = fields.Float(readonly=True, digits=(16, 1), aggregator=None)
    finished_at = fields.Datetime(string="Finished", readonly=True)
    fault = fields.Selection(selection=FAULTS, readonly=True)
    fault_entry_id = fields.Integer(
        string="Row",
        readonly=True,
        aggregator=None,
        help="The id of the first row concerned.",
    )
    fault_sequence = fields.Integer(string="Place", readonly=True, aggregator=None)
    message = fields.Char(string="Result", compute="_compute_message")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | set(self._fields)

    @api.depends_context("lang")
    @api.depends("state", "fault", "fault_entry_id", "fault_sequence", "sequence")
    def _compute_message(self):
        for check in self:
            check.message = check._neiqin_message()

    def _neiqin_message(self):
        if self.state == "running":
            return self.env._("%(rows)s rows checked so far", rows=self.sequence)
        if self.state == "intact":
            return self.env._(
                "%(rows)s rows, every one in its place", rows=self.sequence
            )
        known = {
            "stalled": self.env._("Rows have waited for their seal for over an hour."),
            "unguarded": self.env._("The database would let the trail be changed."),
        }
        return known.get(self.fault) or self.env._(
            "%(fault)s: row %(row)s, place %(place)s",
            fault=dict(self._fields["fault"]._description_selection(self.env)).get(
                self.fault, ""
            ),
            row=self.fault_entry_id or "?",
            place=self.fault_sequence,
        )

    @api.model
    def _neiqin_start(self, chains):
        """Return new checks of these chains, nothing checked yet."""
        return (
            self.sudo()
            ._neiqin_as_server()
            .create(
                [
                    {
                        "chain_id": chain.id,
                        "user_id": self.env.uid,
                        "digest": chain._neiqin_genesis().digest,
                    }
                    for chain in chains
                ]
            )
        )

    def _neiqin_run(self, limit=None):
        """Check the next ``limit`` rows, or all; return how many were checked."""
        self.ensure_one()
        begun = time.monotonic()
        position = hash_chain.Position(self.sequence, self.entry_id, self.digest)
        verifier = hash_chain.Verifier(
            position, self.chain_id._neiqin_signers(), self._neiqin_anchors()
        )
        fault = verifier.walk(self._neiqin_links(position.sequence, limit))
        done = verifier.position.sequence - position.sequence
        finished = fault or limit is None or done < limit
        if finished and not fault:
            fault = verifier.finish(self._neiqin_last_head()) or self._neiqin_ailment()
        self._neiqin_note(verifier.position, time.monotonic() - begun, fault, finished)
        return done

    def _neiqin_note(self, position, seconds, fault, finished):
        vals = {**position._asdict(), "seconds": self.seconds + seconds}
        vals["entry_id"] = vals.pop("ident")
        if finished:
            vals["state"] = "broken" if fault else "intact"
            vals["finished_at"] = fields.Datetime.now()
        if fault:
            vals["fault"] = fault.kind
            vals["fault_entry_id"] = fault.ident
            vals["fault_sequence"] = fault.sequence
        self._neiqin_as_server().write(vals)
        if fault:
            self._neiqin_alarm()

    def _neiqin_links(self, sequence, limit):
        """Yield the rows after ``sequence`` as tuples, through a server-side cursor."""
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                DECLARE neiqin_trail NO SCROLL CURSOR FOR
                SELECT id, sequence, previous_id, previous_digest, digest, %s
                  FROM neiqin_trail_entry
                 WHERE company_id = %s AND sequence > %s
                 ORDER BY sequence, id %s
                """,
                PAYLOAD,
                self.company_id.id,
                sequence,
                SQL("LIMIT %s", limit) if limit else SQL(),
            )
        )
        try:
            while True:
                cr.execute(SQL("FETCH %s FROM neiqin_trail", FETCH))
                rows = cr.fetchall()
                yield from rows
                if len(rows) < FETCH:
                    break
        finally:
            cr.execute("CLOSE neiqin_trail")

    def _neiqin_anchors(self):
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT sequence, digest FROM neiqin_trail_anchor"
                    " WHERE chain_id = %s AND sequence > 0",
                    self.chain_id.id,
                )
            )
        )

    def _neiqin_last_head(self):
        """Return the head of the chain or the last anchor, whichever is further.

        The head can be written by SQL; the anchor is in the auditors' mail.
        """
        head = self.chain_id._neiqin_head()
        anchor = self.env["neiqin.trail.anchor"].search(
            [("chain_id", "=", self.chain_id.id)], order="sequence desc", limit=1
        )
        if anchor.sequence > head.sequence:
            return hash_chain.Position(anchor.sequence, anchor.entry_id, anchor.digest)
        return head

    def _neiqin_ailment(self):
        """Return what is wrong around an intact chain, as a fault, or None."""
        guarded = ("neiqin.trail.entry", "neiqin.trail.anchor")
        if not all(self.env[name]._neiqin_guard_in_place() for name in guarded):
            return hash_chain.Fault("unguarded", 0, 0)
        since = self.chain_id.waiting_since
        if since and fields.Datetime.now() - since > PATIENCE:
            return hash_chain.Fault("stalled", 0, self.sequence + 1)
        return None

    def _neiqin_alarm(self):
        """Tell the auditors: an activity and a mail, whatever else they read."""
        for check in self:
            chain = check.chain_id
            chain._neiqin_alert(self.env._("The trail needs you"), check.message)
            chain._neiqin_mail(
                lambda env, chain=chain: env._(
                    "Trail of %(company)s: check failed",
                    company=chain.company_id.name,
                ),
                "neiqin_addon.trail_alarm_mail",
                {"check": check},
            )
