"""Makes another model's records need two persons.

``docs/approving-another-model.md`` has an example in under 25 lines.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class NeiqinApprovalMixin(models.AbstractModel):
    _name = "neiqin.approval.mixin"
    _description = "Needs two persons"
    _inherit = ["neiqin.protected.mixin"]

    #: Fields whose values are approved; a change of one reopens the approval.
    _neiqin_approval_fields = ()

    neiqin_content_uid = fields.Many2one(
        comodel_name="res.users",
        string="Last Editor",
        copy=False,
        readonly=True,
    )
    neiqin_approval_ids = fields.One2many(
        comodel_name="neiqin.approval",
        inverse_name="res_id",
        string="Approvals",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        groups="sales_team.group_sale_salesman,neiqin_addon.group_neiqin_auditor",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_content_uid"}

    # --- what a model says about itself

    @api.model
    def _neiqin_approval_operations(self):
        """Return ``{code: label}`` of what may need two persons here."""
        return {}

    def _neiqin_approval_content(self):
        """Return ``{id: tree of plain values}``: what an approval is given for."""
        names = self._neiqin_approval_fields
        return {
            record.id: {name: record._neiqin_approval_plain(name) for name in names}
            for record in self
        }

    def _neiqin_approval_plain(self, name):
        value = self[name]
        if isinstance(value, models.BaseModel):
            return (
                value.id if self._fields[name].type == "many2one" else sorted(value.ids)
            )
        return value or None

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        """Return the content as an approver reads it: ``[(key, label, text), ...]``.

        :param payload: a change to show as if it were made
        """
        content = {**(content or {}), **(payload or {})}
        labels = self.fields_get(list(content), ["string"])
        return [
            (name, labels[name]["string"], self._neiqin_approval_text(name, value))
            for name, value in content.items()
            if name in labels
        ]

    @api.model
    def _neiqin_approval_text(self, name, value):
        field = self._fields[name]
        if field.relational and value:
            ids = value if isinstance(value, list) else [value]
            records = self.env[field.comodel_name].sudo().browse(ids).exists()
            return ", ".join(records.mapped("display_name"))
        if field.type in ("date", "datetime") and value:
            return format_date(self.env, value)
        if field.type == "selection" and value:
            return dict(field._description_selection(self.env)).get(value, str(value))
        return "" if value in (None, False) else str(value)

    def _neiqin_approval_measures(self, operation, payload=None):
        """Return ``{id: measures}`` of the records the operation concerns now.

        Measures are what :meth:`_neiqin_fits` of a rule compares.
        """
        return {record.id: {"amount": 0, "percent": 0} for record in self}

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        """Return in a few words what the request is about, for lists."""
        return ""

    def _neiqin_approval_name(self):
        """Return the record's name in lists of approvals."""
        return self.display_name

    def _neiqin_approval_involved(self):
        """Return ``{id: users who have a hand in the record}``; they cannot approve."""
        return {
            record.id: record.create_uid
            | record.neiqin_content_uid
            | (record["user_id"] if "user_id" in record._fields else record.create_uid)
            for record in self
        }

    def _neiqin_approval_company(self):
        self.ensure_one()
        company = self["company_id"] if "company_id" in self._fields else None
        return company or self.env.company

    def _neiqin_approval_apply(self, approval):
        """Carry out the approved change, in the transaction of the second yes."""
        self.ensure_one()
        self.sudo()._neiqin_as_server().write(approval.sudo().payload)

    # --- watching the values

    def write(self, vals):
        if not set(self._neiqin_approval_fields).intersection(vals):
            return super().write(vals)
        before = self._neiqin_approval_content()
        res = super().write(vals)
        after = self._neiqin_approval_content()
        changed = self.filtered(lambda record: before[record.id] != after[record.id])
        if changed and not self.env.user.share:
            changed.sudo()._neiqin_as_server().write(
                {"neiqin_content_uid": self.env.uid}
            )
        changed._neiqin_approval_reopen()
        return res

    def unlink(self):
        running = self._neiqin_running()
        res = super().unlink()
        running.with_env(self.env)._neiqin_end(
            "lapsed", self.env._("The record was deleted.")
        )
        return res

    def _neiqin_running(self, states=("pending",)):
        """Return the requests about these records in these states, as superuser."""
        if not self.ids:
            return self.env["neiqin.approval"].sudo()
        return (
            self.env["neiqin.approval"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "in", states),
                ]
            )
        )

    def _neiqin_approval_reopen(self, states=("pending", "approved")):
        """Begin the requests about changed values anew, whoever changed them.

        Where another rule fits the new values, its groups decide: the request ends
        and is asked again.
        """
        running = self._neiqin_running(states).filtered(
            lambda approval: approval.state == "pending" or not approval.payload
        )
        moved = running._neiqin_moved().with_env(self.env)
        if not moved:
            return
        needed = self.sudo()._neiqin_approval_needed(set(moved.mapped("operation")))
        other = moved.filtered(
            lambda approval: not approval.sudo().payload
            and needed.get((approval.res_id, approval.operation))
            not in (None, approval.rule_id)
        )
        other._neiqin_end(
            "lapsed", self.env._("Another rule fits the new values: ask again.")
        )
        (moved - other)._neiqin_reopen()

    def _neiqin_require_approval(self, operation):
        """Refuse to go on without the two confirmations that a rule asks for.

        :raise UserError: naming each record and what is missing
        """
        missing = self._neiqin_approval_missing({operation})
        if missing:
            names = {record.id: record.display_name for record in self}
            raise UserError(
                "\n".join(
                    f"{names[rec_id]}: {text}" for rec_id, text in missing.items()
                )
            )

    def action_neiqin_ask_approval(self):
        """Open the dialog that asks two persons for their confirmation."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Approval"),
            "res_model": "neiqin.approval.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": self._name, "active_ids": self.ids},
        }
