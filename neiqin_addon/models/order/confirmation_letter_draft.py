"""From an order to the draft of its next letter."""

from odoo import models
from odoo.tools import format_date, formatLang

from ...tools.letter_diff import diff_lines, diff_values
from .confirmation_letter import HEADER
from .confirmation_letter_line import COMPARED, REQUEST


def plain(record, names):
    """Return field values as JSON can hold and compare them."""
    values = {}
    for name in names:
        value, field = record[name], record._fields[name]
        if field.type == "many2one":
            value = value.display_name
        elif field.type == "date":
            value = value and value.isoformat()
        elif field.type in ("float", "monetary"):
            value = round(value, 6)
        values[name] = value or None
    return values


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    def _neiqin_draft_next(self, orders):
        """Make the next revision's draft for orders that have no live letter.

        :param orders: ``sale.order`` records
        :return: the new letters, one per order, already filled
        """
        previous = self._neiqin_latest(orders)
        drafts = self._neiqin_as_server().create(
            [order._neiqin_letter_values(previous.get(order.id)) for order in orders]
        )
        drafts._neiqin_refresh_drafts()
        return drafts

    def _neiqin_latest(self, orders):
        """Return ``{order id: its letter with the highest revision}``."""
        letters = self.search([("order_id", "in", orders.ids)], order="revision")
        return {letter.order_id.id: letter for letter in letters}

    def _neiqin_refresh_drafts(self):
        """Bring drafts up to their orders; letters already sent are left alone."""
        drafts = self.filtered(lambda letter: letter.state == "draft")
        if not drafts:
            return
        digests = drafts.order_id._neiqin_content_digest()
        drafts.order_id.partner_id.fetch(["lang", "name", "parent_id"])
        for draft in drafts:
            values = draft.order_id._neiqin_letter_header(draft.lang)
            values["content_digest"] = digests[draft.order_id.id]
            draft._neiqin_as_server().write(values)
        drafts._neiqin_refresh_lines()
        drafts._neiqin_mark_differences()

    def _neiqin_refresh_lines(self):
        """Update lines where they are: a form may have them open."""
        missing, gone = [], self.line_ids.browse()
        for draft in self:
            present = {line.line_key: line for line in draft.line_ids}
            for values in draft._neiqin_line_values(present):
                line = present.pop(values["line_key"], None)
                if line:
                    line._neiqin_update(values)
                else:
                    missing.append({**values, "letter_id": draft.id})
            gone |= gone.union(*present.values())
        gone.unlink()
        self.line_ids._neiqin_as_server().create(missing)
        self.invalidate_recordset(["line_ids"])  # read anew, in their order

    def _neiqin_line_values(self, present):
        """Return the values of all lines the draft must have, in order.

        :param present: ``{line key: line}`` of the draft as it is
        """
        self.ensure_one()
        before = {line.line_key: line for line in self.previous_id.line_ids}
        order_lines = self.order_id._neiqin_content_lines()
        rows = []
        for order_line in order_lines.with_context(lang=self.lang):
            # what the clerk decided last holds until it is taken back
            known = present.get(order_line.id) or before.get(order_line.id)
            rows.append(
                order_line._neiqin_letter_line(known, before.get(order_line.id))
            )
        keys = {row["line_key"] for row in rows}
        for dropped in self.order_id.neiqin_dropped_requests or ():
            if dropped["line_key"] not in keys:
                rows.append({**dropped, **self._neiqin_nothing_promised()})
        keys = {row["line_key"] for row in rows}
        for key, line in before.items():
            if key not in keys:
                rows.append(line._neiqin_removed())
        return [{**row, "sequence": number} for number, row in enumerate(rows, start=1)]

    def _neiqin_nothing_promised(self):
        return {
            "order_line_id": False,
            "quantity": 0.0,
            "price_subtotal": 0.0,
            "price_total": 0.0,
            "verdict": "rejected",
            "changes": ["quantity"],
        }

    def _neiqin_mark_differences(self):
        """Say per line and for the whole what differs from the revision before."""
        for draft in self:
            before = draft.previous_id
            if not before:
                continue
            found = diff_lines(
                {line.line_key: plain(line, COMPARED) for line in before.line_ids},
                {line.line_key: plain(line, COMPARED) for line in draft.line_ids},
            )
            for line in draft.line_ids:
                kind, changes = found[line.line_key]
                if kind == "changed" and not line.order_line_id:
                    kind = "removed"
                line._neiqin_update(
                    {"difference": kind, "difference_fields": changes or False}
                )
            draft._neiqin_as_server().header_difference = (
                diff_values(plain(before, HEADER), plain(draft, HEADER)) or False
            )

    def _neiqin_header_changes(self):
        """Return ``[(label, old, new)]`` of the whole letter, as texts to show."""
        self.ensure_one()
        found = self.header_difference or {}  # the database does not keep its order
        changes = [(name, found[name]) for name in HEADER if name in found]
        return [
            (
                self._fields[name]._description_string(self.env),
                self._neiqin_say(name, was),
                self._neiqin_say(name, now),
            )
            for name, (was, now) in changes
        ]

    def _neiqin_say(self, name, value):
        field = self._fields[name]
        if field.type == "monetary":
            return formatLang(self.env, value or 0.0, currency_obj=self.currency_id)
        if value in (None, False, ""):
            return "–"
        if field.type == "date":
            return format_date(self.env, value)
        return ", ".join(str(value).splitlines())


class NeiqinConfirmationLetterLine(models.Model):
    _inherit = "neiqin.confirmation.letter.line"

    def _neiqin_update(self, values):
        """Write what differs, as the server."""
        self.ensure_one()
        present = {
            name: self[name].id if self._fields[name].type == "many2one" else self[name]
            for name in values
        }
        changed = {
            name: value
            for name, value in values.items()
            if (present[name] or None) != (value or None)
        }
        if changed:
            self._neiqin_as_server().write(changed)

    def _neiqin_removed(self):
        """Return this line for a next revision whose order has it no more."""
        self.ensure_one()
        kept = (*REQUEST, "line_key", "product_id", "name", "uom_name", "reason")
        kept += ("price_unit", "discount", "tax_names", "promised_date", "decision")
        values = {
            name: self[name].id if self._fields[name].type == "many2one" else self[name]
            for name in kept
        }
        return {**values, **self.letter_id._neiqin_nothing_promised()}
