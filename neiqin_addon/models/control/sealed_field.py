"""Field types whose column holds a mask once the record is sealed.

The column keeps what everybody may see; the clear value lies encrypted in the
record's ``neiqin_sealed``. Whatever reads the column, be it SQL, a report, a copy in
another model, a filter or a group, meets the mask, and needs no rule of its own.
Clear is only what :meth:`_neiqin_read_sealed` hands out, to a person, one record at a time.

The mask of a text says a little (the last digits of a number), the one of a tree is a
text where a tree would be, the one of a number is nothing at all: a number in its
place would be summed.
"""

import copy
import json

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.sealed_mask import DOT, MASK, is_mask, mark, mask


class _Sealed:
    #: how values are masked, normalised and found: ``phone`` or ``text``
    neiqin_kind = "text"
    #: whether the value is found by its blind index
    neiqin_indexed = False
    #: name of the column with the SHA-256 that the clear text must have
    neiqin_digest = None
    #: what a copy holds of a required value until it has the value itself
    neiqin_stand_in = "0"

    def neiqin_text(self, value):
        """Return a value as the text that is sealed, False where there is nothing."""
        return str(value) if value else False

    def neiqin_value(self, text):
        """Return the value of a sealed text."""
        return text

    def neiqin_masked(self, text):
        """Return what the column holds of a sealed text."""
        return text and mask(text, self.neiqin_kind)

    def neiqin_is_mask(self, value):
        """Say whether somebody's value is a mask, or was one before it was edited."""
        return bool(value) and is_mask(str(value), self.neiqin_kind)

    def neiqin_is_clear(self, value):
        """Say whether what the column holds is a clear value to be sealed."""
        return bool(value) and not is_mask(value, self.neiqin_kind)

    def neiqin_clear_sql(self, column):
        """Return the SQL condition that a column holds a clear value."""
        pattern = f"%{mark(self.neiqin_kind)}%"
        return SQL("(%s <> '' AND %s NOT LIKE %s)", column, column, pattern)


class _SealedLetters(_Sealed):
    def convert_to_record(self, value, record):
        # first the cheap test: an unsealed database pays for nothing else
        if value and DOT in value and self.store:
            return record._neiqin_read_sealed(self, value)
        return super().convert_to_record(value, record)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Find sealed rows by their blind index, the others as ever."""
        negative = operator in Domain.NEGATIVE_OPERATORS
        positive = Domain.NEGATIVE_OPERATORS[operator] if negative else operator
        stock = super().condition_to_sql(
            field_expr, operator, value, model, alias, query
        )
        index = model._neiqin_index_query(self, positive, value)
        if index is None:
            return stock
        found = SQL("%s IN (%s)", SQL.identifier(alias, "id"), index)
        if negative:
            return SQL("(%s AND NOT %s)", stock, found)
        return SQL("(%s OR %s)", stock, found)


class SealedChar(_SealedLetters, fields.Char):
    """A line of text that can be sealed, and found by its blind index."""

    neiqin_indexed = True


class SealedText(_SealedLetters, fields.Text):
    """A text of any length that can be sealed; it is not searched."""


class SealedJson(_Sealed, fields.Json):
    """A tree of plain values that can be sealed; whoever may not read it gets none."""

    def neiqin_text(self, value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else False

    def neiqin_value(self, text):
        return json.loads(text)

    def neiqin_masked(self, text):
        return text and MASK

    def neiqin_is_mask(self, value):
        return isinstance(value, str) and is_mask(value)

    def neiqin_is_clear(self, value):
        return value is not None and not self.neiqin_is_mask(value)

    def neiqin_clear_sql(self, column):
        return SQL("(jsonb_typeof(%s) <> 'string')", column)

    def convert_to_record(self, value, record):
        if self.neiqin_is_mask(value) and self.store:
            tree = record._neiqin_read_sealed(self, None)
            return False if tree is None else copy.deepcopy(tree)
        return super().convert_to_record(value, record)


class _SealedNumber(_Sealed):
    def neiqin_text(self, value):
        return repr(float(value or 0.0))

    def neiqin_value(self, text):
        return float(text)

    def neiqin_masked(self, text):
        return None

    def neiqin_is_mask(self, value):
        return False

    def neiqin_is_clear(self, value):
        return value is not None

    def neiqin_clear_sql(self, column):
        return SQL("(%s IS NOT NULL)", column)

    # stock numbers turn nothing into 0: here nothing is the mask

    def convert_to_cache(self, value, record, validate=True):
        return (
            None if value is None else super().convert_to_cache(value, record, validate)
        )

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if value is None:
            return None
        return super().convert_to_column_insert(value, record, values, validate)

    def convert_to_record(self, value, record):
        if value is None and self.store:
            value = record._neiqin_read_sealed(self, None)
        return super().convert_to_record(value, record)


class SealedFloat(_SealedNumber, fields.Float):
    """A number that can be sealed. Sealed it is not summed, sorted or searched."""


class SealedMonetary(_SealedNumber, fields.Monetary):
    """An amount that can be sealed. Sealed it is not summed, sorted or searched."""


SEALED = (SealedChar, SealedText, SealedJson, SealedFloat, SealedMonetary)
