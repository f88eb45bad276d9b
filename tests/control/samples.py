"""One record of each model of the add-on, filled with whatever it requires."""

from odoo import fields
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS

from .samples_insight import InsightSamples

#: Part of every name here: what nobody of another company may get to read.
SECRET = "机密样本"
#: A picture of one dot.
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
#: What a required field of a type is filled with.
FILLERS = {
    "char": lambda field, env: SECRET,
    "text": lambda field, env: SECRET,
    "html": lambda field, env: f"<p>{SECRET}</p>",
    "boolean": lambda field, env: True,
    "integer": lambda field, env: 1,
    "float": lambda field, env: 1.0,
    "monetary": lambda field, env: 1.0,
    "date": lambda field, env: fields.Date.today(),
    "datetime": lambda field, env: fields.Datetime.now(),
    "selection": lambda field, env: field.get_values(env)[0],
    "json": lambda field, env: {},
    "binary": lambda field, env: "eA==",
}


class Samples(InsightSamples):
    """Makes records of one company, each model's once.

    :param env: as superuser
    :param company: whose the records are
    """

    def __init__(self, env, company):
        self.env = env(context={"allowed_company_ids": company.ids, "lang": "en_US"})
        self.company = company.with_env(self.env)
        self.made = {"res.company": self.company, "res.currency": company.currency_id}
        self.failed = {}

    def of(self, model):
        """Return the sample of a model; empty where none can be made."""
        if model not in self.made:
            self.made[model] = self.env[model].browse()  # a circle ends here
            try:
                with self.env.cr.savepoint():
                    self.made[model] = self.make(model)
                    self.env.flush_all()
            except Exception as error:  # noqa: BLE001 the test lists them
                self.failed[model] = f"{type(error).__name__}: {error}"
        return self.made[model]

    def make(self, model):
        special = getattr(self, "make_" + model.replace(".", "_"), None)
        if special:
            return special()
        records = self.env[model]
        if not records._auto:
            return records.search([], limit=1)
        if hasattr(records, "_neiqin_as_server"):
            records = records._neiqin_as_server()
        return records.create(self.values(records))

    def values(self, records):
        values = {}
        given = records.default_get(list(records._fields))
        for name, field in records._fields.items():
            if name == "company_id" and not (field.compute and field.readonly):
                values[name] = self.company.id
            elif name == "res_model":
                values[name] = "sale.order"
            elif name == "res_id" and field.required:
                values[name] = self.of("sale.order").id
            elif self.is_due(field) and not given.get(name):
                values[name] = self.value(field, records)
        return values

    def is_due(self, field):
        kept = field.store and not field.related and field.name not in MAGIC_COLUMNS
        return kept and field.required and not (field.compute and field.readonly)

    def value(self, field, records):
        if field.type == "many2one":
            return self.of(field.comodel_name).id
        if field.type == "many2many":
            return [Command.set(self.of(field.comodel_name).ids)]
        return FILLERS[field.type](field, records.env)

    # --- what needs more than its required fields

    def make_neiqin_approval_ask(self):
        asking = self.env["neiqin.approval.ask"].with_context(
            active_model="sale.order", active_ids=self.of("sale.order").ids
        )
        return asking.create({})

    def make_neiqin_approval_substitute(self):
        names = ("away", "stand-in")
        away, other = self.env["res.users"].create(
            [
                {
                    "name": SECRET,
                    "login": f"{name} {self.company.id}",
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                    "group_ids": [
                        Command.link(self.env.ref("neiqin_addon.group_neiqin_clerk").id)
                    ],
                }
                for name in names
            ]
        )
        today = fields.Date.today()
        return self.env["neiqin.approval.substitute"].create(
            {
                "user_id": away.id,
                "substitute_id": other.id,
                "date_from": today,
                "date_to": today,
            }
        )

    def make_neiqin_meeting_addendum(self):
        meeting = self.env["neiqin.meeting"].create(
            {"company_id": self.company.id, "week_start": "2020-01-06"}
        )
        meeting.action_neiqin_hold()
        return self.env["neiqin.meeting.addendum"].create(
            {"meeting_id": meeting.id, "text": SECRET}
        )

    def make_neiqin_article_topic(self):
        name = f"{SECRET} {self.company.id}"
        return self.env["neiqin.article.topic"].create({"name": name})

    def make_neiqin_complaint_clock(self):
        complaint = self.of("neiqin.complaint")
        return self.env["neiqin.complaint.clock"].search(
            [("complaint_id", "=", complaint.id)], limit=1
        )

    def make_neiqin_complaint_compensation_line(self):
        compensation = self.of("neiqin.complaint.compensation")
        compensation.complaint_id.order_id = self.of("sale.order")
        return self.env["neiqin.complaint.compensation.line"].create(
            {
                "compensation_id": compensation.id,
                "order_line_id": self.of("sale.order.line").id,
            }
        )

    def make_neiqin_price_agreement(self):
        return self.env["neiqin.price.agreement"].create(
            {
                "partner_id": self.of("res.partner").id,
                "product_id": self.of("product.product").id,
                "company_id": self.company.id,
                "price": 7,
            }
        )

    def make_neiqin_terms_change(self):
        change = self.env["neiqin.terms.change"]
        return change.create({**self.values(change), "sets_term": True})

    def make_neiqin_credit_change(self):
        change = self.env["neiqin.credit.change"]
        return change.create({**self.values(change), "limit_kind": "no_credit"})

    def make_neiqin_customer_twin(self):
        twin = self.env["neiqin.customer.twin"]._neiqin_as_server()
        other = self.env["res.partner"].create(
            {"name": SECRET, "company_id": self.company.id}
        )
        return twin.create(
            {
                "partner_id": self.of("res.partner").id,
                "other_id": other.id,
                "company_id": self.company.id,
            }
        )

    def make_neiqin_offer(self):
        offer = self.env["neiqin.offer"]
        order = self.of("sale.order")
        offer = offer._neiqin_as_server()
        return offer.create({**self.values(offer), "order_id": order.id})

    def make_neiqin_credit_policy_factor(self):
        factor = self.env["neiqin.credit.policy.factor"]
        return factor.create({**self.values(factor), "full_at": 0, "zero_at": 1})

    def make_neiqin_trail_entry(self):
        entries = self.env["neiqin.trail.entry"]
        entries._neiqin_log("override", self.of("sale.order"))
        return entries.search([("company_id", "=", self.company.id)], limit=1)

    # --- Odoo's own

    def make_account_move(self):
        """A posted invoice, in a company that may have no books yet."""
        companies = [Command.set(self.company.ids)]
        owed, sold = self.env["account.account"].create(
            [
                {
                    "name": SECRET,
                    "code": code,
                    "account_type": kind,
                    "company_ids": companies,
                }
                for code, kind in (
                    ("nq1122", "asset_receivable"),
                    ("nq6001", "income"),
                )
            ]
        )
        journal = self.env["account.journal"].create(
            {
                "name": SECRET,
                "code": "NQS",
                "type": "sale",
                "company_id": self.company.id,
                "default_account_id": sold.id,
            }
        )
        partner = self.of("res.partner").with_company(self.company)
        partner.property_account_receivable_id = owed
        line = {
            "name": SECRET,
            "price_unit": 1,
            "account_id": sold.id,
            "tax_ids": False,
        }
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "journal_id": journal.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        return move

    def make_neiqin_collection(self):
        rows = self.env["neiqin.collection"]
        rows._neiqin_ensure(self.of("account.move").company_id)
        return rows.search([("company_id", "=", self.company.id)], limit=1)

    def make_neiqin_collection_item(self):
        return self.of("neiqin.collection").item_ids[:1]

    def make_res_partner(self):
        return self.env["res.partner"].create(
            {"name": SECRET, "company_id": self.company.id}
        )

    def make_res_users(self):
        return self.env.ref("base.user_admin")

    def make_payment_method(self):
        return self.env["payment.method"].create(
            {"name": SECRET, "code": f"sample_{self.company.id}", "image": DOT}
        )

    def make_res_groups(self):
        return self.env.ref("base.group_user")

    def make_ir_model(self):
        return self.env["ir.model"]._get("sale.order")

    def make_product_product(self):
        return self.env["product.product"].create(
            {"name": SECRET, "type": "service", "company_id": self.company.id}
        )

    def make_sale_order(self):
        line = {"product_id": self.of("product.product").id, "price_unit": 5}
        return self.env["sale.order"].create(
            {
                "partner_id": self.of("res.partner").id,
                "company_id": self.company.id,
                "client_order_ref": SECRET,
                "order_line": [Command.create(line)],
            }
        )

    def make_sale_order_line(self):
        return self.of("sale.order").order_line
