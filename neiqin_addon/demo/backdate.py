"""Dates that the ORM sets to now, put where the story needs them."""

from odoo import models
from odoo.tools import SQL


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _backdate(self, moments, *columns):
        """Write one moment into columns of each record, past the ORM.

        :param moments: ``{record: naive UTC datetime}``, records of one model
        """
        if not moments:
            return
        records = next(iter(moments)).concat(*moments)
        records.env.flush_all()
        sets = SQL(", ").join(
            SQL("%s = past.moment", SQL.identifier(column)) for column in columns
        )
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS record SET %s
                     FROM unnest(%s::int[], %s::timestamp[]) AS past(id, moment)
                    WHERE record.id = past.id""",
                SQL.identifier(records._table),
                sets,
                [record.id for record in moments],
                list(moments.values()),
            )
        )
        records.invalidate_recordset(columns, flush=False)
        self._backdate_messages(records._name, moments)

    def _backdate_messages(self, model, moments):
        self.env.cr.execute(
            SQL(
                """UPDATE mail_message AS message SET date = past.moment
                     FROM unnest(%s::int[], %s::timestamp[]) AS past(id, moment)
                    WHERE message.model = %s AND message.res_id = past.id""",
                [record.id for record in moments],
                list(moments.values()),
                model,
            )
        )
        self.env["mail.message"].invalidate_model(["date"])
