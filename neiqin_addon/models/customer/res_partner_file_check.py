"""The customer's side of verifications: what was verified by whom, and beginning one."""

from odoo import api, fields, models
from odoo.tools import SQL

STAFF = "neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor"


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_file_check_ids = fields.One2many(
        comodel_name="neiqin.file.check",
        inverse_name="partner_id",
        string="File Verifications",
        copy=False,
        groups=STAFF,
    )
    neiqin_file_verified_ids = fields.Many2many(
        comodel_name="neiqin.file.check.line",
        string="Last Verified",
        compute="_compute_neiqin_file_verified_ids",
        groups=STAFF,
        help="Per field who verified it last, and when.",
    )
    neiqin_file_check_state = fields.Selection(
        selection=[
            ("none", "None"),
            ("open", "File to Verify"),
            ("waiting", "To Accept"),
        ],
        string="Running Verification",
        compute="_compute_neiqin_file_check_state",
        groups=STAFF,
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_file_check_ids"}

    @api.depends("neiqin_file_check_ids.line_ids.verdict")
    def _compute_neiqin_file_verified_ids(self):
        latest = self._neiqin_file_latest()
        for partner in self:
            partner.neiqin_file_verified_ids = latest.get(partner._origin.id, [])

    def _neiqin_file_latest(self):
        """Return ``{customer id: ids of the latest line per field}``, in one query."""
        lines = self.env["neiqin.file.check.line"]
        lines.flush_model()
        self.env["neiqin.file.check"].flush_model(["partner_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (c.partner_id, line.partner_id, line.field_name)"
                " c.partner_id, line.id FROM neiqin_file_check_line line"
                " JOIN neiqin_file_check c ON c.id = line.check_id"
                " WHERE c.partner_id = ANY(%s) AND line.verdict IN"
                " ('confirmed', 'changed') AND line.acceptance IN ('none', 'accepted')"
                " ORDER BY c.partner_id, line.partner_id, line.field_name,"
                " line.verified_at DESC NULLS LAST, line.id DESC",
                self._origin.ids,
            )
        )
        found = {}
        for customer, line in rows:
            found.setdefault(customer, []).append(line)
        readable = lines.browse(line for _c, line in rows)._filtered_access("read")
        return {
            customer: [line for line in mine if line in readable._ids]
            for customer, mine in found.items()
        }

    @api.depends("neiqin_file_check_ids.state")
    def _compute_neiqin_file_check_state(self):
        for partner in self:
            states = partner.neiqin_file_check_ids.mapped("state")
            found = [state for state in ("waiting", "open") if state in states]
            partner.neiqin_file_check_state = found[0] if found else "none"

    def action_neiqin_file_checks(self):
        """Show the verifications of the customer's file."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_file_check_action"
        )
        customer = self.commercial_partner_id
        return {
            **action,
            "domain": [("partner_id", "=", customer.id)],
            "context": {"default_partner_id": customer.id},
        }

    def action_neiqin_verify_file(self):
        """Open the customer's running verification, or begin one."""
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id
        checks = self.env["neiqin.file.check"]
        running = checks.search(
            [("partner_id", "=", customer.id), ("state", "in", ("open", "waiting"))],
            limit=1,
        )
        running = running or checks.create({"partner_id": customer.id})
        return running._get_records_action(name=self.env._("Verify the File"))
