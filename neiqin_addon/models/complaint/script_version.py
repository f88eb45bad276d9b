"""One approved text of a script, as it was offered; and its place in the composer."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mail.tools.discuss import Store

from ...tools.digest import canonical
from .script import OCCASIONS

#: Who writes to customers.
WRITERS = ("neiqin_addon.group_neiqin_clerk", "sales_team.group_sale_salesman")


class NeiqinScriptVersion(models.Model):
    """Never changes: what a customer was told can be shown years later."""

    _name = "neiqin.script.version"
    _description = "Version of a Script"
    _inherit = ["neiqin.append.only.mixin"]
    _order = "script_id, number desc"

    script_id = fields.Many2one(
        comodel_name="neiqin.script", required=True, index=True, ondelete="restrict"
    )
    number = fields.Integer(string="Version", required=True, aggregator=None)
    name = fields.Char(string="Title", required=True)
    body = fields.Text(string="Text", required=True)
    lang = fields.Char(string="Language", required=True)
    occasion = fields.Selection(selection=OCCASIONS, required=True)
    company_id = fields.Many2one(
        comodel_name="res.company", index="btree_not_null", ondelete="restrict"
    )
    complaint_type_ids = fields.Many2many(
        comodel_name="neiqin.complaint.type",
        relation="neiqin_script_version_complaint_type_rel",
        string="Complaint Types",
    )
    exception_type_ids = fields.Many2many(
        comodel_name="neiqin.exception.type",
        relation="neiqin_script_version_exception_type_rel",
        string="Exception Types",
    )
    digest = fields.Char(required=True, help="Of all that the version consists of.")
    written_by = fields.Char(required=True)
    published_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved By",
        required=True,
        ondelete="restrict",
    )
    published_at = fields.Datetime(
        string="Approved On", required=True, default=fields.Datetime.now
    )
    canned_ids = fields.One2many(
        comodel_name="mail.canned.response",
        inverse_name="neiqin_version_id",
        string="Canned Response",
    )

    _number_unique = models.UniqueIndex("(script_id, number)")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.name} · v{version.number}"

    @api.model
    def _neiqin_make(self, script):
        """Return the next version of a script; it is offered in the place of the last."""
        content = script._neiqin_version_values()
        last = self.sudo().search([("script_id", "=", script.id)], limit=1)
        version = self.sudo()._neiqin_as_server()
        version = version.create(
            {
                **content,
                "complaint_type_ids": [Command.set(content["complaint_type_ids"])],
                "exception_type_ids": [Command.set(content["exception_type_ids"])],
                "company_id": content["company_id"] or False,
                "script_id": script.id,
                "number": last.number + 1,
                "digest": canonical(content),
                "written_by": ", ".join(script.sudo().author_ids.mapped("name")) or "-",
                "published_by_id": self.env.uid,
            }
        )
        script.sudo().version_id._neiqin_retire()
        version._neiqin_offer_canned()
        return version.with_env(self.env)

    def _neiqin_offer_canned(self):
        """Make the canned response. It is nobody's own: nobody may change it."""
        groups = [self.env.ref(group).id for group in WRITERS]
        canned = self.env["mail.canned.response"].with_user(SUPERUSER_ID)
        canned._neiqin_as_server().create(
            [
                {
                    "source": version.name,
                    "substitution": version.body,
                    "group_ids": [Command.set(groups)],
                    "neiqin_version_id": version.id,
                }
                for version in self
            ]
        )

    def _neiqin_retire(self):
        """Offer the canned responses to nobody; they stay, for what used them."""
        canned = self.sudo().canned_ids.with_user(SUPERUSER_ID)
        canned._neiqin_as_server().write({"group_ids": [Command.clear()]})


class MailCannedResponse(models.Model):
    _name = "mail.canned.response"
    _inherit = ["mail.canned.response", "neiqin.protected.mixin"]

    neiqin_version_id = fields.Many2one(
        comodel_name="neiqin.script.version",
        string="Script",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_version_id"}

    def write(self, vals):
        if set(vals) - {"last_used"}:
            self._neiqin_check_not_script()
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_not_script()
        return super().unlink()

    def _neiqin_check_not_script(self):
        """Who may change canned responses may not change an approved script."""
        scripts = self.sudo().filtered("neiqin_version_id")
        if scripts and not self._neiqin_is_server():
            raise UserError(
                self.env._(
                    "%(name)s is a script: it changes by a new version that a second "
                    "person approves.",
                    name=scripts[0].source,
                )
            )

    def _to_store_defaults(self, target):
        """Say which are scripts: the composer offers these where they fit alone."""
        return [
            *super()._to_store_defaults(target),
            Store.Attr(
                "isNeiqinScript", lambda canned: bool(canned.sudo().neiqin_version_id)
            ),
        ]
