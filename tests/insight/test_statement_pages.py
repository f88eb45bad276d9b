"""The customer's side of a statement: pages, links, the paper."""

import io
import os
import pathlib
import re
import unittest
from datetime import date, timedelta
from shutil import which

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user

from .statement_case import StatementCase


class TestStatementPages(StatementCase, HttpCase):
    def page(self, path, **data):
        if data:
            text = self.url_open(f"/statement/{self.key}").text
            token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
            data["csrf_token"] = token
        return self.url_open(path, data=data or None)

    def setUp(self):
        super().setUp()
        self.on(date(2028, 2, 3), 100)
        self.report = self.make()
        self.key = self.token(self.report)

    def answer(self, **data):
        return self.page(f"/statement/{self.key}/answer", **data)

    def fresh(self):
        self.env.invalidate_all()
        return self.report

    def test_confirmed_once(self):
        page = self.page(f"/statement/{self.key}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.report.name, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        text = page.text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
        for name in ("李四", "张三"):
            self.url_open(
                f"/statement/{self.key}/answer",
                data={"name": name, "agrees": "1", "csrf_token": csrf},
            )
        report = self.fresh()
        self.assertEqual((report.answer, report.answered_by), ("confirmed", "李四"))
        self.assertTrue(report.answered_at and report.answered_from)
        self.url_open(
            f"/statement/{self.key}/answer",
            data={"name": "王五", "text": "no", "csrf_token": csrf},
        )
        self.assertEqual(self.fresh().answer, "confirmed")
        with self.assertRaises(UserError):
            report.sudo()._neiqin_as_server().write({"answered_by": "王五"})

    def test_an_objection_is_a_task_for_finance(self):
        finance = new_test_user(
            self.env, "soa.books", "account.group_account_invoice", lang="zh_CN"
        )
        self.report.with_user(self.clerk).user_id = finance
        self.answer(name="李四", balance="80", text="<b>退货 20</b>")
        report = self.fresh()
        self.assertEqual(report.answer, "objected")
        self.assertEqual(report.objected_balance, "80")
        self.assertEqual(report.activity_ids.user_id, finance)
        self.assertNotIn("<b>退货", report.activity_ids.note)
        self.assertIn("退货 20", report.activity_ids.note)

    def test_nothing_said_nothing_taken(self):
        self.assertEqual(self.answer(name="李四", balance=" ").status_code, 200)
        self.assertEqual(self.answer(name=" ", agrees="1").status_code, 200)
        self.assertEqual(self.fresh().answer, "none")

    def test_forged_expired_and_revoked_links(self):
        key = self.key
        wrong = [key[:-2] + ("aa" if key[-2:] != "aa" else "bb"), "x", "0" * 80]
        for token in wrong:
            self.assertEqual(self.page(f"/statement/{token}").status_code, 404)
        letter = self.env["neiqin.confirmation.letter"]
        self.assertFalse(letter.sudo()._neiqin_by_token("neiqin-letter-answer", key))
        with freeze_time(self.today() + timedelta(days=40)):
            self.assertFalse(self.statements.sudo()._neiqin_by_token(key))
        self.assertTrue(self.statements.sudo()._neiqin_by_token(key))
        self.report.with_user(self.clerk).action_neiqin_revoke()
        self.assertEqual(self.page(f"/statement/{key}").status_code, 404)
        self.assertEqual(self.page(f"/statement/{key}/file/pdf").status_code, 404)

    def test_files_and_staff(self):
        pdf = self.page(f"/statement/{self.key}/file/pdf")
        self.assertEqual(pdf.content, self.report._neiqin_file("pdf"))
        self.assertEqual(
            self.page(f"/statement/{self.key}/file/state").status_code, 404
        )
        self.authenticate("collect.clerk", "collect.clerk")
        page = self.url_open(f"/statement/{self.key}")
        self.assertNotIn('id="confirm"', page.text)

    def test_the_portal_lists_the_own_company_s(self):
        stranger = self.new_customer("别人")
        users = {}
        for login, partner in (("soa.one", self.customer), ("soa.two", stranger)):
            contact = self.new_customer(login, parent_id=partner.id, is_company=False)
            users[login] = new_test_user(
                self.env, login, "base.group_portal", partner_id=contact.id
            )
        self.authenticate("soa.one", "soa.one")
        self.assertIn(self.report.name, self.url_open("/my/statements").text)
        page = self.url_open(f"/my/statements/{self.report.id}")
        self.assertIn("/statement/", page.url)
        self.assertIn('id="confirm"', page.text)
        self.authenticate("soa.two", "soa.two")
        self.assertNotIn(self.report.name, self.url_open("/my/statements").text)
        page = self.url_open(f"/my/statements/{self.report.id}")
        self.assertTrue(page.url.endswith("/my/statements"))
        with self.assertRaises(AccessError):
            self.report.with_user(users["soa.two"]).read(["name"])


@unittest.skipUnless(which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestStatementPaper(StatementCase):
    printed = True

    def keep(self, pdf):
        """Keep the paper beside the pictures, to be looked at."""
        folder = os.environ.get("NEIQIN_SCREENSHOTS")
        if folder:
            path = pathlib.Path(folder)
            path.mkdir(parents=True, exist_ok=True)
            (path / "statement.pdf").write_bytes(pdf)

    def test_in_chinese_with_both_parties(self):
        self.company.write({"name": "杭州精工轴承有限公司"})
        self.customer.write({"lang": "zh_CN", "vat": False, "street": "中山西路 8 号"})
        self.on(date(2028, 2, 3), 1234.5)
        report = self.make()
        pdf = report._neiqin_file("pdf")
        self.keep(pdf)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        text = re.sub(r"\s+", "", text)
        for words in (
            "杭州精工轴承有限公司",
            self.customer.name,
            "中山西路",
            "1,234.50",
            report.name,
            "对账单",
        ):
            self.assertIn(words.replace(" ", ""), text)
