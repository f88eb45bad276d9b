"""Who decides for whom while somebody is away."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.four_eyes import has_circle
from .trail_call import leave_trail


class NeiqinApprovalSubstitute(models.Model):
    _name = "neiqin.approval.substitute"
    _description = "Approval Substitute"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    substitute_id = fields.Many2one(
        comodel_name="res.users",
        string="Substitute",
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until", required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The substitution ends before it begins.",
    )
    _not_oneself = models.Constraint(
        "CHECK (user_id <> substitute_id)",
        "Nobody stands in for himself.",
    )

    @api.model
    def _neiqin_today(self):
        """Return ``{user id: substitute's id}`` of those who are away today."""
        today = fields.Date.context_today(
            self.with_context(tz=self.env.company._neiqin_tz())
        )
        rows = self.sudo().search_fetch(
            [("date_from", "<=", today), ("date_to", ">=", today)],
            ["user_id", "substitute_id"],
            order="id",
        )
        return {row.user_id.id: row.substitute_id.id for row in rows}

    @api.constrains("substitute_id")
    def _check_substitute_sees_approvals(self):
        for row in self.sudo():
            if not row.substitute_id.has_group("neiqin_addon.group_neiqin_clerk"):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in the sales back office and sees no "
                        "approvals.",
                        user=row.substitute_id.name,
                    )
                )

    @api.constrains("user_id", "substitute_id", "date_from", "date_to")
    def _check_one_way(self):
        """Refuse a second substitute for the same days, and circles."""
        for row in self.sudo():
            beside = self.sudo().search(
                [("date_from", "<=", row.date_to), ("date_to", ">=", row.date_from)]
            )
            if (
                len(
                    beside.filtered(lambda other, row=row: other.user_id == row.user_id)
                )
                > 1
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s has a substitute on some of these days already.",
                        user=row.user_id.name,
                    )
                )
            edges = defaultdict(list)
            for other in beside:
                edges[other.user_id.id].append(other.substitute_id.id)
            if has_circle(edges, row.user_id.id):
                raise ValidationError(
                    self.env._(
                        "%(user)s and %(substitute)s would stand in for each other in a "
                        "circle: nobody would be left to decide.",
                        user=row.user_id.name,
                        substitute=row.substitute_id.name,
                    )
                )

    def _neiqin_check_owner(self):
        """Everybody names his own substitute; for others a manager does."""
        if self.env.su or self.env.user.has_group("neiqin_addon.group_neiqin_manager"):
            return
        if any(row.user_id != self.env.user for row in self):
            reason = self.env._(
                "You name a substitute for yourself; for others a manager does."
            )
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._neiqin_check_owner()
        leave_trail(rows, "policy", reason=self.env._("Substitute named"))
        return rows

    def write(self, vals):
        self._neiqin_check_owner()
        res = super().write(vals)
        self._neiqin_check_owner()
        leave_trail(self, "policy", dict(vals))
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_owner()
        leave_trail(self, "policy", reason=self.env._("Substitute removed"))
        return super().unlink()
