"""The check of an intake: what is wrong with each row, in words."""

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
                    "raw": list(row.raw.items()),
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

    def _check_values(self, rows):
        today = utc_to_day(fields.Datetime.now(), self.company_id._neiqin_tz())
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for row in rows:
            row.values, problems = read_row(row.cells, today)
            qty = row.values["qty"]
            if qty and abs(round(qty, digits) - qty) > 1e-9:
                problems.append(("too_fine", "quantity"))
            row.problems += [self._text_value(row, *found) for found in problems]

    def _check_known_orders(self, rows):
        """Note the rows whose customer's order number is missing or was taken in."""
        refs = {row.cells["order_ref"] for row in rows} - {""}
        known = self.env["sale.order"]._neiqin_known_refs(refs, self.company_id)
        numbered = refs or any(self.line_ids.mapped("order_ref"))
        for row in rows:
            if numbered and not row.cells["order_ref"]:
                row.problems.append(
                    self.env._("The customer's order number is missing.")
                )
            elif row.order_key in known:
                row.problems.append(
                    self.env._(
                        "The customer's order %(ref)s was already taken in as "
                        "%(order)s.",
                        ref=row.cells["order_ref"],
                        order=known[row.order_key],
                    )
                )

    def _hold_rows(self, rows):
        """Let good rows wait for the bad ones of their order: no half orders.

        A row whose customer is not known may belong to any order of its number.
        """
        bad = [row for row in rows if row.state == "bad"]
        keys = {row.order_key for row in bad}
        numbers = {row.order_key[1] for row in bad if not row.partner}
        for row in rows:
            waits = row.order_key in keys or row.order_key[1] in numbers
            row.held = row.state == "good" and waits
