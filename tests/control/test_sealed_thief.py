"""What a thief finds who took the backup, the filestore and the server's log."""

import io
import re
import zipfile
import zlib
from xmlrpc.client import Fault

from pypdf import PdfReader

from .office_case import OfficeCase
from .sealed_case import KEY_1

#: sealed with what was there, or sealed from its first moment
SECRETS = {
    "phone": "13812340001",
    "landline, tracked": "0571-88992301",
    "phone before": "13633335555",
    "private mobile": "13955550003",
    "WeChat": "wx_secret_77",
    "QQ": "987650001",
    "phone of a contact": "15988887001",
    "agreed price": "4711.93",
    "approved value of another round": "8231.77",
    "proposed price": "7013.57",
    "price of a superseded letter": "6149.83",
    "words of a letter": "返点暗号九七",
    "phone written while sealed": "13755550101",
    "mobile written while sealed": "13766660202",
    "phone of a refused customer": "13777770303",
    "agreed price while sealed": "5822.41",
    "proposed while sealed": "7555.19",
}
LETTER = {"price of a superseded letter", "words of a letter"}
PAPERS = (
    "SELECT store_fname FROM ir_attachment"
    " JOIN neiqin_confirmation_letter l ON l.pdf_id = ir_attachment.id"
)
OFFICE = """
from odoo.fields import Command
P = "neiqin_addon.group_neiqin_"
env["ir.config_parameter"].set_param("ir_attachment.location", "file")
env["ir.attachment"].force_storage()
partner, order, user = env["res.partner"], env["sale.order"], env["res.users"]
env.company.email = "sales@example.com"
env.company.neiqin_gate_approval = "enforce"
def person(login, *groups):
    ids = [env.ref(group).id for group in groups]
    return user.create({"name": login, "login": login, "password": login,
                        "email": login + "@example.com", "group_ids": [Command.set(ids)]})
clerk = person("clerk", P + "clerk", "base.group_partner_manager")
first = person("first", P + "clerk")
boss = person("boss", P + "manager", "base.group_partner_manager")
supervisor = person("supervisor", P + "supervisor")
collaborator = person("helper", P + "collaborator")
company = partner.create({"name": "保密客户", "is_company": True, "email": "buyer@example.org",
    "phone": S["phone before"], "neiqin_private_mobile": S["private mobile"],
    "neiqin_wechat": S["WeChat"], "neiqin_qq": S["QQ"]})
env.cr.commit()  # tracked: the number of before stays in the chatter
company.with_user(clerk).phone = S["phone"]
env.cr.commit()
company.with_user(clerk).phone = S["landline, tracked"]
env.cr.commit()
company.with_user(clerk).phone = S["phone"]
contact = partner.create({"name": "王工", "parent_id": company.id,
                          "phone": S["phone of a contact"]})
product = env["product.product"].create({"name": "行星减速机", "type": "service",
                                         "list_price": 1, "taxes_id": False})
agreement = env["neiqin.price.agreement"].create({"partner_id": company.id,
    "product_id": product.id, "price": float(S["agreed price"])})
for operation in ("order_confirm", "order_change"):
    env["neiqin.approval.rule"].create({"name": operation, "operation": operation})
def new_order(price):
    return order.with_user(clerk).create({"partner_id": company.id, "user_id": clerk.id,
        "commitment_date": "2031-03-01 04:00:00", "order_line": [Command.create(
            {"product_id": product.id, "product_uom_qty": 10, "price_unit": float(price)})]})
lettered = new_order(S["price of a superseded letter"])
lettered.action_neiqin_prepare_letter()
lettered.neiqin_letter_ids.note = S["words of a letter"]
lettered.action_neiqin_send_letter()
env.cr.commit()
lettered.order_line.write({"price_unit": 6000, "technical_price_unit": 6000})
lettered.action_neiqin_send_letter()
rounds = new_order(S["approved value of another round"])
asked = rounds._neiqin_ask_approval("order_confirm", "请复核")
env.cr.commit()
rounds.order_line.write({"price_unit": 8000, "technical_price_unit": 8000})
env.cr.commit()
signed = new_order(100)
approval = signed._neiqin_ask_approval("order_confirm", "请复核")
approval.with_user(first).action_approve()
approval.with_user(supervisor).action_approve()
signed.action_confirm()
change = {"lines": {str(signed.order_line.id): {"price_unit": float(S["proposed price"])}}}
proposal = signed._neiqin_propose_change(change, "老客户")
answer = {"company": company.id, "contact": contact.id, "product": product.id,
          "signed": signed.id, "line": signed.order_line.id, "proposal": proposal.id,
          "letter": lettered.sudo().neiqin_letter_ids.sorted("revision")[0].id}
"""


