"""Takes the clerk's comment on a scorecard, or the supervisor's last words."""

from odoo import fields, models


class NeiqinScorecardWord(models.TransientModel):
    _name = "neiqin.scorecard.word"
    _description = "Words on a Scorecard"

    card_id = fields.Many2one(
        comodel_name="neiqin.scorecard",
        string="Scorecard",
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        selection=[("seen", "Seen and Commented"), ("close", "Close the Card")],
        string="What",
        required=True,
        readonly=True,
        default="seen",
    )
    words = fields.Text(string="Comment")

    def action_do(self):
        """Do it with the rights of whoever asks; the card checks who that is."""
        self.ensure_one()
        if self.kind == "close":
            self.card_id.action_neiqin_close(self.words)
        else:
            self.card_id.action_neiqin_seen(self.words)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
