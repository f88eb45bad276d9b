"""Rows that nobody changes any more, not even past the ORM."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_PREFIX = "neiqin_frozen_"

# One function serves all tables: the trigger's WHEN says which rows are frozen, its
# arguments say which columns. Comparing as JSON spares a function per table.
_FUNCTION = """
CREATE OR REPLACE FUNCTION neiqin_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    now_is jsonb;
    name text;
    steps text[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'row % of % is frozen: it cannot be deleted', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    now_is := to_jsonb(NEW);
    FOREACH name IN ARRAY string_to_array(TG_ARGV[0], ',') LOOP
        IF was -> name IS DISTINCT FROM now_is -> name THEN
            RAISE EXCEPTION 'row % of % is frozen: % cannot change', OLD.id, TG_TABLE_NAME, name
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    FOREACH name IN ARRAY string_to_array(TG_ARGV[1], ',') LOOP
        IF was ->> name IS NOT NULL AND was -> name IS DISTINCT FROM now_is -> name THEN
            RAISE EXCEPTION 'row % of % is frozen: % is set once', OLD.id, TG_TABLE_NAME, name
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    FOR i IN 2 .. TG_NARGS - 1 LOOP
        name := split_part(TG_ARGV[i], ':', 1);
        steps := string_to_array(split_part(TG_ARGV[i], ':', 2), ',');
        IF coalesce(array_position(steps, now_is ->> name), 0)
            < array_position(steps, was ->> name)
        THEN
            RAISE EXCEPTION 'row % of % is frozen: % only moves on', OLD.id, TG_TABLE_NAME, name
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$
"""


class NeiqinFrozenMixin(models.AbstractModel):
    """Freezes rows for everybody, the superuser and plain SQL included.

    A model says by class attributes which rows and columns; the ORM refuses with a
    sentence, and a trigger refuses whatever comes past the ORM.
    """

    _name = "neiqin.frozen.mixin"
    _description = "Rows that nobody changes any more"

    #: SQL condition over ``OLD``: from when on a row is frozen.
    _neiqin_frozen_when = None
    #: Stored columns that keep their value from then on.
    _neiqin_frozen_columns = ()
    #: Columns that may still be filled, once.
    _neiqin_frozen_once = ()
    #: ``{column: (value, ...)}``: columns that still move, but never back.
    _neiqin_frozen_forward = {}

    def init(self):
        res = super().init()
        if self._neiqin_frozen_when and not self._abstract and self._auto:
            self._neiqin_install_trigger()
        return res

    def _neiqin_install_trigger(self):
        trigger = SQL.identifier(_PREFIX + self._table)
        table = SQL.identifier(self._table)
        arguments = [
            ",".join(self._neiqin_frozen_columns),
            ",".join(self._neiqin_frozen_once),
            *(
                f"{name}:{','.join(steps)}"
                for name, steps in self._neiqin_frozen_forward.items()
            ),
        ]
        self.env.cr.execute(_FUNCTION)
        self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE UPDATE OR DELETE ON %s FOR EACH ROW"
                " WHEN (%s) EXECUTE FUNCTION neiqin_frozen(%s)",
                trigger,
                table,
                SQL(self._neiqin_frozen_when),
                SQL(", ").join(SQL("%s", argument) for argument in arguments),
            )
        )

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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        frozen = self._neiqin_frozen()
        if frozen:
            raise UserError(
                self.env._(
                    "%(record)s was given out and cannot be deleted.",
                    record=frozen[:1].display_name,
                )
            )


def drop_frozen_triggers(cr):
    """Remove all that :class:`NeiqinFrozenMixin` put into the database."""
    # the triggers hang on the function
    cr.execute("DROP FUNCTION IF EXISTS neiqin_frozen() CASCADE")