BEFORE = [
    name for name in SECRETS if "while sealed" not in name and "refused" not in name
]


def lines_with(value, text):
    """Return where a text holds a value, short enough to be read in a report."""
    forms = [value]
    if re.fullmatch(r"\d+\.\d\d", value):
        forms += [
            f"{float(value):,.2f}",
            f"{float(value) * 10:,.2f}",
        ]  # a price, ten of it
    rows = [row for row in text.splitlines() if any(form in row for form in forms)]
    return [row[:300] for row in rows[:3]]


def paper_text(data):
    """Return all text of a file, that of compressed ones too."""
    found = [data.decode("utf-8", errors="replace")]
    if data.startswith(b"%PDF"):
        found += [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            found += [
                packed.read(name).decode("utf-8", errors="replace")
                for name in packed.namelist()
            ]
    elif data[:2] == b"\x1f\x8b":
        found.append(zlib.decompress(data, 31).decode("utf-8", errors="replace"))
    return "\n".join(found)


class TestThief(OfficeCase):
    def test_backup_filestore_and_log_hold_no_sealed_value(self):
        ids = self.run_python(f"S = {SECRETS!r}\n{OFFICE}")
        clear = self.dump()
        self.assertEqual(
            [name for name in BEFORE if not lines_with(SECRETS[name], clear)], []
        )
        self.serve([KEY_1])
        boss, clerk = self.login("boss"), self.login("clerk")
        self.switch(boss)
        self.work(boss, clerk, ids)
        places = {"backup": self.dump(), "log": self.words(), **self.files()}
        self.assertIn("保密客户", places["backup"])
        self.assertIn("bad query", places["log"])
        found = {
            (name, place): rows
            for place, text in places.items()
            for name, value in SECRETS.items()
            if (rows := lines_with(value, text))
        }
        # a letter's paper is what the customer was sent, like the order's and the
        # invoice's; its values are nowhere else
        papers = {f"filestore/{self.name}/{name}" for (name,) in self.rows(PAPERS)}
        self.assertEqual(
            found, {key: rows for key, rows in found.items() if key[1] in papers}
        )
        self.assertLessEqual({name for name, _place in found}, LETTER)

    def switch(self, boss):
        """Seal by the button; the schedule of the server does the work."""
        sealing = boss("neiqin.sealing", "search", [])
        boss("neiqin.sealing", "action_seal", sealing)
        self.wait_for("SELECT state FROM neiqin_sealing", "on")

    def work(self, boss, clerk, ids):
        """Do a day's work while sealed, a server's error among it."""
        clerk(
            "res.partner",
            "write",
            ids["contact"],
            {
                "phone": SECRETS["phone written while sealed"],
                "neiqin_private_mobile": SECRETS["mobile written while sealed"],
            },
        )
        with self.assertRaises(Fault):
            clerk(
                "res.partner",
                "create",
                {
                    "name": "不存在",
                    "phone": SECRETS["phone of a refused customer"],
                    "country_id": 999999,
                },
            )
        boss(
            "neiqin.price.agreement",
            "create",
            {
                "partner_id": ids["company"],
                "product_id": ids["product"],
                "min_qty": 7,
                "price": float(SECRETS["agreed price while sealed"]),
            },
        )
        boss("neiqin.approval", "action_cancel", ids["proposal"], "换个价格")
        wizard = clerk(
            "neiqin.price.proposal",
            "create",
            {
                "order_id": ids["signed"],
                "reason": "老客户",
                "line_ids": [
                    [
                        0,
                        0,
                        {
                            "order_line_id": ids["line"],
                            "price_unit": float(SECRETS["proposed while sealed"]),
                        },
                    ]
                ],
            },
        )
        clerk("neiqin.price.proposal", "action_propose", wizard)

    def files(self):
        """Return the text of every file that the server keeps."""
        data = self.folder / "data"
        found = {
            str(path.relative_to(data)): paper_text(path.read_bytes())
            for path in data.rglob("*")
            if path.is_file()
        }
        self.assertTrue(any(name.startswith("filestore") for name in found))
        return found
