"""A script (标准话术): what is said to customers in a situation, approved by two people."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ...tools.digest import canonical
from ...tools.script_text import placeholders

OCCASIONS = [
    ("first", "First Answer"),
    ("ask", "Asking the Customer"),
    ("progress", "How It Stands"),
    ("solution", "Solution"),
    ("follow", "Following Up"),
    ("letter", "Confirmation Letter"),
    ("change", "Change of the Order"),
    ("other", "Other"),
]
STATES = [("draft", "Draft"), ("published", "In Use")]
#: What may stand in braces. Filled by ``neiqin.script.mixin``.
KNOWN = (
    "agent",
    "agent_phone",
    "company",
    "contact",
    "customer",
    "customer_ref",
    "deadline",
    "number",
    "order",
    "product",
    "promised",
    "subject",
)
#: What a version consists of; whoever writes one of them is an author of the draft.
CONTENT = (
    "name",
    "body",
    "lang",
    "occasion",
    "company_id",
    "complaint_type_ids",
    "exception_type_ids",
)
SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinScript(models.Model):
    """The draft. Only its published version is ever offered to anybody."""

    _name = "neiqin.script"
    _description = "Script"
    _inherit = ["neiqin.protected.mixin", "mail.thread"]
    _order = "occasion, name, id"

    name = fields.Char(
        string="Title", required=True, help="What one types after :: to find it."
    )
    body = fields.Text(
        string="Text",
        required=True,
        help="In braces: what is filled in from the complaint, order or letter.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    occasion = fields.Selection(selection=OCCASIONS, required=True, default="first")
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty for all companies.",
    )
    complaint_type_ids = fields.Many2many(
        comodel_name="neiqin.complaint.type",
        relation="neiqin_script_complaint_type_rel",
        string="Complaint Types",
        help="Empty, and no exception type either: for all of them.",
    )
    exception_type_ids = fields.Many2many(
        comodel_name="neiqin.exception.type",
        relation="neiqin_script_exception_type_rel",
        string="Exception Types",
        help="Offered on orders and letters with an open case of these types.",
    )
    state = fields.Selection(
        selection=STATES, required=True, default="draft", index=True, copy=False
    )
    version_id = fields.Many2one(
        comodel_name="neiqin.script.version",
        string="Version in Use",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
    )
    version_ids = fields.One2many(
        comodel_name="neiqin.script.version",
        inverse_name="script_id",
        string="Versions",
        readonly=True,
    )
    version = fields.Integer(copy=False, aggregator=None)
    author_ids = fields.Many2many(
        comodel_name="res.users",
        relation="neiqin_script_author_rel",
        string="Written By",
        copy=False,
        help="Everybody who wrote on the draft since the last version. Somebody else "
        "approves it.",
    )
    has_changes = fields.Boolean(
        string="To Approve", compute="_compute_has_changes", store=True
    )
    may_publish = fields.Boolean(compute="_compute_may_publish")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "state",
            "version_id",
            "version_ids",
            "version",
            "author_ids",
        }

    @api.depends(*CONTENT, "version_id.digest")
    def _compute_has_changes(self):
        for script in self:
            digest = canonical(script._neiqin_version_values())
            script.has_changes = digest != script.version_id.sudo().digest

    @api.depends("author_ids")
    @api.depends_context("uid")
    def _compute_may_publish(self):
        may = self.env.user.has_group(SUPERVISOR)
        for script in self:
            script.may_publish = may and self.env.user not in script.sudo().author_ids

    @api.constrains("body")
    def _check_placeholders(self):
        """A misspelt placeholder would reach the customer in its braces."""
        for script in self:
            wrong = set(placeholders(script.body)).difference(KNOWN)
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(script)s: nothing is known to fill in for %(wrong)s. "
                        "There are: %(known)s.",
                        script=script.name,
                        wrong=", ".join(f"{{{name}}}" for name in sorted(wrong)),
                        known=", ".join(f"{{{name}}}" for name in KNOWN),
                    )
                )

    # --- who wrote the draft

    @api.model_create_multi
    def create(self, vals_list):
        scripts = super().create(vals_list)
        scripts._neiqin_add_author()
        return scripts

    def write(self, vals):
        res = super().write(vals)
        if set(CONTENT).intersection(vals):
            self._neiqin_add_author()
        return res

    def _neiqin_add_author(self):
        self.sudo()._neiqin_as_server().write(
            {"author_ids": [Command.link(self.env.uid)]}
        )

    # --- versions

    def _neiqin_version_values(self):
        """Return what a version consists of, as values of its fields but the company."""
        self.ensure_one()
        return {
            "name": self.name or "",
            "body": self.body or "",
            "lang": self.lang or "",
            "occasion": self.occasion or "",
            "company_id": self.company_id.id or 0,
            "complaint_type_ids": sorted(self.complaint_type_ids.ids),
            "exception_type_ids": sorted(self.exception_type_ids.ids),
        }

    def action_publish(self):
        """Approve the drafts: each becomes the next version, and the one offered.

        :raise AccessError: if the user is no supervisor, or wrote on one of them
        """
        self._neiqin_check_supervisor()
        self.lock_for_update()
        for script in self:
            script._neiqin_check_second_person()
            script._neiqin_publish()
        return True

    def _neiqin_publish(self):
        version = self.env["neiqin.script.version"]._neiqin_make(self)
        self.sudo()._neiqin_as_server().write(
            {
                "version_id": version.id,
                "version": version.number,
                "state": "published",
                "author_ids": [Command.clear()],
            }
        )
        self.invalidate_recordset(["version_ids"], flush=False)

    def action_withdraw(self):
        """Offer the scripts to nobody any more; their versions stay."""
        self._neiqin_check_supervisor()
        self.sudo().version_id._neiqin_retire()
        self.sudo()._neiqin_as_server().write({"state": "draft", "version_id": False})
        return True

    def _neiqin_check_supervisor(self):
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group(SUPERVISOR)):
            raise AccessError(
                self.env._("A supervisor approves and withdraws scripts.")
            )

    def _neiqin_check_second_person(self):
        """Two people: who wrote on the draft does not approve it."""
        if self.env.su or self.env.user not in self.sudo().author_ids:
            return
        reason = self.env._(
            "%(script)s: you wrote on it yourself, somebody else approves it.",
            script=self.name,
        )
        self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
        raise AccessError(reason)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for script in self.sudo():
            if script.version_ids:
                raise UserError(
                    self.env._(
                        "%(script)s was in use once. Withdraw it, so that its versions "
                        "stay.",
                        script=script.name,
                    )
                )
