"""Cases that open, change, close and reopen by themselves."""

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from .exception import OFFICE

#: Cases handled between two commits of the sweep.
SLICE = 200
#: Nobody is mailed about each of a thousand cases, and none of them tracks its birth.
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    found = fields.Boolean(
        string="Opened by Itself", readonly=True, copy=False, default=False
    )
    lasting = fields.Boolean(
        readonly=True,
        copy=False,
        default=False,
        help="What happened stays true: somebody closes the case.",
    )
    facts = fields.Json(readonly=True, copy=False, groups=OFFICE)
    measure = fields.Float(
        readonly=True, copy=False, aggregator=None, digits=0, groups=OFFICE
    )
    accepted = fields.Float(
        readonly=True,
        copy=False,
        aggregator=None,
        digits=0,
        groups=OFFICE,
        help="How bad it was when somebody closed the case knowingly: it opens again "
        "when it gets worse.",
    )
    reason = fields.Char(string="Found", compute="_compute_reason", compute_sudo=True)

    @api.depends("facts", "type_id.code")
    @api.depends_context("lang", "uid")
    def _compute_reason(self):
        detectors = {item.code: item for item in self._neiqin_detectors()}
        office = self._neiqin_in_office(self.env.user)
        for case in self:
            detector = detectors.get(case.type_id.code)
            shown = detector and case.facts and (office or not detector.money)
            case.reason = detector.say(self.env, case.facts) if shown else False

    # --- for chosen orders, in the transaction of their change

    @api.model
    def _neiqin_check(self, order_ids, at_hand=None):
        """Bring the cases of these orders in line with what is the case.

        :param at_hand: the orders, where they are in memory with their lines
        """
        if order_ids:
            found = self.sudo()._neiqin_differences(order_ids, at_hand)
            self.sudo()._neiqin_follow(found)

    def _neiqin_follow(self, differences):
        fresh = [row for row in differences if row.code and not row.case_id]
        reopen = [row for row in fresh if row.last_id and not self._neiqin_joined(row)]
        gone = [row.case_id for row in differences if not row.code]
        for row in differences:
            if row.code and row.case_id:
                self._neiqin_take_over(row, row.case_id)
        for row in reopen:
            self.browse(row.last_id)._neiqin_reopen()
            self._neiqin_take_over(row, row.last_id)
        self._neiqin_open_all([row for row in fresh if row not in reopen])
        self.browse(gone)._neiqin_gone()

    def _neiqin_joined(self, row):
        return bool(self.browse(row.last_id).merged_into_id)

    def _neiqin_take_over(self, row, case_id):
        self.browse(case_id)._neiqin_as_server().write(
            {
                "found": True,
                "facts": row.facts,
                "measure": row.measure,
                "lasting": row.lasting,
            }
        )

    def _neiqin_open_all(self, rows):
        """Open cases; one that another transaction opens meanwhile is left to it."""
        if not rows:
            return
        vals_list = [self._neiqin_found_values(row) for row in rows]
        records = self.with_context(**QUIET)._neiqin_as_server()
        try:
            with self.env.cr.savepoint():
                records.create(vals_list)
        except psycopg2.errors.UniqueViolation:
            for vals in vals_list:
                self._neiqin_open_one(vals)

    def _neiqin_open_one(self, vals):
        try:
            with self.env.cr.savepoint():
                self.with_context(**QUIET)._neiqin_as_server().create([vals])
        except psycopg2.errors.UniqueViolation:
            return

    @api.model
    def _neiqin_found_values(self, row):
        return {
            "type_id": row.type_id,
            "order_id": row.order_id,
            "order_line_id": row.line_id or False,
            "found": True,
            "facts": row.facts,
            "measure": row.measure,
            "lasting": row.lasting,
        }

    def _neiqin_gone(self):
        """The cause is gone: close, whatever step the case is at."""
        if self:
            self._neiqin_step("solved")
            self._neiqin_close()
            for case in self:
                case._message_log(body=case.env._("The cause is gone."))

    # --- what a person may close, and what that means for the detectors

    def action_close(self):
        """Look once more first: what is settled meanwhile closes by itself."""
        self._neiqin_check_clerk()
        self._neiqin_check(self.sudo().order_id.ids)
        running = self.filtered(lambda case: case.state != "closed")
        res = super().action_close()
        for case in running.sudo().filtered("found"):
            case._neiqin_as_server().accepted = case.measure
        return res

    def _neiqin_still_wrong(self):
        case = self.sudo()
        return super()._neiqin_still_wrong() or (case.found and not case.lasting)

    def _neiqin_reopen(self):
        res = super()._neiqin_reopen()
        self.sudo()._neiqin_forget_accepted()
        return res

    def _neiqin_forget_accepted(self):
        """Nothing is accepted any more; NULL, which the ORM has no word for."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE neiqin_exception SET accepted = NULL WHERE id = ANY(%s) "
                "RETURNING id",
                self.ids,
            )
        )
        self.invalidate_recordset(["accepted"])

    # --- the sweep

    @api.model
    def _cron_sweep(self):
        """Find what no change told of: stock, products, days that passed."""
        cases = self.sudo()
        orders = self.env["sale.order"].sudo()
        orders._neiqin_sweep_prepare()
        differences = cases._neiqin_differences()
        commit = self.env["ir.cron"]._commit_progress
        if not commit(0, remaining=len(differences)):
            return
        for start in range(0, len(differences), SLICE):
            part = differences[start : start + SLICE]
            cases._neiqin_follow_safely(part)
            if not commit(len(part)):
                return

    def _neiqin_follow_safely(self, differences):
        """Follow all of these, or, where that fails, one after the other."""
        try:
            with self.env.cr.savepoint():
                self._neiqin_follow(differences)
        except Exception:  # noqa: BLE001 the one it is about says more
            for row in differences:
                order = self.env["sale.order"].browse(row.order_id)
                try:
                    with self.env.cr.savepoint():
                        self._neiqin_follow([row])
                except Exception as error:  # noqa: BLE001 told to a person
                    self.env["neiqin.failure"]._neiqin_note(order, "sweep", error)
