"""Filing complaints: number, tier, deadlines and tasks, for one or a thousand at once."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .clock_values import COPIES, Policy, target_copy
from .complaint import FILED

#: What mail.thread would do for each record by itself: a note that it was created (the
#: log of the clocks says that) and a follower and a mail for each.
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}
CLERK = "neiqin_addon.group_neiqin_clerk"
SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
TARGETS = ("response", "solution")
#: What decides by which targets and which calendar a complaint's clocks run.
POLICY = ("tier_id", "department_id", "user_id", "company_id")


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        if not self.has_access("create"):
            self.check_access("create")
        known = {}
        vals_list = [self._neiqin_filed(vals, known) for vals in vals_list]
        works = WorkTimes()
        self._neiqin_number(vals_list)
        self._neiqin_choose_tiers(vals_list)
        self._neiqin_derive(vals_list)
        policies = self._neiqin_date(vals_list, works)
        server = self.with_context(**QUIET)._neiqin_as_server()
        complaints = super(NeiqinComplaint, server).create(vals_list)
        complaints = complaints.with_env(self.env)
        complaints._neiqin_begin(works, policies)
        return complaints

    def _neiqin_begin(self, works, policies):
        """Start the clocks, give out the tasks, tell who is to know.

        :param policies: of each complaint what its two clocks run by
        """
        clocks = self.env["neiqin.complaint.clock"]
        heads, moments = [], []
        for complaint in self.sudo():
            for kind in TARGETS:
                heads.append((complaint.id, None, complaint.company_id.id, kind))
                moments.append(complaint.received_at)
        clocks._neiqin_start(heads, moments, policies, works)
        self.invalidate_recordset(["clock_ids", "event_ids"], flush=False)
        self.sudo()._neiqin_plan_tasks(works)
        self.sudo()._neiqin_follow()
        self.sudo()._neiqin_tell_new()
        self._neiqin_tell_board()

    # --- values

    @api.model
    def _neiqin_filed(self, vals, known):
        """Return the values with all that a complaint is filed with.

        :param known: dict that keeps what was looked up, for the next complaint
        """
        vals = {**self._neiqin_filing_defaults(vals, known), **vals}
        now = fields.Datetime.now()
        received = fields.Datetime.to_datetime(vals.get("received_at")) or now
        if received > now:
            raise ValidationError(
                self.env._("A complaint cannot be received in the future.")
            )
        vals["received_at"] = received
        if not vals.get("type_id"):
            raise ValidationError(self.env._("Say what the complaint is about: type."))
        kind = self.env["neiqin.complaint.type"].sudo().browse(vals["type_id"])
        vals.setdefault("subject", kind.name)
        if not vals.get("department_id") and kind.department_id:
            key = (kind.department_id, vals["company_id"])
            if key not in known:
                company = self.env["res.company"].browse(vals["company_id"])
                known[key] = kind.department_id._neiqin_in(company).id
            vals["department_id"] = known[key]
        self._neiqin_complete(vals)
        return vals

    @api.model
    def _neiqin_filing_defaults(self, vals, known):
        names = ("company_id", "user_id", "channel", "received_at")
        missing = tuple(name for name in names if name not in vals)
        if missing not in known:
            known[missing] = self.default_get(list(missing))
        return known[missing]

    @api.model
    def _neiqin_complete(self, vals):
        """Take order, customer and amount from what is known of them."""
        line = self.env["sale.order.line"].browse(vals.get("order_line_id"))
        if line and not vals.get("order_id"):
            vals["order_id"] = line.order_id.id
        picking = self.env["stock.picking"].browse(vals.get("picking_id"))
        if picking and not vals.get("order_id"):
            vals["order_id"] = picking.sale_id.id
        order = self.env["sale.order"].browse(vals.get("order_id"))
        if order and not vals.get("partner_id"):
            vals["partner_id"] = order.partner_id.id
        if not vals.get("partner_id"):
            raise ValidationError(self.env._("Say who complains: customer."))
        if not vals.get("amount"):
            vals["amount"] = self._neiqin_worth(vals, line.sudo(), order.sudo())

    @api.model
    def _neiqin_worth(self, vals, line, order):
        """Return what the line, else the order, is worth in the company's money."""
        source = line or order
        if not source:
            return 0.0
        company = self.env["res.company"].browse(vals["company_id"])
        total = line.price_total if line else order.amount_total
        return source.currency_id._convert(
            total, company.currency_id, company, vals["received_at"].date()
        )

    @api.model
    def _neiqin_number(self, vals_list):
        """Give each its number, in the order they come."""
        by_company = {}
        for vals in vals_list:
            by_company.setdefault(vals["company_id"], []).append(vals)
        for company_id, group in by_company.items():
            company = self.env["res.company"].browse(company_id)
            numbers = self._neiqin_next_numbers(company, len(group))
            for vals, number in zip(group, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _neiqin_derive(self, vals_list):
        """Put among the values what Odoo would compute and write after the insert."""
        partners = self.env["res.partner"].sudo()
        partners = partners.browse({vals["partner_id"] for vals in vals_list})
        heads = {partner.id: partner.commercial_partner_id.id for partner in partners}
        for vals in vals_list:
            vals["commercial_partner_id"] = heads[vals["partner_id"]]
            vals.update(rating_last_value=0.0, mark=False)

    @api.model
    def _neiqin_date(self, vals_list, works):
        """Put the first deadlines among the values: one insert writes them all.

        :return: what the clocks run by, of each complaint both
        """
        now, known, policies = fields.Datetime.now(), {}, []
        for vals in vals_list:
            for kind in TARGETS:
                key = (kind, *map(vals.get, POLICY))
                if key not in known:
                    policy = self._neiqin_policy_of(vals, kind)
                    calendar = self.env["resource.calendar"].browse(policy.calendar_id)
                    company = self.env["res.company"].browse(vals["company_id"])
                    known[key] = (policy, works.of(calendar, company))
                policy, work = known[key]
                clock = sla_clock.start(vals["received_at"], policy.target, work)
                vals.update(zip(COPIES[kind], target_copy(clock, now), strict=True))
                policies.append(policy)
        return policies

    # --- what its clocks run by

    def _neiqin_policy(self, kind):
        """Return what a clock of this complaint runs by."""
        self.ensure_one()
        return self._neiqin_policy_of({name: self[name].id for name in POLICY}, kind)

    @api.model
    def _neiqin_policy_of(self, vals, kind):
        tier = self.env["neiqin.complaint.tier"].sudo().browse(vals["tier_id"])
        department = self.env["neiqin.department"].sudo()
        department = department.browse(vals.get("department_id") or ())
        company = self.env["res.company"].sudo().browse(vals["company_id"])
        return Policy(
            tier.id,
            department.id or None,
            vals.get("user_id") or None,
            self._neiqin_calendar(tier.clock_type, department, company).id or None,
            tier[f"{kind}_minutes"] * 60,
        )

    @api.model
    def _neiqin_calendar(self, clock_type, department, company):
        """Return the calendar a clock measures by, none for clock time."""
        if clock_type != "working":
            return self.env["resource.calendar"]
        return (
            department._neiqin_calendar(company)
            if department
            else (company.resource_calendar_id)
        )

    @api.constrains("order_id", "order_line_id", "partner_id")
    def _check_order(self):
        """The order is the customer's own, and the line is the order's."""
        for complaint in self.sudo():
            order, line = complaint.order_id, complaint.order_line_id
            buyers = order.partner_id | order.partner_invoice_id
            buyers = (buyers | order.partner_shipping_id).commercial_partner_id
            if order and complaint.commercial_partner_id not in buyers:
                raise ValidationError(
                    self.env._(
                        "%(order)s is not an order of %(customer)s.",
                        order=order.name,
                        customer=complaint.partner_id.display_name,
                    )
                )
            if line and line.order_id != order:
                raise ValidationError(
                    self.env._("The order line belongs to another order.")
                )

    # --- changing and deleting

    def write(self, vals):
        self._neiqin_check_filed(vals)
        res = super().write(vals)
        if "partner_id" in vals and not self._neiqin_is_server():
            self.sudo().filtered("sender_unknown").action_neiqin_right_customer()
        if {"department_id", "user_id"}.intersection(vals):
            kind = "handover" if "user_id" in vals else "policy"
            self._neiqin_open_clocks()._neiqin_follow_policy(
                self.env._("Handed over"), kind
            )
            self.sudo()._neiqin_follow()
        self._neiqin_retier(vals)
        return res

    def _neiqin_check_filed(self, vals):
        """Whose complaint it is and since when: a supervisor may correct it.

        Writing a colleague into the customer's field would make a message to that
        colleague an answer to the customer.
        """
        touched = FILED.intersection(vals)
        if not touched or self._neiqin_is_server():
            return
        if touched != {"partner_id"}:
            labels = self.fields_get(touched, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s: as it was filed, it stays.",
                    fields=", ".join(label["string"] for label in labels.values()),
                )
            )
        if self.env.su or self._neiqin_may_name_customer():
            return
        if not self.env.user.has_group(SUPERVISOR):
            reason = self.env._("Only a supervisor changes whose complaint it is.")
            self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
            raise AccessError(reason)

    def _neiqin_open_clocks(self, kinds=("response", "solution")):
        """Return the clocks of these complaints that are not stopped."""
        return (
            self.env["neiqin.complaint.clock"]
            .sudo()
            .search(
                [
                    ("complaint_id", "in", self.ids),
                    ("kind", "in", kinds),
                    ("state", "!=", "stopped"),
                ]
            )
        )

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(  # pylint: disable=no-raise-unlink
            self.env._("A complaint stays. A supervisor can mark it as withdrawn.")
        )

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self.env._("Each complaint is filed anew."))
