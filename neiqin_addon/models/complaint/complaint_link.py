"""The signed link on an order's page by which its customer complains, without login."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..order.signed_order import sign, signed_order

SCOPE = "neiqin-order-complaint"
#: Complaints by links about one order within a day; more is no customer.
MOST_A_DAY = 5
#: Photos, films and papers; nothing that a browser would run.
KINDS = frozenset(
    """
    jpg jpeg png gif webp heic heif bmp pdf mp4 mov avi m4a mp3 amr wav
    xls xlsx doc docx ppt pptx csv txt
    """.split()  # noqa: SIM905 a word a kind reads better
)
MOST_FILES = 6
MOST_BYTES = 15 * 1024 * 1024


def complaint_url(order):
    """Return the address where the customer of an order complains about it."""
    return f"/complaint/{sign(order, SCOPE)}"


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_order_by_token(self, token):
        """Return the order a signed token stands for, none if it stands for none."""
        return signed_order(self.env, SCOPE, token, ("sale",))

    @api.model
    def _neiqin_check_online(self, values, files):
        """Refuse what a page cannot take, in words for the customer.

        :raise UserError: no text, or files that are too many, too large or of no use
        """
        if not (values.get("description") or "").strip():
            raise UserError(self.env._("Please say what happened."))
        if len(files) > MOST_FILES:
            raise UserError(
                self.env._("Please send %(most)s files at most.", most=MOST_FILES)
            )
        for name, content in files:
            if name.rpartition(".")[2].lower() not in KINDS:
                raise UserError(
                    self.env._(
                        "%(name)s: please send photos, films, PDF or office files.",
                        name=name,
                    )
                )
            if len(content) > MOST_BYTES:
                raise UserError(
                    self.env._(
                        "%(name)s is larger than %(size)s MB.",
                        name=name,
                        size=MOST_BYTES // 1024**2,
                    )
                )

    @api.model
    def _neiqin_check_not_too_many(self, order):
        since = fields.Datetime.now() - timedelta(days=1)
        lately = self.sudo().search_count(
            [
                ("order_id", "=", order.id),
                ("channel", "=", "portal"),
                ("create_date", ">=", since),
            ]
        )
        if lately >= MOST_A_DAY:
            raise UserError(
                self.env._(
                    "We have several complaints about this order already. Please answer "
                    "our mail, or call us."
                )
            )
