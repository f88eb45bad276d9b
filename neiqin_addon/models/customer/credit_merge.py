"""Customers that are merged: one history of ratings, one change in force."""

from odoo import models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Rate who is left anew: his documents are those of both now."""
        company = self.env.company
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        before = partners._neiqin_credit_terms(company)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env.invalidate_all()
        left = partners.exists().commercial_partner_id
        left._neiqin_credit_merged()
        left._neiqin_tell_merged(company, before)
        return res

    def _update_values(self, src_partners, dst_partner):
        """What stood in one file and not in the other was decided once already."""
        allowed = dst_partner._neiqin_with_credit_pass()._neiqin_with_terms_pass()
        allowed = allowed._neiqin_as_server()
        return super()._update_values(src_partners, allowed)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_credit_merged(self):
        """Settle what two customers' files said before they became one."""
        self.env.invalidate_all()
        ratings = self.env["neiqin.credit.rating"].sudo()
        known = ratings.search([("partner_id", "in", self.ids)])
        changes = self.env["neiqin.credit.change"].sudo()
        in_force = changes.search(
            [("partner_id", "in", self.ids), ("state", "=", "in_force")],
            order="id desc",
        )
        for company in known.company_id | in_force.company_id:
            for customer in self:
                mine = in_force.filtered(
                    lambda change, company=company, customer=customer: (
                        change.company_id == company and change.partner_id == customer
                    )
                )
                mine._neiqin_keep_newest()
            ratings._neiqin_rate_now(company, self.ids)
            self.with_company(company)._neiqin_credit_terms_changed()
        self._neiqin_follow_company()

    def _neiqin_tell_merged(self, company, before):
        """Write down whose limit changed by the merge."""
        after = self._neiqin_credit_terms(company)
        for partner in self:
            old, new = before.get(partner.id), after[partner.id]
            if old and old.limit != new.limit:
                self.env["neiqin.trail.entry"].sudo()._neiqin_log(
                    "change",
                    partner,
                    {"credit_limit": {"old": old.limit, "new": new.limit}},
                    reason=self.env._("Merged with another contact"),
                )


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    def _neiqin_keep_newest(self):
        """Let go of all but the newest grade and the newest limit.

        Where the limit was the other customer's, the file may say something else: then
        nothing is taken back later, as after any change by hand.
        """
        grade = limit = False
        for change in self:
            holds_grade = change.holds_grade and not grade
            holds_limit = change.holds_limit and not limit
            grade, limit = grade or holds_grade, limit or holds_limit
            change._neiqin_as_server().write(
                {"holds_grade": holds_grade, "holds_limit": holds_limit}
            )
            if not (holds_grade or holds_limit):
                change._neiqin_end("merged")
