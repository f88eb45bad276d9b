"""Statements of account: made for a period, frozen, sent, and answered by the customer."""

import json

from odoo import api, fields, models
from odoo.tools import formatLang

ANSWERS = [
    ("none", "Not Answered"),
    ("confirmed", "Confirmed"),
    ("objected", "Objected"),
]
ANSWERED = ("answered_at", "answered_by", "answered_from")


class NeiqinStatement(models.Model):
    _name = "neiqin.statement"
    _description = "Statement of Account"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.claimed.mail.mixin",
        "neiqin.frozen.report.mixin",
    ]
    _order = "date_to desc, id desc"
    _mail_post_access = "read"

    _neiqin_file_fields = ("pdf", "xlsx")
    _neiqin_check_days = 30  # a large office has as many of them as customers
    # not the customer: customers are merged, and the content names him as he was
    _neiqin_about_fields = ("name", "company_id", "date_from", "date_to")
    _neiqin_frozen_once = (*ANSWERED, "objection", "objected_balance")

    name = fields.Char(string="Number", readonly=True, default="/", copy=False)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Finance",
        index=True,
        tracking=True,
        help="Gets the customer's objection as a task.",
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    lang = fields.Char(readonly=True)
    balance = fields.Monetary(
        readonly=True, help="At the end of the period, in the company's currency."
    )
    closing = fields.Char(
        string="Closing Balance",
        compute="_compute_closing",
        help="Each currency for itself.",
    )
    pdf = fields.Binary(string="PDF", readonly=True, copy=False)
    pdf_name = fields.Char(readonly=True, copy=False)
    xlsx = fields.Binary(string="XLSX", readonly=True, copy=False)
    xlsx_name = fields.Char(readonly=True, copy=False)
    wanted_send = fields.Boolean(readonly=True)

    answer = fields.Selection(
        selection=ANSWERS,
        required=True,
        default="none",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    answered_at = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answered_by = fields.Char(readonly=True, copy=False)
    answered_from = fields.Char(string="Answered From (IP)", readonly=True, copy=False)
    objected_balance = fields.Char(
        string="The Customer's Balance", readonly=True, copy=False
    )
    objection = fields.Text(readonly=True, copy=False)

    link_serial = fields.Integer(default=1, readonly=True, copy=False)
    revoked_at = fields.Datetime(string="Revoked On", readonly=True, copy=False)
    revoked_by_id = fields.Many2one(
        comodel_name="res.users", string="Revoked By", readonly=True, copy=False
    )
    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    next_reminder_on = fields.Date(string="Next Reminder", readonly=True, copy=False)

    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends after it begins."
    )
    _number_once = models.UniqueIndex("(company_id, name) WHERE digest IS NOT NULL")
    _check_due_index = models.Index("(checked_at) WHERE state = 'frozen'")
    _reminder_index = models.Index("(next_reminder_on) WHERE answer = 'none'")

    @api.model
    def _neiqin_protected_fields(self):
        return (super()._neiqin_protected_fields() | self._neiqin_fields_but()) - {
            "user_id"
        }

    @api.depends("payload")
    @api.depends_context("lang")
    def _compute_closing(self):
        money = self._neiqin_money()
        for report in self:
            report.closing = " + ".join(
                money(part["closing"], part["currency"])
                for part in report._neiqin_content().get("parts", ())
            )

    def _neiqin_money(self):
        """Return what writes an amount in a currency of these statements."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        names = {
            part["currency"]
            for report in self
            for part in report._neiqin_content().get("parts", ())
        }
        found = currencies.search([("name", "in", list(names))])
        known = {currency.name: currency for currency in found}
        return lambda amount, name: formatLang(
            self.env, float(amount), currency_obj=known[name]
        )

    def _neiqin_failure_user(self):
        return self.user_id or self.company_id.neiqin_finance_user_id

    # ------------------------------------------------------------------ making

    @api.model
    def _cron_make(self):
        """Make the statements that were asked for in a batch too large to wait for."""
        domain = [("state", "=", "draft")]
        self._neiqin_work_off("_neiqin_make", domain, limit=20)

    def _neiqin_make(self):
        """Read the figures of all of these by one statement, print and freeze them."""
        groups = self.grouped(lambda one: (one.company_id, one.date_from, one.date_to))
        for (company, date_from, date_to), reports in groups.items():
            found = self._neiqin_parts(
                company, reports.partner_id.ids, date_from, date_to
            )
            for report in reports._neiqin_as_server():
                parts, balance = found[report.partner_id.id]
                report.write(
                    {
                        "name": report._neiqin_number(),
                        "balance": balance,
                        "lang": report.lang or report._neiqin_lang(),
                    }
                )
                report._neiqin_freeze(
                    {report.id: {"payload": report._neiqin_said(parts)}}
                )
        self.filtered("wanted_send")._neiqin_queue()

    def _neiqin_number(self):
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        return sequence.next_by_code("neiqin.statement", sequence_date=self.date_to)

    def _neiqin_lang(self):
        return self._neiqin_contact().lang or self.partner_id.lang or self.env.lang

    def _neiqin_contact(self):
        """Return who gets it: the invoice contact, else the customer."""
        customer = self.partner_id
        contact = customer.browse(customer.address_get(["invoice"])["invoice"])
        return contact if contact.email_normalized else customer

    def _neiqin_said(self, parts):
        """Return all that the statement says, both parties as they are today."""
        company, customer = self.company_id, self.partner_id
        return plain_tree(
            {
                "number": self.name,
                "from": self.date_from,
                "to": self.date_to,
                "company": _party(company.partner_id, company.name, company.vat),
                "customer": _party(customer, customer.name, customer.vat),
                "parts": parts,
            }
        )

    # ----------------------------------------------------------------- buttons

    def action_neiqin_send(self):
        """Send these to their customers, or once more."""
        self.check_access("read")
        self.env["neiqin.dispute"]._neiqin_check_hand()
        given = self.sudo().filtered(
            lambda one: (
                one.state == "frozen"
                and one.answer == "none"
                and not one.revoked_at
                and one.mail_state not in ("due", "sending")
            )
        )
        given._neiqin_queue()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_neiqin_revoke(self):
        """Make every link to these void: nobody can answer them any more."""
        self.check_access("read")
        self.env["neiqin.dispute"]._neiqin_check_hand()
        for report in self.sudo().filtered(lambda one: not one.revoked_at):
            report._neiqin_as_server().write(
                {
                    "link_serial": report.link_serial + 1,
                    "revoked_at": fields.Datetime.now(),
                    "revoked_by_id": self.env.uid,
                    "next_reminder_on": False,
                }
            )
            self.env["neiqin.trail.entry"]._neiqin_log(
                "change", report, reason=report.env._("Statement revoked")
            )
        return True

    @api.readonly
    def action_neiqin_documents(self):
        """Open the documents that the statement lists."""
        self.ensure_one().check_access("read")
        moves = {
            row["move"]
            for part in self._neiqin_content().get("parts", ())
            for row in (*part["entries"], *part["items"])
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of %(number)s", number=self.name),
            "res_model": "account.move",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", sorted(moves))],
        }


def plain_tree(tree):
    """Return the tree as JSON would give it back: dates as texts."""
    return json.loads(json.dumps(tree, default=str))


def _party(partner, name, vat):
    address = partner._display_address(without_company=True) or ""
    return {
        "id": partner.id,
        "name": name,
        "vat": vat or "",
        "address": ", ".join(line for line in address.split("\n") if line.strip()),
        "phone": "",
    }
