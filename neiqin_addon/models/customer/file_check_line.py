"""One item of a verification: what was on file, what the customer says to it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..control.sealed_field import SealedChar
from .file_check import RUNNING, SOURCES
from .file_check_items import LONGEST

VERDICTS = [
    ("todo", "Not Asked Yet"),
    ("confirmed", "Right"),
    ("changed", "Changed"),
    ("unreached", "Not Reached"),
]
WRITTEN = {"verdict", "new_value"}


class NeiqinFileCheckLine(models.Model):
    """Per field who verified it and when; a later verification adds lines.

    Values of sealed fields are sealed here as there: accepting one does not show it.
    """

    _name = "neiqin.file.check.line"
    _inherit = ["neiqin.sealed.mixin"]
    _description = "Item of a Verification"
    _order = "check_id, sequence, id"
    _rec_name = "label"

    check_id = fields.Many2one(
        comodel_name="neiqin.file.check", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    state = fields.Selection(related="check_id.state")
    sequence = fields.Integer()
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Of",
        required=True,
        index=True,
        ondelete="cascade",
    )
    field_name = fields.Char(required=True)
    label = fields.Char(string="Item", compute="_compute_label")
    # no index: what is searched is the customer's own field
    value = SealedChar(string="On File", neiqin_kind="phone", neiqin_indexed=False)
    new_value = SealedChar(string="Right Is", neiqin_kind="phone", neiqin_indexed=False)
    shown_value = fields.Char(string="Shown", compute="_compute_shown_value")
    verdict = fields.Selection(selection=VERDICTS, required=True, default="todo")
    acceptance = fields.Selection(
        selection=[
            ("none", "-"),
            ("waiting", "To Accept"),
            ("accepted", "Accepted"),
            ("declined", "Not Accepted"),
        ],
        required=True,
        default="none",
        help="What a customer changes on the portal counts once a clerk accepts it.",
    )
    source = fields.Selection(selection=SOURCES, string="How")
    verified_by = fields.Char(
        string="File Verified By", help="The colleague, or the customer's own person."
    )
    verified_at = fields.Datetime(string="File Verified At")
    decided_by_id = fields.Many2one(comodel_name="res.users", string="Decided By")
    decided_at = fields.Datetime()
    is_carried_out = fields.Boolean()

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            *WRITTEN, "neiqin_sealed"
        )

    @api.model
    def _neiqin_sealable_domain(self):
        """Seal what is sealed in the file."""
        return Domain("field_name", "in", self._neiqin_sealed_in_file())

    @api.model
    def _neiqin_sealed_in_file(self):
        return list(self.env["res.partner"]._neiqin_sealed_names())

    @api.model
    def _neiqin_responsible_domain(self):
        """The customer's salesperson reads the customer's numbers."""
        mine = Domain("partner_id.user_id", "=", self.env.uid)
        return mine | Domain(
            "partner_id.commercial_partner_id.user_id", "=", self.env.uid
        )

    @api.depends("field_name", "partner_id", "check_id.partner_id")
    @api.depends_context("lang")
    def _compute_label(self):
        partners = self.env["res.partner"]
        names = partners.fields_get(
            [
                name
                for name in set(self.mapped("field_name"))
                if name in partners._fields
            ],
            ["string"],
        )
        for line in self:
            label = names.get(line.field_name, {}).get("string") or line.field_name
            if line.partner_id != line.check_id.partner_id:
                label = f"{line.partner_id.sudo().name}: {label}"
            line.label = label

    @api.depends("value", "field_name")
    @api.depends_context("lang", "uid", "su", "neiqin_masked")
    def _compute_shown_value(self):
        choices = dict(
            self.env["res.partner"]
            ._fields["neiqin_invoicing"]
            ._description_selection(self.env)
        )
        for line in self:
            value = line.value or ""
            if line.field_name == "neiqin_invoicing":
                value = choices.get(value, value)
            line.shown_value = value

    # --- a clerk writes what the customer said

    def write(self, vals):
        if not WRITTEN.intersection(vals) or self._neiqin_is_server():
            return super().write(vals)
        if any(line.check_id.state not in RUNNING for line in self):
            raise UserError(self.env._("This verification has ended."))
        if any(line.acceptance != "none" for line in self):
            raise UserError(
                self.env._("The customer wrote this: accept it or decline it.")
            )
        res = super().write(self._neiqin_heard(vals))
        stamp = {
            "verified_by": self.env.user.name,
            "verified_at": fields.Datetime.now(),
        }
        for check, lines in self.grouped("check_id").items():
            lines._neiqin_as_server().write({**stamp, "source": check.source})
        return res

    def _neiqin_heard(self, vals):
        """Return the verdict and the value so that they fit each other.

        :raise UserError: for a change without a value
        """
        vals = dict(vals)
        if "new_value" in vals:
            vals["new_value"] = (vals["new_value"] or "").strip() or False
        if vals.get("new_value"):
            self._neiqin_check_new(vals["new_value"])
            vals["verdict"] = "changed"
        elif vals.get("verdict") == "changed":
            if "new_value" in vals or not all(line.new_value for line in self):
                raise UserError(
                    self.env._("What is right? Type it, or choose another verdict.")
                )
        else:
            # without a value it is not changed any more
            vals = {"verdict": "todo", **vals, "new_value": False}
        return vals

    def _neiqin_check_new(self, value):
        """Refuse what cannot stand in the file.

        :raise ValidationError: with the reason
        """
        for line in self:
            if len(value) > LONGEST:
                raise ValidationError(
                    self.env._("%(item)s: this is too long.", item=line.label)
                )
            if line.field_name == "email" and not email_normalize(value):
                raise ValidationError(
                    self.env._("%(value)s is no e-mail address.", value=value)
                )
            if line.field_name == "neiqin_invoicing" and value not in dict(
                self.env["res.partner"]._fields["neiqin_invoicing"].selection
            ):
                raise ValidationError(
                    self.env._("%(value)s is none of the choices.", value=value)
                )

    def _neiqin_carry_out(self):
        """Write what changed into the file, with the rights of whoever does it."""
        lines = self.filtered(
            lambda line: (
                line.verdict == "changed"
                and line.acceptance in ("none", "accepted")
                and not line.is_carried_out
            )
        )
        clear = lines._neiqin_clear_values("new_value")
        for partner, mine in lines.grouped("partner_id").items():
            vals = {line.field_name: clear[line.id] for line in mine if clear[line.id]}
            if vals:
                partner.write(vals)
        lines._neiqin_as_server().write({"is_carried_out": True})

    def action_neiqin_right(self):
        """The customer said that this is right."""
        return self.write({"verdict": "confirmed"})

    # --- what a customer changed on the portal

    def action_neiqin_accept(self):
        """Take over what the customer changed."""
        return self._neiqin_decide("accepted")

    def action_neiqin_decline(self):
        """Leave the file as it is."""
        return self._neiqin_decide("declined")

    def _neiqin_decide(self, decision):
        self.check_access("write")
        if not self.env.user.has_group("neiqin_addon.group_neiqin_clerk"):
            raise AccessError(self.env._("A clerk decides what goes into the file."))
        if any(
            line.acceptance != "waiting" or line.check_id.state not in RUNNING
            for line in self
        ):
            raise UserError(self.env._("Nothing waits here any more."))
        self._neiqin_as_server().write(
            {
                "acceptance": decision,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self._neiqin_carry_out()
        for check in self.check_id:
            if not check.waiting_count:
                check._neiqin_all_decided()
        return True
