"""Rows that are written once and then stay, whoever asks and by whatever way."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# The argument is the row's unset seal as JSON: put on the new row it must give the
# old one, so that a seal is set once and nothing beside it changes. Columns are not
# named one by one: one added later is protected from its first day.
_FUNCTION = """
CREATE OR REPLACE FUNCTION neiqin_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS = 1 AND
        jsonb_populate_record(NEW, TG_ARGV[0]::jsonb) IS NOT DISTINCT FROM OLD
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""
_TRIGGERS = {
    "neiqin_append_only": "BEFORE UPDATE OR DELETE ON %s FOR EACH ROW",
    "neiqin_append_only_truncate": "BEFORE TRUNCATE ON %s FOR EACH STATEMENT",
}


class NeiqinAppendOnlyMixin(models.AbstractModel):
    """Refuses every change and every deletion, in the ORM and in the database.

    Rows are created on ``model._neiqin_as_server()`` only. Documents that freeze
    at some step of their life want another mixin.
    """

    _name = "neiqin.append.only.mixin"
    _inherit = "neiqin.protected.mixin"
    _description = "Rows that are written once"

    #: Columns that stay empty at first and are set once, by SQL.
    _neiqin_seal_columns = ()

    def init(self):
        res = super().init()
        if self._auto and not self._abstract:
            self._neiqin_install_guard()
        return res

    def _neiqin_install_guard(self):
        table = SQL.identifier(self._table)
        blank = ", ".join(f'"{name}": null' for name in self._neiqin_seal_columns)
        argument = SQL("%s", f"{{{blank}}}") if blank else SQL()
        self.env.cr.execute(_FUNCTION)
        for name, when in _TRIGGERS.items():
            trigger = SQL.identifier(name)
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s %s EXECUTE FUNCTION neiqin_append_only(%s)",
                    trigger,
                    SQL(when, table),
                    argument,
                )
            )
            # always: also where a session says it only replicates
            self.env.cr.execute(
                SQL("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s", table, trigger)
            )

    @api.model
    def _neiqin_guard_in_place(self):
        """Say whether the database still refuses changes of this table."""
        rows = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                " AND tgname IN %s AND tgenabled = 'A'",
                self._table,
                tuple(_TRIGGERS),
            )
        )
        return rows[0][0] == len(_TRIGGERS)

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | set(self._fields)

    @api.model_create_multi
    def create(self, vals_list):
        # "id" is protected: so a row without any value is refused as well
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    # nothing to pass on: these two end here
    def write(self, vals):  # pylint: disable=method-required-super
        raise self._neiqin_append_only_error()

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise self._neiqin_append_only_error()  # pylint: disable=no-raise-unlink

    def _neiqin_append_only_error(self):
        return AccessError(
            self.env._(
                "%(model)s: what is written stays. Nobody can change or delete it.",
                model=self.env["ir.model"]._get(self._name).sudo().name,
            )
        )


def drop_append_only_triggers(cr):
    """Remove all that :class:`NeiqinAppendOnlyMixin` put into the database."""
    # the triggers hang on the function
    cr.execute("DROP FUNCTION IF EXISTS neiqin_append_only() CASCADE")
