"""What every request to change a customer's file by hand has in common."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinCustomerChangeMixin(models.AbstractModel):
    """A request that two persons decide over and whose second yes writes the customer.

    A model names its operation and the fields that are asked for, has a ``state`` that
    begins at *draft*, and writes the customer in :meth:`_neiqin_write_customer`.
    """

    _name = "neiqin.customer.change.mixin"
    _description = "Change of a Customer's File"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.approval.mixin",
        "neiqin.frozen.mixin",
        "neiqin.protected.mixin",
    ]
    _order = "id desc"
    _rec_name = "partner_id"

    #: Operation under which rules for approvals are found.
    _neiqin_change_operation = None
    _neiqin_frozen_when = "old.state <> 'draft'"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
    )
    reason = fields.Text(required=True)
    stage = fields.Selection(
        selection=[
            ("draft", "To Submit"),
            ("asked", "Waits for Two"),
            ("refused", "Not Approved"),
        ],
        string="Status",
        compute="_compute_stage",
        compute_sudo=True,
    )
    applied_on = fields.Datetime(readonly=True, copy=False)
    may_decide = fields.Boolean(compute="_compute_may_decide")
    next_step = fields.Char(compute="_compute_next_step")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"state", "applied_on"}

    def _neiqin_frozen(self):
        return self.filtered(
            lambda change: change.id and change._origin.state != "draft"
        )

    # --- where it stands

    @api.depends("state", "neiqin_approval_ids.state")
    def _compute_stage(self):
        latest = {}
        for approval in self._neiqin_running(
            ("pending", "approved", "refused", "lapsed")
        ).sorted("id"):
            latest[approval.res_id] = approval.state
        for change in self:
            change.stage = change.state
            if change.state == "draft":
                asked = latest.get(change._origin.id)
                change.stage = {"pending": "asked", None: "draft"}.get(asked, "refused")

    def _compute_may_decide(self):
        running = self._origin._neiqin_running().with_env(self.env)
        mine = set(running.filtered("may_decide").mapped("res_id"))
        for change in self:
            change.may_decide = change._origin.id in mine

    @api.depends("stage")
    @api.depends_context("lang", "uid")
    def _compute_next_step(self):
        waiting = {
            approval.res_id: approval.waits_for
            for approval in self._origin._neiqin_running()
        }
        for change in self:
            change.next_step = change._neiqin_next_step(waiting.get(change._origin.id))

    def _neiqin_next_step(self, waits_for):
        """Return in one sentence what is to be done next, False for nothing.

        :param waits_for: the groups who decide now, None where nobody was asked
        """
        if self.stage == "draft":
            return self.env._(
                "Next: submit it. Two persons decide, then it is in force."
            )
        if self.stage == "asked":
            return self.env._("Next: %(groups)s decides.", groups=waits_for or "")
        if self.stage == "refused":
            return self.env._(
                "Not approved. Read why under Approvals; change it and submit it again."
            )
        return False

    # --- what can be asked for

    @api.constrains(lambda self: self._neiqin_approval_fields)
    def _check_asked(self):
        for change in self:
            problem = change._neiqin_problem()
            if problem:
                raise ValidationError(problem)

    def _neiqin_problem(self):
        """Return why this cannot be asked for, empty where it can."""
        self.ensure_one()
        owner = self.partner_id.commercial_partner_id
        if self.partner_id != owner:
            return self.env._(
                "%(name)s belongs to %(company)s: ask for the company.",
                name=self.partner_id.name,
                company=owner.name,
            )
        return ""

    def write(self, vals):
        """What two persons are looking at does not change under their eyes."""
        if {*self._neiqin_approval_fields, "reason"}.intersection(vals):
            waiting = self.browse(self._neiqin_running().mapped("res_id"))
            if waiting:
                raise UserError(
                    self.env._(
                        "%(name)s waits for two persons. Withdraw the request to change it.",
                        name=waiting[0].display_name,
                    )
                )
        return super().write(vals)

    # --- asking

    def _neiqin_approval_involved(self):
        """The customer's salesperson has a hand in it as well."""
        involved = super()._neiqin_approval_involved()
        return {
            change.id: involved[change.id] | change.partner_id.user_id
            for change in self
        }

    def _neiqin_asked(self):
        """Return what is asked for, as an approval keeps it."""
        self.ensure_one()
        names = self._neiqin_approval_fields
        return {name: self._neiqin_approval_plain(name) for name in names}

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask for each with what it wants as the change to carry out."""
        approvals, problems = self.env["neiqin.approval"], {}
        if payload is not None:
            raise UserError(self.env._("A change asks for its own values only."))
        for change in self:
            if change.state != "draft":
                problems[change.id] = change._neiqin_done_already()
                continue
            found, more = super(NeiqinCustomerChangeMixin, change)._neiqin_ask_many(
                operations, reason or change.reason, change._neiqin_asked()
            )
            approvals |= found
            problems.update(more)
        return approvals, problems

    def _neiqin_done_already(self):
        return self.env._("%(name)s was carried out already.", name=self.display_name)

    def action_submit(self):
        """Ask two persons; where no rule asks for them, one person carries it out."""
        operation = self._neiqin_change_operation
        for change in self:
            change._neiqin_refuse(change._neiqin_problem())
        needed = self._neiqin_approval_needed({operation})
        free = self.filtered(lambda change: (change.id, operation) not in needed)
        if self - free:
            _approvals, problems = (self - free)._neiqin_ask_many({operation})
            if problems:
                raise UserError("\n".join(dict.fromkeys(problems.values())))
        if free:
            free._neiqin_carry_out_alone()
        return True

    def _neiqin_refuse(self, problem):
        if problem:
            text = f"{self.display_name}: {problem}"
            raise UserError(text)

    def action_neiqin_decide(self):
        """Open the dialog that decides what waits for the user here."""
        running = self._neiqin_running().with_env(self.env).filtered("may_decide")
        return running.action_neiqin_decide()

    def action_neiqin_withdraw(self):
        """Take the request back, to change it: who asked, or a supervisor."""
        self.check_access("write")
        running = self._neiqin_running().with_env(self.env)
        if not running:
            raise UserError(self.env._("Nothing was asked for."))
        return running.action_cancel()

    # --- carrying out

    def _neiqin_approval_apply(self, approval):
        """Carry out in the transaction of the second yes."""
        self.ensure_one()
        self._neiqin_carry_out(approval.sudo().payload)

    def _neiqin_alone_group(self):
        """Return the group that carries out what no rule asks two persons for."""
        return SUPERVISOR

    def _neiqin_carry_out_alone(self):
        """No rule fits: one person with a right to it decides, and it is written down."""
        self.check_access("write")
        group = self._neiqin_alone_group()
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [group],
            self.env._(
                "No rule asks for two persons here, so it takes a person of the group"
                " %(group)s to submit it.",
                group=self.env.ref(group).sudo().name,
            ),
        )
        for change in self:
            change._neiqin_carry_out(change._neiqin_asked())

    def _neiqin_carry_out(self, asked):
        """Write what was asked for into the customer's file.

        :param dict asked: as :meth:`_neiqin_asked` gives it
        :raise UserError: it was carried out or became something else meanwhile
        """
        self.ensure_one()
        change = self.sudo()
        self.env["neiqin.credit.rating"]._neiqin_lock_customers(change.partner_id.ids)
        # the day may have passed, and somebody else may have been quicker
        change.invalidate_recordset()
        if change.state != "draft":
            raise UserError(change._neiqin_done_already())
        problem = change._neiqin_problem()
        if not problem and change._neiqin_asked() != asked:
            problem = self.env._("It is not what was asked for any more.")
        change._neiqin_refuse(problem)
        customer = change.partner_id.with_company(change.company_id)
        change._neiqin_write_customer(customer, asked)

    def _neiqin_write_customer(self, customer, asked):
        """Write the customer in his company, and keep that it was done.

        :param dict asked: as :meth:`_neiqin_asked` gives it
        """
        raise NotImplementedError

    def _neiqin_tell_trail(self, values, reason, **more):
        """Write down what became of the customer; equal values are left out.

        :param dict values: ``{name: (old, new)}``
        :param more: what else belongs to the entry
        """
        details = {
            name: {"old": old, "new": new}
            for name, (old, new) in values.items()
            if old != new
        }
        details |= {"change": self.id, **more}
        log = self.env["neiqin.trail.entry"].sudo().with_company(self.company_id)
        log._neiqin_log("change", self.partner_id, details, reason=reason)
