"""A customer's terms change by two confirmations only, where a rule asks for them.

As with the credit limit, what stands in the file before and after is compared, so that
no form, import, default or RPC call goes round it.
"""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .terms_change import OPERATION

#: What is compared, as Odoo stores it.
STORED = ("property_payment_term_id", "specific_property_product_pricelist")
NOTHING = {"amount": 0, "percent": 0}
GUARDED = {*STORED, "property_product_pricelist"}


class _Pass(frozenset):
    """Ids of the customers whose approved change is being carried out. Made here only;
    nothing that comes over RPC is one."""


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_with_terms_pass(self):
        """Return the same records, allowed to change their terms."""
        return self.with_context(neiqin_terms_applying=_Pass(self.ids))

    def _neiqin_terms_passed(self):
        passed = self.env.context.get("neiqin_terms_applying")
        if not isinstance(passed, _Pass):
            return self.browse()
        return self.filtered(lambda partner: partner.id in passed)

    @api.model
    def _neiqin_terms_rules(self):
        """Return the rules about terms that are enforced in ``env.company``."""
        company = self.env.company.sudo()
        rules = self.env["neiqin.approval.rule"]
        if company.neiqin_gate_approval != "enforce":
            return rules
        return rules._neiqin_in_force(company, {OPERATION})

    def _neiqin_terms_states(self):
        """Return ``{id: (payment term, pricelist)}`` as they stand in the files."""
        if not self.ids:
            return {}
        self.flush_recordset(STORED)
        key = str(self.env.company.id)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, (property_payment_term_id->>%s)::int,"
                " (specific_property_product_pricelist->>%s)::int"
                " FROM res_partner WHERE id = ANY(%s)",
                key,
                key,
                list(self.ids),
            )
        )
        return {row[0]: row[1:] for row in rows}

    def _neiqin_judge_terms(self, rules, before):
        """Refuse changes that two persons have to confirm.

        Contacts take over what their company has; nothing else of their own.

        :param before: states by id; partners not in it are new
        """
        partners = self.sudo()
        after = (partners | partners.commercial_partner_id)._neiqin_terms_states()
        moved = partners.filtered(
            lambda p: before.get(p.id, (None, None)) != after[p.id]
        )
        moved -= moved._neiqin_terms_passed()
        moved = moved.filtered(
            lambda p: (
                p == p.commercial_partner_id
                or after[p.id] != after[p.commercial_partner_id.id]
            )
        )
        changes = self.env["neiqin.terms.change"].sudo()
        refused = moved.filtered(
            lambda p: any(
                rule._neiqin_fits(NOTHING)
                and changes.new(
                    {
                        "partner_id": p.commercial_partner_id.id,
                        "company_id": self.env.company.id,
                    }
                ).filtered_domain(rule._neiqin_domain())
                for rule in rules
            )
        )
        if refused:
            reason = self.env._(
                "%(customers)s: payment terms and pricelist change with two confirmations "
                "only. Open the customer and choose Change Terms.",
                customers=", ".join(
                    str(name or "") for name in refused[:5].mapped("display_name")
                ),
            )
            self.env["neiqin.trail.entry"]._neiqin_log_denied(refused, reason)
            raise UserError(reason)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        rules = self._neiqin_terms_rules()
        if rules:
            partners._neiqin_judge_terms(rules, {})
        return partners

    def write(self, vals):
        rules = self._neiqin_terms_rules() if GUARDED.intersection(vals) else None
        if not rules:
            return super().write(vals)
        before = self.sudo()._neiqin_terms_states()
        res = super().write(vals)
        self._neiqin_judge_terms(rules, before)
        return res

    def _neiqin_begin_anew(self):
        """Who has left his company has no terms that anybody confirmed for him."""
        res = super()._neiqin_begin_anew()
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        for company in companies:
            partners = self.sudo().with_company(company)
            if partners._neiqin_terms_rules():
                nothing = ("int", [None] * len(partners))
                partners._neiqin_update_by_company(dict.fromkeys(STORED, nothing))
        return res

    def copy_data(self, default=None):
        """A copy is another customer: nobody decided over his terms yet."""
        copies = super().copy_data(default)
        if self._neiqin_terms_rules():
            for vals in copies:
                for name in GUARDED.difference(default or {}):
                    vals.pop(name, None)
        return copies

    def action_neiqin_change_terms(self):
        """Open a new change of terms for this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Terms"),
            "res_model": "neiqin.terms.change",
            "views": [(False, "form")],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
