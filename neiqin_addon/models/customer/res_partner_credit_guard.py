"""Limit and trust change by two confirmations only, where a company enforces that.

The guard compares before and after every write that may move them, so that no form,
import, wizard or RPC call goes round it, and superusers do not either.
"""

from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.credit_change import change_measures
from .credit_change_approval import OPERATION
from .res_partner_credit_grade import MOVES

#: Odoo's own fields about a customer's credit.
GUARDED = {"credit_limit", "use_partner_credit_limit", "trust"}


class _Pass(frozenset):
    """Ids of the customers whose approved change is being carried out. Made here only;
    nothing that comes over RPC is one."""


class ResPartner(models.Model):
    _inherit = "res.partner"

    # --- what stands in the file

    def _neiqin_credit_state(self):
        """Return what stands in one customer's file, in ``env.company``."""
        self.ensure_one()
        return self._neiqin_credit_states()[self.id]

    def _neiqin_credit_states(self):
        """Return ``{id: {"limit", "no_credit", "trust"}}`` as stored; None for what the
        company's default says."""
        if not self.ids:
            return {}
        self.flush_recordset(
            [*GUARDED - {"use_partner_credit_limit"}, "neiqin_no_credit"]
        )
        key = str(self.env.company.id)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, (credit_limit->>%s)::float,"
                " COALESCE((neiqin_no_credit->>%s)::boolean, false), trust->>%s"
                " FROM res_partner WHERE id = ANY(%s)",
                key,
                key,
                key,
                list(self.ids),
            )
        )
        return {
            row[0]: {"limit": row[1], "no_credit": row[2], "trust": row[3]}
            for row in rows
        }

    # --- what is guarded

    def _neiqin_credit_passed(self):
        """Return those whose approved change is being carried out."""
        passed = self.env.context.get("neiqin_credit_applying")
        if not isinstance(passed, _Pass):
            return self.browse()
        return self.filtered(lambda partner: partner.id in passed)

    @api.model
    def _neiqin_credit_rules(self):
        """Return the rules about credit changes that are enforced in ``env.company``."""
        company = self.env.company.sudo()
        rules = self.env["neiqin.approval.rule"]
        if company.neiqin_gate_approval != "enforce":
            return rules
        return rules._neiqin_in_force(company, {OPERATION})

    @contextmanager
    def _neiqin_guarding_credit(self):
        """Refuse what happens inside when it changes a customer's limit or trust."""
        customers = self.sudo().filtered(
            lambda p: p.id and p == p.commercial_partner_id
        )
        before = customers._neiqin_credit_states()
        yield
        customers._neiqin_judge_credit(before)

    def _neiqin_judge_credit(self, before):
        """Refuse changes that two persons have to confirm; tell of the others.

        :param before: states by id; customers not in it are new
        """
        after = self._neiqin_credit_states()
        new = self._neiqin_new_state()
        moved = self.filtered(lambda p: before.get(p.id, new) != after[p.id])
        guarded = moved - moved._neiqin_credit_passed()
        rules = self._neiqin_credit_rules() if guarded else None
        if rules:
            guarded._neiqin_refuse_credit(rules, before, after)
        limits = moved.filtered(
            lambda p: before.get(p.id, new)["limit"] != after[p.id]["limit"]
        )
        contradicted = limits.filtered(
            lambda p: after[p.id]["no_credit"] and (after[p.id]["limit"] or 0) > 0
        )
        contradicted._neiqin_set_no_credit(False)
        by_hand = limits - limits._neiqin_credit_passed()
        if by_hand:
            by_hand._neiqin_credit_terms_changed()

    @api.model
    def _neiqin_new_state(self):
        return {"limit": None, "no_credit": False, "trust": None}

    def _neiqin_refuse_credit(self, rules, before, after):
        fallback = self._neiqin_default_limit(self.env.company)
        new = self._neiqin_new_state()
        refused = self.browse()
        for partner in self:
            measures = change_measures(
                partner._neiqin_limit_of(before.get(partner.id, new), fallback),
                partner._neiqin_limit_of(after[partner.id], fallback),
            )
            asked = self.env["neiqin.credit.change"].new(
                {"partner_id": partner.id, "company_id": self.env.company.id}
            )
            if any(
                rule._neiqin_fits(measures)
                and asked.filtered_domain(rule._neiqin_domain())
                for rule in rules
            ):
                refused |= partner
        if refused:
            reason = self.env._(
                "%(customers)s: credit limit and trust change with two confirmations "
                "only. Open the customer and choose Change Credit.",
                customers=", ".join(refused[:5].mapped("display_name")),
            )
            self.env["neiqin.trail.entry"]._neiqin_log_denied(refused, reason)
            raise UserError(reason)

    # --- carrying out

    def _neiqin_with_credit_pass(self):
        """Return the same records, allowed to change limit and trust."""
        return self.with_context(neiqin_credit_applying=_Pass(self.ids))

    def _neiqin_write_credit(self, vals):
        """Write Odoo's own fields for a change that was decided."""
        self.sudo()._neiqin_with_credit_pass().write(vals)

    def _neiqin_set_limit(self, kind, amount):
        """Set one customer's limit.

        :param kind: ``amount``, ``no_credit`` or ``none``
        """
        self._neiqin_write_credit({"credit_limit": amount if kind == "amount" else 0.0})
        self._neiqin_set_no_credit(kind == "no_credit")

    def _neiqin_restore_limit(self, limit, no_credit):
        """Set a limit as it stood in the file once; None for the company's default."""
        fallback = self._fields["credit_limit"].get_company_dependent_fallback(self)
        self._neiqin_write_credit(
            {"credit_limit": fallback if limit is None else limit}
        )
        self._neiqin_set_no_credit(bool(no_credit))

    def _neiqin_set_no_credit(self, value):
        self._neiqin_update_by_company(
            {"neiqin_no_credit": ("boolean", [True if value else None] * len(self))}
        )

    # --- the ways in

    def copy_data(self, default=None):
        """A copy is another customer: nobody decided over his trust yet."""
        copies = super().copy_data(default)
        if self._neiqin_credit_rules():
            for vals in copies:
                if "trust" not in (default or {}):
                    vals.pop("trust", None)
        return copies

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # defaults of the user or in the context come without a value among these
        named = any(GUARDED.intersection(vals) for vals in vals_list)
        if named or self._neiqin_credit_rules():
            customers = partners.sudo().filtered(lambda p: p == p.commercial_partner_id)
            customers._neiqin_judge_credit({})
        return partners

    def write(self, vals):
        guarded = GUARDED.intersection(vals)
        if not guarded:
            return super().write(vals)
        if MOVES.intersection(vals):
            # who leaves his company is a customer first, and then one with a limit
            self.write({name: vals[name] for name in vals if name not in guarded})
            return self.write({name: vals[name] for name in guarded})
        with self._neiqin_guarding_credit():
            return super().write(vals)
