"""How the add-on writes into the trail."""

import logging
import threading

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import SQL

from ...tools.allowance import Allowance
from ...tools.digest import canonical
from ...tools.mask import mask_text, mask_values
from .trail_entry import ACTIONS

_logger = logging.getLogger(__name__)

#: Refusals a user can cause: more within a minute goes to the server's log only,
#: or anybody could fill the disk with them.
_REFUSALS = Allowance(times=30, seconds=60)
_REFUSAL_RECORDS = 20
_CODES = dict(ACTIONS)
_COLUMNS = (
    "company_id, date, user_id, user_name, real_user_id, is_superuser, action,"
    " res_model, res_id, res_name, details, reason, ip_address"
)


class NeiqinTrailEntry(models.Model):
    _inherit = "neiqin.trail.entry"

    @api.model
    def _neiqin_log(self, action, records, values=None, reason=None, masks=None):
        """Write one row for each of ``records``, all with one statement.

        In the caller's transaction: rolled back with what they tell of. Never waits
        for another writer. Call it before a deletion, after a change.

        :param str action: a code of ``ACTIONS``
        :param records: recordset of one model, of any size
        :param values: dict for all records, or a list of dicts in their order;
            ``{"old": ..., "new": ...}`` as a value shows as a change. Masked here by
            what the names say and what the texts look like
        :param str reason: free text, masked by what it looks like
        :param masks: ``{name: kind}`` where a name does not say its kind of mask, see
            ``tools/mask.py``; None for a value that is no secret
        :return: the entries
        """
        if not records:
            return self.browse()
        self._neiqin_seal_soon()
        return self._neiqin_insert(
            self._neiqin_common(action, records._name, reason),
            self._neiqin_record_rows(records, values, masks),
        )

    @api.model
    def _neiqin_log_model(self, action, model, values=None, reason=None, name=None):
        """Write one row about a model as a whole, or about too many records.

        :param str model: a model's name
        :param dict values: as for :meth:`_neiqin_log`
        :param str name: what is shown as the record
        :return: the entry
        """
        row = (self.env.company.id, None, name, self._neiqin_details(values))
        self._neiqin_seal_soon()
        return self._neiqin_insert(self._neiqin_common(action, model, reason), [row])

    @api.model
    def _neiqin_log_denied(self, records, reason, values=None):
        """Write down a refused attempt so that it survives the caller's rollback.

        Through a cursor of its own, which waits half a second at most and never
        hides the refusal itself: what cannot be written is in the server's log.

        :param records: what the user wanted to act on; may not exist
        :param str reason: what was refused, a sentence
        """
        user, model = self.env.uid, records._name
        if not _REFUSALS.take((self.env.cr.dbname, user)):
            _logger.warning("user %s, %s %s: %s", user, model, records.ids, reason)
            return
        known = records[:_REFUSAL_RECORDS].exists()
        common = self._neiqin_common("denied", model, reason)
        if known:
            rows = self._neiqin_record_rows(known, values, None)
        else:
            ids = {**(values or {}), "ids": records.ids[:_REFUSAL_RECORDS]}
            rows = [(self.env.company.id, None, None, self._neiqin_details(ids))]
        try:
            self._neiqin_insert_apart(common, rows)
        except Exception:  # noqa: BLE001 the refusal must reach the user all the same
            _logger.warning(
                "user %s, %s %s: %s", user, model, records.ids, reason, exc_info=True
            )

    @api.model
    def _neiqin_require(self, records, groups, reason):
        """Refuse, and write the attempt down, unless the user is in one of the groups.

        :param records: what the user wants to act on
        :param groups: xml ids
        :param str reason: the sentence the user gets
        :raise AccessError: with ``reason``
        """
        user = self.env.user
        if self.env.su or any(user.has_group(group) for group in groups):
            return
        raise self._neiqin_denial(records, reason)

    @api.model
    def _neiqin_denial(self, records, reason, error=AccessError):
        """Write a refused attempt down; return the error to raise."""
        self._neiqin_log_denied(records, reason)
        return error(reason)

    @api.model
    def _neiqin_common(self, action, model, reason):
        """Return what the rows of one call have in common, in the columns' order."""
        if action not in _CODES:
            raise ValueError(f"the trail knows no action {action!r}")
        user = self.env.user.sudo()
        return {
            "date": fields.Datetime.now(),
            "user_id": user.id,
            "user_name": f"{user.name} ({user.login})",
            "real_user_id": self._neiqin_other_user(),
            "is_superuser": self.env.su,
            "action": action,
            "res_model": model,
            "reason": mask_text(reason) if reason else None,
            "ip_address": request.httprequest.remote_addr if request else None,
        }

    @api.model
    def _neiqin_other_user(self):
        """Return who logged in, where that is not the user of this environment.

        The server notes it per thread, for the web client and RPC alike.
        """
        uid = getattr(threading.current_thread(), "uid", None)
        return uid if uid != self.env.uid else None

    @api.model
    def _neiqin_record_rows(self, records, values, masks):
        """Return ``[(company id, record id, name, details)]``."""
        if not isinstance(values, list):
            details = [self._neiqin_details(values, masks)] * len(records)
        else:
            # the same dict for many records is masked once
            distinct = {id(item): item for item in values}
            texts = {
                key: self._neiqin_details(item, masks) for key, item in distinct.items()
            }
            details = [texts[id(item)] for item in values]
        heads = self._neiqin_heads(records)
        return [(*head, text) for head, text in zip(heads, details, strict=True)]

    @api.model
    def _neiqin_heads(self, records, fetched=False):
        """Return ``[(company id, record id, name)]``."""
        records = records.sudo()
        head = self._neiqin_head_fields(records)
        if not fetched:
            # these alone: reading one of them would fetch all columns there are
            records.fetch(head)
        names = (mask_text(name) if name else None for name in records.mapped(head[0]))
        companies = self._neiqin_companies(records)
        return list(zip(companies, records.ids, names, strict=True))

    @api.model
    def _neiqin_head_fields(self, records):
        """Return the fields that name a record, its name first.

        A model may say by ``_neiqin_trail_name`` that a stored field will do: a
        display name is computed for each record.
        """
        name = getattr(records, "_neiqin_trail_name", "display_name")
        return [name, "company_id"] if "company_id" in records._fields else [name]

    @api.model
    def _neiqin_companies(self, records):
        if records._name == "res.company":
            return records.ids
        here = self.env.company.id
        field = records._fields.get("company_id")
        if field is None or field.comodel_name != "res.company":
            return [here] * len(records)
        if not records.company_id:  # most customers: one look instead of thousands
            return [here] * len(records)
        return [record.company_id.id or here for record in records]

    @api.model
    def _neiqin_details(self, values, masks=None):
        return canonical(mask_values(values, masks)) if values else None

    @api.model
    def _neiqin_insert(self, common, rows):
        """Insert rows; return the entries, in no particular order."""
        # what is yet to be written happened before
        self._neiqin_flush_waiting()
        created = self.env.execute_query(
            SQL(
                """
                INSERT INTO neiqin_trail_entry (%s)
                SELECT row.company_id, %s, %s, %s, %s, %s, %s, %s, row.res_id,
                       row.res_name, row.details, %s, %s
                  FROM %s AS row (company_id, res_id, res_name, details)
                RETURNING id
                """,
                SQL(_COLUMNS),
                *common.values(),
                self._neiqin_table(rows),
            )
        )
        return self.browse(row[0] for row in created)

    @api.model
    def _neiqin_table(self, rows):
        """Return the rows as what SQL selects from."""
        if len(rows) == 1:  # most calls: the database plans it in half the time
            return SQL("(VALUES (%s::int, %s::int, %s::text, %s::text))", *rows[0])
        return SQL(
            "unnest(%s::int[], %s::int[], %s::text[], %s::text[])",
            *map(list, zip(*rows, strict=True)),
        )

    @api.model
    def _neiqin_insert_apart(self, common, rows):
        """Insert in a transaction of its own, committed at once."""
        with self.env.registry.cursor() as cr:
            cr.execute("SET LOCAL lock_timeout = '500ms'")
            cr.execute("SET LOCAL statement_timeout = '2s'")
            apart = self.with_env(self.env(cr=cr))
            apart._neiqin_seal_soon()
            return self.browse(apart._neiqin_insert(common, rows).ids)

    @api.model
    def _neiqin_seal_soon(self):
        """Ask for the sealing right after this transaction, once.

        For decisions: mere changes wait for the minute, they would wake the server's
        schedules with each customer that somebody saves.
        """
        asked = self.env.cr.postcommit.data
        if asked.get("neiqin_seal_soon"):
            return
        asked["neiqin_seal_soon"] = True
        # not there yet while the add-on is being installed
        cron = self.env.ref("neiqin_addon.trail_seal_cron", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
