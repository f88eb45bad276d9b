"""Sealing, opening and changing the key of a whole database, slice by slice.

Each record says by itself whether it is sealed and with which key. So a slice is a
transaction of its own, a crash loses at most one, and the next run goes on.
"""

import logging
from contextlib import nullcontext

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

SLICE = 500  # records: a second of work, few enough to lock

_logger = logging.getLogger(__name__)


def put_sealed_values_back(env):
    """Open the whole database, a commit after each slice.

    :raise UserError: if the key is missing or records are locked; all that was
        opened stays open, and the next attempt goes on
    """
    sealing = env["neiqin.sealing"]._neiqin_the()
    if sealing.state == "off":
        return
    sealing._neiqin_ring_to_seal()
    sealing._neiqin_set(state="opening", is_rotating=False)
    for _done, _total in sealing._neiqin_run_all():
        pass
    if sealing.state != "off":
        raise UserError(env._("Some sealed records are locked by others. Try again."))


class NeiqinSealing(models.Model):
    _inherit = "neiqin.sealing"

    @api.model
    def _neiqin_models(self):
        """Return the models with sealed fields, copies last."""
        mixin = self.env.registry["neiqin.sealed.mixin"]
        found = [
            self.env[name]
            for name, model in sorted(self.env.registry.items())
            if issubclass(model, mixin) and not model._abstract
        ]
        return sorted(found, key=lambda model: model._neiqin_is_copy)

    @api.model
    def _neiqin_workers(self):
        """Return whose slices are worked off; a room adds what is sealed besides fields.

        Each has ``_neiqin_pending(work)`` and ``_neiqin_slice(work)``.
        """
        return self._neiqin_models()

    def _neiqin_work(self):
        """Return what is to be done now: seal, open, rotate or nothing."""
        if self.is_rotating:
            return "rotate"
        return {"sealing": "seal", "on": "seal", "opening": "open"}.get(self.state)

    def _neiqin_pending(self):
        """Return how many records wait for the work of the moment."""
        work = self._neiqin_work()
        if not work:
            return 0
        return sum(model._neiqin_pending(work) for model in self._neiqin_workers())

    @api.model
    def _cron_slices(self):
        """Go on with the work, as long as the schedule lets us."""
        sealing = self._neiqin_the()
        cron = self.env["ir.cron"]
        work = sealing._neiqin_work()
        if not work:
            return
        remaining = sealing._neiqin_pending()
        cron._commit_progress(0, remaining=remaining)
        for model in self._neiqin_workers():
            while done := model._neiqin_slice(work):
                sealing._neiqin_set(done=sealing.done + done)
                remaining = max(remaining - done, 0)
                if not cron._commit_progress(done, remaining=remaining):
                    return
        sealing._neiqin_finish()

    def _neiqin_finish(self):
        """Enter the final state, if nothing is left that another user held locked."""
        left = self._neiqin_pending()
        if left:
            _logger.info(
                "sealing: %s records are locked or new, tried again later", left
            )
            self.env.ref("neiqin_addon.sealing_cron").sudo()._trigger()
            return
        if self.state == "sealing":
            self._neiqin_set(state="on")
        elif self.state == "opening":
            with self._neiqin_exchange_permitted(last=True):
                self._neiqin_set(state="off", key_id=False)
        if self.is_rotating:
            with self._neiqin_exchange_permitted():  # the next lock is of the new key
                self._neiqin_set(is_rotating=False)
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _neiqin_run_all(self):
        """Do all the work now, a commit after each slice; yield (done, total)."""
        self.ensure_one()
        work, total, done = self._neiqin_work(), self._neiqin_pending(), 0
        for model in self._neiqin_workers() if work else ():
            while step := model._neiqin_slice(work):
                done += step
                self._neiqin_set(done=done, total=total)
                self.env["ir.cron"]._commit_progress(step)
                yield done, total
        self._neiqin_finish()


