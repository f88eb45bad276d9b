"""The steps of a case: who made them, when, and what must be true before."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .exception import STATES

CLERK = "neiqin_addon.group_neiqin_clerk"
SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
#: The states in their order: steps go forward, only reopening goes back.
RANK = {value: rank for rank, (value, _label) in enumerate(STATES)}
#: Field of each step, without ``_at`` and ``_by_id``.
STAMPED = ("planned", "told", "agreed", "solved", "closed")


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    planned_at = fields.Datetime(string="Planned On", readonly=True, copy=False)
    planned_by_id = fields.Many2one(
        comodel_name="res.users", string="Planned By", readonly=True, copy=False
    )
    told_at = fields.Datetime(string="Customer Told On", readonly=True, copy=False)
    told_by_id = fields.Many2one(
        comodel_name="res.users", string="Customer Told By", readonly=True, copy=False
    )
    agreed_at = fields.Datetime(string="Customer Agreed On", readonly=True, copy=False)
    agreed_by_id = fields.Many2one(
        comodel_name="res.users", string="Agreement Noted By", readonly=True, copy=False
    )
    solved_at = fields.Datetime(string="Solved On", readonly=True, copy=False)
    solved_by_id = fields.Many2one(
        comodel_name="res.users", string="Solved By", readonly=True, copy=False
    )
    closed_at = fields.Datetime(string="Closed On", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Closed By", readonly=True, copy=False
    )
    reopened = fields.Integer(
        string="Times Reopened", readonly=True, copy=False, aggregator="sum"
    )

    def _neiqin_check_clerk(self):
        if not self.env.user.has_group(CLERK):
            raise AccessError(
                self.env._("Only clerks of the sales back office move a case on.")
            )
        self.check_access("write")

    def _neiqin_step(self, state):
        """Move the cases on to a state and stamp the step. Those beyond it stay."""
        behind = self.filtered(lambda case: RANK[case.state] < RANK[state])
        behind._neiqin_as_server().write(
            {
                "state": state,
                f"{state}_at": fields.Datetime.now(),
                f"{state}_by_id": self.env.uid,
            }
        )
        # an order has one open case of a kind: the next may be opened right away
        behind.flush_recordset(["state"])
        return behind

    def action_plan(self):
        """Hand the departments their tasks."""
        self._neiqin_check_clerk()
        moved = self._neiqin_step("planned")
        moved._neiqin_start_plan()

    def action_told(self):
        """Note that the customer knows."""
        self._neiqin_check_clerk()
        self._neiqin_step("told")

    def action_agreed(self):
        """Note that the customer agrees to what was proposed."""
        self._neiqin_check_clerk()
        self._neiqin_step("agreed")._neiqin_agreed_hook()

    def action_solve(self):
        """Note that what was agreed is done."""
        self._neiqin_check_clerk()
        self._neiqin_step("solved")

    def action_close(self):
        """Close what is settled, with its root cause."""
        self._neiqin_check_clerk()
        running = self.filtered(lambda case: case.state != "closed")
        for case in running:
            case._neiqin_check_close()
        running._neiqin_step("solved")
        running._neiqin_close()

    def _neiqin_check_close(self):
        """Refuse to close what nobody can learn from, or what is still wrong.

        :raise UserError: no root cause; the cause is still there without the
            customer's word; a kind that holds orders without a supervisor
        """
        self.ensure_one()
        if not self.root_cause:
            raise UserError(
                self.env._("%(case)s: say the root cause first.", case=self.name)
            )
        if not self._neiqin_still_wrong():
            return
        if not self.agreed_at:
            raise UserError(
                self.env._(
                    "%(case)s: it is still as it was. Solve it, or note first that the"
                    " customer agrees.",
                    case=self.name,
                )
            )
        if self.type_id.sudo().blocking and not self.env.user.has_group(SUPERVISOR):
            raise UserError(
                self.env._(
                    "%(case)s holds the order and is still as it was: only a "
                    "supervisor closes it.",
                    case=self.name,
                )
            )

    def _neiqin_still_wrong(self):
        """Hook: whether what opened the case by itself is still there."""
        return False

    def _neiqin_agreed_hook(self):
        """The day a customer agreed to is the promise from now on."""
        moved = self.sudo().filtered(lambda case: case.type_id.code == "date")
        moved.order_id._neiqin_give_promises(anew=True)

    def _neiqin_close(self):
        """Close without asking: whatever is left to do in them is left no longer."""
        self._neiqin_step("closed")
        self.sudo().activity_ids.unlink()

    def action_reopen(self):
        """Take up again what was closed too early."""
        self._neiqin_check_clerk()
        self._neiqin_reopen()

    def _neiqin_reopen(self):
        """Open closed and solved cases again: same case, new deadline."""
        ended = self.filtered(lambda case: case.state in ("solved", "closed"))
        memo = {}
        for case in ended.sudo():
            if case.merged_into_id:
                raise UserError(
                    self.env._(
                        "%(case)s is part of %(other)s now.",
                        case=case.name,
                        other=case.merged_into_id.name,
                    )
                )
            _dep, dates = self.sudo()._neiqin_terms_of(
                case.type_id, case.company_id, memo, case.department_id
            )
            case._neiqin_as_server().write(
                {
                    **dict.fromkeys(f"{step}_at" for step in STAMPED),
                    **dict.fromkeys(f"{step}_by_id" for step in STAMPED),
                    **dates,
                    "opened_at": case.opened_at,
                    "state": "open",
                    "reopened": case.reopened + 1,
                }
            )
        ended._neiqin_opened()
