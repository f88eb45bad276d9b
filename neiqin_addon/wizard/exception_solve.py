"""Carries out what solves a case: the order is changed, all of it or nothing.

The clerk writes with the own rights through the same hooks as everybody: price guard,
approvals, letters and detectors see the change, and the next revision of a letter that was
sent is drafted by it. Each solution is a pair of methods, ``_neiqin_check_<solution>`` and
``_neiqin_do_<solution>``, in the file of what it changes.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, formatLang

SOLUTIONS = [
    ("date", "New date"),
    ("split", "Split: part now, the rest later"),
    ("partial", "Partial delivery: the rest as a backorder"),
    ("substitute", "Substitute product"),
    ("purchase", "Propose a purchase"),
    ("price", "Correct the price (two confirmations)"),
    ("terms", "Correct the payment terms (two confirmations)"),
    ("refund", "Refund (draft credit note)"),
    ("letter", "Next revision of the letter"),
    ("cancel", "Cancel what is not delivered"),
]
#: What solves a case about a line, and one about an order as a whole.
LINE = {code for code, _label in SOLUTIONS} - {"terms"}
WHOLE = {"date", "terms", "letter", "cancel"}


class NeiqinExceptionType(models.Model):
    _inherit = "neiqin.exception.type"

    offers_date = fields.Boolean(string="New Date", default=True)
    offers_split = fields.Boolean(string="Split", default=True)
    offers_partial = fields.Boolean(string="Partial Delivery", default=True)
    offers_substitute = fields.Boolean(string="Substitute", default=True)
    offers_purchase = fields.Boolean(string="Purchase", default=True)
    offers_price = fields.Boolean(string="Price Correction", default=True)
    offers_terms = fields.Boolean(string="Payment Terms", default=True)
    offers_refund = fields.Boolean(string="Refund", default=True)
    offers_letter = fields.Boolean(string="Next Letter", default=True)
    offers_cancel = fields.Boolean(string="Cancel Line", default=True)


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    solution = fields.Selection(
        selection=SOLUTIONS,
        readonly=True,
        copy=False,
        help="What was carried out last.",
    )
    solution_number = fields.Integer(
        string="Solutions", readonly=True, copy=False, aggregator=None
    )

    def _neiqin_offered(self):
        """Return the solutions that the kind offers and that fit the case."""
        kind = self.type_id.sudo()
        fitting = LINE if self.order_line_id else WHOLE if self.order_id else ()
        return [
            code
            for code, _label in SOLUTIONS
            if code in fitting and kind[f"offers_{code}"]
        ]

    def action_solution(self):
        """Open the dialog that changes the order."""
        self.ensure_one()
        self._neiqin_check_clerk()
        offered = self._neiqin_offered()
        if not offered:
            raise UserError(
                self.env._("%(kind)s is not solved this way.", kind=self.type_id.name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Solution"),
            "res_model": "neiqin.exception.solve",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_case_id": self.id,
                "default_solution": offered[0],
            },
        }


class NeiqinExceptionSolve(models.TransientModel):
    _name = "neiqin.exception.solve"
    _description = "Solve an Exception Case"

    case_id = fields.Many2one(
        comodel_name="neiqin.exception", required=True, readonly=True
    )
    line_id = fields.Many2one(related="case_id.order_line_id")
    order_id = fields.Many2one(related="case_id.order_id")
    company_id = fields.Many2one(related="case_id.company_id")
    offered = fields.Char(compute="_compute_offered")
    seen = fields.Integer(
        compute="_compute_seen",
        store=True,
        readonly=False,
        help="How many solutions the case had when the dialog opened.",
    )
    solution = fields.Selection(selection=SOLUTIONS, required=True, default="date")
    new_date = fields.Date(compute="_compute_new_date", store=True, readonly=False)
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        digits="Product Unit",
        help="Split, partial delivery: what goes on the day promised first; the rest "
        "follows. Purchase: what is bought. Refund: what the customer gets back.",
    )
    reason = fields.Char(help="For whoever confirms it or books it.")
    before = fields.Char(string="Now", compute="_compute_preview")
    after = fields.Text(string="Then", compute="_compute_preview")

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody opens the dialog for a case that he may not read: it shows its line.

        Not a constraint: Odoo runs those as superuser.
        """
        wizards = super().create(vals_list)
        wizards.case_id.check_access("read")
        return wizards

    def write(self, vals):
        res = super().write(vals)
        self.case_id.check_access("read")
        return res

    @api.depends("case_id")
    def _compute_offered(self):
        for wizard in self:
            wizard.offered = ",".join(wizard.case_id._neiqin_offered())

    @api.depends("case_id")
    def _compute_seen(self):
        for wizard in self:
            wizard.seen = wizard.case_id.solution_number

    @api.depends("case_id", "solution")
    def _compute_new_date(self):
        """Hook: a date that follows from the solution is proposed."""
        self.new_date = False

    def _neiqin_preview_depends(self):
        return ["case_id", "solution", "new_date", "quantity"]

    @api.depends(lambda self: self._neiqin_preview_depends())
    def _compute_preview(self):
        for wizard in self:
            before, after = wizard._neiqin_words()
            wizard.before, wizard.after = before, "\n".join(after)

    def _neiqin_words(self):
        """Hook: return what is changed, and the lines of what it becomes."""
        order = self.order_id
        day = order._neiqin_day(order.commitment_date)
        before = order.name or "–"
        return before + (f" · {format_date(self.env, day)}" if day else ""), []

    def _neiqin_number(self, quantity):
        text = formatLang(self.env, quantity or 0, digits=3)
        return text.rstrip("0").rstrip(".,") or "0"

    def action_apply(self):
        """Change the order; an error anywhere leaves everything as it was."""
        self.ensure_one()
        case = self.case_id
        case._neiqin_check_clerk()
        case.order_id.check_access("write")
        self._neiqin_take_turn()
        self._neiqin_check()
        before, after = self.before, self.after
        label = dict(self._fields["solution"]._description_selection(self.env))
        case._neiqin_as_server().write(
            {"solution": self.solution, "solution_number": case.solution_number + 1}
        )
        made = getattr(self, f"_neiqin_do_{self.solution}")()
        case.filtered(lambda x: x.state == "open")._neiqin_step("planned")
        told = [*filter(None, (after or "").split("\n"))]
        told += (made or self.browse()).sudo().mapped("display_name")
        case.message_post(
            body=Markup("<b>%s</b><br/>%s → %s")
            % (label[self.solution], before, Markup("<br/>").join(told)),
            subtype_xmlid="mail.mt_note",
        )
        # what follows from it in stock and books is seen at once as well
        case._neiqin_check(case.sudo().order_id.ids)
        if self.solution == "letter":
            return case.order_id.action_neiqin_prepare_letter()
        return {"type": "ir.actions.act_window_close"}

    def _neiqin_take_turn(self):
        """Two never solve the same order at the same moment.

        Odoo's transactions see the database as it was when they began. Writing the
        order's row, though nothing in it changes, lets the second of two fail with a
        serialization error; Odoo repeats it, and it sees what the first has done.
        """
        if self.order_id:
            self.env.execute_query(
                SQL(
                    "UPDATE sale_order SET write_date = write_date WHERE id = %s "
                    "RETURNING id",
                    self.order_id.id,
                )
            )

    def _neiqin_check(self):
        """Refuse what the kind does not offer, and what leaves the order in disorder.

        :raise UserError: with what is to be said or done first
        """
        case, kind = self.case_id, self.case_id.type_id.sudo()
        if case.state in ("solved", "closed") or not case.order_id:
            raise UserError(self.env._("Solutions change the order of an open case."))
        if self.seen != case.solution_number:
            raise UserError(
                self.env._(
                    "Somebody has solved %(case)s meanwhile: look at it again.",
                    case=case.name,
                )
            )
        if self.solution not in case._neiqin_offered():
            raise UserError(
                self.env._("%(kind)s is not solved this way.", kind=kind.name)
            )
        if case.order_id.state == "cancel":
            raise UserError(
                self.env._("%(order)s is cancelled.", order=case.order_id.name)
            )
        if self.new_date and self.new_date < fields.Date.context_today(self):
            raise UserError(self.env._("The new date is in the past."))
        getattr(self, f"_neiqin_check_{self.solution}")()

    def _neiqin_check_reason(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say the reason: others read it."))
