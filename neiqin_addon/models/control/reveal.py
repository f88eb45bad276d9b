"""Show a sealed value once, to somebody who says why."""

from odoo import api, fields, models
from odoo.exceptions import UserError

SHORTEST_REASON = 4  # characters; "回电" is no reason, "客户要求回电" is one


class NeiqinSealedMixin(models.AbstractModel):
    _inherit = "neiqin.sealed.mixin"

    def _neiqin_ask_to_reveal(self):
        """Return the window that asks for the reason; a model's button calls it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Show Hidden Values"),
            "res_model": "neiqin.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }


class NeiqinReveal(models.TransientModel):
    """Asks for the reason. The values themselves are never stored here."""

    _name = "neiqin.reveal"
    _description = "Show Hidden Values"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    record_name = fields.Char(string="Record", compute="_compute_record_name")
    reason = fields.Char(required=True)

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for reveal in self:
            reveal.record_name = reveal._neiqin_record().display_name

    def _neiqin_record(self):
        """Return the record, if it has sealed fields and the user may read it."""
        mixin = self.env.registry["neiqin.sealed.mixin"]
        model = self.env.registry.get(self.res_model)
        if (
            not model
            or not issubclass(model, mixin)
            or model._neiqin_is_copy
            or model._neiqin_read_by_roles
        ):
            raise UserError(self.env._("This record has no hidden values."))
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record.has_access("read"):
            reason = self.env._("May not see the hidden values of this record.")
            self.env["neiqin.trail.entry"]._neiqin_log_denied(record, reason)
        record.check_access("read")
        return record

    def action_reveal(self):
        """Write the reason into the trail, then show the values, once.

        :return: a notification that stays until it is closed
        :raise AccessError: if the user may not read the record at all
        """
        self.ensure_one()
        record = self._neiqin_record()
        reason = (self.reason or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(
                self.env._("Say why you need the hidden values; the auditor reads it.")
            )
        clear = record.sudo()._neiqin_opened()[record.id]
        if not clear:
            raise UserError(self.env._("This record has no hidden values."))
        labels = {
            name: record._fields[name]._description_string(self.env) for name in clear
        }
        self.env["neiqin.trail.entry"]._neiqin_log(
            "reveal", record, {"fields": sorted(clear)}, reason
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": record.display_name,
                "message": "\n".join(
                    f"{labels[name]}: {clear[name]}" for name in clear
                ),
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
