"""Deadlines, ends, marks of the talk: what a complaint shows of its clocks."""

from odoo import api, fields, models

from .complaint import INTERNAL, OFFICE, TARGET_STATES


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    # --- clocks: copies of neiqin.complaint.clock, for lists, filters and figures
    clock_ids = fields.One2many(
        comodel_name="neiqin.complaint.clock",
        inverse_name="complaint_id",
        string="Clocks",
        groups=INTERNAL,
    )
    event_ids = fields.One2many(
        comodel_name="neiqin.complaint.clock.event",
        inverse_name="complaint_id",
        string="Log of the Clocks",
        groups=INTERNAL,
    )
    first_response_deadline = fields.Datetime(
        string="First Response Until", readonly=True, copy=False, index=True
    )
    first_response_at = fields.Datetime(
        string="First Response", readonly=True, copy=False
    )
    response_state = fields.Selection(
        selection=TARGET_STATES,
        string="First Response Target",
        readonly=True,
        copy=False,
    )
    response_used = fields.Float(
        string="First Response (Minutes Used)",
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=INTERNAL,
        help="Minutes of finished stretches; the clock's own tab shows the running one.",
    )
    solution_deadline = fields.Datetime(
        string="Solution Until", readonly=True, copy=False, index=True
    )
    solved_at = fields.Datetime(string="Solved", readonly=True, copy=False)
    solution_state = fields.Selection(
        selection=TARGET_STATES,
        string="Solution Target",
        readonly=True,
        copy=False,
    )
    solution_used = fields.Float(
        string="Solution (Minutes Used)",
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=INTERNAL,
    )

    # --- the talk with the customer
    contact_ids = fields.One2many(
        comodel_name="neiqin.complaint.contact",
        inverse_name="complaint_id",
        string="Conversations",
        groups=OFFICE,
    )
    unanswered_since = fields.Datetime(
        string="Waits for Us Since",
        readonly=True,
        copy=False,
        help="The customer wrote or called and has not been answered yet.",
    )
    last_inbound_at = fields.Datetime(
        string="Last Heard From", readonly=True, copy=False, groups=INTERNAL
    )
    last_outbound_at = fields.Datetime(
        string="Last Told", readonly=True, copy=False, groups=INTERNAL
    )
    waiting_reason = fields.Char(
        string="Waiting For", readonly=True, copy=False, groups=INTERNAL
    )
    waiting_since = fields.Datetime(readonly=True, copy=False, groups=INTERNAL)
    waiting_until = fields.Datetime(
        readonly=True,
        copy=False,
        groups=INTERNAL,
        help="The clocks go on then, whether the customer answered or not.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        """Return what only the server sets, among it everything about time."""
        return super()._neiqin_protected_fields() | {
            "first_response_deadline",
            "first_response_at",
            "response_state",
            "response_used",
            "solution_deadline",
            "solved_at",
            "solution_state",
            "solution_used",
            "unanswered_since",
            "last_inbound_at",
            "last_outbound_at",
            "waiting_reason",
            "waiting_since",
            "waiting_until",
            "clock_ids",
            "event_ids",
            "contact_ids",
        }
