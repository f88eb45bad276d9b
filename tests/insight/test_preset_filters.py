"""Lists begin with *My Team* for who leads one, with one's own customers for who has some."""

from ast import literal_eval

from odoo.tests import TransactionCase, new_test_user, tagged

SALES = "neiqin_addon.neiqin_sales_report_action"
ORDERS = "neiqin_addon.sale_order_action"
COLLECTION = "neiqin_addon.collection_action"


@tagged("post_install", "-at_install")
class TestPresetFilters(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "neiqin_addon.group_neiqin_supervisor"
        cls.leader = new_test_user(cls.env, "preset_leader", role)
        cls.member = new_test_user(cls.env, "preset_member", role)
        cls.env["crm.team"].create(
            {"name": "East", "user_id": cls.leader.id, "member_ids": cls.member.ids}
        )

    def context(self, user, name):
        actions = self.env["ir.actions.act_window"].with_user(user)
        return literal_eval(actions._for_xml_id(name)["context"])

    def test_who_leads_a_team_begins_with_it(self):
        for name in (SALES, ORDERS):
            self.assertEqual(
                self.context(self.leader, name)["search_default_my_team"], 1
            )
            self.assertNotIn("search_default_my_team", self.context(self.member, name))
        # what the window says itself stays
        self.assertEqual(
            self.context(self.leader, ORDERS),
            {"search_default_neiqin_waiting": 1, "search_default_my_team": 1},
        )

    def test_other_windows_are_left_alone(self):
        name = "neiqin_addon.neiqin_scorecard_action"
        self.assertEqual(self.context(self.leader, name), {})
        window = self.env.ref(SALES)
        window.context = "{'default_user_id': uid}"
        action = window.with_user(self.leader).sudo()._get_action_dict()
        self.assertEqual(action["context"], "{'default_user_id': uid}")

    def test_who_collects_begins_with_his_own(self):
        before = {"search_default_overdue": 1}
        self.assertEqual(self.context(self.member, COLLECTION), before)
        partner = self.env["res.partner"].create({"name": "Owing"})
        self.env["neiqin.collection"]._neiqin_as_server().create(
            {
                "partner_id": partner.id,
                "company_id": self.env.company.id,
                "finance_user_id": self.member.id,
            }
        )
        mine = {**before, "search_default_mine": 1}
        self.assertEqual(self.context(self.member, COLLECTION), mine)
        self.assertEqual(self.context(self.leader, COLLECTION), before)

    def test_the_filters_are_there(self):
        for name in (SALES, ORDERS):
            window = self.env.ref(name)
            views = self.env[window.res_model].get_views(
                [(window.search_view_id.id, "search")]
            )
            self.assertIn('name="my_team"', views["views"]["search"]["arch"])
