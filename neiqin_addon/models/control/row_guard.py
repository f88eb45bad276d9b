"""The trigger by which the database itself refuses to change or delete rows."""

import json

from odoo import api, models
from odoo.tools import SQL

# One function serves all tables: the trigger's WHEN says which rows are guarded, its
# argument says what may still change in them. Rows are compared as JSON, so that a
# column added later is protected from its first day where all are kept.
#
# Values that are sealed change places with their cipher text. PostgreSQL cannot check
# AES, but it can check a hash: the exchange needs a permit whose SHA-256 is the lock
# kept in neiqin_sealing, and only the server's key makes permits (sealing_permit.py).
# A permit counts once. Without a lock, that is with sealing off, nothing is exchanged.
_FUNCTION = r"""
CREATE OR REPLACE FUNCTION neiqin_row_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rules jsonb;
    was jsonb;
    now_is jsonb;
    name text;
    steps text[];
    permit text := current_setting('neiqin.permit', true);
    permitted boolean := false;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '% keeps its rows: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    rules := TG_ARGV[0]::jsonb;
    was := to_jsonb(OLD);
    now_is := to_jsonb(NEW);
    IF permit <> '' AND rules ? 'sealed' THEN
        -- locked: who sees the permit of a transaction cannot use it beside that one
        EXECUTE format(
            'SELECT true FROM %I.neiqin_sealing WHERE exchange_lock = $1 FOR UPDATE',
            TG_TABLE_SCHEMA
        ) INTO permitted USING encode(sha256(convert_to(permit, 'UTF8')), 'hex');
    END IF;
    FOR name IN
        SELECT key FROM jsonb_each(was) WHERE value IS DISTINCT FROM now_is -> key
    LOOP
        IF rules -> 'forward' ? name THEN
            steps := ARRAY(SELECT jsonb_array_elements_text(rules -> 'forward' -> name));
            -- a value that is no step stands before the first
            CONTINUE WHEN coalesce(array_position(steps, now_is ->> name), 0)
                > coalesce(array_position(steps, was ->> name), 0);
        ELSIF rules -> 'once' ? name THEN
            CONTINUE WHEN was ->> name IS NULL;
        ELSIF rules -> 'sealed' ? name THEN
            CONTINUE WHEN permitted;
        ELSIF rules ->> 'tokens' = name THEN
            -- a token may be added; one that is there is the only copy of a value
            CONTINUE WHEN permitted OR NOT EXISTS (
                SELECT FROM jsonb_array_elements_text(rules -> 'sealed') AS kept(field)
                CROSS JOIN LATERAL (SELECT '(?:^|\n)' || field || '=([^\n]*)') AS pattern(line)
                WHERE (regexp_match(was ->> name, line))[1] IS NOT NULL
                AND (regexp_match(was ->> name, line))[1]
                    IS DISTINCT FROM (regexp_match(now_is ->> name, line))[1]
            );
        ELSE
            CONTINUE WHEN NOT coalesce(rules -> 'kept' ? name, true);
        END IF;
        RAISE EXCEPTION 'row % of % is kept: % cannot change', OLD.id, TG_TABLE_NAME, name
            USING ERRCODE = 'restrict_violation';
    END LOOP;
    RETURN NEW;
END $$
"""
_NAME = "neiqin_row_guard"
_TRUNCATE = "neiqin_row_guard_truncate"


class NeiqinRowGuardMixin(models.AbstractModel):
    """Puts the trigger on the model's table; who inherits says what it guards.

    It holds for whatever comes past the ORM, the owner of the database and sessions
    that say they only replicate included. The ORM's own refusals, with a sentence for
    the user, are the business of the two mixins that build on this one.
    """

    _name = "neiqin.row.guard.mixin"
    _description = "Rows that the database keeps"

    def _neiqin_guarded_when(self):
        """Return the SQL condition over ``OLD`` from when on rows are guarded.

        Nothing for no guard at all.
        """
        return ""

    def _neiqin_guard_rules(self):
        """Return what the trigger allows, as a dict.

        ``kept``: columns that never change, left out for all but those below;
        ``once``: columns that may be filled, once; ``forward``: ``{column: [value, ...]}``,
        columns that move on through these values and never back; ``sealed``: columns
        that the holder of the key exchanges for their cipher text and back, ``tokens``:
        the column with these cipher texts.
        """
        return {"once": [], "forward": {}}

    def init(self):
        res = super().init()
        if self._auto and not self._abstract and self._neiqin_guarded_when():
            self._neiqin_install_guard()
        return res

    def _neiqin_install_guard(self):
        rules = json.dumps(self._neiqin_guard_rules())
        rows = SQL(
            "BEFORE UPDATE OR DELETE ON %s FOR EACH ROW WHEN (%s)",
            SQL.identifier(self._table),
            SQL(self._neiqin_guarded_when()),
        )
        table = SQL(
            "BEFORE TRUNCATE ON %s FOR EACH STATEMENT", SQL.identifier(self._table)
        )
        self.env.cr.execute(_FUNCTION)
        for name, when in ((_NAME, rows), (_TRUNCATE, table)):
            self._neiqin_install_trigger(SQL.identifier(name), when, rules)

    def _neiqin_install_trigger(self, name, when, rules):
        table = SQL.identifier(self._table)
        execute = self.env.cr.execute
        execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, table))
        execute(
            SQL(
                "CREATE TRIGGER %s %s EXECUTE FUNCTION neiqin_row_guard(%s)",
                name,
                when,
                rules,
            )
        )
        # always: also where a session says it only replicates
        execute(SQL("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s", table, name))

    @api.model
    def _neiqin_guard_in_place(self):
        """Say whether the database still refuses changes of this table."""
        rows = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                " AND tgname IN (%s, %s) AND tgenabled = 'A'",
                self._table,
                _NAME,
                _TRUNCATE,
            )
        )
        return rows[0][0] == 2


def drop_row_guards(cr):
    """Remove all that :class:`NeiqinRowGuardMixin` put into the database."""
    # the triggers hang on the function
    cr.execute("DROP FUNCTION IF EXISTS neiqin_row_guard() CASCADE")
