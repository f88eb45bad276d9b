"""The ladder of reminders: from friendly words to the last letter."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.collection import Level

CHANNELS = [
    ("mail", "E-mail"),
    ("letter", "Letter on Paper (PDF)"),
    ("call", "Call"),
]


class NeiqinCollectionLevel(models.Model):
    _name = "neiqin.collection.level"
    _description = "Level of Reminders"
    _order = "company_id, days, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    active = fields.Boolean(default=True)
    days = fields.Integer(
        string="Days Overdue",
        required=True,
        help="An invoice gets here when it is overdue for so many days, level by level.",
    )
    minimum = fields.Monetary(
        string="Minimum Amount",
        help="Less than this is not reminded of: the customer's overdue invoices together.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    channel = fields.Selection(selection=CHANNELS, required=True, default="mail")
    subject = fields.Char(translate=True)
    body = fields.Text(
        translate=True,
        help="In the customer's language. {customer}, {company}, {amount} and {days} are"
        " filled in; the table of the invoices stands below.",
    )

    _days_positive = models.Constraint(
        "CHECK (days >= 1)",
        "An invoice is overdue from its first day after the due date.",
    )
    _one_per_day = models.UniqueIndex(
        "(company_id, days) WHERE active", "There is a level of so many days already."
    )

    def _neiqin_ladder(self):
        """Return these levels as the kernel's, lowest first."""
        levels = self.sorted(lambda level: (level.days, level.id))
        return [Level(level.id, level.days) for level in levels]

    @api.model
    def _neiqin_levels(self, company):
        return self.sudo().search([("company_id", "=", company.id)], order="days, id")

    @api.model
    def action_neiqin_standard(self):
        """Give the company the four usual levels, in all languages of the database."""
        self.check_access("create")
        company = self.env.company
        if self._neiqin_levels(company):
            raise UserError(self.env._("There are levels already."))
        self._neiqin_seed(company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _neiqin_seed(self, company):
        """Create the standard levels of a company that has none."""
        codes = [code for code, _lang in self.env["res.lang"].get_installed()]
        texts = {code: self.with_context(lang=code)._neiqin_texts() for code in codes}
        plain = self.with_context(lang="en_US")._neiqin_texts()
        for place, (days, channel) in enumerate(
            [(3, "mail"), (15, "mail"), (30, "call"), (60, "letter")]
        ):
            names = ("name", "subject", "body")
            level = self.with_context(lang="en_US").create(
                {
                    "company_id": company.id,
                    "days": days,
                    "channel": channel,
                    **dict(zip(names, plain[place], strict=True)),
                }
            )
            for code in codes:
                level.with_context(lang=code).write(
                    dict(zip(names, texts[code][place], strict=True))
                )

    @api.model
    def _neiqin_texts(self):
        """Return ``[(name, subject, body)]`` of the four levels, in self's language."""
        return [
            (
                self.env._("Friendly reminder"),
                self.env._("{company}: invoices that are due"),
                self.env._(
                    "Dear {customer},\n\nperhaps it was overlooked: the invoices below are"
                    " past their date, {amount} in all. If you have paid meanwhile, please"
                    " take this as done. If something is wrong with one of them, just tell"
                    " us."
                ),
            ),
            (
                self.env._("Second reminder"),
                self.env._("{company}: second reminder, {amount} overdue"),
                self.env._(
                    "Dear {customer},\n\nwe have not received {amount} yet; the oldest"
                    " invoice is {days} days overdue. Please pay within seven days, or"
                    " tell us the day on which you will."
                ),
            ),
            (
                self.env._("Call"),
                self.env._("Call {customer}: {amount} overdue"),
                self.env._(
                    "{customer} owes {amount}, for {days} days at most. Ask when it will"
                    " be paid, write down the promise, and whether anything is wrong with"
                    " goods or papers."
                ),
            ),
            (
                self.env._("Last letter"),
                self.env._("Last request for payment"),
                self.env._(
                    "To {customer}\n\nDespite our reminders {amount} are open, for {days}"
                    " days. We ask you for the last time to pay within ten days after"
                    " receipt of this letter. After that we stop further deliveries and"
                    " reserve legal steps."
                ),
            ),
        ]
