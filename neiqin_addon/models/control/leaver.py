"""Freezing a leaver (离职冻结): one action, nothing lost, nothing left behind."""

from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinLeaver(models.Model):
    """One person who left: who took over, what, and what was exported before."""

    _name = "neiqin.leaver"
    _inherit = "neiqin.protected.mixin"
    _description = "Leaver"
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Leaver",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
        context={"active_test": False},
    )
    successor_id = fields.Many2one(
        comodel_name="res.users",
        string="Successor",
        required=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Takes over all that is still open.",
    )
    reason = fields.Char(default=lambda self: self.env._("Left the company"))
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id", store=True
    )
    state = fields.Selection(
        selection=[("draft", "To Freeze"), ("frozen", "Frozen")],
        default="draft",
        required=True,
    )
    frozen_at = fields.Datetime(string="Frozen On")
    frozen_by_id = fields.Many2one(comodel_name="res.users", string="Frozen By")
    activity_count = fields.Integer(string="Activities Handed Over", aggregator=None)
    line_ids = fields.One2many(
        comodel_name="neiqin.leaver.line",
        inverse_name="leaver_id",
        string="Handed Over",
    )
    export_ids = fields.One2many(
        comodel_name="neiqin.leaver.export",
        inverse_name="leaver_id",
        string="Exports of the Last 30 Days",
    )
    preview = fields.Text(string="To Hand Over", compute="_compute_preview")

    @api.depends("user_id")
    def _compute_company_id(self):
        for leaver in self:
            leaver.company_id = leaver.user_id.company_id

    @api.depends("user_id")
    def _compute_preview(self):
        """Tell before the freeze what it will move."""
        for leaver in self:
            found = leaver._neiqin_open_work() if leaver.user_id else []
            leaver.preview = "\n".join(
                f"{label}: {len(records)}" for label, _name, records in found if records
            )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "state",
            "frozen_at",
            "frozen_by_id",
            "activity_count",
            "line_ids",
            "export_ids",
        }

    def write(self, vals):
        if any(leaver.state == "frozen" for leaver in self.sudo()):
            self._neiqin_check_protected({"state"} if vals else ())
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_open()
        return super().unlink()

    def _neiqin_check_open(self):
        if any(leaver.state == "frozen" for leaver in self):
            raise UserError(self.env._("The record of a frozen leaver stays."))

    # -- the action

    def action_freeze(self):
        """Hand everything over, then lock the account for good.

        :raise AccessError: if the user is no manager
        :raise UserError: if this person cannot leave, or that one cannot take over
        """
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [MANAGER],
            self.env._("Only a manager of the sales back office freezes a leaver."),
        )
        self.check_access("write")
        for leaver in self:
            leaver.lock_for_update()
            leaver._neiqin_check_people()
            leaver.sudo()._neiqin_freeze()

    def _neiqin_check_people(self):
        """Refuse what would lock the company out or hand work to nobody."""
        self.ensure_one()
        problem = self._neiqin_leaver_problem() or self._neiqin_successor_problem()
        if problem:
            raise UserError(problem)

    def _neiqin_leaver_problem(self):
        user = self.user_id.sudo()
        if self.state == "frozen":
            return self.env._("%(user)s is frozen already.", user=user.name)
        if user == self.env.user and not self.env.su:
            return self.env._("Nobody freezes himself.")
        if user.id == self.env.ref("base.user_root").id or user.share:
            return self.env._("%(user)s is not a colleague's account.", user=user.name)
        if user.has_group("base.group_system"):
            others = self.env.ref("base.group_system").sudo().all_user_ids
            others = others.filtered(lambda u: u.active and not u.share) - user
            if not others.filtered(
                lambda other: other.id != self.env.ref("base.user_root").id
            ):
                return self.env._("%(user)s is the last administrator.", user=user.name)
            if not (self.env.su or self.env.user.has_group("base.group_system")):
                return self.env._("Only an administrator freezes an administrator.")
        if not self.env.su and user.company_ids - self.env.user.company_ids:
            return self.env._(
                "%(user)s also works for companies you do not.", user=user.name
            )
        return None

    def _neiqin_successor_problem(self):
        user, successor = self.user_id.sudo(), self.successor_id.sudo()
        if successor == user or not successor.active or successor.share:
            return self.env._("The successor must be another active colleague.")
        missing = user.company_ids - successor.company_ids
        if missing:
            return self.env._(
                "%(user)s does not work for %(companies)s and cannot take over there.",
                user=successor.name,
                companies=", ".join(missing.mapped("name")),
            )
        return None

    def _neiqin_freeze(self):
        """Do it, in this order: Odoo deletes the activities of whom it archives."""
        server = self._neiqin_as_server()
        before = self._neiqin_activity_count(self.user_id | self.successor_id)
        mine = self._neiqin_activity_count(self.user_id)
        lines = self._neiqin_hand_over()
        self._neiqin_lock_account()
        if self._neiqin_activity_count(self.user_id | self.successor_id) != before:
            raise UserError(
                self.env._("An activity would be lost. Nothing was changed.")
            )
        self.env["neiqin.leaver.line"]._neiqin_as_server().create(lines)
        self._neiqin_list_exports()
        server.write(
            {
                "state": "frozen",
                "frozen_at": fields.Datetime.now(),
                "frozen_by_id": self.env.uid,
                "activity_count": mine,
            }
        )
        self.env["neiqin.trail.entry"]._neiqin_log(
            "freeze", self.user_id, {"successor": self.successor_id.name}, self.reason
        )

    def _neiqin_activity_count(self, users):
        activities = self.env["mail.activity"].sudo()
        return activities.search_count([("user_id", "in", users.ids)])

    def action_print(self):
        """Print the list for the successor to sign."""
        return self.env.ref("neiqin_addon.leaver_report").report_action(self)


class NeiqinLeaverLine(models.Model):
    """One record that changed hands. The name stays when the record goes."""

    _name = "neiqin.leaver.line"
    _inherit = "neiqin.protected.mixin"
    _description = "Handed-over Record"
    _order = "leaver_id, id"
    _rec_name = "res_name"

    leaver_id = fields.Many2one(
        comodel_name="neiqin.leaver", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Char(string="What", required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model")
    res_name = fields.Char(string="Record")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "leaver_id",
            "kind",
            "res_model",
            "res_id",
            "res_name",
        }


class NeiqinLeaverExport(models.Model):
    """One export of the leaver's last 30 days, copied from the trail."""

    _name = "neiqin.leaver.export"
    _inherit = "neiqin.protected.mixin"
    _description = "Leaver's Export"
    _order = "date desc, id desc"

    leaver_id = fields.Many2one(
        comodel_name="neiqin.leaver", required=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime(required=True)
    model_name = fields.Char(string="What")
    details = fields.Char()

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "leaver_id",
            "date",
            "model_name",
            "details",
        }
