"""Field types whose column holds a mask once the record is sealed.

The column keeps what everybody may see; the clear value lies encrypted in the
record's ``neiqin_sealed``. Whatever reads the column, be it SQL, a report, a copy in
another model, a filter or a group, meets the mask, and needs no rule of its own.
Clear is only what :meth:`_neiqin_read_sealed` hands out, to a person, one record at a time.
"""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.cipher import DOT


class _Sealed:
    #: how values are masked, normalised and found: ``phone`` or ``text``
    neiqin_kind = "text"

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


class SealedChar(_Sealed, fields.Char):
    """A line of text that can be sealed."""


class SealedText(_Sealed, fields.Text):
    """A text of any length that can be sealed; it is not searched."""
