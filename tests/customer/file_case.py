"""A list of four items whose weights are easy to reckon, and customers to measure."""

from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged

ROLE = "neiqin_addon.group_neiqin_"
#: kind, weight, wanted of, and which
ITEMS = {
    "address": (40, "all", {}),
    "vat": (30, "company", {}),
    "contact": (20, "all", {"role": "finance"}),
    "paper": (10, "company", {"paper": "licence"}),
}


class FileMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the list is kept beyond the transaction that these tests take back
        cls.addClassCleanup(cls.env.registry.clear_cache, "stable")
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.items = cls.env["neiqin.file.item"]
        cls.items.search([]).active = False
        for kind, (weight, wanted_of, which) in ITEMS.items():
            cls.items |= cls.items.create(
                {
                    "name": kind,
                    "kind": kind,
                    "weight": weight,
                    "wanted_of": wanted_of,
                    **which,
                }
            )
        cls.clerk = new_test_user(
            cls.env, "file_clerk", f"{ROLE}clerk", name="李娜", tz="Asia/Shanghai"
        )
        cls.boss = new_test_user(cls.env, "file_boss", f"{ROLE}manager", name="周敏")
        cls.rep = new_test_user(
            cls.env, "file_rep", "sales_team.group_sale_salesman", name="吴涛"
        )
        cls.customer = cls.new_customer("杭州精工减速机有限公司")

    @classmethod
    def new_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "customer_rank": 1, **values}
        )

    @classmethod
    def fill_address(cls, partner):
        partner.write(
            {
                "street": "滨江区江南大道 588 号",
                "city": "杭州",
                "country_id": cls.env.ref("base.cn").id,
            }
        )

    @classmethod
    def add_contact(cls, partner, **values):
        return cls.env["res.partner"].create(
            {
                "name": "孙会计",
                "parent_id": partner.id,
                "phone": "0571 8888 1234",
                "neiqin_contact_role": "finance",
                **values,
            }
        )

    @classmethod
    def add_paper(cls, partner, **values):
        return cls.env["neiqin.customer.paper"].create(
            {"partner_id": partner.id, "kind": "licence", **values}
        )

    def file(self, partner=None):
        """Return (per cent, kinds missing) as stored."""
        partner = partner or self.customer
        partner.invalidate_recordset()
        missing = set(partner.neiqin_file_missing_ids.mapped("kind"))
        return partner.neiqin_file_completeness, missing

    def rpc(self, user, records, method, *args, **kwargs):
        """Call a method as the user's browser does."""
        model = self.env[records._name].with_user(user)
        if not hasattr(getattr(type(model), method), "_api_model"):
            args = (records.ids, *args)
        return call_kw(model, method, list(args), kwargs)


@tagged("post_install", "-at_install")
class FileCase(FileMixin, TransactionCase):
    """Base of the tests of customer files."""
