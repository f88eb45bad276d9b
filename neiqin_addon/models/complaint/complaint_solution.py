"""Cause, solution, cost, corrective action; the solution counts when it is told."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .bulk import update_rows
from .complaint import CAUSES, INTERNAL, OFFICE

EFFECTS = [("works", "It Works"), ("fails", "It Does Not Work")]


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    solution = fields.Html(
        readonly=True, copy=False, help="As the customer was told it."
    )
    solution_message_id = fields.Many2one(
        comodel_name="mail.message",
        string="Solution's Mail",
        readonly=True,
        copy=False,
        groups=INTERNAL,
        index="btree_not_null",
        ondelete="set null",
    )
    cause_kind = fields.Selection(
        selection=CAUSES, string="Kind of Cause", copy=False, groups=INTERNAL
    )
    cause = fields.Text(string="Root Cause", copy=False, groups=INTERNAL)
    cost = fields.Monetary(
        string="Cost of the Complaint",
        copy=False,
        groups=OFFICE,
        help="What it costs us besides compensation: freight, rework, travel.",
    )
    corrective_action = fields.Text(
        copy=False, groups=INTERNAL, help="So that it does not happen again."
    )
    corrective_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Corrected By",
        copy=False,
        groups=INTERNAL,
        domain="[('share', '=', False)]",
        ondelete="set null",
    )
    effect_due = fields.Date(string="Check the Effect On", copy=False, groups=INTERNAL)
    effect = fields.Selection(
        selection=EFFECTS, readonly=True, copy=False, groups=INTERNAL
    )
    effect_note = fields.Char(readonly=True, copy=False, groups=INTERNAL)
    effect_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked By",
        readonly=True,
        copy=False,
        groups=INTERNAL,
        ondelete="set null",
    )
    effect_at = fields.Datetime(
        string="Checked", readonly=True, copy=False, groups=INTERNAL
    )
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    reopen_count = fields.Integer(
        string="Reopened", readonly=True, copy=False, groups=INTERNAL
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "solution",
            "solution_message_id",
            "effect",
            "effect_note",
            "effect_user_id",
            "effect_at",
            "closed_at",
            "reopen_count",
        }

    # --- telling the solution

    def _neiqin_solve(self, solution, told_by="mail", moment=None, minutes=0):
        """Tell the customers the solution; their clocks stop when they are told.

        By mail: when the mail server has taken it. By phone or in person: the call
        or visit is logged as a contact that reached them.

        :param solution: HTML the customer reads or heard
        :param str told_by: ``mail``, ``phone``, ``visit`` or ``wechat``
        :param moment: of the call or visit, now if empty
        """
        self.check_access("write")
        if is_html_empty(solution):
            raise UserError(self.env._("Write down the solution."))
        self.env["neiqin.script"]._neiqin_check_filled(solution)
        wrong = self.filtered(
            lambda complaint: complaint.state not in ("new", "open", "waiting")
        )
        if wrong:
            raise UserError(
                self.env._("%(number)s is not in progress.", number=wrong[0].name)
            )
        if told_by == "mail":
            self._neiqin_solve_by_mail(solution)
            return
        moment = fields.Datetime.to_datetime(moment) or self._neiqin_moment()
        self._neiqin_check_moment(moment)
        self.sudo()._neiqin_as_server().write({"solution": solution})
        contacts = self._neiqin_note_contacts(
            {
                "channel": told_by,
                "direction": "out",
                "reached": True,
                "solution": True,
                "moment": moment,
                "minutes": minutes,
            }
        )
        contacts._neiqin_apply()

    def _neiqin_solve_by_mail(self, solution):
        for complaint in self:
            recipient = complaint._neiqin_recipient()
            complaint.sudo()._neiqin_as_server().write({"solution": solution})
            # not sent before the complaint knows that this is the solution
            message = complaint.with_context(mail_notify_force_send=False).message_post(
                body=complaint.sudo().solution,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                **recipient,
            )
            complaint.sudo()._neiqin_as_server().write(
                {"solution_message_id": message.id}
            )
            message.sudo().mail_ids._neiqin_leave_after_commit()

    def _neiqin_recipient(self):
        """Return the parameters that address a message to the customer.

        :raise UserError: if there is no address of theirs
        """
        self.ensure_one()
        complaint = self.sudo()
        for partner in complaint.partner_id | complaint.commercial_partner_id:
            if partner.email_normalized and partner.partner_share:
                return {"partner_ids": partner.ids}
        addresses = complaint._neiqin_addresses()
        if not addresses:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address: tell them by phone.",
                    customer=complaint.partner_id.display_name,
                )
            )
        return {"outgoing_email_to": sorted(addresses)[0]}

    def _neiqin_solution_told(self, moment):
        """The customer knows the solution: its clock stops, the complaint is solved.

        Also for the portal: call it when the customer has opened the solution.
        """
        todo = self.sudo().filtered(
            lambda complaint: complaint.state in ("new", "open", "waiting")
        )
        if not todo:
            return
        stopped = todo._neiqin_open_clocks(("solution",))._neiqin_turn("stop", moment)
        self.env["neiqin.complaint.notice"]._neiqin_close(stopped)
        names = ("state", "waiting_reason", "waiting_since", "waiting_until")
        rows = [(complaint.id, "solved", None, None, None) for complaint in todo]
        update_rows(todo, names, rows)

    # --- closing

    def action_neiqin_close(self):
        """Close what is solved: the cause is known and every task is done."""
        self.check_access("write")
        for complaint in self.sudo():
            complaint._neiqin_check_closable()
        now = self._neiqin_moment()
        self.sudo()._neiqin_as_server().write({"state": "closed", "closed_at": now})
        self.sudo()._neiqin_plan_effect_check()
        self.sudo()._neiqin_ask_rating()
        return True

    def _neiqin_check_closable(self):
        self.ensure_one()
        missing = []
        if self.state != "solved":
            missing.append(self.env._("tell the customer the solution"))
        if not self.cause_kind:
            missing.append(self.env._("choose the kind of cause"))
        if self.task_ids.filtered(lambda task: task.state in ("todo", "doing")):
            missing.append(self.env._("finish the tasks"))
        if self.compensation_ids.filtered(lambda row: row.state in ("draft", "asked")):
            missing.append(self.env._("finish the compensation"))
        if missing:
            raise UserError(
                self.env._(
                    "%(number)s cannot be closed yet: %(missing)s.",
                    number=self.name,
                    missing=self.env._(", ").join(missing),
                )
            )

    def _neiqin_plan_effect_check(self):
        """Remind of the check whether the corrective action works."""
        for complaint in self.filtered("effect_due"):
            user = complaint.user_id or complaint.corrective_user_id
            complaint.with_context(mail_activity_quick_update=True).activity_schedule(
                "neiqin_addon.mail_activity_complaint_effect",
                date_deadline=complaint.effect_due,
                user_id=user.id,
                summary=self.env._("Does the corrective action work?"),
            )

    def _neiqin_note_effect(self, effect, note):
        """Note whether the corrective action works; the one who did it cannot judge."""
        self.check_access("write")
        self.ensure_one()
        complaint = self.sudo()
        if not complaint.corrective_action:
            raise UserError(self.env._("There is no corrective action to check."))
        if complaint.corrective_user_id == self.env.user:
            raise UserError(
                self.env._("Somebody else checks whether your action works.")
            )
        complaint._neiqin_as_server().write(
            {
                "effect": effect,
                "effect_note": note,
                "effect_user_id": self.env.uid,
                "effect_at": self._neiqin_moment(),
            }
        )
        complaint.activity_feedback(
            ["neiqin_addon.mail_activity_complaint_effect"], feedback=note
        )

    def action_neiqin_solve(self):
        """Open the dialog that tells the customer the solution."""
        return self._neiqin_dialog("neiqin.complaint.solve", self.env._("Solution"))

    def action_neiqin_check_effect(self):
        """Open the dialog that notes whether the corrective action works."""
        self.ensure_one()
        action = self._neiqin_dialog(
            "neiqin.complaint.effect", self.env._("Check the Effect")
        )
        action["context"] = {"default_complaint_id": self.id}
        return action
