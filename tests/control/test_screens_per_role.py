"""Every menu opens for everyone who sees it; every view of the add-on is valid."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

from .common import ADDON, RoleCase


class TestScreens(RoleCase):
    def _own_menus(self, user):
        """Return the menus of the app in the tree that the user's client gets."""
        root = self.env.ref(f"{ADDON}.neiqin_menu_root")
        tree = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        own = [key for key, menu in tree.items() if menu["appID"] == root.id]
        return self.env["ir.ui.menu"].browse(own)

    def test_every_menu_opens(self):
        opened = 0
        for role, user in self.users.items():
            if role in ("portal", "public"):
                continue
            for menu in self._own_menus(user):
                action = menu.sudo().action
                if action and action._name == "ir.actions.act_window":
                    with self.subTest(role=role, menu=menu.sudo().complete_name):
                        self._open(action, user)
                        opened += 1
        self.assertGreater(opened, 2)

    def _open(self, action, user):
        """Do what the web client does: read the action, its views and its records."""
        action = action.with_user(user)
        values = action.sudo().read()[0]
        model = self.env[action.sudo().res_model].with_user(user)
        views = [*values["views"], ((values["search_view_id"] or [False])[0], "search")]
        answer = model.get_views(
            [(view_id, kind) for view_id, kind in views],
            {"action_id": action.id, "load_filters": True},
        )
        fields = answer["models"][model._name]["fields"]
        domain = safe_eval(
            values["domain"] or "[]", {"uid": user.id, "context_today": None}
        )
        # what this user's screens show: parts for other groups are cut out of them
        shown = {
            node.get("name")
            for view in answer["views"].values()
            for node in etree.fromstring(view["arch"]).xpath(
                "//field[not(ancestor::field)]"
            )
        }
        stored = [
            name
            for name, field in fields.items()
            if name in shown and field["type"] not in ("one2many", "binary")
        ]
        model.web_search_read(domain, {name: {} for name in stored}, limit=3)

    def test_nobody_without_a_role_sees_the_app(self):
        for role in ("sales", "internal", "sensitive"):
            self.assertFalse(self._own_menus(self.users[role]), role)

    def test_all_views_are_valid(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", ADDON), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        self.assertTrue(views)
        views._check_xml()

    def test_a_user_may_hold_a_role_and_a_right_beside_it(self):
        """The user's form offers the ladder and the rights beside it apart."""
        shown = self.env["res.groups"]._get_view_group_hierarchy()
        ref = lambda name: self.env.ref(f"{ADDON}.group_neiqin_{name}").id  # noqa: E731
        ladder = shown["privileges"][self.env.ref(f"{ADDON}.privilege_neiqin").id]
        names = ("collaborator", "clerk", "supervisor", "manager")
        self.assertEqual(ladder["group_ids"], [ref(name) for name in names])
        for name in ("sensitive", "auditor"):
            own = shown["groups"][ref(name)]["privilege_id"]
            self.assertEqual(shown["privileges"][own]["group_ids"], [ref(name)])
            self.assertTrue(
                any(
                    own in category["privilege_ids"] for category in shown["categories"]
                )
            )
