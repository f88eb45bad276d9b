"""What is asked when a file is verified: the fields behind the items of the list."""

from odoo import models

from ...tools.file_list import of_company
from ...tools.sealed_mask import DOT

#: Fields of the customer per kind of item. Bank accounts are not asked: whoever claims
#: to have a new one is believed on paper only.
FIELDS = {
    "address": ("street", "city", "zip"),
    "phone": ("phone",),
    "email": ("email",),
    "vat": ("vat",),
    "packing": ("neiqin_packing",),
    "window": ("neiqin_delivery_window",),
    "invoicing": ("neiqin_invoicing",),
    "carrier": ("neiqin_carrier",),
}
CONTACT = ("name", "function", "phone", "email")
#: Of another field only texts are asked.
TEXTS = ("char",)
#: What may be written into the file by way of a verification, nothing else.
LONGEST = 250


def _plain(value):
    """Return a value without the sign that stands for hidden letters."""
    return value and value.replace(DOT, "\N{MIDDLE DOT}")


class NeiqinFileCheck(models.Model):
    _inherit = "neiqin.file.check"

    def _neiqin_write_items(self):
        """Write down the file as it is, item by item, sealed values as sealed ones."""
        asked = [
            (check, sequence, partner, name)
            for check in self
            for sequence, (partner, name) in enumerate(check._neiqin_asked())
        ]
        clear = {}
        for name in {row[3] for row in asked}:
            partners = self.env["res.partner"].union(
                *(partner for _check, _n, partner, field in asked if field == name)
            )
            clear[name] = partners._neiqin_clear_values(name)
        lines = self.env["neiqin.file.check.line"].sudo()._neiqin_as_server()
        lines.create(
            [
                {
                    "check_id": check.id,
                    "sequence": sequence,
                    "partner_id": partner.id,
                    "field_name": name,
                    "value": _plain(clear[name][partner.id]),
                }
                for check, sequence, partner, name in asked
            ]
        )

    def _neiqin_asked(self):
        """Return ``[(partner, field name), ...]`` of one customer, in the list's order."""
        self.ensure_one()
        customer = self.partner_id
        found = []
        for line in self._neiqin_asked_list():
            kind, which = line.kind, line.which
            if line.wanted_of not in (
                "all",
                "company" if customer.is_company else "person",
            ):
                continue
            if kind == "contact":
                contacts = customer.child_ids.filtered(
                    lambda child, which=which: (
                        child.active and child.neiqin_contact_role == which
                    )
                )
                found += [(child, name) for child in contacts for name in CONTACT]
            elif kind == "field":
                field = customer._fields.get(which)
                if field and field.type in TEXTS and not field.readonly:
                    found.append((customer, which))
            else:
                found += [(customer, name) for name in FIELDS.get(kind, ())]
        return list(dict.fromkeys(found))

    def _neiqin_asked_list(self):
        items = self.env["neiqin.file.item"].sudo()
        asked = set(items.search([("is_asked", "=", True)]).ids)
        mine = of_company(items._neiqin_list(), self.company_id.id)
        return [line for line in mine if line.id in asked]
