"""Duplicates become one case: the oldest stays, the others say where they went."""

from odoo import fields, models
from odoo.exceptions import UserError


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    merged_into_id = fields.Many2one(
        comodel_name="neiqin.exception",
        string="Part Of",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    merged_ids = fields.One2many(
        comodel_name="neiqin.exception",
        inverse_name="merged_into_id",
        string="Duplicates",
        readonly=True,
    )

    def action_merge(self):
        """Make one case of these; return it.

        What two cases tell of one order stays one: the history, papers and tasks of
        all of them are in the one that stays.
        """
        self._neiqin_check_clerk()
        cases = self.filtered(lambda case: case.state != "closed").sorted("id")
        if len(cases) < 2:
            raise UserError(self.env._("Choose two or more open cases."))
        if len(cases.company_id) > 1 or len(cases.order_id) > 1:
            raise UserError(self.env._("These cases are of different orders."))
        # what holds the order stays, then what is about a line
        kept = cases.sorted(
            lambda case: (not case.blocking, not case.line_key, case.id)
        )[0]
        rest = cases - kept
        if any(case.blocking and case.type_id != kept.type_id for case in rest):
            raise UserError(
                self.env._("Cases that hold the order are joined with their like only.")
            )
        rest._neiqin_join(kept)
        return kept._get_records_action()

    def _neiqin_join(self, kept):
        """Move history, papers and tasks over, then close."""
        kept.ensure_one()
        pieces = self.sudo()
        for model in ("mail.message", "mail.activity"):
            name = "model" if model == "mail.message" else "res_model"
            self.env[model].sudo().search(
                [(name, "=", self._name), ("res_id", "in", self.ids)]
            ).write({"res_id": kept.id})
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).write({"res_id": kept.id})
        kept.sudo()._neiqin_as_server().write(
            {
                "department_ids": [
                    fields.Command.link(x) for x in pieces.department_ids.ids
                ],
                "cost": kept.cost + sum(pieces.mapped("cost")),
            }
        )
        pieces._neiqin_as_server().write({"merged_into_id": kept.id, "cost": 0})
        self._neiqin_step("closed")
        kept.message_post(
            body=self.env._(
                "Duplicates joined: %(names)s", names=", ".join(self.mapped("name"))
            ),
            subtype_xmlid="mail.mt_note",
        )
