"""Long files, worked on in the background in slices that are kept one by one."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...tools.text_html import text_html
from .intake_import import RETRY, SLICE

_logger = logging.getLogger(__name__)

#: What has failed, in the list of failed work.
JOB = "_job_steps"


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _start_job(self, job):
        self._neiqin_as_server().write(
            {"job": job, "job_user_id": self.env.uid, "problem": False}
        )
        self.env.ref("neiqin_addon.ir_cron_order_intake").sudo()._trigger()

    def _end_job(self, problem=False):
        values = {"job": False, "problem": problem}
        self._neiqin_as_server().write(values)
        if problem:
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=self._responsible().id,
                summary=self.env._("The order file could not be worked on"),
                note=text_html(problem),
            )

    def _responsible(self):
        """Return the person who is told: who started it, or somebody of the office."""
        robot = self.env.ref("base.user_root")
        people = (
            self.env.ref("neiqin_addon.group_neiqin_supervisor").sudo().all_user_ids
        )
        office = people.filtered(lambda user: self.company_id in user.company_ids)
        candidates = self.job_user_id | self.partner_id.user_id | office
        return candidates.filtered("active").filtered(lambda user: user != robot)[:1]

    @api.model
    def _cron_work(self):
        """Go on with every file that waits, as the user who started it."""
        resting = self.env["neiqin.failure"]._neiqin_resting(self._name, JOB)
        waiting = self.search(
            [("job", "!=", False), ("id", "not in", resting)], order="id"
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for left, intake in zip(range(len(waiting) - 1, -1, -1), waiting, strict=True):
            steps = intake._job_steps()
            while next(steps, False):
                if not cron._commit_progress(remaining=left + 1):
                    return
            if intake.job:  # somebody was in the way
                schedule = self.env.ref("neiqin_addon.ir_cron_order_intake")
                schedule._trigger(fields.Datetime.now() + timedelta(minutes=1))
            if not cron._commit_progress(1, remaining=left):
                return

    def _job_steps(self):
        """Do the work slice by slice; the caller commits after each.

        A failure ends the job and is told to its user. What cannot even be told, and
        what another transaction is in the way of, is tried again.
        """
        worker = self.with_user(self.job_user_id).with_company(self.company_id)
        worker = worker.with_context(lang=self.job_user_id.lang)
        slices, done = worker._job_slices(), object()
        # locked anew for each slice, because the commit lets go of the lock
        moved = True
        while moved and self.try_lock_for_update() and self.job:
            moved = False
            with self._neiqin_isolated(JOB):
                worker._job_step(slices, done)
                moved = True
            yield moved

    def _job_step(self, slices, done):
        """Do the next slice, or end the job; a failure of the file ends it too."""
        try:
            with self.env.cr.savepoint():
                if next(slices, done) is done:
                    self._end_job()
        except UserError as error:
            self._end_job(str(error))
        except RETRY:
            raise
        except Exception:
            _logger.exception("Intake %s: the work stopped", self.id)
            self._end_job(self.env._("The work stopped. Ask your administrator."))

    def _neiqin_failure_user(self):
        return self._responsible()

    def _job_slices(self):
        """Generate the slices of the work that is waiting."""
        if self.job == "check" and self._needs_reading():
            self._take_rows(self._read_rows())
            return
        self._recheck()
        yield
        if self.job != "import":
            return
        created = 0
        for groups in split_every(SLICE, self._ready_groups()):
            created += self._import_groups(groups)
            yield
        self._log_created(created)
