"""Two persons decide over other terms, and the second yes writes them."""

from odoo import api, fields, models

from .terms_change import OPERATION


class NeiqinTermsChange(models.Model):
    _inherit = "neiqin.terms.change"

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            OPERATION: self.env._("Change a customer's payment terms or pricelist"),
        }

    def _neiqin_approval_content(self):
        """The terms so far belong to it: others meanwhile want another decision."""
        content = super()._neiqin_approval_content()
        for change in self.sudo():
            content[change.id]["current_term_id"] = change.current_term_id.id or None
            content[change.id]["current_pricelist_id"] = (
                change.current_pricelist_id.id or None
            )
            content[change.id]["reason"] = change.reason or None
        return content

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        content = dict(content or {})
        for name in ("company_id", "sets_term", "sets_pricelist"):
            content.pop(name, None)
        return super()._neiqin_approval_rows(content)

    def _neiqin_next_step(self, waits_for):
        if self.stage != "draft":
            return super()._neiqin_next_step(waits_for)
        return self.env._(
            "Next: submit it. Where a rule asks for it, two persons decide."
        )

    def _neiqin_write_customer(self, customer, asked):
        """Write the terms, past the guard of these fields."""
        before = (self.current_term_id, self.current_pricelist_id)
        values = {}
        if asked["sets_term"]:
            values["property_payment_term_id"] = asked["payment_term_id"] or False
        if asked["sets_pricelist"]:
            values["specific_property_product_pricelist"] = (
                asked["pricelist_id"] or False
            )
        customer._neiqin_with_terms_pass().write(values)
        self._neiqin_as_server().write(
            {"state": "done", "applied_on": fields.Datetime.now()}
        )
        self.invalidate_recordset(["current_term_id", "current_pricelist_id"])
        after = (self.current_term_id, self.current_pricelist_id)
        names = ("payment_term", "pricelist")
        self._neiqin_tell_trail(
            {
                name: (old.display_name or None, new.display_name or None)
                for name, old, new in zip(names, before, after, strict=True)
            },
            self.reason,
        )
