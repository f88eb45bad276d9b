"""Order files and rows in hands that mean ill."""

import io
import zipfile
from email.message import EmailMessage

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .intake_common import IntakeCase, csv_file, xlsx_file


class TestAttackIntake(IntakeCase):
    def call(self, user, records, method, *args, **kwargs):
        model = self.env[records._name].with_user(user)
        return call_kw(model, method, [records.ids, *args], kwargs)

    def test_rows_made_up(self):
        """Neither commands nor contexts put rows in, move or finish them."""
        intake = self.checked([self.row()])
        other = self.checked([self.row(ref="PO-2")])
        line = intake.line_ids
        for vals in (
            {"line_ids": [Command.create({"product": "SEAL", "state": "good"})]},
            {"line_ids": [Command.link(other.line_ids.id)]},
            {"line_ids": [Command.update(line.id, {"state": "imported"})]},
            {"line_ids": [Command.update(line.id, {"company_id": 1})]},
            {"line_ids": [Command.update(line.id, {"price_taken": 1.0})]},
            {"line_ids": [Command.delete(line.id)]},
            {"bad_line_ids": [Command.create({"product": "SEAL"})]},
            {"state": "imported"},
            {"source": "email"},
            {"digest": "x"},
            {"job": "import"},
            {"job_user_id": self.supervisor.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.call(self.clerk, intake, "write", vals)
        self.assertEqual(intake.line_ids, line)

    def test_a_mail_that_never_came(self):
        """The gateway's entry is no public method: nobody invents a sender."""
        with self.assertRaises(AccessError):
            call_kw(
                self.env["neiqin.order.intake"].with_user(self.clerk),
                "message_new",
                [{"email_from": "buyer@ningbo.example.com", "subject": "PO"}],
                {},
            )

    def test_rows_of_orders_that_exist(self):
        intake = self.checked([self.row()])
        intake.action_import()
        line, order = intake.line_ids, intake.order_ids
        for vals in ({"quantity": "9"}, {"partner_id": self.suzhou.id}):
            with self.assertRaises(UserError):
                self.call(self.clerk, line, "write", vals)
        with self.assertRaises(UserError):
            self.call(self.clerk, intake, "write", {"file": b"eA=="})
        for method in ("action_skip", "action_take_back"):
            self.call(self.clerk, line, method)
        self.assertEqual((line.state, line.order_id), ("imported", order))

    def test_an_origin_is_not_deleted_with_a_context(self):
        intake = self.checked([self.row()])
        intake.action_import()
        self.env.flush_all()
        with (
            self.assertRaises(Exception),  # noqa: B017 - by the database, in the end
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.call(
                self.supervisor, intake, "unlink", context={"_force_unlink": True}
            )
        self.assertTrue(intake.exists())

    def test_files_of_another_company(self):
        company = self.env["res.company"].create({"name": "别的公司"})
        theirs = (
            self.env["neiqin.order.intake"]
            .with_context(allowed_company_ids=[company.id])
            .create({"company_id": company.id, "name": "theirs"})
        )
        theirs = theirs.with_context(allowed_company_ids=[])
        for method, args in (
            ("read", (["name"],)),
            ("write", ({"name": "mine"},)),
            ("action_check", ()),
            ("action_import", ()),
        ):
            for allowed in ([], [company.id], [company.id, self.env.company.id]):
                with self.subTest(method), self.assertRaises(AccessError):
                    self.call(
                        self.clerk,
                        theirs,
                        method,
                        *args,
                        context={"allowed_company_ids": allowed} if allowed else {},
                    )
        with self.assertRaises(AccessError):
            self.intake(b"x", company_id=company.id)

    def test_people_without_the_office(self):
        intake = self.checked([self.row()])
        rep = new_test_user(self.env, "i.rep", "sales_team.group_sale_salesman")
        portal = new_test_user(self.env, "i.portal", "base.group_portal")
        for user in (rep, portal):
            for method in ("action_check", "action_import", "unlink"):
                with self.subTest(method), self.assertRaises(AccessError):
                    self.call(user, intake, method)

    def test_names_that_climb_and_cells_that_run(self):
        rows = [self.row(product="=cmd|'/c calc'!A1", ref="@SUM(1)")]
        intake = self.intake(csv_file(rows), filename="../../etc/=pass<b>wd.csv")
        intake.action_check()
        name, content = intake._problems_file()
        book = zipfile.ZipFile(io.BytesIO(content))
        cells = b"".join(book.read(part) for part in book.namelist())
        self.assertNotIn(b"<f>", cells)
        self.assertIn(b"&apos;=cmd" if b"&apos;=cmd" in cells else b"'=cmd", cells)
        self.assertTrue(name.endswith(".xlsx"))

    def test_a_workbook_that_looks_elsewhere(self):
        """Links to other workbooks and web pages are never followed."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(xlsx_file([self.row()]))) as clean:
            with zipfile.ZipFile(out, "w") as packed:
                for part in clean.namelist():
                    packed.writestr(part, clean.read(part))
                packed.writestr(
                    "xl/externalLinks/externalLink1.xml",
                    '<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>',
                )
                packed.writestr(
                    "xl/externalLinks/_rels/externalLink1.xml.rels",
                    '<Relationships><Relationship Id="rId1" TargetMode="External"'
                    ' Target="http://127.0.0.1:1/x.xlsx"/></Relationships>',
                )
        intake = self.intake(out.getvalue(), filename="a.xlsx")
        intake.action_check()
        self.assertEqual(intake.good_count, 1)

    def test_one_endless_line(self):
        for data in (b"a" * (15 << 20), b"," * (5 << 20), b'"' + b"a\n" * (1 << 20)):
            with self.subTest(data[:2]), self.assertRaises(UserError):
                self.intake(data).action_check()
        with self.assertRaises(UserError):
            self.intake(b"a" * (21 << 20))

    def test_a_mail_with_a_file_too_large(self):
        """It becomes an intake that says so; the mail does not vanish."""
        self.env.company.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": "office.example.com"}
        )
        self.env.company.neiqin_intake_alias_name = "orders"
        mail = EmailMessage()
        mail["From"], mail["To"] = "a@b.example.com", "orders@office.example.com"
        mail["Subject"], mail["Message-Id"] = "PO", "<too-large@b>"
        mail.set_content("see file")
        mail.add_attachment(
            b"product,quantity\n" * 1_300_000,
            maintype="text",
            subtype="csv",
            filename="orders.csv",
        )
        before = self.env["neiqin.order.intake"].search([])
        self.env["mail.thread"].message_process(False, mail.as_bytes())
        intake = self.env["neiqin.order.intake"].search([]) - before
        self.assertEqual(len(intake), 1)
        self.assertIn("larger than", intake.problem)
        self.assertIn("orders.csv", intake.message_ids.attachment_ids.mapped("name"))
