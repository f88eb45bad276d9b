"""What a report suggests, in sentences, each a step away from its documents."""

import json

from odoo import api, fields, models
from odoo.tools import format_amount, formatLang

from ...tools.digest import canonical

TARGETS = [
    ("product", "Product"),
    ("customer", "Customer"),
    ("debtor", "Customer's Open Invoices"),
    ("orders", "Orders"),
    ("promises", "Orders Promised"),
    ("quotations", "Quotations"),
    ("complaints", "Complaints"),
]
CODES = [
    ("follow_up", "Follow Up"),
    ("late", "Keep Promises"),
    ("answers", "Answer Sooner"),
    ("reorder", "Reorder"),
    ("talk", "Talk to Customer"),
    ("quotations", "Ask about Quotations"),
    ("trend", "Look at Sales"),
    ("promote", "Promote"),
    ("price", "Review Price"),
]
MONEY, SHARES = ("amount", "before", "revenue", "margin", "slope"), ("rate",)


class NeiqinPeriodReportAdvice(models.Model):
    _name = "neiqin.period.report.advice"
    _description = "Suggestion of a Period Report"
    _inherit = "neiqin.append.only.mixin"
    _order = "report_id desc, id"
    _rec_name = "code"

    report_id = fields.Many2one(
        comodel_name="neiqin.period.report",
        string="Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True, index=True
    )
    code = fields.Selection(
        selection=CODES, string="Suggestion", required=True, readonly=True
    )
    target = fields.Selection(
        selection=TARGETS, string="Leads To", required=True, readonly=True
    )
    number = fields.Integer(string="Record", readonly=True, aggregator=None)
    figures = fields.Text(readonly=True, help="What it is said because of, as JSON.")
    is_margin = fields.Boolean(readonly=True)
    text = fields.Char(string="Why", compute="_compute_text")

    @api.model
    def _neiqin_add(self, report, advice):
        """Keep what is suggested: ``[(as tools/period_advice gives it, is_margin)]``."""
        self._neiqin_as_server().create(
            [
                {
                    "report_id": report.id,
                    "code": found["code"],
                    "target": found["target"],
                    "number": found["ids"][0] if found["ids"] else 0,
                    "figures": canonical(found["values"]),
                    "is_margin": is_margin,
                }
                for found, is_margin in advice
            ]
        )

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_text(self):
        for advice in self:
            advice.text = advice._neiqin_sentence()

    def _neiqin_sentence(self):
        """Return the sentence with its figures, in the reader's language."""
        self.ensure_one()
        values = {**dict.fromkeys(WORDS, ""), **self._neiqin_words()}
        return {
            "follow_up": self.env._(
                "%(name)s owes %(amount)s that is overdue, the oldest for %(days)s"
                " days: ask for it.",
                **values,
            ),
            "late": self.env._(
                "%(late)s of %(count)s orders promised for this time were not with the"
                " customer by then (%(rate)s): see what held them up.",
                **values,
            ),
            "answers": self.env._(
                "Only %(rate)s of %(answers)s complaints were answered in time: see who"
                " needs help.",
                **values,
            ),
            "reorder": self.env._(
                "%(name)s: %(stock)s in stock, %(sold)s sold in 90 days, lasts %(cover)s"
                " days: reorder.",
                **values,
            ),
            "talk": self.env._(
                "%(name)s ordered %(amount)s after %(before)s the period before: talk"
                " to this customer.",
                **values,
            ),
            "quotations": self.env._(
                "%(rate)s of %(count)s quotations were won, after %(before)s the period"
                " before: ask about the open ones.",
                **values,
            ),
            "trend": self.env._(
                "Orders go down by %(slope)s a period, seen over %(points)s periods:"
                " look for the reason.",
                **values,
            ),
            "promote": self.env._(
                "%(name)s: %(stock)s in stock, nothing sold for %(days)s days: promote it.",
                **values,
            ),
            "price": self.env._(
                "%(name)s earns %(rate)s: %(margin)s of %(revenue)s: review its price.",
                **values,
            ),
        }[self.code]

    def _neiqin_words(self):
        """Return the figures as words; a share where the rule compares shares."""
        currency = self.report_id.sudo().company_id.currency_id
        shares = (*SHARES, "before") if self.code == "quotations" else SHARES
        words = {}
        for name, value in json.loads(self.figures or "{}").items():
            if name in shares:
                words[name] = f"{float(value) * 100:.1f}%"
            elif name in MONEY:
                words[name] = format_amount(self.env, abs_if(name, value), currency)
            elif name == "name":
                words[name] = value
            else:
                words[name] = formatLang(self.env, float(value or 0), digits=0)
        return words

    def action_neiqin_open(self):
        """Open what the suggestion is about, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return getattr(self, f"_neiqin_open_{self.target}")()

    def _neiqin_open_record(self, model):
        record = self.env[model].browse(self.number)
        record.check_access("read")
        return record._get_records_action()

    def _neiqin_open_product(self):
        return self._neiqin_open_record("product.product")

    def _neiqin_open_customer(self):
        return self._neiqin_open_record("res.partner")

    def _neiqin_open_debtor(self):
        domain = [
            ("commercial_partner_id", "=", self.number),
            ("move_type", "in", ("out_invoice", "out_receipt")),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial", "in_payment")),
            ("invoice_date_due", "<=", self.report_id.date_to),
        ]
        return self._neiqin_open_list("account.move", domain)

    def _neiqin_open_orders(self):
        return self.report_id.action_neiqin_open("order_amount")

    def _neiqin_open_promises(self):
        return self.report_id.action_neiqin_open("promise_late")

    def _neiqin_open_quotations(self):
        """Those of the period that are open still: these can be asked about."""
        action = self.report_id.action_neiqin_open("quotation_rate")
        open_ = ("state", "in", ("draft", "sent"))
        return {**action, "domain": [open_, *action["domain"]]}

    def _neiqin_open_complaints(self):
        return self.report_id.action_neiqin_open("answer_rate")

    def _neiqin_open_list(self, model, domain):
        self.env[model].check_access("read")
        codes = dict(self._fields["code"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": codes[self.code],
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
        }


WORDS = ("name", "amount", "days", "late", "count", "rate", "answers", "stock", "sold")
WORDS += ("cover", "before", "slope", "points", "margin", "revenue")


def abs_if(name, value):
    """Return an amount; a slope is said with "down by", so without its sign."""
    return abs(float(value)) if name == "slope" else float(value)
