"""From what a clerk typed to a verdict per value."""

import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.paper_value import clean, folded, number_text, parse_day, parse_number
from ...tools.verification import CHANGED, MISMATCH, verdict
from .sale_order_cells import PRECISIONS

#: The customer's wish for a field, where it is on record.
REQUESTED = {
    "product_id": "neiqin_requested_product_id",
    "product_uom_qty": "neiqin_requested_qty",
    "price_unit": "neiqin_requested_price",
    "promised_date": "neiqin_requested_date",
}
#: Fields that name a record on a customer's paper, where the model has them.
NAMES = ("name", "default_code", "barcode", "ref")
#: Before words that name nothing on file: "~6204" is no record number 6204.
UNKNOWN = "~"
#: Longest text that a cell takes: no paper says more in one place.
LONGEST = 500


def is_answer(answer):
    """Return whether an answer has a form that :meth:`judge` takes."""
    if isinstance(answer, str):
        return len(answer) <= LONGEST
    return answer is None or answer is True


def said_names(record):
    """Return the folded names by which a paper may call a record."""
    names = [record.display_name]
    for name in NAMES:
        if name in record._fields and record._fields[name].type == "char":
            names.append(record[name])
    return {folded(name) for name in names if name}


class NeiqinVerification(models.Model):
    _inherit = "neiqin.verification"

    @api.private
    def judge(self, cells, answers):
        """Return one dict of line values per cell.

        :param cells: the order's cells
        :param answers: ``{cell key: None, text or True}``; None agrees, a text is
            what the paper says, True keeps a value that the check before found to
            differ: a promise that differs on purpose. A cell left out takes the
            verdict of the check before, where it agreed and holds the same value.
        :raise UserError: forged keys, unreadable texts, cells nobody looked at,
            a value that still differs as it did, agreed to without saying so
        """
        self.ensure_one()
        order = self.order_id
        earlier = order._neiqin_earlier_verdicts()
        self._check_answers(cells, answers, earlier)
        labels = order._neiqin_line_labels()
        rows = []
        for cell in cells:
            row = {
                **self._row_of(cell),
                "line_label": labels.get(cell.line, ""),
                "entered_text": order._neiqin_cell_text(cell),
                "entered_by": order._neiqin_cell_holder(cell)._neiqin_enterer().id,
            }
            if cell.key in answers:
                row.update(
                    self._judge_cell(cell, answers[cell.key], earlier.get(cell.key))
                )
            else:
                row.update(self._carry(earlier[cell.key]))
            rows.append(row)
        return rows

    def _row_of(self, cell):
        return {
            "verification_id": self.id,
            "order_id": self.order_id.id,
            "company_id": self.company_id.id,
            "line_ref": cell.line,
            "field": cell.field,
            "entered": cell.entered,
            "entered_note": cell.note,
            "verified_by": self.env.uid,
            "verified_at": fields.Datetime.now(),
        }

    def _carry(self, line):
        names = ("on_paper", "on_paper_text", "verdict", "verified_at")
        return {
            **{name: line[name] for name in names},
            "verified_by": line.verified_by.id,
            "carried": True,
        }

    def _check_answers(self, cells, answers, earlier):
        if not isinstance(answers, dict):
            raise UserError(
                self.env._("The answers are not in the form of a list by value.")
            )
        keys = {cell.key for cell in cells}
        if set(answers) - keys or not all(map(is_answer, answers.values())):
            raise UserError(
                self.env._("An answer is for a value that is not part of this order.")
            )
        unseen = [cell for cell in cells if cell.key not in answers]
        unseen = [
            cell
            for cell in unseen
            if cell.key not in earlier or not earlier[cell.key]._neiqin_vouches(cell)
        ]
        if unseen:
            raise UserError(
                self.env._("Values not compared yet: %(count)s.", count=len(unseen))
            )

    def _judge_cell(self, cell, text, before):
        order = self.order_id
        if before and before._neiqin_unmended(cell) and not isinstance(text, str):
            return self._keep(cell, text, before)
        if text is True:
            text = None
        requested = order._neiqin_requested(cell)
        said = None if text is None else self._read(cell, text)
        found = verdict(cell.entered, said, requested)
        if found == MISMATCH:
            paper, shown = said, clean(text)
        elif found == CHANGED:
            paper, shown = (
                requested,
                order._neiqin_cell_text(cell._replace(entered=requested)),
            )
        else:
            paper, shown = cell.entered, order._neiqin_cell_text(cell)
        return {"verdict": found, "on_paper": paper, "on_paper_text": shown}

    def _keep(self, cell, answer, before):
        """Keep a value that differs from the paper as it did: only on purpose."""
        if answer is not True:
            raise UserError(
                self.env._(
                    "%(value)s: the paper said %(paper)s, and the order still says "
                    "otherwise. Correct the order, or say that the promise differs "
                    "on purpose.",
                    value=self.order_id._neiqin_cell_text(cell) or "—",
                    paper=before.on_paper_text,
                )
            )
        return {
            "verdict": CHANGED,
            "on_paper": before.on_paper,
            "on_paper_text": before.on_paper_text,
        }

    def _read(self, cell, text):
        """Return the canonical value of a text; unknown names are marked as such."""
        order = self.order_id
        if not clean(text):
            return ""
        if cell.field in PRECISIONS:
            return self._read_number(cell, text)
        if cell.field == "promised_date":
            return self._read_day(cell, text)
        if folded(text) == folded(order._neiqin_cell_text(cell)):
            return cell.entered
        return order._neiqin_find_named(cell, clean(text)) or UNKNOWN + clean(text)

    def _read_number(self, cell, text):
        lang = self.env["res.lang"]._get_data(code=self.env.user.lang)
        point, group = lang.decimal_point or ".", lang.thousands_sep or ""
        try:
            number = parse_number(text, point, group)
        except ValueError:
            raise UserError(
                self.env._("“%(text)s” is not a number.", text=clean(text))
            ) from None
        return number_text(number, self.order_id._neiqin_digits(cell.field))

    def _read_day(self, cell, text):
        near = fields.Date.to_date(cell.entered) or fields.Date.context_today(self)
        try:
            return parse_day(text, near).isoformat()
        except (ValueError, OverflowError):
            raise UserError(
                self.env._(
                    "“%(text)s” is not a day. Write it like %(example)s.",
                    text=clean(text),
                    example=datetime.date.today().isoformat(),
                )
            ) from None


