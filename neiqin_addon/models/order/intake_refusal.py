"""What is said of a file that cannot be read."""

from odoo import models

from .intake import MAX_BYTES


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _refusal_text(self, code):
        """Return the sentence for a reason code of ``tools.file_refused``."""
        return self._refusal_texts()[code]

    def _refusal_texts(self):
        return {
            "empty": self.env._(
                "The file is empty: there is no row under the headers."
            ),
            "too_large": self.env._(
                "The file is larger than %(size)s MB. Split it, or remove pictures "
                "from it.",
                size=MAX_BYTES >> 20,
            ),
            "damaged": self.env._(
                "The file is damaged and cannot be read to its end. Ask for it again, "
                "or open it and save it anew as .xlsx."
            ),
            "password": self.env._(
                "The file is protected by a password. Open it, remove the password "
                "and save it again."
            ),
            "macro": self.env._(
                "The file carries macros, which are never run here. Save it as .xlsx "
                "without macros."
            ),
            "old_excel": self.env._(
                "This is the old .xls format. Open it and save it as .xlsx or .csv."
            ),
            "unsupported": self.env._(
                "This is no order table. Upload an .xlsx or a .csv file."
            ),
            "bomb": self.env._(
                "The file unpacks to far more than any order: it was not read."
            ),
            "entity": self.env._(
                "The file carries XML declarations that no spreadsheet program "
                "writes: it was not read."
            ),
            "too_many_rows": self.env._("The file has too many rows. Split it."),
            "too_many_columns": self.env._(
                "The file has too many columns for an order."
            ),
            "headers": self.env._(
                "No row with headers was found. There must be at least a product and "
                "a quantity column; the template shows the headers."
            ),
        }
