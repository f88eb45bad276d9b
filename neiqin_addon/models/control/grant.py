"""A single-use permission to pass one rule on one record."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.said import says_something
from .trail_call import leave_trail

GIVEN = (
    "rule",
    "res_model",
    "res_id",
    "record_name",
    "company_id",
    "asked_by_id",
    "granted_by_id",
    "granted_at",
    "reason",
    "amount",
    "expires_at",
)
USED = ("used_at", "used_by_id")


class NeiqinGrant(models.Model):
    _name = "neiqin.grant"
    _description = "Grant"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "id desc"
    _rec_name = "record_name"

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = GIVEN
    _neiqin_frozen_once = USED

    rule = fields.Selection(selection="_selection_rule", required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, index=True
    )
    record_name = fields.Char(string="Document", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    asked_by_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", required=True, ondelete="restrict"
    )
    granted_by_id = fields.Many2one(
        comodel_name="res.users", string="Given By", required=True, ondelete="restrict"
    )
    granted_at = fields.Datetime(
        string="Given On", required=True, default=fields.Datetime.now
    )
    reason = fields.Char(required=True)
    amount = fields.Monetary(
        string="Up To",
        help="The grant covers amounts up to this one, in the company's currency; zero "
        "means it has no amount.",
    )
    expires_at = fields.Datetime(string="Expires", required=True)
    used_at = fields.Datetime(string="Used On")
    used_by_id = fields.Many2one(
        comodel_name="res.users", string="Used By", ondelete="restrict"
    )
    state = fields.Selection(
        selection=[("open", "Unused"), ("used", "Used"), ("expired", "Expired")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount IS NULL OR amount >= 0)", "The amount cannot be negative."
    )
    _open_idx = models.Index("(res_model, res_id, rule) WHERE used_at IS NULL")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {*GIVEN, *USED}

    @api.model
    def _neiqin_grant_rules(self):
        """Return ``{code: (label, XML id of the group that may waive it)}``.

        A capability whose rule can be waived adds it here.
        """
        return {}

    @api.model
    def _selection_rule(self):
        return [
            (code, label) for code, (label, _) in self._neiqin_grant_rules().items()
        ]

    @api.depends("used_at", "expires_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for grant in self:
            late = grant.expires_at and grant.expires_at <= now
            grant.state = "used" if grant.used_at else "expired" if late else "open"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        domains = {
            "used": [("used_at", "!=", False)],
            "expired": [("used_at", "=", False), ("expires_at", "<=", now)],
            "open": [("used_at", "=", False), ("expires_at", ">", now)],
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    # --- giving

    @api.model
    def _neiqin_may_give(self, rule, record, asked_by):
        """Return why the user may not give this grant, None if he may."""
        label, group = self._neiqin_grant_rules().get(rule, (rule, None))
        user = self.env.user
        if not group or not user.has_group(group):
            return self.env._("You are not entitled to waive: %(rule)s.", rule=label)
        if not asked_by or asked_by == user:
            return self.env._("A grant is given by somebody who did not ask for it.")
        involved = self.env["res.users"]
        if hasattr(record, "_neiqin_approval_involved"):
            involved = record.sudo()._neiqin_approval_involved()[record.id]
        if user in involved:
            return self.env._(
                "You created, sold or edited %(record)s: somebody else gives the grant.",
                record=record.display_name,
            )
        return None

    @api.model
    def _neiqin_give(self, rule, record, reason, expires_at, asked_by, amount=0):
        """Give a grant as the present user.

        :param rule: a code of :meth:`_neiqin_grant_rules`
        :param record: the one record it is for
        :param expires_at: naive UTC moment
        :param asked_by: the user who asked for it
        :param amount: in the company's currency, 0 where the rule has none
        :raise AccessError: not entitled, or own request
        """
        record.ensure_one().check_access("read")
        why_not = self._neiqin_may_give(rule, record, asked_by)
        if why_not:
            raise self.env["neiqin.trail.entry"]._neiqin_denial(record, why_not)
        if not says_something(reason):
            raise UserError(self.env._("A grant needs a reason."))
        if not expires_at or expires_at <= fields.Datetime.now():
            raise UserError(self.env._("A grant expires in the future."))
        company = record["company_id"] if "company_id" in record._fields else None
        grant = (
            self.sudo()
            ._neiqin_as_server()
            .create(
                {
                    "rule": rule,
                    "res_model": record._name,
                    "res_id": record.id,
                    "record_name": record.display_name,
                    "company_id": (company or self.env.company).id,
                    "asked_by_id": asked_by.id,
                    "granted_by_id": self.env.uid,
                    "reason": reason,
                    "amount": amount,
                    "expires_at": expires_at,
                }
            )
        )
        leave_trail(grant, "grant", {"rule": rule, "amount": amount}, reason)
        return grant.with_env(self.env)

    # --- using

    @api.model
    def _neiqin_valid(self, records, rules=None):
        """Return the grants the user could use now on these records."""
        if not records.ids:
            return self.sudo().browse()
        domain = [
            ("res_model", "=", records._name),
            ("res_id", "in", records.ids),
            ("used_at", "=", False),
            ("expires_at", ">", fields.Datetime.now()),
            ("granted_by_id", "!=", self.env.uid),
        ]
        if rules is not None:
            domain.append(("rule", "in", list(rules)))
        return self.sudo().search(domain, order="expires_at, id")

    def _neiqin_covers(self, amount):
        """Return whether the grant is large enough for an amount."""
        self.ensure_one()
        limit = self.amount
        return not limit or self.currency_id.compare_amounts(amount or 0, limit) <= 0

    @api.model
    def _neiqin_use_grant(self, rule, record, amount=None):
        """Consume one grant and return it.

        :param amount: what is waived, in the company's currency
        :raise UserError: when there is none, or another transaction takes it right now
        """
        record.ensure_one()
        self.env.flush_all()
        fitting = self._neiqin_valid(record, [rule]).filtered(
            lambda grant: grant._neiqin_covers(amount)
        )
        grant = fitting.try_lock_for_update(limit=1)
        grant.invalidate_recordset(USED)
        if not grant or grant.used_at:
            label = self._neiqin_grant_rules().get(rule, (rule, None))[0]
            raise UserError(
                self.env._(
                    "%(record)s: there is no valid grant left to waive: %(rule)s.",
                    record=record.display_name,
                    rule=label,
                )
            )
        grant._neiqin_as_server().write(
            {"used_at": fields.Datetime.now(), "used_by_id": self.env.uid}
        )
        leave_trail(grant, "grant_use", {"rule": grant.rule, "amount": amount})
        return grant.with_env(self.env)
