"""Who may do what with an intake, asked the way a program from outside asks."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .intake_common import IntakeCase, csv_file


@tagged("post_install", "-at_install")
class TestIntakeRoles(IntakeCase):
    def test_sales_and_portal_see_nothing_of_it(self):
        intake = self.checked([self.row()])
        for login, group in (
            ("intake_sales", "sales_team.group_sale_salesman_all_leads"),
            ("intake_collaborator", "neiqin_addon.group_neiqin_collaborator"),
            ("intake_portal", "base.group_portal"),
        ):
            user = new_test_user(self.env, login, group)
            for call in (
                lambda user=user: intake.with_user(user).read(["name"]),
                lambda user=user: intake.with_user(user).action_check(),
                lambda user=user: intake.with_user(user).action_import(),
                lambda user=user: intake.line_ids.with_user(user).action_skip(),
                lambda user=user: self.intake(b"a", user=user),
                lambda user=user: intake.with_user(
                    user
                ).create_document_from_attachment([]),
            ):
                with self.assertRaises(AccessError):
                    call()
        self.assertFalse(intake.order_ids)

    def test_a_sales_representative_still_reads_the_rows_of_an_own_order(self):
        intake = self.checked([self.row()])
        intake.action_import()
        sales = new_test_user(self.env, "intake_rep", "sales_team.group_sale_salesman")
        order = intake.order_ids
        with self.assertRaises(AccessError):
            order.with_user(sales)._neiqin_paper_rows()
        order.user_id = sales
        self.assertEqual(len(order.with_user(sales)._neiqin_paper_rows()), 1)
        self.assertFalse(order.with_user(sales).neiqin_paper_ids)

    def test_nobody_writes_what_the_check_decides(self):
        intake = self.checked([self.row(product="nothing")])
        line = intake.line_ids
        for values in (
            {"state": "good"},
            {"error": False},
            {"qty": 9.0},
            {"raw": {}},
            {"price_taken": 12.0, "price_taken_by_id": self.clerk.id},
            {"order_id": False},
        ):
            with self.assertRaises(AccessError):
                line.with_user(self.supervisor).write(values)
        for values in (
            {"state": "imported"},
            {"digest": "0"},
            {"twin_id": False},
            {"job": False},
        ):
            with self.assertRaises(AccessError):
                intake.with_user(self.supervisor).write(values)
        with self.assertRaises(AccessError):
            intake.with_user(self.clerk).write(
                {"line_ids": [(0, 0, {"product": "B6204", "quantity": "1"})]}
            )
        with self.assertRaises(AccessError):
            intake.with_user(self.clerk).write({"line_ids": [(2, line.id)]})

    def test_defaults_in_the_context_set_nothing(self):
        intakes = self.env["neiqin.order.intake"].with_user(self.clerk)
        intake = intakes.with_context(
            default_state="imported", default_source="email", default_job="import"
        ).create({})
        self.assertEqual(
            (intake.state, intake.source, intake.job), ("new", "file", False)
        )

    def test_a_context_from_outside_reaches_no_order(self):
        intake = self.checked([self.row()])
        intake.with_context(
            default_state="sale", default_note="forged", neiqin_order_memo={}
        ).action_import()
        self.assertEqual(intake.order_ids.state, "draft")
        self.assertNotIn("forged", str(intake.order_ids.note))

    def test_only_supervisors_delete_and_only_what_made_no_order(self):
        intake = self.checked([self.row()])
        with self.assertRaises(AccessError):
            intake.with_user(self.clerk).unlink()
        done = self.checked([self.row(qty="3")])
        done.action_import()
        with self.assertRaises(UserError):
            done.with_user(self.supervisor).unlink()
        intake.with_user(self.supervisor).unlink()
        self.assertFalse(intake.exists())

    def test_another_companys_intakes_and_customers_stay_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "ref": "STR", "company_id": other.id}
        )
        intake = self.checked([self.row(customer="STR")])
        self.assertIn("unknown", intake.line_ids.error)
        foreign = self.env["neiqin.order.intake"].create({"company_id": other.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.clerk).read(["name"])
        with self.assertRaises(UserError):
            foreign.partner_id = self.ningbo.copy({"company_id": self.env.company.id})
        self.assertEqual(stranger.company_id, other)

    def test_somebody_elses_attachment_is_not_taken_in(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret.csv", "raw": csv_file([self.row()])}
        )
        intakes = self.env["neiqin.order.intake"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            intakes.create_document_from_attachment(secret.ids)
        self.assertTrue(secret.exists())


@tagged("post_install", "-at_install")
class TestIntakeRoutes(HttpCase):
    def test_downloads_ask_who_you_are(self):
        new_test_user(self.env, "route_clerk", "neiqin_addon.group_neiqin_clerk")
        new_test_user(self.env, "route_sales", "sales_team.group_sale_salesman")
        intake = self.env["neiqin.order.intake"].create({})
        paths = ("/neiqin/intake/template", f"/neiqin/intake/{intake.id}/problems")
        self.authenticate("route_clerk", "route_clerk")
        for path in paths:
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.content.startswith(b"PK"))
        self.assertEqual(
            self.url_open("/neiqin/intake/999999999/problems").status_code, 404
        )
        self.authenticate("route_sales", "route_sales")
        for path in paths:
            self.assertEqual(self.url_open(path).status_code, 403)
