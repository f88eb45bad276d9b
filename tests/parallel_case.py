"""Two people at the same moment: real transactions, in a company of its own."""

import uuid

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class ParallelCase(TransactionCase):
    """Commits for real: much of what is tested here lets nobody remove it again.

    So each test has a company of its own, whose people and documents touch no other
    test; they are retired at its end.
    """

    def setUp(self):
        super().setUp()
        self.real = self.registry.cursor()
        self.addCleanup(self.real.close)

    def open_office(self, people=None, **company_values):
        """Make a company and ``{login: role}`` in it; return its environment.

        What a test adds goes into the same transaction, until it calls ``settle()``.
        """
        env = api.Environment(self.real, SUPERUSER_ID, {})
        self.name = f"{self._testMethodName} {uuid.uuid4().hex[:8]}"
        company = env["res.company"].create({"name": self.name, **company_values})
        self.company_id = company.id
        self.users = {
            login: new_test_user(
                env,
                f"{login} {self.name}",
                f"neiqin_addon.group_neiqin_{role}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            ).id
            for login, role in (people or {}).items()
        }
        self.addCleanup(self.retire)
        return self.env_of(self.real)

    def settle(self):
        """Commit what was made for the test, so that every transaction sees it."""
        self.env_of(self.real).flush_all()
        self.real.commit()

    def env_of(self, cursor, login=None):
        """Return the environment of one of the people, by default the superuser's."""
        return api.Environment(
            cursor,
            self.users[login] if login else SUPERUSER_ID,
            {"allowed_company_ids": [self.company_id]},
        )

    def retire(self):
        """Leave nothing that a later test finds by chance."""
        self.real.rollback()
        env = self.env_of(self.real)
        self.wind_up(env)
        env["res.users"].browse(self.users.values()).active = False
        self.settle()

    def wind_up(self, env):
        """Close what the test has left open."""
