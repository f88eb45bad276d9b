"""Customers from a list: good rows come in, refused ones come back with the reason."""

import base64
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.tools.customer_sheet import read_customer_sheet

from .file_case import ROLE, FileCase

HEADERS = "客户编码,客户名称,税号,城市,电话,邮箱,业务员,付款条件,联系人"


@tagged("post_install", "-at_install")
class TestCustomerImport(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = new_test_user(
            cls.env, "imp_chief", f"{ROLE}supervisor,base.group_partner_manager"
        )
        cls.term = cls.env["account.payment.term"].create({"name": "月结45天"})

    def take_in(self, *rows, user=None):
        data = "\n".join([HEADERS, *rows]).encode()
        wizard = self.env["neiqin.customer.import"].with_user(user or self.chief)
        wizard = wizard.create({"file": base64.b64encode(data)})
        wizard.action_import()
        return wizard

    def found(self, ref):
        return self.env["res.partner"].search([("ref", "=", ref)])

    def test_good_rows(self):
        wizard = self.take_in(
            "IM1,宁波恒达机械有限公司,91330200MA2A00001X,宁波,0574 88880001,"
            "a@im1.example.com,李娜,月结45天,林工",
            "IM2,苏州新力电机厂,,,,,,,",
        )
        self.assertEqual((wizard.good, wizard.bad, wizard.report), (2, 0, False))
        partner = self.found("IM1")
        self.assertEqual(partner.name, "宁波恒达机械有限公司")
        self.assertEqual(partner.user_id, self.clerk)
        self.assertEqual(partner.property_payment_term_id, self.term)
        self.assertEqual(partner.child_ids.neiqin_contact_role, "purchasing")
        # measured at once: of 100 the tax number has 30
        self.assertEqual(self.file(partner), (30, {"address", "contact", "paper"}))

    def test_every_refusal_names_its_reason(self):
        self.customer.write({"ref": "KH001", "vat": "9133-0100 MA2A11111X"})
        wizard = self.take_in(
            "IM1,,,,,,,,",
            "IM2,客户二,,,,no mail,,,",
            "IM3,客户三,,,call me,,,,",
            "IM4,客户四,12,,,,,,",
            "KH001,客户五,,,,,,,",
            "IM6,客户六,91330100ma2a11111x,,,,,,",
            "IM7,客户七,,,,,,,",
            "IM7,客户八,,,,,,,",
            "IM9,客户九,,,,,Nobody,,",
            "IM10,客户十,,,,,,Whenever,",
        )
        self.assertEqual((wizard.good, wizard.bad), (1, 9))
        # the report is a list that can be mended and imported again
        rows = read_customer_sheet(base64.b64decode(wizard.report))
        refs = ["IM1", "IM2", "IM3", "IM4", "KH001", "IM6", "IM7", "IM9", "IM10"]
        self.assertEqual([row.values["ref"] for row in rows], refs)

    def test_reasons(self):
        job = self.env["neiqin.customer.import"].with_user(self.chief).create({})
        self.customer.ref = "KH001"
        job._neiqin_take_in(f"{HEADERS}\nKH001,客户,12,,,,Nobody,,".encode())
        sheet = self.report_text(job)
        for sentence in (
            "This is no tax number.",
            f"{self.customer.name} is there already.",
            "No colleague has this name.",
        ):
            self.assertIn(sentence, sheet)

    def report_text(self, job):
        book = zipfile.ZipFile(io.BytesIO(base64.b64decode(job.report)))
        return book.read("xl/sharedStrings.xml").decode()

    def test_one_that_odoo_refuses_stops_no_other(self):
        """A row that passes every check here and fails in Odoo itself."""
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE res_partner ADD CONSTRAINT broken"
            " CHECK (name <> '坏行') NOT VALID"
        )
        rows = [f"BB{n},好行{n},,,,,,," for n in range(7)]
        rows.insert(3, "BB9,坏行,,,,,,,")
        with mute_logger("odoo.sql_db"):
            wizard = self.take_in(*rows)
        self.assertEqual((wizard.good, wizard.bad), (7, 1))
        self.assertIn("Odoo cannot take this row.", self.report_text(wizard))

    def test_a_long_list(self):
        """Every fiftieth row has no name; what comes back can be mended and sent again.

        How long 5,000 take is measured by ``./neiqin bench files``.
        """
        rows = [
            f"IM{n},{'' if n % 50 == 0 else f'导入客户{n}有限公司'},,杭州,0571 8{n:07d},,,,"
            for n in range(600)
        ]
        wizard = self.take_in(*rows)
        self.assertEqual((wizard.good, wizard.bad), (588, 12))
        refused = read_customer_sheet(base64.b64decode(wizard.report))
        self.assertEqual(
            [row.values["ref"] for row in refused],
            [f"IM{n}" for n in range(0, 600, 50)],
        )
        made = self.env["res.partner"].search([("name", "like", "导入客户%有限公司")])
        self.assertEqual(len(made), 588)
        # measured at once, as any other customer
        self.assertNotIn(False, made.mapped("neiqin_is_customer_file"))

    def test_files_that_are_none(self):
        job = self.env["neiqin.customer.import"].with_user(self.chief)
        for data in (b"", b"colour,size\nred,1\n", b"%PDF-1.7"):
            wizard = job.create({"file": base64.b64encode(data)})
            with self.assertRaises(UserError):
                wizard.action_import()

    def test_supervisors_only_and_own_companies(self):
        imports = self.env["neiqin.customer.import"]
        for user in (self.clerk, self.rep):
            with self.assertRaises(AccessError):
                imports.with_user(user).create({})
        other = self.env["res.company"].create({"name": "上海分公司"})
        wizard = imports.with_user(self.chief).create({"company_id": other.id})
        with self.assertRaises(AccessError):
            wizard.action_import()
