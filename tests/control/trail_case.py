"""What the trail's tests share."""

from contextlib import contextmanager

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL


class TrailCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trail = cls.env["neiqin.trail.entry"]
        cls.company = cls.env["res.company"].create({"name": "Trail Test"})
        cls.clerk = cls._user("clerk")
        cls.manager = cls._user("manager")
        cls.auditor = cls._user("auditor")
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(6)]
        )

    @classmethod
    def _user(cls, role):
        return new_test_user(
            cls.env,
            login=f"trail_{role}",
            email=f"{role}@example.com",
            groups=f"neiqin_addon.group_neiqin_{role}",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[cls.company.id],
        )

    def log(self, records=None, action="override", **kwargs):
        trail = self.trail.with_company(self.company)
        return trail._neiqin_log(action, records or self.partners, **kwargs).sorted(
            "id"
        )

    def order_values(self):
        return {"partner_id": self.partners[0].id, "company_id": self.company.id}

    def chain(self, company=None):
        chains = self.env["neiqin.trail.chain"]._neiqin_open_chains()
        company = company or self.company
        return chains.filtered(lambda chain: chain.company_id == company)

    def seal(self, company=None):
        chain = self.chain(company)
        chain._neiqin_seal(10_000)
        return chain

    def sealed(self, count=6):
        """Return that many sealed entries, in the order of the chain."""
        entries = self.trail.union(*[self.log(self.partners[0]) for _ in range(count)])
        self.seal()
        return entries.sorted("id")

    def check(self, user=None):
        """Return what the check says about the test's company."""
        trail = self.trail.with_user(user or self.auditor).with_context(
            allowed_company_ids=self.company.ids
        )
        (result,) = trail.verify()
        return result

    @contextmanager
    def unguarded(self, table="neiqin_trail_entry"):
        """Be somebody who may switch the database's guard off."""
        self.env.flush_all()
        name = SQL.identifier(table)
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
        yield self.env.cr
        for trigger in ("neiqin_row_guard", "neiqin_row_guard_truncate"):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ENABLE ALWAYS TRIGGER %s",
                    name,
                    SQL.identifier(trigger),
                )
            )
        self.env.invalidate_all()
