"""The check of an intake: what is wrong with each row, in words."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.file_refused import FileRefused
from ...tools.order_row import is_total, read_row
from ...tools.order_sheet import read_order_sheet
from ...tools.workday import utc_to_day
from .intake import MAX_BYTES
from .intake_row import IntakeRow

#: Rows that are checked and imported while the clerk waits; more go on by themselves.
AT_ONCE = 500


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def action_check(self):
        """Read the file, or look again at what is not imported yet.

        :raise UserError: when a file cannot be read; then nothing has changed
        """
        self.check_access("write")
        self._refuse_twins()
        for intake in self._neiqin_locked():
            if intake._needs_reading():
                rows = intake._read_rows()
                if len(rows) > AT_ONCE and not intake.job:
                    intake._start_job("check")
                else:
                    intake._take_rows(rows)
            else:
                intake._recheck()
        return True

    def _neiqin_locked(self):
        """Return the records, locked: two clerks do not work on one file at once."""
        self.lock_for_update()
        return self

    def _refuse_twins(self):
        """Say where a file was taken in before; nothing is made of it twice.

        :raise UserError: naming the earlier intake
        """
        twins = self.filtered("twin_id")
        if twins:
            raise UserError("\n".join(twin._text_twin(twin.twin_id) for twin in twins))

    def _text_twin(self, earlier):
        earlier = earlier.sudo()
        return self.env._(
            "This very file was taken in on %(day)s by %(user)s as “%(name)s”: go on "
            "there. Nothing was created again.",
            day=format_date(self.env, earlier.create_date),
            user=earlier.create_uid.name,
            name=earlier.name,
        )

    def _needs_reading(self):
        return not self.line_ids

    def _read_rows(self):
        """Return the rows of the file.

        :raise UserError: saying why it cannot be read
        """
        data = self._file_bytes()
        if not data:
            raise UserError(self.env._("There is no order file yet: upload one."))
        try:
            return read_order_sheet(data, MAX_BYTES)
        except FileRefused as refused:
            raise UserError(self._refusal_text(refused.code)) from refused

    def _take_rows(self, sheet_rows):
        """Keep the rows of the file, each with what is wrong with it."""
        rows = [
            IntakeRow(dict(row.cells), number=row.number, raw=row.raw)
            for row in sheet_rows
        ]
        self._check_rows(rows)
        self._hold_rows(rows)
        lines = self.env["neiqin.order.intake.line"].sudo()._neiqin_as_server()
        lines.create(
            [
                {
                    "intake_id": self.id,
                    "number": row.number,
                    "raw": row.raw,
                    **row.cells,
                    **row.line_values(),
                }
                for row in rows
            ]
        )
        self._set_state()

    def _recheck(self, lines=None):
        """Check rows again that are not imported; all of them by default."""
        for intake in self:
            todo = intake.line_ids if lines is None else lines & intake.line_ids
            todo = todo.filtered(lambda line: line.state not in ("imported", "skipped"))
            rows = [IntakeRow.of_line(line) for line in todo]
            intake._check_rows(rows)
            intake._hold_rows(rows)
            for row in rows:
                row.line.sudo()._neiqin_as_server()._write_changes(row)
            intake._set_state()

    def _set_state(self):
        """Say how far the intake has come, by its rows."""
        self.ensure_one()
        counts = dict(
            self.env["neiqin.order.intake.line"]._read_group(
                [("intake_id", "=", self.id)], ["state"], ["__count"]
            )
        )
        if not counts:
            state = "new"
        elif not {"bad", "held", "good"} & set(counts):
            state = "imported"
        else:
            state = "partly" if "imported" in counts else "checked"
        if self.state != state or self.problem:
            self._neiqin_as_server().write({"state": state, "problem": False})

    # -- the checks, each over all rows at once -----------------------------------

    def _check_rows(self, rows):
        """Find what each row means and what is wrong with it.

        :param rows: list of :class:`IntakeRow`; filled in place
        """
        self.ensure_one()
        self = self.with_company(self.company_id)
        for row in rows:
            row.skipped = not row.line and is_total(row.cells)
        rows = [row for row in rows if not row.skipped]
        self._check_customers(rows)
        self._check_products(rows)
        self._check_values(rows)
        self._check_units(rows)
        self._check_prices(rows)
        self._check_known_orders(rows)
        self._check_addresses(rows)

    def _check_customers(self, rows):
        words = {row.cells["customer"] for row in rows if not row.partner}
        found = self.env["neiqin.order.lookup"]._find_customers(
            words - {""}, self.company_id
        )
        for row in rows:
            word = row.cells["customer"]
            if row.partner:
                continue
            if not word:
                row.partner = self.partner_id or None
                if not row.partner:
                    row.problems.append(self.env._("The customer is missing."))
                continue
            row.partner = self._only(row, found[word], word, self._text_customer)

    def _check_products(self, rows):
        words = {row.cells["product"] for row in rows if not row.product}
        found = self.env["neiqin.order.lookup"]._find_products(
            words - {""}, self.company_id
        )
        for row in rows:
            word = row.cells["product"]
            if not row.product:
                if not word:
                    row.problems.append(self.env._("The product is missing."))
                    continue
                row.product = self._only(row, found[word], word, self._text_product)
            if row.product and not (row.product.active and row.product.sale_ok):
                row.problems.append(
                    self.env._(
                        "Product “%(name)s” is no longer sold.",
                        name=row.product.display_name,
                    )
                )

    def _only(self, row, records, word, text):
        """Return the one record found, or note that there is none or several."""
        if len(records) == 1:
            return records
        row.problems.append(text(word, records))
        return None

    def _text_customer(self, word, partners):
        if not partners:
            return self.env._("Customer “%(word)s” is unknown.", word=word)
        return self.env._(
            "“%(word)s” may be any of several customers: %(names)s. Choose one.",
            word=word,
            names=self._names(partners),
        )

    def _text_product(self, word, products):
        if not products:
            return self.env._("Product “%(word)s” is unknown.", word=word)
        return self.env._(
            "“%(word)s” may be any of several products: %(names)s. Choose one.",
            word=word,
            names=self._names(products),
        )

    def _names(self, records):
        """Return the first few names, and that there are more."""
        names = ", ".join(record.display_name for record in records[:3])
        return f"{names}, …" if len(records) > 3 else names

    def _check_values(self, rows):
        today = utc_to_day(fields.Datetime.now(), self.company_id._neiqin_tz())
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for row in rows:
            row.values, problems = read_row(row.cells, today)
            qty = row.values["qty"]
            if qty and abs(round(qty, digits) - qty) > 1e-9:
                problems.append(("too_fine", "quantity"))
            row.problems += [self._text_value(row, *found) for found in problems]

    def _check_units(self, rows):
        words = {row.cells["unit"] for row in rows if not row.uom} - {""}
        found = self.env["neiqin.order.lookup"]._find_units(words) if words else {}
        for row in rows:
            word = row.cells["unit"]
            if row.uom or not word:
                row.uom = row.uom or (row.product.uom_id if row.product else None)
            else:
                row.uom = self._fitting_unit(row, found[word], word)
            if row.uom and row.product:
                if not row.uom._has_common_reference(row.product.uom_id):
                    row.problems.append(self._text_unit(row, "unfit"))

    def _fitting_unit(self, row, units, word):
        """Return the unit meant; of several, the product's own or one like it."""
        if row.product and len(units) > 1:
            own = row.product.uom_id
            like = units.filtered(lambda unit: unit._has_common_reference(own))
            units = units & own or like
        if len(units) == 1:
            return units
        row.problems.append(self._text_unit(row, "several" if units else "unknown"))
        return None

    def _check_known_orders(self, rows):
        """Note the rows whose customer's order number was taken in before."""
        refs = {row.cells["order_ref"] for row in rows} - {""}
        keys = {row.order_key for row in rows if row.cells["order_ref"]}
        known = self.env["sale.order"]._neiqin_known_refs(refs, self.company_id)
        for row in rows:
            if row.order_key in keys and row.order_key in known:
                row.problems.append(
                    self.env._(
                        "The customer's order %(ref)s was already taken in as "
                        "%(order)s.",
                        ref=row.cells["order_ref"],
                        order=known[row.order_key],
                    )
                )

    def _check_addresses(self, rows):
        """Find the customer's address meant; an unknown one goes onto the order."""
        wanted = [row for row in rows if row.partner and not row.shipping]
        pairs = {
            (row.partner, row.cells["delivery_address"])
            for row in wanted
            if row.cells["delivery_address"]
        }
        found = self.env["neiqin.order.lookup"]._find_addresses(pairs) if pairs else {}
        for row in wanted:
            row.shipping = found.get((row.partner, row.cells["delivery_address"])) or None
        by_order = defaultdict(set)
        for row in rows:
            by_order[row.order_key].add(row.cells["delivery_address"])
        for row in rows:
            if len(by_order[row.order_key] - {""}) > 1:
                row.problems.append(
                    self.env._("The rows of one order name several delivery addresses.")
                )

    def _hold_rows(self, rows):
        """Let good rows wait for the bad ones of their order: no half orders."""
        bad = {row.order_key for row in rows if row.state == "bad"}
        for row in rows:
            row.held = row.state == "good" and row.order_key in bad
