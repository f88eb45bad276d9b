"""What is missing before orders can be archived, as a list for each clerk."""

from odoo import api, fields, models
from odoo.tools import formatLang
from odoo.tools.misc import format_amount

from ...tools.archive_check import SETTLE
from ...tools.digest import canonical
from .archive_kind import PAPERS

CODES = [
    ("total", "Totals Differ"),
    ("quantity", "Quantities Differ"),
    ("case", "Open Case"),
    ("complaint", "Open Complaint"),
    ("paper", "Paper Missing"),
]


class NeiqinArchiveGap(models.Model):
    """One thing missing for one order that is otherwise through.

    Written by the check alone: it goes away when what it tells of is done.
    """

    _name = "neiqin.archive.gap"
    _description = "Missing for the Archive"
    _inherit = ["neiqin.protected.mixin"]
    _order = "since, id"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    user_id = fields.Many2one(
        comodel_name="res.users", string="Clerk", readonly=True, index=True
    )
    code = fields.Selection(
        selection=CODES, string="What", required=True, readonly=True
    )
    paper = fields.Selection(selection=PAPERS, readonly=True)
    details = fields.Json(readonly=True)
    since = fields.Datetime(readonly=True)
    text = fields.Char(string="To Do", compute="_compute_text", compute_sudo=True)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    @api.depends("code", "details")
    @api.depends_context("lang")
    def _compute_text(self):
        for gap in self:
            gap.text = gap.order_id._neiqin_gap_text(gap.code, gap.details or {})

    def action_neiqin_upload(self):
        """Open the dialog that takes the missing paper, by file or by camera."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._neiqin_upload_dialog(self.paper)

    def action_neiqin_order(self):
        """Open the order."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._get_records_action()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_archive_gap_ids = fields.One2many(
        comodel_name="neiqin.archive.gap",
        inverse_name="order_id",
        string="Missing for the Archive",
        readonly=True,
        copy=False,
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_archive_gap_ids"}

    def _neiqin_gap_texts(self, gaps):
        """Return sentences of what one order's archive lacks."""
        return [self._neiqin_gap_text(code, values) for code, values in gaps]

    def _neiqin_gap_text(self, code, values):
        """Return what is missing as the next step of whoever reads it."""
        self.ensure_one()
        return getattr(self, f"_neiqin_gap_{code}")(**values)

    def _neiqin_gap_order(self):
        return self.env._("Only a confirmed order is archived.")

    def _neiqin_gap_delivery(self):
        return self.env._("Not all goods are delivered yet.")

    def _neiqin_gap_invoice(self):
        return self.env._("The invoice is not posted yet.")

    def _neiqin_gap_payment(self, names):
        return self.env._(
            "Something is left to pay: %(invoices)s.", invoices=", ".join(names)
        )

    def _neiqin_gap_total(self, ordered, invoiced):
        currency = self.currency_id
        return self.env._(
            "The order says %(ordered)s, its invoices %(invoiced)s: correct one of them.",
            ordered=format_amount(self.env, ordered, currency),
            invoiced=format_amount(self.env, invoiced, currency),
        )

    def _neiqin_gap_quantity(self, line, delivered, invoiced):
        lines = self.order_line.filtered(lambda row: row.id == line)
        return self.env._(
            "%(line)s: %(delivered)s delivered, %(invoiced)s invoiced.",
            line=lines.product_id.display_name or self.name,
            delivered=formatLang(self.env, delivered),
            invoiced=formatLang(self.env, invoiced),
        )

    def _neiqin_gap_case(self, names):
        return self.env._(
            "Close the exception case first: %(cases)s.", cases=", ".join(names)
        )

    def _neiqin_gap_complaint(self, names):
        return self.env._(
            "Settle the complaint first: %(complaints)s.", complaints=", ".join(names)
        )

    def _neiqin_gap_paper(self, paper):
        labels = dict(
            self.env["neiqin.archive.gap"]
            ._fields["paper"]
            ._description_selection(self.env)
        )
        return self.env._("Upload what is missing: %(paper)s.", paper=labels[paper])

    def _neiqin_keep_gaps(self, gaps):
        """Bring the list up to date: what is new is added, what is done goes.

        :param dict gaps: ``{order id: [(code, values)]}``
        """
        rows = self.env["neiqin.archive.gap"].sudo()._neiqin_as_server()
        known = rows.search([("order_id", "in", self.ids)])
        before = {
            (gap.order_id.id, gap.code, canonical(gap.details)): gap for gap in known
        }
        clerks, new, now = self._neiqin_archive_clerks(), [], fields.Datetime.now()
        for order in self:
            for code, values in gaps[order.id]:
                if code not in SETTLE:
                    continue
                if before.pop((order.id, code, canonical(values)), None):
                    continue
                new.append(
                    {
                        "order_id": order.id,
                        "company_id": order.company_id.id,
                        "user_id": clerks[order.id].id,
                        "code": code,
                        "paper": values.get("paper"),
                        "details": values,
                        "since": now,
                    }
                )
        rows.browse([gap.id for gap in before.values()]).unlink()
        rows.create(new)

    def _neiqin_archive_clerks(self):
        """Return ``{id: who looks after the order's papers}``.

        The clerk of its last letter, else its salesperson.
        """
        letters = self.env["neiqin.confirmation.letter"].sudo()
        found = {
            letter.order_id.id: letter.user_id
            for letter in letters.search(
                [("order_id", "in", self.ids), ("user_id", "!=", False)],
                order="revision",
            )
        }
        return {order.id: found.get(order.id) or order.user_id for order in self}
