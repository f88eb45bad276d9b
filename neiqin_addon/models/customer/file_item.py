"""What belongs into a customer's file, and how much each of it counts."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...tools.file_list import FileLine

KINDS = [
    ("address", "Address"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("vat", "Tax Number"),
    ("bank", "Bank Account"),
    ("contact", "Contact by Function"),
    ("paper", "Valid Paper"),
    ("term", "Payment Terms"),
    ("credit", "Credit"),
    ("salesperson", "Salesperson"),
    ("packing", "Packing"),
    ("window", "Delivery Window"),
    ("invoicing", "Invoicing"),
    ("carrier", "Carrier"),
    ("field", "Another Field"),
]
ROLES = [
    ("purchasing", "Purchasing"),
    ("finance", "Finance"),
    ("warehouse", "Goods Receipt"),
    ("technical", "Technical"),
    ("quality", "Quality"),
    ("management", "Management"),
]
PAPERS = [
    ("licence", "Business Licence"),
    ("taxpayer", "Taxpayer Certificate"),
    ("permit", "Trade Permit"),
    ("authorisation", "Letter of Authorisation"),
    ("contract", "Framework Contract"),
    ("bank", "Account Opening Permit"),
    ("other", "Other"),
]
#: Of another field it can be said in the database whether it is filled.
PLAIN = ("char", "text", "html", "date", "datetime", "many2one", "selection")


class NeiqinFileItem(models.Model):
    """One item of the list: of the shared one, or of a company's own.

    A company's own line goes before the shared one of the same subject; with weight 0
    the company does not want the item. Where companies share a customer, what any of
    them wants belongs into the file.

    No code is stored: what *filled* means is said per kind, in
    ``models/customer/file_item_sql.py``.
    """

    _name = "neiqin.file.item"
    _description = "Item of the Customer File"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    kind = fields.Selection(selection=KINDS, string="What", required=True)
    role = fields.Selection(selection=ROLES, string="Function of Contact")
    paper = fields.Selection(selection=PAPERS)
    field_id = fields.Many2one(
        comodel_name="ir.model.fields",
        string="Customer Field",
        domain=[
            ("model", "=", "res.partner"),
            ("store", "=", True),
            ("ttype", "in", PLAIN),
        ],
        ondelete="cascade",
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: of all companies. A company's own line goes before the shared one "
        "about the same.",
    )
    weight = fields.Integer(
        required=True,
        default=10,
        help="How much it counts, beside the others. 0 in a company's own line: this "
        "company does not want it.",
    )
    wanted_of = fields.Selection(
        selection=[
            ("all", "Everybody"),
            ("company", "Companies"),
            ("person", "Persons"),
        ],
        required=True,
        default="all",
    )
    is_asked = fields.Boolean(
        string="Ask When Verified",
        default=True,
        help="The customer is asked from time to time whether it is still right.",
    )

    _weight_positive = models.Constraint(
        "CHECK (weight > 0 OR (weight = 0 AND company_id IS NOT NULL))",
        "An item counts something: archive it instead.",
    )

    @api.constrains("kind", "role", "paper", "field_id")
    def _check_kind(self):
        for item in self:
            missing = (
                (item.kind == "contact" and not item.role)
                or (item.kind == "paper" and not item.paper)
                or (item.kind == "field" and not item.field_id)
            )
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(name)s: say which function, paper or field it is about.",
                        name=item.name,
                    )
                )
            item._neiqin_check_field()

    def _neiqin_check_field(self):
        """Refuse fields that are not one plain column that everybody may know of."""
        if self.kind != "field":
            return
        known = self.env["res.partner"]._fields.get(self.field_id.sudo().name)
        if (
            self.field_id.sudo().model != "res.partner"
            or not known
            or not (known.store and known.column_type)
            or known.type not in PLAIN
            or known.company_dependent
            or known.groups == fields.NO_ACCESS
        ):
            raise ValidationError(
                self.env._(
                    "%(name)s: this field cannot be looked at in all files at once.",
                    name=self.name,
                )
            )

    @api.model
    def _neiqin_trailed_fields(self):
        names = ("name", "active", "kind", "weight", "wanted_of", "company_id")
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.model
    @ormcache(cache="stable")
    def _neiqin_list(self):
        """Return the lines in use, shared ones and those of companies, as ``FileLine``."""
        # kept for everybody: whatever the first to ask has in the context
        items = self.sudo().search([("active", "=", True)])
        return tuple(
            FileLine(
                item.id,
                item.kind,
                item._neiqin_which(),
                item.weight,
                item.wanted_of,
                item.company_id.id or 0,
            )
            for item in items
        )

    def _neiqin_which(self):
        of_kind = {
            "contact": self.role,
            "paper": self.paper,
            "field": self.field_id.name,
        }
        return of_kind.get(self.kind) or ""

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        self._neiqin_list_changed()
        return items

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() - {"name", "is_asked"}:
            self._neiqin_list_changed()
        return res

    def unlink(self):
        res = super().unlink()
        self._neiqin_list_changed()
        return res

    @api.model
    def _neiqin_list_changed(self):
        """Have all files measured anew, by the schedule: they may be many."""
        self.env.registry.clear_cache("stable")
        cron = self.env.ref("neiqin_addon.ir_cron_customer_file", False)
        if cron:
            cron.sudo()._trigger()
