"""The knowledge base as a clerk and a reader see it."""

from ..browser import BrowserCase

PAGES = [
    (
        "客户来电说少发货",
        "先核对出库单与签收单上的数量，再请仓库提供装车照片；一小时内回复客户。",
    ),
    ("到货破损", "请客户保留外包装并拍照，当天登记质量投诉，通知物流部门查找责任段。"),
    ("报价与合同单价不一致", "停止确认，先查协议价和价格表，再走双人复核。"),
]


class TestArticleScreens(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        articles = cls.env["neiqin.article"].create(
            [
                {
                    "name": name,
                    "lang": "zh_CN",
                    "body": f"<h2>怎么做</h2><p>{text}</p>",
                    "topic_id": cls.env.ref("neiqin_addon.article_topic_complaint").id,
                    "must_read": not number,
                }
                for number, (name, text) in enumerate(PAGES)
            ]
        )
        articles[:2].action_publish()
        articles[0].body = f"<h2>怎么做</h2><p>{PAGES[0][1]}</p><p>再补发。</p>"

    def test_the_clerk_finds_and_reads(self):
        clerk = self.chinese_user("clerk_reader", "neiqin_addon.group_neiqin_clerk")
        for width in (1366, 390):
            with self.browse("/odoo/knowledge-base", clerk, width=width) as page:
                page.wait(".o_kanban_record", PAGES[0][0])
                page.assert_fits()
                page.screenshot("articles")
                page.click(".o_kanban_record", PAGES[0][0])
                page.wait(".o_form_view", "先核对出库单")
                page.assert_fits()
                page.screenshot("article")

    def test_the_reader_says_that_it_helped(self):
        reader = self.chinese_user(
            "warehouse", "neiqin_addon.group_neiqin_collaborator"
        )
        with self.browse("/odoo/knowledge-base", reader, width=390) as page:
            page.wait(".o_kanban_record", PAGES[1][0])
            self.assertNotIn(PAGES[2][0], page.text(".o_kanban_view"))
            page.click(".o_kanban_record", PAGES[0][0])
            page.wait(".o_form_view", "先核对出库单")
            page.screenshot("article-reader")
            page.click("button[name=action_read]")
            page.wait_gone("button[name=action_read]")
        self.assertEqual(self.env["neiqin.article.use"].search([]).user_id, reader)

    def test_older_versions_are_one_click_away(self):
        supervisor = self.chinese_user(
            "publisher", "neiqin_addon.group_neiqin_supervisor"
        )
        article = self.env["neiqin.article"].search([("name", "=", PAGES[0][0])])
        article.action_publish()
        path = f"/odoo/knowledge-base/{article.id}"
        with self.browse(path, supervisor) as page:
            page.wait(".o_form_view", "再补发")
            page.click(".o_cp_action_menus .dropdown-toggle")
            page.click(".o-dropdown-item .fa-history")
            page.wait(".o_dialog", "再补发")
            page.assert_fits()
            page.screenshot("article-versions")