class NeiqinVerificationLine(models.Model):
    _inherit = "neiqin.verification.line"

    def _neiqin_vouches(self, cell):
        """Return whether this verdict still speaks for the cell."""
        return self.verdict != MISMATCH and self._neiqin_same_value(cell)

    def _neiqin_unmended(self, cell):
        """Return whether the cell still holds what was found to differ."""
        return self.verdict == MISMATCH and self._neiqin_same_value(cell)

    def _neiqin_same_value(self, cell):
        self.ensure_one()
        same = (self.entered or "") == cell.entered
        return same and (self.entered_note or "") == cell.note


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_earlier_verdicts(self):
        """Return ``{cell key: line}`` of the last completed verification."""
        self.ensure_one()
        lines = self.sudo().neiqin_verification_id.line_ids
        return {f"{line.line_ref}:{line.field}": line for line in lines}

    def _neiqin_line_labels(self):
        """Return ``{line id: short name}``: position and product."""
        return {
            line.id: f"{position}. {line.product_id.display_name or line.name}"
            for position, line in enumerate(self._neiqin_content_lines(), 1)
        }

    def _neiqin_cell_holder(self, cell):
        """Return the order or the order line that holds the cell."""
        return self.order_line.browse(cell.line) if cell.line else self

    def _neiqin_requested(self, cell):
        """Return the canonical text of what the customer asked for, None if unknown."""
        if not cell.line or cell.field not in REQUESTED:
            return None
        value = self._neiqin_cell_holder(cell)[REQUESTED[cell.field]]
        if not value:
            return None
        if isinstance(value, models.BaseModel):
            return str(value.id)
        return number_text(value) if isinstance(value, float) else value.isoformat()

    def _neiqin_find_named(self, cell, text):
        """Return the id (text) of the one record of that very name, None if none."""
        holder = self.env["sale.order.line"] if cell.line else self
        comodel = self.env[holder._fields[cell.field].comodel_name]
        found = comodel.name_search(text, operator="ilike", limit=20)
        records = comodel.browse([record_id for record_id, _name in found])
        same = records.filtered(lambda record: folded(text) in said_names(record))
        return str(same.id) if len(same) == 1 else None
