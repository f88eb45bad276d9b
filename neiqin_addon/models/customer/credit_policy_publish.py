"""Making the next version of a credit policy, and putting it in force."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.credit_factors import standard_measures
from .credit_policy import CONTENT

MANAGER = "neiqin_addon.group_neiqin_manager"
#: What the trail keeps of a version besides its factors.
TOLD = [name for name in CONTENT if name not in ("company_id", "is_built_in")]


class NeiqinCreditPolicy(models.Model):
    _inherit = "neiqin.credit.policy"

    @api.model_create_multi
    def create(self, vals_list):
        """Number the versions of each company, and begin with the standard factors."""
        policies = super().create(vals_list)
        for policy in policies:
            if not policy.factor_ids:
                policy.factor_ids = [
                    Command.create(measure._asdict()) for measure in standard_measures()
                ]
            policy._neiqin_as_server().write({"version": policy._neiqin_next_version()})
        return policies

    def _neiqin_next_version(self):
        self.ensure_one()
        rows = self.sudo()._read_group(
            Domain("company_id", "=", self.company_id.id) & Domain("id", "!=", self.id),
            [],
            ["version:max"],
        )
        return (rows[0][0] or 0) + 1

    @api.model
    def _neiqin_active(self, company):
        """Return the policy in force: the company's own, its main company's, the
        standard, in this order."""
        found = self.sudo().search(
            Domain("state", "=", "active")
            & Domain("company_id", "in", [company.id, company.root_id.id, False])
        )
        order = [company.id, company.root_id.id, False]
        return found.sorted(lambda policy: order.index(policy.company_id.id))[:1]

    # --- who, and with what

    def _neiqin_check_may_publish(self):
        """Refuse unless the user is one of those whom the version in force names."""
        self.ensure_one()
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_require(
            self,
            [MANAGER],
            self.env._(
                "Only managers of the sales back office change credit policies."
            ),
        )
        self.check_access("write")
        ruling = self._neiqin_active(self.company_id or self.env.company)
        named = ruling.editor_ids.filtered("active")
        if named and self.env.user not in named and not self.env.su:
            reason = self.env._(
                "%(policy)s names who may change it: %(users)s.",
                policy=ruling.display_name,
                users=", ".join(named.mapped("name")),
            )
            trail._neiqin_log_denied(self, reason)
            raise UserError(reason)

    def action_new_version(self):
        """Copy this version into a draft of the present company, and open it."""
        self.ensure_one()
        company = self.company_id or self.env.company
        draft = self.copy(
            {
                "company_id": company.id,
                "name": self.env._("Credit policy") if self.is_built_in else self.name,
                "editor_ids": [Command.set(self.editor_ids.ids)],
            }
        )
        return draft._get_records_action()

    def action_publish(self):
        """Put a draft in force in place of the version before; both stay on record."""
        self._neiqin_check_may_publish()
        self._neiqin_check_complete()
        before = self.sudo().search(
            Domain("state", "=", "active")
            & Domain("company_id", "=", self.company_id.id)
        )
        before._neiqin_retire()
        self.env.flush_all()
        self.sudo().factor_ids._neiqin_as_server().write({"is_published": True})
        self.sudo()._neiqin_as_server().write(
            {
                "state": "active",
                "published_on": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        self._neiqin_tell_trail(self.reason)
        self._neiqin_rate_soon()
        return True

    def _neiqin_check_complete(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(policy)s was published already. Make a new version to change "
                    "something.",
                    policy=self.display_name,
                )
            )
        if not self.weight_sum:
            raise UserError(self.env._("Give a weight to one factor at least."))

    def action_retire(self):
        """Take a company's own version out of force: the standard counts again."""
        self._neiqin_check_may_publish()
        if self.state != "active" or self.is_built_in:
            raise UserError(
                self.env._("Only a company's own policy in force can be retired.")
            )
        self._neiqin_retire()
        self._neiqin_tell_trail(self.env._("Retired: the standard policy counts again"))
        self._neiqin_rate_soon()
        return True

    def _neiqin_retire(self):
        if self:
            self.sudo()._neiqin_as_server().write(
                {"state": "retired", "retired_on": fields.Datetime.now()}
            )
            self.env.flush_all()

    def _neiqin_tell_trail(self, reason):
        """Write down the whole version: weights and thresholds are no secret."""
        policy = self.sudo()
        values = {name: policy[name] for name in TOLD if name != "currency_id"}
        values["currency"] = policy.currency_id.name
        values["factors"] = {
            factor.code: [factor.weight, factor.full_at, factor.zero_at]
            for factor in policy.factor_ids
        }
        values["editors"] = ", ".join(policy.editor_ids.mapped("name"))
        self.env["neiqin.trail.entry"].sudo()._neiqin_log(
            "policy", policy, values, reason=reason, masks=dict.fromkeys(values)
        )

    @api.model
    def _neiqin_rate_soon(self):
        """Rate all customers by the new policy, after this transaction."""
        cron = self.env.ref("neiqin_addon.credit_rating_cron", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _neiqin_install_standard(self):
        """Make the standard policy, for companies that publish none of their own."""
        if self.sudo().search_count([("is_built_in", "=", True)], limit=1):
            return
        yuan = self.env.ref("base.CNY", raise_if_not_found=False)
        policy = (
            self.sudo()
            ._neiqin_as_server()
            .create(
                {
                    "name": "Standard",
                    "company_id": False,
                    "currency_id": (yuan or self.env.company.currency_id).id,
                    "is_built_in": True,
                }
            )
        )
        policy.factor_ids._neiqin_as_server().write({"is_published": True})
        policy._neiqin_as_server().write(
            {
                "state": "active",
                "published_on": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
