"""Two persons make one customer of two: a clerk proposes it, a supervisor merges.

With Odoo's own tool and what the add-on adds to it, but without Odoo's right to merge
any contacts: the pair was found by the server, and two persons have looked at it.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
TODO = "mail.mail_activity_data_todo"


class NeiqinCustomerTwin(models.Model):
    _name = "neiqin.customer.twin"
    _inherit = ["neiqin.customer.twin", "mail.thread", "mail.activity.mixin"]

    state = fields.Selection(
        selection_add=[("proposed", "To Be Merged"), ("different",)],
        ondelete={"proposed": "set default"},
    )
    keep_id = fields.Many2one(
        comodel_name="res.partner",
        string="Stays",
        index="btree_not_null",
        ondelete="cascade",
    )
    asked_by_id = fields.Many2one(
        comodel_name="res.users", string="Proposed By", ondelete="restrict"
    )
    asked_at = fields.Datetime(string="Proposed At")
    reason = fields.Char()
    can_merge = fields.Boolean(compute="_compute_can_merge")

    @api.depends("state", "asked_by_id")
    @api.depends_context("uid")
    def _compute_can_merge(self):
        boss = self.env.user.has_group(SUPERVISOR)
        for twin in self:
            mine = twin.asked_by_id == self.env.user
            twin.can_merge = boss and twin.state == "proposed" and not mine

    def action_neiqin_ask_merge(self):
        """Open the two side by side, to say which of them stays."""
        self.ensure_one()
        self._neiqin_require_clerk()
        self._neiqin_require_state("open")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Merge"),
            "res_model": "neiqin.customer.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_twin_id": self.id},
        }

    def _neiqin_propose(self, keep, reason):
        """Write down the proposal, and give it to a supervisor.

        :raise UserError: if nobody could merge them
        """
        self.ensure_one()
        self._neiqin_require_clerk()
        self._neiqin_require_state("open")
        both = self.partner_id | self.other_id
        both.check_access("write")
        if keep not in both:
            raise UserError(self.env._("One of the two stays."))
        judge = self._neiqin_judge()
        if not judge:
            raise UserError(
                self.env._("There is no other supervisor who could merge them.")
            )
        self._neiqin_as_server().write(
            {
                "state": "proposed",
                "keep_id": keep.id,
                "asked_by_id": self.env.uid,
                "asked_at": fields.Datetime.now(),
                "reason": reason,
            }
        )
        self.sudo().activity_schedule(
            TODO,
            user_id=judge.id,
            summary=self.with_context(lang=judge.lang).env._(
                "Merge %(other)s into %(keep)s?",
                other=(both - keep).name,
                keep=keep.name,
            ),
            note=reason,
        )

    def _neiqin_judge(self):
        """Return a supervisor who may merge these two and did not propose it."""
        team = self.env.user.sale_team_id.sudo().user_id
        bosses = self.env.ref(SUPERVISOR).sudo().all_user_ids.sorted("id")
        company = self.company_id or self.env.company
        for user in team | bosses:
            fit = user.active and not user.share and user != self.env.user
            if (
                fit
                and user in bosses
                and company in user.company_ids
                and user != self.env.ref("base.user_root")
            ):
                return user
        return bosses.browse()

    def action_neiqin_merge_proposed(self):
        """Merge as proposed.

        :raise AccessError: for whoever is no supervisor, or proposed it
        """
        for twin in self:
            twin._neiqin_require_judge()
            keep = twin.keep_id
            gone = (twin.partner_id | twin.other_id) - keep
            twin._neiqin_log_merge(gone)
            twin.sudo().activity_unlink([TODO])
            # both looked at them: other addresses are no obstacle any more
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (keep | gone).ids, keep, extra_checks=False
            )
        # the pair is gone with it: a form of it could not be shown again
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "neiqin_addon.neiqin_customer_twin_action"
            ),
            "target": "main",
        }

    def _neiqin_log_merge(self, gone):
        self.env["neiqin.trail.entry"].sudo()._neiqin_log(
            "approve",
            self.keep_id.sudo(),
            {"merged": {"old": gone.display_name, "new": self.keep_id.display_name}},
            reason=self.env._(
                "Merged by two persons, proposed by %(user)s. %(reason)s",
                user=self.asked_by_id.sudo().name,
                reason=self.reason or "",
            ),
        )

    def action_neiqin_not_merge(self):
        """Leave them as they are: the pair is to be looked at again."""
        for twin in self:
            if twin.asked_by_id != self.env.user:
                twin._neiqin_require_judge()
            twin._neiqin_require_state("proposed")
            twin._neiqin_require_clerk()
        self._neiqin_as_server().write(
            dict.fromkeys(("keep_id", "asked_by_id", "asked_at", "reason"), False)
            | {"state": "open"}
        )
        self.sudo().activity_unlink([TODO])
        return True

    def _neiqin_require_judge(self):
        self._neiqin_require_clerk()
        self._neiqin_require_state("proposed")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("A supervisor merges customers."))
        if self.asked_by_id == self.env.user:
            raise AccessError(
                self.env._("You proposed it: another supervisor decides.")
            )
        (self.partner_id | self.other_id).check_access("write")

    def _neiqin_require_state(self, state):
        if any(twin.state != state for twin in self):
            raise UserError(self.env._("Somebody has decided this meanwhile."))
