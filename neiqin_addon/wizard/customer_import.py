"""Takes over customers from another system's list; what is refused comes back as a file."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.customer_sheet import SYNONYMS, faults, read_customer_sheet, vat_key
from ..tools.file_refused import FileRefused
from ..tools.xlsx_write import write_table

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
#: Customers made with one call; where one fails they are made one by one.
SLICE = 500
PLAIN = ("name", "ref", "vat", "street", "city", "zip", "phone", "email")
WISHES = {
    "packing": "neiqin_packing",
    "window": "neiqin_delivery_window",
    "carrier": "neiqin_carrier",
}


class NeiqinCustomerImport(models.TransientModel):
    _name = "neiqin.customer.import"
    _description = "Import Customers"
    _rec_name = "filename"

    file = fields.Binary(string="List of Customers", attachment=False)
    filename = fields.Char()
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Only for Company",
        help="Empty: all companies share the customers.",
    )
    good = fields.Integer(string="Imported", readonly=True)
    bad = fields.Integer(string="Refused Rows", readonly=True)
    is_done = fields.Boolean(readonly=True)
    report = fields.Binary(string="Rows Refused", readonly=True, attachment=False)
    report_name = fields.Char(readonly=True)

    def action_import(self):
        """Take over the rows that are in order; the others stand in the report."""
        self.ensure_one()
        self._neiqin_check_may()
        self._neiqin_take_in(base64.b64decode(self.file or b""))
        return {
            **self._get_records_action(),
            "target": "new",
            "name": self.env._("Import Customers"),
        }

    def _neiqin_check_may(self):
        """Refuse whoever may not make customers by the hundred.

        :raise AccessError: no supervisor, or a company that is not the user's
        """
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Supervisors import customers."))
        if self.company_id and self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This is not one of your companies."))
        self.env["res.partner"].check_access("create")

    def _neiqin_take_in(self, data):
        """Read a file and make its customers.

        :param bytes data: an .xlsx or .csv file
        :raise UserError: if it cannot be read at all
        """
        try:
            rows = read_customer_sheet(data)
        except FileRefused as refused:
            raise UserError(self._neiqin_refusal(refused.code)) from refused
        refused, ready = [], []
        lookup = _Lookup(self, rows)
        for row in rows:
            reasons = lookup.reasons(row)
            if reasons:
                refused.append((row, " ".join(reasons)))
            else:
                ready.append((row, lookup.values(row)))
        made = 0
        for start in range(0, len(ready), SLICE):
            failed = self._neiqin_make(ready[start : start + SLICE])
            refused += failed
            made += len(ready[start : start + SLICE]) - len(failed)
        self._neiqin_report(made, sorted(refused, key=lambda found: found[0].number))

    @api.model
    def _neiqin_refusal(self, code):
        texts = self.env["neiqin.order.intake"]._refusal_texts()
        if code == "headers":
            return self.env._(
                "No row with headers was found. There must be at least a column with the "
                "customers' names."
            )
        return texts[code]

    def _neiqin_make(self, ready):
        """Make customers together; where that fails, find out which one it is.

        :param ready: ``[(row, values), ...]``
        :return: ``[(row, reason), ...]`` of those that failed
        """
        partners = self.env["res.partner"].with_context(tracking_disable=True)
        try:
            with self.env.cr.savepoint():
                partners.create([values for _row, values in ready])
                self.env.flush_all()
        except Exception as error:  # noqa: BLE001 the row stands in the report
            self.env.invalidate_all(flush=False)
            if len(ready) == 1:
                known = isinstance(error, UserError)
                text = str(error) if known else self.env._("Odoo cannot take this row.")
                return [(ready[0][0], text)]
            half = len(ready) // 2
            return self._neiqin_make(ready[:half]) + self._neiqin_make(ready[half:])
        return []

    def _neiqin_report(self, made, refused):
        """Keep the figures, and the refused rows as a file to be mended and sent again."""
        # without the names' column the file could not be sent again
        given = {"name"}.union(*(row.values for row, _why in refused))
        names = [name for name in SYNONYMS if name in given]
        title = self.env._("Rows Refused")
        table = [
            [row.number, why, *(row.values.get(name, "") for name in names)]
            for row, why in refused
        ]
        headers = [self.env._("Row in File"), self.env._("Problem")]
        headers += [self._neiqin_header(name) for name in names]
        content = write_table(title, headers, table, marked=(1,)) if refused else b""
        self.write(
            {
                "good": made,
                "bad": len(refused),
                "is_done": True,
                "file": False,
                "report": base64.b64encode(content) or False,
                "report_name": f"{title}.xlsx",
            }
        )
        self.env["neiqin.trail.entry"].sudo()._neiqin_log_model(
            "create", "res.partner", {"imported": made, "refused": len(refused)}
        )

    def _neiqin_header(self, name):
        """Return a header that the import itself reads again."""
        return {
            "ref": self.env._("Customer Code"),
            "name": self.env._("Customer Name"),
            "vat": self.env._("Tax Number"),
            "street": self.env._("Address"),
            "city": self.env._("City"),
            "zip": self.env._("Postcode"),
            "country": self.env._("Country"),
            "phone": self.env._("Phone"),
            "email": self.env._("Email"),
            "contact": self.env._("Contact Person"),
            "salesperson": self.env._("Salesperson"),
            "term": self.env._("Payment Terms"),
            "packing": self.env._("Packing"),
            "window": self.env._("Delivery Window"),
            "carrier": self.env._("Carrier"),
        }[name]


class _Lookup:
    """What a file names, looked up once for all of its rows."""

    def __init__(self, job, rows):
        self.env, self.company = job.env, job.company_id
        self.taken = self._taken(rows)
        self.users = self._by_name("res.users", [("share", "=", False)], "login")
        self.terms = self._by_name("account.payment.term", [])
        self.countries = self._by_name("res.country", [], "code")
        self.links = (
            ("salesperson", self.users, "user_id"),
            ("term", self.terms, "property_payment_term_id"),
            ("country", self.countries, "country_id"),
        )

    def _by_name(self, model, domain, *names):
        found = {}
        for record in self.env[model].search(domain):
            for name in ("name", *names):
                found.setdefault((record[name] or "").casefold(), record)
        return found

    def _taken(self, rows):
        """Return ``{("ref" or "vat", value): name}`` of customers that are there."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        fields_ = ["name", "ref", "vat"]
        known = partners.search_fetch(
            [
                "&",
                ("parent_id", "=", False),
                "|",
                ("ref", "!=", False),
                ("vat", "!=", False),
            ],
            fields_,
        )
        taken = {}
        for partner in known:
            if partner.ref:
                taken.setdefault(("ref", partner.ref), partner.name)
            if partner.vat:
                taken.setdefault(("vat", vat_key(partner.vat)), partner.name)
        return taken

    def reasons(self, row):
        """Return the sentences of what is wrong with a row; good ones are noted."""
        env, values = self.env, row.values
        texts = {
            "name": env._("The name is missing."),
            "email": env._("This is no e-mail address."),
            "phone": env._("This is no telephone number."),
            "vat": env._("This is no tax number."),
            "long": env._("A text is longer than 500 characters."),
        }
        found = [texts[code] for code in faults(values)]
        keys = [("ref", values.get("ref")), ("vat", vat_key(values.get("vat")))]
        keys = [key for key in keys if key[1]]
        for key in keys:
            if key in self.taken:
                found.append(env._("%(name)s is there already.", name=self.taken[key]))
                break
        texts = {
            "salesperson": env._("No colleague has this name."),
            "term": env._("These payment terms do not exist."),
            "country": env._("This country is unknown."),
        }
        for name, known, _field in self.links:
            if values.get(name) and values[name].casefold() not in known:
                found.append(texts[name])
        if not found:
            self.taken.update(dict.fromkeys(keys, values["name"]))
        return found

    def values(self, row):
        """Return the values of the customer that a row makes."""
        texts = row.values
        values = {name: texts[name] for name in PLAIN if texts.get(name)}
        values |= {
            field: texts[name] for name, field in WISHES.items() if texts.get(name)
        }
        values |= {
            "is_company": True,
            "customer_rank": 1,
            "company_id": self.company.id,
        }
        for name, known, field in self.links:
            if texts.get(name):
                values[field] = known[texts[name].casefold()].id
        if texts.get("contact"):
            contact = {"name": texts["contact"], "neiqin_contact_role": "purchasing"}
            values["child_ids"] = [fields.Command.create(contact)]
        return values
