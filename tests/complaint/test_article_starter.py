"""The articles that come with the add-on."""

from odoo.tests import tagged
from odoo.tools import file_open

from .test_article import ArticleCase


@tagged("post_install", "-at_install")
class TestArticleStarter(ArticleCase):
    def test_both_languages_bring_the_same_articles(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "neiqin_addon"), ("model", "=", "neiqin.article")]
        )
        names = set(data.mapped("name"))
        chinese = {n.removesuffix("_zh_cn") for n in names if n.endswith("_zh_cn")}
        english = {n.removesuffix("_en_us") for n in names if n.endswith("_en_us")}
        self.assertEqual(chinese, english)
        self.assertEqual(len(chinese), 22)
        articles = self.env["neiqin.article"].browse(data.mapped("res_id"))
        self.assertEqual(set(articles.mapped("state")), {"published"})

    def test_loading_again_changes_nothing_that_is_there(self):
        article = self.env.ref("neiqin_addon.article_roles_zh_cn")
        article.body = "<p>本公司的写法</p>"
        article.active = False
        before = self.env["neiqin.article"].with_context(active_test=False)
        count = before.search_count([])
        before._load_starter()
        self.assertEqual(before.search_count([]), count)
        self.assertIn("本公司的写法", article.body)

    def test_each_kind_of_case_and_complaint_has_its_page(self):
        """As an empty database gets them: an update leaves alone what is there."""
        folder, read, _word = self.articles._neiqin_starter_source()
        for lang in ("zh_CN", "en_US"):
            with file_open(f"{folder}/{lang}.txt") as file:
                texts = read(file.read())
            found = self.articles.browse()
            for text in texts:
                found |= self.articles.new(self.articles._neiqin_starter(text, lang))
            self.assertNotIn(":", "".join(found.mapped("keywords")))
            for model, field in (
                ("neiqin.exception.type", "exception_type_ids"),
                ("neiqin.complaint.type", "complaint_type_ids"),
            ):
                kinds = self.env["ir.model.data"].search(
                    [("module", "=", "neiqin_addon"), ("model", "=", model)]
                )
                shown = found[field]._origin.ids
                self.assertFalse(set(kinds.mapped("res_id")) - set(shown), lang)

    def test_a_customers_words_find_the_right_page(self):
        chinese = self.articles.with_context(lang="zh_CN")
        for words, name in (
            ("货还没到，物流太慢了", "complaint_delay"),
            ("发票抬头开错了", "complaint_invoice"),
            ("轴承有破损，质量太差", "complaint_quality"),
            ("采购说这个型号停产了，有替代吗", "exception_discontinued"),
            ("库存不足，备货来不及", "exception_shortage"),
        ):
            page = self.env.ref(f"neiqin_addon.article_{name}_zh_cn")
            self.assertIn(page, chinese._neiqin_best(words), words)
