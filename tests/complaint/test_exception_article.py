"""Articles beside a case, and one made from what it taught."""

from odoo.tests import tagged

from ..order.exception_case import ExceptionCase


@tagged("post_install", "-at_install")
class TestExceptionArticle(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = cls.env["neiqin.article"].create(
            [
                {
                    "name": f"短缺处理第{number}条：密封圈到货前先拆分",
                    "body": "<p>密封圈短缺时先发有货的部分。</p>",
                    "exception_type_ids": [(6, 0, cls.kind("other").ids)],
                }
                for number in range(4)
            ]
        )
        cls.articles.with_user(cls.people["supervisor"]).action_publish()

    def test_the_three_best(self):
        case = self.open_case(summary="密封圈短缺")
        self.env.flush_all()
        found = case.neiqin_article_ids
        self.assertEqual(len(found), 3)
        self.assertLessEqual(found, self.articles)
        # the warehouse reads them as well
        self.warehouse.member_ids |= self.people["packer"]
        case.sudo()._neiqin_as_server().department_ids |= self.warehouse
        self.assertEqual(
            case.with_user(self.people["packer"]).neiqin_article_ids, found
        )

    def test_an_article_from_the_case(self):
        self.partner.name = "宁波海曙泵业有限公司"
        case = self.open_case(
            summary="密封圈短缺", description="单价 12.5，找宁波海曙王工"
        )
        case.root_cause = "supplier"
        action = case.action_neiqin_make_article()
        articles = self.env["neiqin.article"].with_user(self.people["clerk"])
        article = articles.with_context(**action["context"]).create({})
        self.assertIn("密封圈短缺", article.name)
        self.assertEqual(article.exception_type_ids, self.kind("other"))
        for secret in ("海曙", "12.5", self.partner.name):
            self.assertNotIn(secret, f"{article.name} {article.body}")
