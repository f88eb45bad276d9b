"""Handing in a second entry: what was typed against what stands in the order."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.paper_value import clean, folded
from ...tools.reentry import Pair, compare_lines
from ...tools.verification import Cell
from .reentry import SAID
from .reentry_row import TYPED

#: What a typed line is called while it is no order line yet.
NO_LINE = -1


class NeiqinReentry(models.Model):
    _inherit = "neiqin.reentry"

    def action_neiqin_hand_in(self):
        """Compare, and settle at once where nothing differs.

        Nothing in the answer tells whether or where the two differ.
        """
        self.ensure_one()
        self._neiqin_check_mine()
        task = self.sudo()
        task.lock_for_update()
        task._neiqin_check_mine()
        task._neiqin_check_typed()
        rows = task._neiqin_compared()
        task.order_id._neiqin_open_to(task.user_id)
        task._neiqin_untell()
        self.env["neiqin.reentry.line"].sudo()._neiqin_as_server().create(rows)
        differ = sum(not row["decision"] for row in rows)
        task._neiqin_as_server().write(
            {
                "state": "differs",
                "typed_at": fields.Datetime.now(),
                "checked_count": len(rows),
                "differ_count": differ,
            }
        )
        if not differ:
            task._neiqin_settled()
        elif task._neiqin_settlers():  # else the schedule tells a supervisor
            task._neiqin_ask_settler()
        return {"type": "ir.actions.act_window_close"}

    def _neiqin_check_typed(self):
        if not self.row_ids:
            raise UserError(
                self.env._("Type at least one line from the customer's paper.")
            )
        if any(
            not clean(row.product) or not clean(row.quantity) for row in self.row_ids
        ):
            raise UserError(self.env._("Each line needs a product and a quantity."))

    # --- reading and comparing

    def _neiqin_compared(self):
        """Return the values of the lines: one for each value that both have entered."""
        cells = [Cell(*values) for values in self.snapshot["cells"]]
        known = {(cell.line, cell.field): cell for cell in cells}
        numbers = list(dict.fromkeys(cell.line for cell in cells if cell.line))
        lines = [
            {cell.field: cell.entered for cell in cells if cell.line == number}
            for number in numbers
        ]
        typed = self._neiqin_typed_rows()
        pairs = self._neiqin_header_pairs(known)
        pairs += compare_lines(numbers, lines, self._neiqin_values(typed, known))
        return [self._neiqin_line_values(pair, known, typed) for pair in pairs]

    def _neiqin_typed_rows(self):
        """Return ``[{field: text}, ...]`` without what was left empty."""
        return [
            {
                name: row[column]
                for column, name in TYPED.items()
                if clean(row[column] or "")
            }
            for row in self.row_ids
        ]

    def _neiqin_values(self, typed, known):
        """Return typed lines as canonical values; words of the order's own line are its
        product."""
        wordings = {
            folded(words): cell.entered
            for cell in known.values()
            if cell.field == "product_id"
            for words in (cell.note or "").splitlines()
        }
        # a day without a year is that year's which comes closest to a promise
        dates = [
            cell.entered for cell in known.values() if cell.field == "promised_date"
        ]
        near = {"promised_date": max(dates, default="")}
        rows = []
        for texts in typed:
            row = {
                name: self._neiqin_said(NO_LINE, name, text, near.get(name, ""))
                for name, text in texts.items()
            }
            words = folded(texts["product_id"])
            row["product_id"] = wordings.get(words, row["product_id"])
            rows.append(row)
        return rows

    def _neiqin_header_pairs(self, known):
        pairs = []
        for column, name in SAID.items():
            if clean(self[column] or ""):
                cell = known[0, name]
                said = self._neiqin_said(0, name, self[column], cell.entered)
                pairs.append(Pair(0, name, cell.entered, said))
        return pairs

    def _neiqin_said(self, line, name, text, entered):
        """Return the canonical value of a text, as a verification reads it."""
        reader = self.env["neiqin.verification"].new({"order_id": self.order_id.id})
        return reader._read(Cell(line, name, entered), text)

    def _neiqin_line_values(self, pair, known, typed):
        cell = known.get((pair.line, pair.field))
        order, labels = self.order_id, self.snapshot["labels"]
        first = cell or Cell(pair.line, pair.field, pair.first)
        words = typed[pair.row].get(pair.field) if pair.row is not None else None
        if pair.line == 0:
            column = next(key for key, name in SAID.items() if name == pair.field)
            words = self[column]
        by = self.snapshot["by"]
        return {
            "reentry_id": self.id,
            "company_id": self.company_id.id,
            "order_id": order.id,
            "line_ref": pair.line,
            "line_label": labels.get(str(pair.line))
            or (self.env._("Only in the second entry") if pair.line < 0 else ""),
            "field": pair.field,
            "first": pair.first,
            "first_text": order._neiqin_cell_text(first) if pair.first else "",
            "first_by": by.get(first.key) or order.create_uid.id,
            "second": pair.second,
            "second_text": clean(words or ""),
            "second_by": self.user_id.id,
            "decision": "agreed" if pair.agrees else False,
        }
