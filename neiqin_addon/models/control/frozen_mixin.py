"""Rows that nobody changes any more, not even past the ORM."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class NeiqinFrozenMixin(models.AbstractModel):
    """Freezes rows for everybody, the superuser and plain SQL included.

    A model says by class attributes which rows and columns; the ORM refuses with a
    sentence, and a trigger refuses whatever comes past the ORM.
    """

    _name = "neiqin.frozen.mixin"
    _inherit = "neiqin.row.guard.mixin"
    _description = "Rows that nobody changes any more"

    #: SQL condition over ``OLD``: from when on a row is frozen.
    _neiqin_frozen_when = None
    #: Stored columns that keep their value from then on.
    _neiqin_frozen_columns = ()
    #: Columns that may still be filled, once.
    _neiqin_frozen_once = ()
    #: ``{column: (value, ...)}``: columns that still move, but never back.
    _neiqin_frozen_forward = {}

    def _neiqin_guarded_when(self):
        return self._neiqin_frozen_when

    def _neiqin_guard_rules(self):
        return {
            "kept": list(self._neiqin_frozen_columns),
            "once": list(self._neiqin_frozen_once),
            "forward": self._neiqin_frozen_forward,
        }

    def _neiqin_frozen(self):
        """Return the records that are frozen.

        Asks the database with the trigger's own condition, one query a call. A model
        that is written often says the same over its fields instead.
        """
        if not self.ids:
            return self.browse()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s AS old WHERE id = ANY(%s) AND (%s)",
                SQL.identifier(self._table),
                list(self.ids),
                SQL(self._neiqin_frozen_when),
            )
        )
        return self.browse(row[0] for row in rows)

    def _neiqin_refuse_frozen(self, names):
        labels = self.fields_get(names, ["string"])
        raise UserError(
            self.env._(
                "%(record)s was given out and stays as it is: %(fields)s cannot"
                " change any more.",
                record=self[:1].display_name,
                fields=", ".join(
                    labels[name]["string"] if name in labels else name
                    for name in sorted(names)
                ),
            )
        )

    def _neiqin_check_frozen(self, vals):
        kept = set(self._neiqin_frozen_columns).intersection(vals)
        once = set(self._neiqin_frozen_once).intersection(vals)
        forward = set(self._neiqin_frozen_forward).intersection(vals)
        if not (kept or once or forward):
            return
        for record in self._neiqin_frozen():
            refused = kept | {name for name in once if record[name]}
            for name in forward:
                steps = self._neiqin_frozen_forward[name]
                if vals[name] not in steps or (
                    record[name] in steps
                    and steps.index(vals[name]) < steps.index(record[name])
                ):
                    refused.add(name)
            if refused:
                record._neiqin_refuse_frozen(refused)

    def write(self, vals):
        self._neiqin_check_frozen(vals)
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_unfrozen()
        return super().unlink()

    def _neiqin_check_unfrozen(self):
        frozen = self._neiqin_frozen()
        if frozen:
            raise UserError(
                self.env._(
                    "%(record)s was given out and cannot be deleted.",
                    record=frozen[:1].display_name,
                )
            )
