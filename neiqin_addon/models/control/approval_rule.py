"""When two persons are needed, and which."""

import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .trail_call import leave_trail

POLICY_FIELDS = {
    "operation",
    "domain",
    "amount_from",
    "percent_from",
    "use_floor",
    "floor_margin",
    "first_group_id",
    "second_group_id",
    "requester_counts",
    "date_from",
    "date_to",
    "active",
}


class NeiqinApprovalRule(models.Model):
    _name = "neiqin.approval.rule"
    _description = "Approval Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10,
        help="The first rule that fits a record counts: put the strictest first.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    operation = fields.Selection(
        selection="_selection_operation",
        string="Matter",
        required=True,
        help="What needs two persons.",
    )
    res_model = fields.Char(string="Model", compute="_compute_res_model")
    domain = fields.Char(
        string="Only For",
        default="[]",
        required=True,
        help="The records this rule is about; empty means all.",
    )
    amount_from = fields.Monetary(
        string="From Amount",
        help="Smaller amounts need no approval. In the company's currency.",
    )
    percent_from = fields.Float(
        string="From Percent",
        help="The discount, the fall below the pricelist or the change of price from "
        "which this rule counts.",
    )
    use_floor = fields.Boolean(
        string="Guard a Floor Price",
        help="Prices below the floor need approval whatever the percentage.",
    )
    floor_margin = fields.Float(
        string="Floor: Margin on Cost (%)",
        help="The floor price is the product's cost plus this margin.",
    )
    first_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="First Confirmation By",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("neiqin_addon.group_neiqin_clerk"),
    )
    second_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Second Confirmation By",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("neiqin_addon.group_neiqin_supervisor"),
    )
    requester_counts = fields.Boolean(
        string="Requester Is the First",
        help="In a small office, asking counts as the first confirmation when the one "
        "who asks belongs to the first group. The second is always somebody else.",
    )
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid Until")
    remind_hours = fields.Float(
        string="Remind After (Hours)",
        default=4,
        help="Approvers are reminded once when a request waits this long.",
    )
    overdue_hours = fields.Float(
        string="Overdue After (Hours)",
        default=24,
        help="Requests that wait longer go to the manager as well.",
    )
    overdue_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Overdue Goes To",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Empty: a manager of the sales back office.",
    )
    lapse_days = fields.Integer(
        string="Lapses After (Days)",
        default=14,
        help="A request nobody decided by then ends and must be asked again.",
    )

    _percent_range = models.Constraint(
        "CHECK (percent_from >= 0 AND percent_from <= 100)",
        "The percentage lies between 0 and 100.",
    )
    _times_positive = models.Constraint(
        "CHECK (remind_hours >= 0 AND overdue_hours >= 0 AND lapse_days >= 1"
        " AND amount_from >= 0)",
        "Amounts and times cannot be negative, and a request needs at least one day.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The validity ends before it begins.",
    )

    # --- what can be approved

    @api.model
    def _neiqin_operations(self):
        """Return ``{code: (model, label)}`` of all that models offer for approval."""
        found = {}
        for name in self.env.registry.descendants(
            ["neiqin.approval.mixin"], "_inherit"
        ):
            model = self.env[name]
            if not model._abstract:
                labels = model._neiqin_approval_operations()
                found.update({code: (name, label) for code, label in labels.items()})
        return found

    @api.model
    def _selection_operation(self):
        return [(code, label) for code, (_, label) in self._neiqin_operations().items()]

    @api.depends("operation")
    def _compute_res_model(self):
        operations = self._neiqin_operations()
        for rule in self:
            rule.res_model = operations.get(rule.operation, (False, ""))[0]

    # --- which records it is about

    def _neiqin_domain(self):
        """Return the rule's domain. A literal only: no code hides in a rule."""
        self.ensure_one()
        return Domain(ast.literal_eval(self.domain or "[]"))

    @api.constrains("domain", "operation")
    def _check_domain(self):
        for rule in self:
            if rule.res_model not in self.env:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: there is no “%(operation)s” to be approved.",
                        rule=rule.name,
                        operation=rule.operation,
                    )
                )
            try:
                rule._neiqin_domain().validate(self.env[rule.res_model])
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the condition cannot be used: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _neiqin_in_force(self, companies, operations):
        """Return the rules valid today in these companies for these operations."""
        rules = self.sudo().search(
            [("company_id", "in", companies.ids), ("operation", "in", list(operations))]
        )
        today = {
            company: fields.Date.context_today(
                self.with_context(tz=company._neiqin_tz())
            )
            for company in rules.company_id
        }
        return rules.filtered(
            lambda rule: (rule.date_from or today[rule.company_id])
            <= today[rule.company_id]
            <= (rule.date_to or today[rule.company_id])
        )

    def _neiqin_fits(self, measures):
        """Return whether a record's measures reach the rule's thresholds.

        :param measures: ``{"amount": in the company's currency, "percent": a
            deviation or None, "margin": lowest margin on cost in percent or None}``
        """
        self.ensure_one()
        # without an amount the rule is for all, also for totals below zero
        if self.amount_from and (measures.get("amount") or 0) < self.amount_from:
            return False
        percent, margin = measures.get("percent"), measures.get("margin")
        below = self.use_floor and margin is not None and margin < self.floor_margin
        return below or (percent is not None and percent >= self.percent_from)

    @api.model
    def _neiqin_make_plain(self, name, operation, company):
        """Make the rule by which two persons are asked though nobody set one up.

        Whatever rules people make themselves come before it.
        """
        return self.sudo().create(
            {
                "name": name,
                "operation": operation,
                "company_id": company.id,
                "sequence": 100,
            }
        )

    @api.model
    def _neiqin_ensure_plain(self, name, operation, company, above=0):
        """Make the plain rule, unless one in force asks already for all above an amount.

        :param above: in the company's currency; 0 means every record
        """
        in_force = self.sudo()._neiqin_in_force(company, {operation})
        if not in_force.filtered(
            lambda rule: rule.amount_from <= above and rule.domain in (False, "[]")
        ):
            self._neiqin_make_plain(name, operation, company)

    # --- the policy leaves a trail

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        leave_trail(rules, "policy", reason=self.env._("Approval rule created"))
        return rules

    def write(self, vals):
        res = super().write(vals)
        changed = {
            name: vals[name] for name in sorted(POLICY_FIELDS.intersection(vals))
        }
        if changed:
            leave_trail(self, "policy", changed)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if (
            self.env["neiqin.approval"]
            .sudo()
            .search_count([("rule_id", "in", self.ids)], limit=1)
        ):
            raise ValidationError(
                self.env._("This rule has requests on record: archive it instead.")
            )
