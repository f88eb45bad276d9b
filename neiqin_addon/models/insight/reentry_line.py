"""One value entered twice, and who of the two was wrong."""

from odoo import api, fields, models

from ..order.verification_line import FIELDS

DECISIONS = [
    ("agreed", "Both the same"),
    ("first", "First entry wrong"),
    ("second", "Second entry wrong"),
    ("both", "Both wrong"),
    ("neither", "Both right"),
]
#: Decisions by which the first entry was wrong.
WRONG = ("first", "both")


class NeiqinReentryLine(models.Model):
    """Written when the second entry is handed in; of what differs, a third person says
    who was wrong, until all of the task is settled."""

    _name = "neiqin.reentry.line"
    _description = "Value Entered Twice"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "reentry_id desc, id"

    # the task's own state is out of a trigger's sight
    _neiqin_frozen_when = "OLD.is_settled"
    _neiqin_frozen_columns = (
        "reentry_id",
        "company_id",
        "order_id",
        "line_ref",
        "line_label",
        "field",
        "first",
        "first_text",
        "first_by",
        "second",
        "second_text",
        "second_by",
        "decision",
        "note",
        "is_settled",
        "settled_at",
    )

    reentry_id = fields.Many2one(
        comodel_name="neiqin.reentry",
        string="Second Entry",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_ref = fields.Integer(
        string="Order Line",
        readonly=True,
        aggregator=None,
        help="Database number of the order line; 0 for a value of the order itself, "
        "below it for a line that only the second entry has.",
    )
    line_label = fields.Char(string="Line", readonly=True)
    field = fields.Selection(selection=FIELDS, required=True, readonly=True, index=True)
    first = fields.Char(string="First Value", readonly=True)
    first_text = fields.Char(string="First Entry", readonly=True)
    first_by = fields.Many2one(
        comodel_name="res.users",
        string="Entered By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    second = fields.Char(string="Second Value", readonly=True)
    second_text = fields.Char(string="Second Entry's Words", readonly=True)
    second_by = fields.Many2one(
        comodel_name="res.users",
        string="Typed Again By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    decision = fields.Selection(selection=DECISIONS, string="Who Was Wrong")
    note = fields.Char()
    is_settled = fields.Boolean(readonly=True)
    settled_at = fields.Datetime(readonly=True, index="btree_not_null")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            "decision", "note"
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"reentry_id"})
        return super().create(vals_list)

    def write(self, vals):
        if not self._neiqin_is_server():
            self.reentry_id._neiqin_check_may_settle()
            self._neiqin_check_differs(vals)
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_protected({"reentry_id"})
        return super().unlink()

    def _neiqin_check_differs(self, vals):
        """What both entered alike needs no decision, and what differs is not alike."""
        if "decision" in vals and (
            vals["decision"] == "agreed"
            or any(line.decision == "agreed" for line in self.sudo())
        ):
            self._neiqin_refuse_frozen({"decision"})

    @api.depends("field", "line_label")
    def _compute_display_name(self):
        names = dict(self._fields["field"]._description_selection(self.env))
        for line in self:
            parts = [line.line_label, names.get(line.field)]
            line.display_name = " · ".join(filter(None, parts))
