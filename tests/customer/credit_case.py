"""Books in which customers are invoiced and pay, for tests about their rating."""

from datetime import date, timedelta

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.neiqin_addon.models.customer.credit_facts import Window

#: The day from which these tests look back; the window is a year, its recent part
#: three months.
TODAY = date(2026, 6, 30)
WINDOW = Window(date(2025, 6, 30), date(2026, 3, 30), 3, 10.0)


def day(text):
    return date.fromisoformat(text)


@tagged("post_install", "-at_install")
class CreditCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.zone("Asia/Shanghai")
        cls.customer = cls.new_customer("杭州精工减速机有限公司")
        cls.facts_model = cls.env["neiqin.credit.facts"]
        cls.policies = cls.env["neiqin.credit.policy"]

    @classmethod
    def zone(cls, name):
        cls.company.resource_calendar_id.tz = name

    @classmethod
    def person(cls, login, role, **values):
        user = new_test_user(cls.env, login, f"neiqin_addon.group_neiqin_{role}")
        user.write(
            {
                "company_ids": [(4, cls.company.id)],
                "company_id": cls.company.id,
                **values,
            }
        )
        return user

    @classmethod
    def new_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def new_currency(cls, name, rates):
        """Return a currency with ``[(day, units for one of the company's), ...]``."""
        currency = cls.env["res.currency"].create({"name": name, "symbol": name})
        currency.rate_ids = [
            (0, 0, {"name": on, "rate": rate, "company_id": cls.company.id})
            for on, rate in rates
        ]
        return currency

    @classmethod
    def other_company(cls):
        """Return another company without books of its own, which take seconds."""
        return cls.env["res.company"].create({"name": "另一家公司"})

    @classmethod
    def invoice(cls, amount, on, due, partner=None, currency=None, **values):
        """Post an invoice of one receivable line, due on a day."""
        currency = currency or cls.company.currency_id
        values |= {"currency_id": currency.id}
        return cls.invoices([(amount, on, due, partner or cls.customer)], **values)

    @classmethod
    def invoices(cls, rows, **values):
        """Post invoices of ``[(amount, on, due, partner), ...]``, all in one go."""
        moves = cls.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": on,
                    "date": on,
                    "invoice_date_due": due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        (0, 0, {"name": "-", "price_unit": amount, "tax_ids": False})
                    ],
                    **values,
                }
                for amount, on, due, partner in rows
            ]
        )
        moves.action_post()
        return moves

    @classmethod
    def settle(cls, moves, days):
        """Have each invoice paid in full on its day, by the bank's entries in one go."""
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        claims = [cls.receivable(move) for move in moves]
        entries = cls.env["account.move"].create(
            [
                {
                    "journal_id": bank.id,
                    "date": on,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "account_id": bank.default_account_id.id,
                                "debit": claim.balance,
                            },
                        ),
                        (
                            0,
                            0,
                            {
                                "account_id": claim.account_id.id,
                                "partner_id": claim.partner_id.id,
                                "credit": claim.balance,
                            },
                        ),
                    ],
                }
                for claim, on in zip(claims, days, strict=True)
            ]
        )
        entries.action_post()
        cls.env["account.move.line"]._reconcile_plan(
            [
                claim | cls.receivable(entry)
                for claim, entry in zip(claims, entries, strict=True)
            ]
        )

    @classmethod
    def pay(cls, moves, amount, on, currency=None):
        """Register a payment of invoices, reconciled with them."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        values = {"amount": amount, "payment_date": on, "group_payment": True}
        if currency:
            values["currency_id"] = currency.id
        return wizard.create(values)._create_payments()

    @classmethod
    def credit(cls, move, amount, on):
        """Post a credit note for part of an invoice, reconciled with it."""
        note = cls.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": move.partner_id.id,
                "currency_id": move.currency_id.id,
                "invoice_date": on,
                "date": on,
                "invoice_date_due": on,
                "invoice_line_ids": [
                    (0, 0, {"name": "-", "price_unit": amount, "tax_ids": False})
                ],
            }
        )
        note.action_post()
        cls.reconcile(move, note)
        return note

    @classmethod
    def reconcile(cls, *moves):
        lines = cls.env["account.move.line"]
        lines.union(*(cls.receivable(move) for move in moves)).reconcile()

    @classmethod
    def receivable(cls, moves):
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def facts(cls, partner=None, on=TODAY, window=WINDOW):
        """Return the facts of one customer, None where he was never invoiced."""
        found = cls.facts_model._neiqin_facts(
            cls.company, (partner or cls.customer).ids, on, window
        )
        return found[0] if found else None

    @classmethod
    def history(cls, partner=None, late=0, count=4, amount=1000.0, first="2025-09-01"):
        """Invoice once a month and pay each ``late`` days after it was due."""
        year, month, number = (int(part) for part in first.split("-"))
        days = []
        for step in range(month - 1, month - 1 + count):
            on = date(year + step // 12, step % 12 + 1, number)
            days.append((on, on + timedelta(days=30)))
        partner = partner or cls.customer
        moves = cls.invoices([(amount, on, due, partner) for on, due in days])
        cls.settle(moves, [due + timedelta(days=late) for _on, due in days])

    @classmethod
    def new_policy(cls, factors=None, publish=True, **values):
        """Make a policy of two factors whose points are easy to reckon.

        Days late: 60 points up to 3 days, none from 43 on, 1.5 a day between. Overdue
        share: 40 points for nothing, none from 50 % on.
        """
        factors = factors or [("days_late", 60, 3, 43), ("overdue", 40, 0, 50)]
        names = ("code", "weight", "full_at", "zero_at")
        policy = cls.policies.create(
            {
                "name": "试行",
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "ignore_below": 10,
                "limit_step": 100,
                "factor_ids": [
                    (0, 0, dict(zip(names, factor, strict=True))) for factor in factors
                ],
                **values,
            }
        )
        if publish:
            policy.action_publish()
        return policy

    @classmethod
    def rate(cls, partner=None, on=TODAY):
        """Rate one customer as of a day; return his latest rating."""
        ratings = cls.env["neiqin.credit.rating"]
        partner = partner or cls.customer
        ratings._neiqin_rate_now(cls.company, partner.ids, on)
        found = ratings._neiqin_latest(cls.company, partner.ids).get(partner.id)
        return ratings.browse(found.id if found else ())
