"""Schedules that one bad record does not stop, and whose failures reach a person."""

import logging
from contextlib import contextmanager

from odoo import api, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS

_logger = logging.getLogger(__name__)


class NeiqinScheduleMixin(models.AbstractModel):
    """Works through the records that are due, for methods that a schedule calls.

    What fails for one record is undone for that record alone, written down as a
    ``neiqin.failure`` and given to a person as an activity; the others go on. For
    schedules only: it commits, and rolls back.
    """

    _name = "neiqin.schedule.mixin"
    _description = "Worked on by a schedule"

    #: Minutes until a record that failed is tried again: after its first failure, its
    #: second, and so on; the last one for all that follow.
    _neiqin_retry_minutes = (5, 30, 120)

    @api.model
    def _neiqin_work_off(self, turn, domain, limit=100):
        """Do one thing with all records of a domain, in slices, a commit after each.

        :param str turn: name of the method to call, on records locked for it. What it
            has done with a record shows in the record: it leaves the domain
        :param domain: the records that are due
        :param int limit: records of one slice
        :return: whether there is time left for more
        """
        commit = self.env["ir.cron"]._commit_progress
        resting = self.env["neiqin.failure"]._neiqin_resting(self._name, turn)
        domain = Domain(domain) & Domain("id", "not in", resting)
        if not commit(0, remaining=self.search_count(domain)):
            return False
        last = 0
        while due := self.search(
            domain & Domain("id", ">", last), limit=limit, order="id"
        ):
            last = due.ids[-1]
            due._neiqin_attempt(turn, domain)
            if not commit(len(due)):
                return False
        return True

    def _neiqin_attempt(self, turn, domain):
        """Do it with all of these, or, where that fails, with one after the other."""
        try:
            with self.env.cr.savepoint():
                free = self._neiqin_take(turn)
        except CONFLICTS:
            self.env.cr.rollback()
            self._neiqin_attempt_each(turn, domain)
        except Exception as error:  # noqa: BLE001 the one it is about says more
            _logger.info("%s, %s: one by one (%s)", self, turn, type(error).__name__)
            self._neiqin_attempt_each(turn, domain)
        else:
            self.env["neiqin.failure"]._neiqin_close(free, turn)

    def _neiqin_attempt_each(self, turn, domain):
        for record in self:
            with record._neiqin_isolated(turn):
                # after a rollback or a commit the slice is of yesterday: what somebody
                # has done or decided meanwhile is due no more
                due = self.search(domain & Domain("id", "=", record.id))
                due._neiqin_take(turn)
            self.env["ir.cron"]._commit_progress()

    def _neiqin_take(self, turn):
        """Do it with those of these that nobody else is at; return them."""
        # a record that somebody deletes or holds right now is left to the next run
        free = self.try_lock_for_update(allow_referencing=True)
        if free:
            getattr(free, turn)()
        return free

    @contextmanager
    def _neiqin_isolated(self, turn):
        """Keep a failure of what happens inside to this one record.

        Undone and written down, not raised. For work on one record that needs its own
        commits: each step inside, the commit outside. A conflict with another
        transaction is no failure: it rolls back to the last commit.

        :param str turn: what is tried; the same word each time
        """
        self.ensure_one()
        failures = self.env["neiqin.failure"]
        try:
            with self.env.cr.savepoint():
                yield
        except CONFLICTS as error:
            self.env.cr.rollback()
            _logger.info("%s, %s: left to the next run (%s)", self, turn, error)
        except Exception as error:  # noqa: BLE001 told to a person
            failures._neiqin_note(self, turn, error)
        else:
            failures._neiqin_close(self, turn)

    def _neiqin_failure_user(self):
        """Return who hears of a failure, the first who may read the record.

        Where this names nobody, a manager of the back office does.
        """
        return self.env["neiqin.failure"]._neiqin_keeper(self)
