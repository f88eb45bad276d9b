"""Sealing, opening and changing the key of a whole database, slice by slice.

Each record says by itself whether it is sealed and with which key. So a slice is a
transaction of its own, a crash loses at most one, and the next run goes on.
"""

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.cipher import mask

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
        return sum(model._neiqin_pending(work) for model in self._neiqin_models())

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
        for model in self._neiqin_models():
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
            self._neiqin_set(state="off", key_id=False)
        if self.is_rotating:
            self._neiqin_set(is_rotating=False)
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _neiqin_run_all(self):
        """Do all the work now, a commit after each slice; yield (done, total)."""
        self.ensure_one()
        work, total, done = self._neiqin_work(), self._neiqin_pending(), 0
        for model in self._neiqin_models() if work else ():
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
            getattr(records, f"_neiqin_{work}_records")()
            self.env.flush_all()
            self.env.invalidate_all()
        return len(records)

    def _neiqin_seal_records(self):
        names = self._neiqin_sealed_names()
        values = {
            record.id: {
                name: text for name in names if (text := record._neiqin_unsealed(name))
            }
            for record in self
        }
        for record in self:
            for name, text in values[record.id].items():
                field = self._fields[name]
                field.write(record, mask(text, field.neiqin_kind))
        self._neiqin_put_tokens(values)
        self.modified(names)

    def _neiqin_unsealed(self, name):
        """Return the value if it is clear, None if it is sealed or empty."""
        return None if name in self._neiqin_tokens() else self[name] or None

    def _neiqin_open_records(self):
        """Put the clear values back.

        All are opened before one is written: a damaged value stops its whole slice.
        """
        values = {record.id: record._neiqin_opened() for record in self}
        for record in self:
            for name, text in values[record.id].items():
                self._fields[name].write(record, text)
        self._fields["neiqin_sealed"].write(self, False)
        self.env["neiqin.sealed.index"]._neiqin_drop(self._name, self.ids)
        self.modified(self._neiqin_sealed_names())

    def _neiqin_opened(self):
        """Return ``{field name: clear value}`` of one record's tokens."""
        return {
            name: self._neiqin_open(name, token)
            for name, token in self._neiqin_tokens().items()
            if name in self._fields
        }

    def _neiqin_rotate_records(self):
        self._neiqin_put_tokens({record.id: record._neiqin_opened() for record in self})
