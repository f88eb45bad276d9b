"""The scripts that fit a document, filled from it."""

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ...tools.record_ids import are_ids
from ...tools.script_text import fill

#: Complaints: the occasions in the order they are likely, by state.
STEPS = {
    "new": ("first", "ask", "progress", "solution"),
    "open": ("progress", "ask", "solution", "first"),
    "waiting": ("ask", "progress", "solution"),
    "solved": ("solution", "follow"),
    "closed": ("follow",),
    "void": ("follow",),
}
ORDER_STEPS = ("change", "progress", "letter", "ask")


class NeiqinScriptMixin(models.AbstractModel):
    """A document about which customers are written to."""

    _name = "neiqin.script.mixin"
    _description = "Has Scripts"

    def _neiqin_script_values(self, lang):
        """Return what is filled in for the placeholders, in a language."""
        self.ensure_one()
        user = self.env.user
        return {
            "agent": user.name,
            "agent_phone": user.partner_id.phone,
            "company": self.company_id.name or self.env.company.name,
        }

    def _neiqin_script_fill(self, version):
        """Return the text of a version of a script, filled from this document."""
        lang = version.sudo().lang
        values = self.with_context(lang=lang)._neiqin_script_values(lang)
        names = self.env["neiqin.script"]._neiqin_gap_names()
        return fill(version.sudo().body, values, names)

    def _neiqin_script_partner(self):
        return self.partner_id

    def _neiqin_script_types(self):
        """Return the complaint types and exception types of this document."""
        return (
            self.env["neiqin.complaint.type"],
            self.env["neiqin.exception.type"],
        )

    def _neiqin_script_steps(self):
        """Return the occasions that come up here, the likeliest first."""
        return ORDER_STEPS

    def _neiqin_script_versions(self):
        """Return the versions that fit, the best first.

        A script for types fits these only; one without types fits everything. The
        customer's language comes first, then the type, then the occasion.
        """
        self.ensure_one()
        versions = self.env["neiqin.script.version"]
        if not versions.has_access("read"):
            return versions
        company = self.sudo().company_id
        found = versions.search(
            [
                ("script_id.state", "=", "published"),
                ("canned_ids.group_ids", "!=", False),
                ("company_id", "in", [False, *company.ids]),
                ("occasion", "in", [*self._neiqin_script_steps(), "other"]),
            ]
        )
        complaint_types, exception_types = self._neiqin_script_types()
        fitting = found.filtered(
            lambda version: not (
                version.complaint_type_ids or version.exception_type_ids
            )
            or version.complaint_type_ids & complaint_types
            or version.exception_type_ids & exception_types
        )
        steps = (*self._neiqin_script_steps(), "other")
        lang = self.sudo()._neiqin_script_partner().lang or self.env.lang
        return fitting.sorted(
            lambda version: (
                version.lang != lang,
                not (version.complaint_type_ids or version.exception_type_ids),
                steps.index(version.occasion),
                version.name,
            )
        )

    @staticmethod
    def _neiqin_script_product(lines):
        names = list(dict.fromkeys(lines.product_id.mapped("display_name")))
        return ", ".join(names[:2])


class NeiqinScript(models.Model):
    _inherit = "neiqin.script"

    @api.model
    @api.readonly
    def neiqin_offer(self, res_model, res_id):
        """Return the scripts that fit a document, filled from it, for the composer.

        :param str res_model: of the document
        :param int res_id: of the document, which the user may read
        :return: ``[{"id", "source", "substitution"}]``, id of the canned response
        """
        self.check_access("read")
        if not isinstance(res_model, str) or res_model not in self.env:
            return []
        record = self.env[res_model]
        if not hasattr(record, "_neiqin_script_versions"):
            return []
        record = record.browse(res_id if are_ids(res_id) else ()).exists()
        if len(record) != 1:
            return []
        record.check_access("read")
        versions = record._neiqin_script_versions()
        return [
            {
                "id": version.sudo().canned_ids[:1].id,
                "source": version.name,
                "substitution": record._neiqin_script_fill(version),
            }
            for version in versions
        ]


class NeiqinComplaint(models.Model):
    _name = "neiqin.complaint"
    _inherit = ["neiqin.complaint", "neiqin.script.mixin"]

    def _neiqin_script_values(self, lang):
        deadline = self.first_response_deadline
        if self.first_response_at:
            deadline = self.solution_deadline
        if deadline and deadline <= fields.Datetime.now():
            deadline = False  # a promise that is broken already is left to the writer
        line = self.order_line_id or self.order_id.order_line
        return {
            **super()._neiqin_script_values(lang),
            "contact": self.contact_name or self.partner_id.name,
            "customer": self.commercial_partner_id.name,
            "customer_ref": self.order_id.client_order_ref,
            "deadline": deadline
            and format_datetime(
                self.env, deadline, self._neiqin_script_tz(), "short", lang
            ),
            "number": self.name,
            "order": self.order_id.name,
            "product": self._neiqin_script_product(line),
            "promised": self.order_id.commitment_date
            and format_date(self.env, self.order_id.commitment_date, lang),
            "subject": self.subject,
        }

    def _neiqin_script_tz(self):
        return self.partner_id.tz or self.env.user.tz or "UTC"

    def _neiqin_script_types(self):
        cases = self.sudo().order_id.neiqin_exception_ids
        return self.type_id, cases.filtered(lambda case: case.state != "closed").type_id

    def _neiqin_script_steps(self):
        return STEPS[self.state]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.script.mixin"]

    def _neiqin_script_values(self, lang):
        return {
            **super()._neiqin_script_values(lang),
            "contact": self.partner_id.name,
            "customer": self.partner_id.commercial_partner_id.name,
            "customer_ref": self.client_order_ref,
            "number": self.name,
            "order": self.name,
            "product": self._neiqin_script_product(self.order_line),
            "promised": self.commitment_date
            and format_date(self.env, self.commitment_date, lang),
            "subject": self.client_order_ref or self.name,
        }

    def _neiqin_script_types(self):
        types, _exceptions = super()._neiqin_script_types()
        cases = self.sudo().neiqin_exception_ids
        return types, cases.filtered(lambda case: case.state != "closed").type_id


class NeiqinConfirmationLetter(models.Model):
    _name = "neiqin.confirmation.letter"
    _inherit = ["neiqin.confirmation.letter", "neiqin.script.mixin"]

    def _neiqin_script_values(self, lang):
        return {
            **self.order_id._neiqin_script_values(lang),
            "number": self.name,
            "subject": self.name,
        }

    def _neiqin_script_partner(self):
        return self.order_id.partner_id

    def _neiqin_script_types(self):
        return self.order_id._neiqin_script_types()

    def _neiqin_script_steps(self):
        return ("letter", "change", "ask")
