"""Odoo's own uninstall of a sealed database, refused, killed and carried through."""

import time

from .office_case import PATIENCE, OfficeCase
from .sealed_case import KEY_1, KEY_2

MANY = 3000
OFFICE = f"""
partner, user = env["res.partner"].with_context(tracking_disable=True), env["res.users"]
groups = ["neiqin_addon.group_neiqin_clerk", "neiqin_addon.group_neiqin_sensitive"]
user.create({{"name": "reader", "login": "reader", "password": "reader",
             "group_ids": [(6, 0, [env.ref(group).id for group in groups])]}})
partner.create([{{"name": f"客户 {{i}}", "phone": f"1390000{{i:04}}"}} for i in range({MANY})])
tracked = env["res.partner"].create({{"name": "改号客户", "phone": "0571-88992301"}})
env.cr.commit()
tracked.phone = "13633335555"
env.cr.commit()
answer = True
"""
SEAL = """
sealing = env["neiqin.sealing"]._neiqin_the()
sealing.action_seal()
for step in sealing._neiqin_run_all():
    pass
answer = sealing.state
"""
NUMBERS = (
    "SELECT md5(string_agg(concat(id, phone, phone_sanitized), ',' ORDER BY id))"
    " FROM res_partner"
)
TRACKED = (
    "SELECT md5(string_agg(concat(id, old_value_char, new_value_char), ',' ORDER BY id))"
    " FROM mail_tracking_value"
)
STATE = "SELECT state FROM ir_module_module WHERE name = 'neiqin_addon'"
COLUMNS = (
    "SELECT count(*) FROM information_schema.columns WHERE column_name LIKE '%neiqin%'"
)


class TestUninstall(OfficeCase):
    def test_uninstalling_refused_killed_and_carried_through(self):
        self.run_python(OFFICE)
        clear = self.rows(NUMBERS), self.rows(TRACKED)
        self.assertEqual(self.run_python(SEAL, [KEY_1]), "on")
        sealed = self.rows(NUMBERS), self.rows(TRACKED)
        self.assertNotEqual(sealed[0], clear[0])
        self.assertNotEqual(sealed[1], clear[1])
        for keys, words in (([], "missing"), ([KEY_2], "does not have")):
            with self.subTest(words=words):
                self.refuse(keys, words)
                self.assertEqual((self.rows(NUMBERS), self.rows(TRACKED)), sealed)
        self.kill_in_the_middle()
        self.read_half_opened()
        # any update carries on with what is to be removed; this one is the shortest
        code = self.finish("server", "-u", "l10n_cn", "--stop-after-init", "--no-http")
        self.assertEqual(code, 0, self.words()[-4000:])
        self.assertEqual(self.rows(STATE), [["uninstalled"]])
        self.assertEqual(self.rows(COLUMNS), [["0"]])
        self.assertEqual((self.rows(NUMBERS), self.rows(TRACKED)), clear)

    def finish(self, *command, keys=(KEY_1,)):
        """Run an Odoo command to its end and return its exit code."""
        return self.start(*command, "-d", self.name, keys=keys).wait(PATIENCE)

    def refuse(self, keys, words):
        """Without the key the uninstall is refused by a sentence, first thing."""
        self.log.write_text("")
        self.finish("module uninstall", "neiqin_addon", keys=keys)
        self.assertIn(words, self.words())
        self.assertIn("Nothing is lost", self.words())
        self.assertEqual(self.rows(STATE), [["installed"]])

    def kill_in_the_middle(self):
        """Pull the plug once the first slices are open."""
        opened = (
            "SELECT count(*) FILTER (WHERE neiqin_sealed IS NULL)"
            " BETWEEN 1 AND count(*) - 1 FROM res_partner WHERE phone LIKE '1390000%'"
            " OR neiqin_sealed IS NOT NULL"
        )
        process = self.start(
            "module uninstall", "-d", self.name, "neiqin_addon", keys=[KEY_1]
        )
        limit = time.monotonic() + PATIENCE
        while self.rows(opened) != [["t"]]:
            self.assertIsNone(process.poll(), self.words()[-4000:])
            self.assertLess(time.monotonic(), limit)
        process.kill()
        process.wait()
        self.assertEqual(self.rows(opened), [["t"]])

    def read_half_opened(self):
        """The next start finds both kinds, and people read both."""
        server = self.serve([KEY_1])
        reader = self.login("reader")
        partners = reader("res.partner", "search", [("name", "like", "客户 ")])
        rows = reader("res.partner", "read", partners, ["name", "phone"])
        self.assertEqual(len(rows), MANY)
        for row in rows:
            self.assertEqual(row["phone"], f"1390000{int(row['name'][3:]):04}")
        server.terminate()
        server.wait(PATIENCE)
