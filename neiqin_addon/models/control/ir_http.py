"""Calls from outside that name no record, or no number, are answered in a sentence.

Odoo passes on whatever stands for the ids; the caller gets the database's complaint and
a traceback, and the log an error that is none of ours. Other models are left as they are.
"""

from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

from ...tools.record_ids import are_ids


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        if not cls._neiqin_is_called(request.params):
            return super()._dispatch(endpoint)
        if not are_ids(cls._neiqin_ids(request.params)):
            raise UserError(request.env._("Records are named by their numbers."))
        try:
            return super()._dispatch(endpoint)
        except ValueError as error:
            text = str(error)
            if text.startswith("Expected singleton: "):
                text = request.env._("This works with exactly one record at a time.")
            elif not text.startswith("Wrong value for "):  # a choice there is not
                raise
            raise UserError(text) from error

    @classmethod
    def _neiqin_is_called(cls, params):
        """Return whether a method of the add-on is called, on its or on Odoo's models."""
        model = params.get("model") or params.get("__model__")
        method = params.get("method") or params.get("__method__")
        if not isinstance(model, str) or not isinstance(method, str):
            return False
        return model.startswith("neiqin.") or "neiqin_" in method

    @classmethod
    def _neiqin_ids(cls, params):
        """Return what stands for the ids, None where the method takes none."""
        if "__model__" in params:
            return params.get("ids")
        model = request.registry.get(params["model"])
        method = getattr(model, params["method"], None)
        args = params.get("args")
        if getattr(method, "_api_model", False) or not isinstance(args, list):
            return None
        return args[0] if args else None
