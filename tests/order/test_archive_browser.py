"""What is missing, the upload, the archive and its papers, as a clerk sees them."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..browser import BrowserCase
from ..control.samples import DOT
from .archive_case import ArchiveCase
from .progress_case import CLERK


class TestArchiveBrowser(ArchiveCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.company.name = "杭州精工轴承有限公司"
        self.customer.name = "宁波海曙泵业有限公司"
        self.worker = self.chinese_user(
            "archive_clerk",
            CLERK,
            name="王芳",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.kind.wants_contract = "any"
        self.kind.wants_delivery = "upload"
        self.missing = self.done_order(user_id=self.worker.id)
        self.missing._neiqin_archive_note()
        self.kind.write({"wants_contract": "no", "wants_delivery": "any"})
        self.filed = self.done_order(
            user_id=self.worker.id, client_order_ref="PO-2031-7"
        )
        self.archive(self.filed, self.worker)
        self.kind.write({"wants_contract": "any", "wants_delivery": "upload"})
        self.env.flush_all()

    def check(self, width):
        with self.browse("/odoo/archive-missing", self.worker, width=width) as page:
            page.wait(".o_content", "王芳")
            page.assert_fits()
            page.screenshot("archive-missing")
            page.open(f"/odoo/back-office-orders/{self.missing.id}")
            page.wait(".alert-info", "送货单")
            page.assert_fits()
            page.screenshot("archive-order-missing")
            page.click(".alert-info button", "上传")
            page.wait(".modal-dialog .btn-primary", "上传")
            page.assert_fits()
            page.screenshot("archive-upload")
            page.open(f"/odoo/back-office-orders/{self.filed.id}")
            page.wait(".alert-success", "归档")
            page.assert_fits()
            page.screenshot("archive-order")
            page.open("/odoo/order-archive")
            page.wait(".o_content", self.filed.name)
            page.assert_fits()
            page.screenshot("archive-list")
            page.click(
                ".o_kanban_record" if width < 500 else ".o_data_row .o_data_cell"
            )
            page.wait(".o_form_view .btn-primary", "下载")
            page.assert_fits()
            page.screenshot("archive-form")

    def test_at_the_desk(self):
        self.check(1366)

    def test_on_the_phone(self):
        self.check(390)

    def test_downloads(self):
        archive = self.filed.neiqin_archive_ids
        self.authenticate(self.worker.login, self.worker.login)
        answer = self.url_open(f"/neiqin/archive/{archive.id}/zip")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content[:2], b"PK")
        trail = self.env["neiqin.trail.entry"].search(
            [("action", "=", "export"), ("res_model", "=", "neiqin.archive")]
        )
        self.assertEqual(trail.mapped("res_id"), archive.ids)
        file = archive.document_ids[0]._neiqin_files()[archive.document_ids[0].id]
        for path in (
            f"/web/content/{file.id}",
            f"/web/content/neiqin.archive.document/{archive.document_ids[0].id}/content",
        ):
            self.assertNotIn(b"%PDF", self.url_open(path).content)

    def test_another_companys_archive_is_not_given_out(self):
        archive = self.filed.neiqin_archive_ids
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = new_test_user(
            self.env,
            "foreign_clerk",
            CLERK,
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )
        new_test_user(self.env, "archive_buyer", "base.group_portal")
        for login in (foreign.login, "archive_buyer", None):
            self.authenticate(login, login)
            answer = self.url_open(f"/neiqin/archive/{archive.id}/zip")
            self.assertNotEqual(answer.content[:2], b"PK")
        upload = self.env["neiqin.archive.upload"].with_user(foreign)
        dialog = upload.sudo().create(
            {
                "order_id": self.missing.id,
                "kind": "contract",
                "file": DOT,
            }
        )
        with self.assertRaises(AccessError):
            dialog.with_user(foreign).action_upload()
