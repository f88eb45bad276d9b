"""The trail: who did what, when, to which record, for good."""

import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError

#: What can be written down. One list for the whole add-on, so that the auditor's
#: filters and the chain's content never depend on what else is installed.
ACTIONS = [
    ("change", "Changed"),
    ("create", "Created"),
    ("delete", "Deleted"),
    ("request", "Approval requested"),
    ("approve", "Approved"),
    ("refuse", "Refused"),
    ("lapse", "Approval lapsed"),
    ("grant", "Grant given"),
    ("grant_use", "Grant used"),
    ("override", "Rule overridden"),
    ("credit_block", "Stopped for credit"),
    ("credit_release", "Credit block ended"),
    ("verify", "Verified"),
    ("letter", "Letter sent"),
    ("acknowledge", "Letter acknowledged"),
    ("dispute", "Letter disputed"),
    ("supersede", "Letter superseded"),
    ("undelivered", "Letter not delivered"),
    ("reveal", "Sealed value shown"),
    ("export", "Exported"),
    ("policy", "Policy changed"),
    ("freeze", "Leaver frozen"),
    ("hand_over", "Handed over"),
    ("archive", "Filed"),
    ("archive_open", "Archive opened"),
    ("archive_hold", "Legal hold"),
    ("archive_destroy", "Archive destroyed"),
    ("archive_fault", "Archived paper damaged"),
    ("report", "Report given out"),
    ("report_fault", "Report damaged"),
    ("backup", "Backup"),
    ("restore", "Restored"),
    ("denied", "Not permitted"),
]


class NeiqinTrailEntry(models.Model):
    """One fact that must stay. Written by ``_neiqin_log`` and by nothing else."""

    _name = "neiqin.trail.entry"
    _inherit = "neiqin.append.only.mixin"
    _description = "Trail Entry"
    _order = "id desc"
    _rec_name = "res_name"
    # all there is about a row is in its hashed columns
    _log_access = False
    _neiqin_seal_columns = ("sequence", "previous_id", "previous_digest", "digest")

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="Moment", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="User",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_name = fields.Char(
        string="User's Name",
        required=True,
        readonly=True,
        help="Name and login as they were at that moment.",
    )
    real_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Logged-in User",
        readonly=True,
        ondelete="restrict",
        help="Who was logged in, where the system acted in another user's name.",
    )
    is_superuser = fields.Boolean(
        string="With System Rights",
        readonly=True,
        help="Access rights were not checked: the system did it for the user.",
    )
    action = fields.Selection(selection=ACTIONS, required=True, readonly=True)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", readonly=True
    )
    res_name = fields.Char(
        string="Record",
        readonly=True,
        help="The record's name at that moment; it stays when the record is deleted.",
    )
    details = fields.Text(
        readonly=True, help="The values as JSON, sensitive ones masked."
    )
    reason = fields.Char(readonly=True)
    ip_address = fields.Char(string="IP Address", readonly=True)

    sequence = fields.Integer(
        string="Place in the Chain", readonly=True, aggregator=None
    )
    previous_id = fields.Integer(
        string="Row Before",
        readonly=True,
        aggregator=None,
        help="The row at the place before, 0 for the first row of a company.",
    )
    previous_digest = fields.Char(string="Digest Before", readonly=True)
    digest = fields.Char(
        readonly=True,
        help="Hash of this row, its place and the digest before. Empty until the "
        "row is sealed, within a minute or so.",
    )

    is_sealed = fields.Boolean(
        string="Sealed", compute="_compute_is_sealed", search="_search_is_sealed"
    )
    model_name = fields.Char(string="Kind of Record", compute="_compute_model_name")
    values_text = fields.Text(string="Values", compute="_compute_values_text")
    can_open = fields.Boolean(compute="_compute_can_open")

    _record_index = models.Index("(res_model, res_id)")
    # not unique: a row that somebody forged by SQL must not stop the sealing
    _chain_index = models.Index("(company_id, sequence)")
    _waiting_index = models.Index("(company_id, id) WHERE sequence IS NULL")

    @api.depends("digest")
    def _compute_is_sealed(self):
        for entry in self:
            entry.is_sealed = bool(entry.digest)

    def _search_is_sealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("digest", "!=" if True in value else "=", False)]

    @api.depends("res_model")
    def _compute_model_name(self):
        models_ = self.env["ir.model"].sudo()
        for entry in self:
            entry.model_name = models_._get(entry.res_model).name or entry.res_model

    @api.depends("details", "res_model")
    def _compute_values_text(self):
        """One line per value: its label, then what it was and what it became."""
        for entry in self:
            values = json.loads(entry.details or "{}")
            labels = entry._neiqin_labels(values)
            entry.values_text = "\n".join(
                f"{labels.get(name, name)}: {self._neiqin_value_text(value)}"
                for name, value in values.items()
            )

    def _neiqin_labels(self, names):
        if self.res_model not in self.env:
            return {}
        model = self.env[self.res_model].sudo()
        labels = model.fields_get(list(names), ["string"]) if names else {}
        return {name: label["string"] for name, label in labels.items()}

    @api.model
    def _neiqin_value_text(self, value):
        if isinstance(value, dict) and set(value) == {"old", "new"}:
            old, new = (self._neiqin_value_text(value[key]) for key in ("old", "new"))
            return f"{old} → {new}"
        if isinstance(value, list):
            return ", ".join(self._neiqin_value_text(item) for item in value) or "–"
        if isinstance(value, bool):
            return self.env._("yes") if value else "–"
        return "–" if value is None or value == "" else str(value)

    @api.depends_context("uid")
    @api.depends("res_model", "res_id")
    def _compute_can_open(self):
        """Whether the record still exists and the reader may see it."""
        self.can_open = False
        for model, entries in self.grouped("res_model").items():
            if model not in self.env or self.env[model]._abstract:
                continue
            if not self.env[model].has_access("read"):
                continue
            records = self.env[model].browse({e.res_id for e in entries if e.res_id})
            readable = set(records.exists()._filtered_access("read").ids)
            for entry in entries:
                entry.can_open = entry.res_id in readable

    def action_neiqin_open_record(self):
        """Open the record the entry is about."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_open:
            raise MissingError(
                self.env._(
                    "%(record)s does not exist any more, or you may not read it.",
                    record=self.res_name or self.res_model,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _neiqin_digests(self, action, records):
        """Return ``{record id: digest}`` as the trail has them; nobody can rewrite it.

        :param action: the action under which the digests were logged
        """
        entries = self.sudo().search(
            [
                ("action", "=", action),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
            ],
            order="id desc",
        )
        # the first entry counts: whatever came later was not there when it was frozen
        return {
            entry.res_id: json.loads(entry.details or "{}").get("digest")
            for entry in entries
        }

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        # not even for the server: rows come from _neiqin_log alone
        raise AccessError(self.env._("The trail is written by the system only."))
