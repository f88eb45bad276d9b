"""Takes over the insured limits of an insurer's list, row by row."""

import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.file_refused import FileRefused
from ..tools.insured_sheet import read_insured_sheet

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinCreditInsuranceImport(models.TransientModel):
    _name = "neiqin.credit.insurance.import"
    _description = "Import Insured Limits"
    _rec_name = "filename"

    file = fields.Binary(string="List of the Insurer", attachment=False)
    filename = fields.Char()
    insurer = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency Where None Is Given",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.credit.insurance.row", inverse_name="import_id"
    )
    good = fields.Integer(string="Ready", compute="_compute_counts")
    bad = fields.Integer(string="To Settle", compute="_compute_counts")
    done = fields.Char(string="Result", readonly=True)

    @api.depends("line_ids.problem")
    def _compute_counts(self):
        for job in self:
            job.bad = len(job.line_ids.filtered("problem"))
            job.good = len(job.line_ids) - job.bad

    def _neiqin_check_may(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Only supervisors import insured limits."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))

    def action_check(self):
        """Read the file and say of each row what would become of it."""
        self.ensure_one()
        self._neiqin_check_may()
        try:
            rows = read_insured_sheet(base64.b64decode(self.file or b""))
        except FileRefused as refused:
            raise UserError(self._neiqin_refusal(refused.code)) from refused
        words = {word for row in rows for word in (row.code, row.customer) if word}
        lookup = self.env["neiqin.order.lookup"]
        found = lookup._find_customers(words, self.company_id)
        currencies = {c.name: c for c in self.env["res.currency"].search([])}
        self.line_ids.unlink()
        self.line_ids = [
            fields.Command.create(self._neiqin_line(row, found, currencies))
            for row in rows
        ]
        self.done = False
        return self._neiqin_reopen()

    @api.model
    def _neiqin_refusal(self, code):
        texts = self.env["neiqin.order.intake"]._refusal_texts()
        if code == "headers":
            return self.env._(
                "No row with headers was found. There must be at least a customer and a "
                "limit column."
            )
        return texts[code]

    def _neiqin_line(self, row, found, currencies):
        none = self.env["res.partner"]
        partners = found.get(row.code) or found.get(row.customer) or none
        partners = partners.commercial_partner_id
        currency = currencies.get(row.currency.upper()) if row.currency else None
        unread = list(row.unread)
        if row.currency and not currency:
            unread.append("currency")
        return {
            "number": row.number,
            "customer": " ".join(filter(None, (row.code, row.customer))),
            "partner_id": partners.id if len(partners) == 1 else False,
            "is_ambiguous": len(partners) > 1,
            "amount": row.amount or 0.0,
            "has_amount": row.amount is not None,
            "currency_id": (currency or self.currency_id).id,
            "date_from": row.date_from or self.company_id._neiqin_today(),
            "date_to": row.date_to or False,
            "reference": row.reference,
            "unread": ",".join(unread),
        }

    def action_import(self):
        """Take over the rows without a problem; the others stay to be settled."""
        self.ensure_one()
        self._neiqin_check_may()
        ready = self.line_ids.filtered(lambda line: not line.problem)
        if not ready:
            raise UserError(self.env._("No row is ready. Settle the problems first."))
        known = ready._neiqin_known()
        new = ready - known
        limits = self.env["neiqin.credit.insurance"].create(
            [line._neiqin_values() for line in new]
        )
        limits._neiqin_supersede()
        ready.unlink()
        self.done = self.env._(
            "%(new)s taken over, %(same)s were known already, %(left)s are left.",
            new=len(new),
            same=len(known),
            left=len(self.line_ids),
        )
        if self.line_ids:
            return self._neiqin_reopen()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.done,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _neiqin_reopen(self):
        return {
            **self._get_records_action(),
            "target": "new",
            "name": self.env._("Import Insured Limits"),
        }


class NeiqinCreditInsuranceRow(models.TransientModel):
    _name = "neiqin.credit.insurance.row"
    _description = "Row of a List of Insured Limits"
    _order = "number, id"

    import_id = fields.Many2one(
        comodel_name="neiqin.credit.insurance.import", required=True, ondelete="cascade"
    )
    number = fields.Integer(string="Row in the File", readonly=True)
    customer = fields.Char(string="In the File", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        domain="[('parent_id', '=', False)]",
    )
    is_ambiguous = fields.Boolean(readonly=True)
    amount = fields.Monetary(string="Insured Limit")
    has_amount = fields.Boolean(readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", required=True)
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    reference = fields.Char(string="Policy Number")
    unread = fields.Char(readonly=True)
    problem = fields.Char(compute="_compute_problem")

    @api.depends(
        "partner_id",
        "amount",
        "date_from",
        "date_to",
        "import_id.line_ids.partner_id",
    )
    @api.depends_context("lang")
    def _compute_problem(self):
        for job, lines in self.grouped("import_id").items():
            count = Counter(line.partner_id for line in job.line_ids)
            for line in lines:
                line.problem = line._neiqin_problem(count[line.partner_id] > 1)

    def _neiqin_problem(self, is_twice):
        self.ensure_one()
        unread = set((self.unread or "").split(","))
        if not self.partner_id:
            if self.is_ambiguous:
                return self.env._("Several customers are called that: choose one.")
            return self.env._("No customer has this name, code or tax number.")
        if is_twice:
            return self.env._("This customer stands here twice: delete one row.")
        if not self.amount and (not self.has_amount or "amount" in unread):
            return self.env._("The limit cannot be read.")
        if self.amount < 0:
            return self.env._("An insured limit is not negative.")
        if "currency" in unread:
            return self.env._("The currency is unknown or not in use.")
        if "date_to" in unread and not self.date_to:
            return self.env._("The last day cannot be read.")
        if "date_from" in unread and not self.date_from:
            return self.env._("The first day cannot be read.")
        if self.date_to and self.date_from and self.date_to < self.date_from:
            return self.env._("It ends before it begins.")
        return False

    def _neiqin_values(self):
        self.ensure_one()
        job = self.import_id
        return {
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": job.company_id.id,
            "insurer": job.insurer,
            "reference": self.reference,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date_from": self.date_from or job.company_id._neiqin_today(),
            "date_to": self.date_to,
        }

    def _neiqin_known(self):
        """Return the rows that say what is on file already."""
        limits = self.env["neiqin.credit.insurance"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "=", self.import_id.company_id.id),
                ("insurer", "=", self.import_id.insurer),
            ]
        )
        on_file = {
            (row.partner_id.id, row.amount, row.currency_id.id, row.date_to)
            for row in limits
            if row.state == "running"
        }
        return self.filtered(
            lambda line: (
                (
                    line.partner_id.id,
                    line.amount,
                    line.currency_id.id,
                    line.date_to,
                )
                in on_file
            )
        )