class NeiqinSealedMixin(models.AbstractModel):
    _inherit = "neiqin.sealed.mixin"

    @api.model
    def _neiqin_pending(self, work):
        """Return how many records wait for ``work``."""
        return self._neiqin_all().search_count(self._neiqin_work_domain(work))

    @api.model
    def _neiqin_all(self):
        return self.sudo().with_context(active_test=False)

    @api.model
    def _neiqin_work_domain(self, work):
        if work == "seal":
            return self._neiqin_unsealed_domain()
        if work == "open":
            return Domain("neiqin_sealed", "!=", False)
        return Domain.custom(to_sql=self._neiqin_other_key_sql)

    @api.model
    def _neiqin_other_key_sql(self, model, alias, query):
        """Return the SQL condition: some token is of another key than the current."""
        current = self.env["neiqin.sealing"]._neiqin_ring().current.id
        return SQL(
            "%s ~ %s", SQL.identifier(alias, "neiqin_sealed"), f"nq1:(?!{current}:)"
        )

    @api.model
    def _neiqin_slice(self, work, limit=SLICE):
        """Do a slice of ``work`` and return how many records it was.

        Records that somebody holds locked are left for later.
        """
        records = self._neiqin_all().search(
            self._neiqin_work_domain(work), limit=limit, order="id"
        )
        records = records.try_lock_for_update()
        if records:
            with self._neiqin_exchange():
                getattr(records, f"_neiqin_{work}_records")()
                records._neiqin_keep_editor()
                self.env.flush_all()
            self.env.invalidate_all()
        return len(records)

    def _neiqin_keep_editor(self):
        """Let the records say who changed them last: sealing is no change."""
        for name in ("write_uid", "write_date") if self._log_access else ():
            self.fetch([name])
            field = self._fields[name]
            for record in self:
                value = field._get_cache(self.env)[record.id]
                field._update_cache(record, value, dirty=True)

    @api.model
    def _neiqin_exchange(self):
        """Return the context in which values change places with cipher texts."""
        return nullcontext()

    def _neiqin_seal_records(self):
        names = self._neiqin_sealed_names()
        self.fetch(names)
        values = {record.id: record._neiqin_unsealed(names) for record in self}
        for record in self:
            for name, text in values[record.id].items():
                field = self._fields[name]
                field.write(record, field.neiqin_masked(text))
        self._neiqin_put_tokens(values)
        self.modified(names)

    def _neiqin_unsealed(self, names):
        """Return ``{field name: text}`` of what this record's columns hold in clear.

        The column decides: a token beside a clear value is not its own.
        """
        values = {}
        for name in names:
            field = self._fields[name]
            value = field._get_cache(self.env).get(self.id)
            if field.neiqin_is_clear(value):
                values[name] = field.neiqin_text(value)
        return values

    def _neiqin_open_records(self):
        """Put the clear values back.

        All are opened before one is written: a damaged value stops its whole slice.
        """
        values = self._neiqin_opened()
        for record in self:
            for name, text in values[record.id].items():
                field = self._fields[name]
                field.write(record, field.neiqin_value(text))
        self._fields["neiqin_sealed"].write(self, False)
        self.env["neiqin.sealed.index"]._neiqin_drop(self._name, self.ids)
        self.modified(self._neiqin_sealed_names())

    def _neiqin_opened(self):
        """Return ``{id: {field name: clear text}}`` of the sealed values.

        :raise UserError: if one of them cannot be opened
        """
        names = self._neiqin_sealed_names()
        self.fetch(names)
        return {
            record.id: {
                name: record._neiqin_open_token(name, token)
                for name, token in record._neiqin_tokens().items()
                if name in names and record._neiqin_is_sealed(name)
            }
            for record in self
        }

    def _neiqin_is_sealed(self, name):
        """Say whether the column holds no clear value of its own."""
        field = self._fields[name]
        return not field.neiqin_is_clear(field._get_cache(self.env).get(self.id))

    def _neiqin_rotate_records(self):
        opened = self._neiqin_opened()
        # a token that opens nothing is dropped, or it would be of the old key for ever
        self._neiqin_put_tokens(
            {
                record.id: {
                    name: opened[record.id].get(name, False)
                    for name in record._neiqin_tokens()
                }
                for record in self
            }
        )
