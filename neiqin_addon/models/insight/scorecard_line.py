"""One measure of a scorecard: numerator, denominator, points and what is behind."""

from odoo import api, fields, models

from ...tools.scorecard import BY_CODE, MEAN, PERCENT, on_target, share
from .scorecard_policy import CODES

STATUSES = [
    ("ok", "Judged"),
    ("few", "Not Enough Data"),
    ("error", "Could Not Be Counted"),
]


class NeiqinScorecardLine(models.Model):
    _name = "neiqin.scorecard.line"
    _description = "Measure of a Scorecard"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "card_id, sequence, id"
    _rec_name = "code"

    # the card's own state is out of a trigger's sight
    _neiqin_frozen_when = "OLD.is_closed"
    _neiqin_frozen_columns = (
        "card_id",
        "company_id",
        "code",
        "sequence",
        "numerator",
        "denominator",
        "value",
        "target",
        "zero_at",
        "weight",
        "share",
        "points",
        "status",
        "note",
        "document_count",
        "numbers",
        "is_closed",
    )

    card_id = fields.Many2one(
        comodel_name="neiqin.scorecard",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(
        selection=CODES, string="Scorecard Measure", required=True, readonly=True
    )
    numerator = fields.Float(readonly=True, digits=(16, 2), aggregator=None)
    denominator = fields.Float(readonly=True, digits=(16, 2), aggregator=None)
    value = fields.Float(
        string="Figure Reached", readonly=True, digits=(16, 2), aggregator=None
    )
    target = fields.Float(string="Goal", readonly=True, digits=(16, 2), aggregator=None)
    zero_at = fields.Float(
        string="No Points at", readonly=True, digits=(16, 2), aggregator=None
    )
    weight = fields.Float(readonly=True, digits=(5, 1), aggregator=None)
    share = fields.Float(
        string="Earned Share",
        readonly=True,
        aggregator=None,
        help="Of the weight, 0 to 1.",
    )
    points = fields.Float(readonly=True, digits=(5, 1), aggregator=None)
    status = fields.Selection(selection=STATUSES, required=True, readonly=True)
    note = fields.Char(string="Why Not", readonly=True)
    document_count = fields.Integer(string="Documents", readonly=True, aggregator=None)
    numbers = fields.Json(
        string="Numbers of the Documents", readonly=True, groups=fields.NO_ACCESS
    )
    is_closed = fields.Boolean(readonly=True)
    unit = fields.Char(compute="_compute_words")
    light = fields.Selection(
        selection=[
            ("none", "Not Judged"),
            ("green", "Goal Reached"),
            ("red", "Missed"),
        ],
        compute="_compute_words",
    )
    bar = fields.Float(
        string="Of the Target (%)",
        compute="_compute_words",
        help="How much of the weight was earned.",
    )

    _code_once = models.UniqueIndex("(card_id, code)", "A measure stands once.")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def _neiqin_frozen(self):
        return self.filtered(lambda line: line.id and line._origin.is_closed)

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"card_id"})
        return super().create(vals_list)

    @api.depends("code", "status", "value", "target", "zero_at", "share")
    def _compute_words(self):
        for line in self:
            kind = BY_CODE[line.code].unit if line.code else PERCENT
            line.unit = self.env._("of 5") if kind == MEAN else "%"
            line.bar = 100 * line.share if line.status == "ok" else 0
            line.light = "none"
            if line.status == "ok":
                good = on_target(line.value, line.target, line.zero_at)
                line.light = "green" if good else "red"

    @api.model
    def _neiqin_values(self, measure, found):
        """Return the values of a line.

        :param measure: the policy's measure
        :param found: a ``Figure`` of ``tools/scorecard``
        """
        values = {
            "code": measure.code,
            "sequence": measure.sequence,
            "target": measure.full_at,
            "zero_at": measure.zero_at,
            "weight": measure.weight,
            "numerator": found.numerator,
            "denominator": found.denominator,
            "document_count": len(found.numbers),
            "numbers": list(found.numbers),
            "status": "few",
            "value": 0.0,
            "share": 0.0,
            "points": 0.0,
        }
        if not found.denominator or found.denominator < measure.minimum:
            return values
        factor = 100 if BY_CODE[measure.code].unit == PERCENT else 1
        value = factor * found.numerator / found.denominator
        part = share(value, measure.full_at, measure.zero_at)
        return {
            **values,
            "status": "ok",
            "value": value,
            "share": part,
            "points": measure.weight * part,
        }

    def action_neiqin_open(self):
        """Open the documents behind, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        model = self.env["neiqin.scorecard"]._neiqin_document_model(self.code)
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["code"]._description_selection(self.env))[
                self.code
            ],
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.sudo().numbers or [])],
        }
