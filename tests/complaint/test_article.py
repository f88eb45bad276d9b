"""The knowledge base: drafts, versions, reviews, search in Chinese, uses."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


class ArticleCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "neiqin_addon.group_neiqin_"
        cls.clerk, cls.supervisor, cls.collaborator, cls.auditor = (
            new_test_user(cls.env, f"article_{name}", f"{role}{name}")
            for name in ("clerk", "supervisor", "collaborator", "auditor")
        )
        cls.articles = cls.env["neiqin.article"].with_user(cls.clerk)

    def article(self, name, body, publish=True, **values):
        """Return an article written by the clerk, published by the supervisor."""
        article = self.articles.create(
            {"name": name, "body": f"<p>{body}</p>", "lang": "zh_CN", **values}
        )
        if publish:
            article.with_user(self.supervisor).action_publish()
        return article

    def find(self, text, user=None):
        articles = self.articles.with_user(user or self.clerk)
        return articles.search([("search_text", "ilike", text)]).mapped("name")


@tagged("post_install", "-at_install")
class TestArticle(ArticleCase):
    def test_a_search_for_what_is_no_text_finds_nothing(self):
        self.article("退货流程", "做法")
        for models in ("neiqin.article", "neiqin.archive"):
            rows = self.env[models].with_user(self.clerk)
            for value in (7_777, True, 1.5):
                self.assertFalse(rows.search([("search_text", "=", value)]), models)
            # alike is asked of its text
            self.assertFalse(rows.search([("search_text", "ilike", 7_777)]), models)
            self.assertEqual(
                rows.search([("search_text", "=", False)]), rows.search([])
            )

    def test_readers_see_what_was_published_last(self):
        article = self.article("退货流程", "旧的做法")
        article.body = "<p>新的做法</p>"
        reader = article.with_user(self.collaborator)
        self.assertIn("旧的做法", reader.body_published)
        self.assertIn("旧的做法", reader.excerpt)
        with self.assertRaises(AccessError):
            reader.read(["body"])
        self.assertTrue(article.has_changes)
        article.with_user(self.supervisor).action_publish()
        self.assertIn("新的做法", reader.body_published)
        self.assertEqual(article.version, 2)
        self.assertFalse(article.has_changes)

    def test_every_published_version_can_be_read_again(self):
        article = self.article("版本", "第一版")
        for text in ("第二版", "第三版"):
            article.body = f"<p>草稿 {text}</p>"
            article.body = f"<p>{text}</p>"  # a version is a publishing, not a save
            article.with_user(self.supervisor).action_publish()
        kept = article.html_field_history_metadata["body_published"]
        self.assertEqual([row["revision_id"] for row in kept], [3, 2, 1])
        older = article.html_field_history_get_content_at_revision("body_published", 3)
        oldest = article.html_field_history_get_content_at_revision("body_published", 2)
        self.assertEqual((older, oldest), ("<p>第二版</p>", "<p>第一版</p>"))

    def test_a_clerk_cannot_publish_by_any_way(self):
        article = self.article("草稿", "x", publish=False)
        with self.assertRaises(AccessError):
            article.action_publish()
        for values in (
            {"state": "published"},
            {"body_published": "<p>y</p>"},
            {"version": 3},
            {"html_field_history": {}},
        ):
            with self.assertRaises(AccessError):
                article.write(values)
            with self.assertRaises(AccessError):
                self.articles.create({"name": "z", **values})
        with self.assertRaises(AccessError):
            self.articles.with_context(default_state="published").create(
                {"name": "z", "state": "published"}
            )
        forged = self.articles.with_context(default_state="published")
        self.assertEqual(forged.create({"name": "z"}).state, "draft")

    def test_an_empty_article_is_not_published(self):
        article = self.articles.create({"name": "空", "body": "<p><br></p>"})
        with self.assertRaisesRegex(UserError, "write the article first"):
            article.with_user(self.supervisor).action_publish()

    def test_drafts_are_hidden_from_readers(self):
        draft = self.article("未完成的说明", "x", publish=False)
        self.assertIn(draft.name, self.find("未完成"))
        self.assertEqual(self.find("未完成", self.collaborator), [])
        with self.assertRaises(AccessError):
            draft.with_user(self.auditor).read(["name"])

    def test_a_withdrawn_article_leaves_the_readers(self):
        article = self.article("过时的说明", "x")
        article.with_user(self.supervisor).action_withdraw()
        self.assertEqual(self.find("过时", self.collaborator), [])
        with self.assertRaisesRegex(UserError, "published once"):
            article.with_user(self.env.user).unlink()

    def test_scripts_and_handlers_are_taken_out(self):
        article = self.article(
            "安全", "<script>alert(1)</script><img src=x onerror=alert(2)>好"
        )
        self.assertNotIn("alert", article.body_published)
        self.assertIn("好", article.body_published)

    def test_a_copy_is_a_draft_without_versions(self):
        copy = self.article("原文", "内容").copy()
        self.assertEqual((copy.state, copy.version), ("draft", 0))
        self.assertIn("内容", copy.body)

    def test_another_company_reads_nothing_of_ours(self):
        other = self.env["res.company"].create({"name": "Other"})
        article = self.env["neiqin.article"].create(
            {"name": "别的公司", "body": "<p>x</p>", "company_id": other.id}
        )
        article.action_publish()
        self.assertEqual(self.find("别的公司"), [])


@tagged("post_install", "-at_install")
class TestArticleSearch(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the shelf holds these alone, so that every find can be named
        cls.env["neiqin.article"].search([]).active = False
        cls.returns = cls.article(
            cls, "客户退货怎么处理", "先核对签收单，再开退货单 RMA-2026"
        )
        cls.short = cls.article(
            cls, "少发货", "核对出库数量，向仓库要照片", keywords="缺件 数量不足"
        )
        cls.english = cls.article(
            cls, "Damaged on arrival", "Ask for photos of the pallet", lang="en_US"
        )

    def test_words_inside_a_sentence_are_found(self):
        self.assertEqual(self.find("签收单"), [self.returns.name])
        self.assertEqual(self.find("退货"), [self.returns.name])
        self.assertEqual(self.find("仓库 照片"), [self.short.name])
        self.assertEqual(self.find("缺件"), [self.short.name])

    def test_one_character_the_beginning_of_a_word_and_full_width(self):
        self.assertEqual(self.find("签"), [self.returns.name])
        self.assertEqual(self.find("pall"), [self.english.name])
        self.assertEqual(self.find("ＲＭＡ"), [self.returns.name])

    def test_a_question_finds_what_answers_part_of_it(self):
        found = self.find("客户说少发货了怎么办")
        self.assertIn(self.short.name, found)
        self.assertNotIn(self.english.name, found)

    def test_the_title_weighs_more_than_the_text(self):
        other = self.article("开票说明", "少发货时也要先红冲")
        self.assertEqual(self.find("少发货"), [self.short.name, other.name])

    def test_nothing_sought_finds_all_and_signs_find_nothing(self):
        self.assertIn(self.returns.name, self.find(""))
        self.assertEqual(self.find("？！"), [])
        self.assertEqual(self.find("' & | :* \\ ("), [])

    def test_a_change_is_found_at_once_and_a_draft_change_is_not(self):
        self.short.body = "<p>改用拖车</p>"
        self.assertEqual(self.find("拖车", self.collaborator), [])
        self.short.with_user(self.supervisor).action_publish()
        self.assertEqual(self.find("拖车", self.collaborator), [self.short.name])
        self.assertEqual(self.find("出库", self.collaborator), [])

    def test_the_best_three_in_the_readers_language_first(self):
        text = "客户投诉：少发货，damaged pallet 照片"
        best = self.articles.with_context(lang="zh_CN")._neiqin_best(text)
        self.assertEqual(best[0], self.short)
        self.assertEqual(best[-1], self.english)
        self.assertEqual(len(self.articles._neiqin_best(text, limit=1)), 1)
        self.assertFalse(self.articles._neiqin_best(""))

    def test_a_very_long_page_is_stored_and_found(self):
        self.article("长文", "货物" * 60000 + " 末尾词")
        self.assertIn("长文", self.find("货物"))


@tagged("post_install", "-at_install")
class TestArticleReview(ArticleCase):
    def test_due_once_with_a_to_do_and_still_right_until_the_next(self):
        with freeze_time("2026-08-31"):
            article = self.article("复查", "x", review_months=6)
        self.assertEqual(article.review_date, date(2027, 2, 28))
        cron = self.env.ref("neiqin_addon.ir_cron_due_articles")
        with freeze_time("2027-02-27 04:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertEqual(article.state, "published")
        with freeze_time("2027-02-28 04:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
            self.assertEqual(article.state, "due")
            self.assertEqual(article.activity_ids.user_id, self.clerk)
            self.assertEqual(len(article.activity_ids), 1)
            article.action_still_right()
            self.assertEqual(article.state, "published")
            self.assertEqual(article.review_date, date(2027, 8, 28))
            self.assertFalse(article.activity_ids)

    def test_only_owner_or_supervisor_says_it_is_right(self):
        article = self.article("复查", "x", owner_id=self.supervisor.id)
        with self.assertRaises(AccessError):
            article.with_user(self.clerk).action_still_right()

    def test_the_article_of_somebody_who_left_goes_to_a_manager(self):
        manager = new_test_user(
            self.env, "article_manager", "neiqin_addon.group_neiqin_manager"
        )
        article = self.article("x", "x")
        self.clerk.sudo().active = False
        self.assertEqual(article.sudo()._neiqin_keeper(), manager)


@tagged("post_install", "-at_install")
class TestArticleUse(ArticleCase):
    def test_pressing_twice_counts_once_and_may_change(self):
        article = self.article("x", "x")
        reader = article.with_user(self.collaborator)
        reader.action_helped()
        reader.action_helped()
        self.assertEqual((article.use_count, article.useful_count), (1, 1))
        reader.action_did_not_help()
        article.action_helped()
        counts = (article.use_count, article.useful_count, article.useless_count)
        self.assertEqual(counts, (2, 1, 1))
        self.assertEqual((reader.my_vote, article.my_vote), ("no", "yes"))

    def test_each_version_is_read_anew(self):
        article = self.article("必读", "x", must_read=True)
        reader = article.with_user(self.collaborator)
        self.assertIn(reader, reader.search([("is_read", "=", False)]))
        reader.action_read()
        self.assertTrue(reader.is_read)
        self.assertIn(reader, reader.search([("is_read", "=", True)]))
        self.assertEqual(article.reader_count, 1)
        article.body = "<p>y</p>"
        article.with_user(self.supervisor).action_publish()
        reader.invalidate_recordset()
        self.assertFalse(reader.is_read)
        self.assertEqual(article.reader_count, 0)

    def test_a_forged_document_is_not_counted(self):
        article = self.article("x", "x").with_user(self.collaborator)
        for forged in (["res.users", 1], ["no.model", 1], ["neiqin.article", "1"], 5):
            article.with_context(neiqin_used_for=forged).action_helped()
        rows = self.env["neiqin.article.use"].search([("article_id", "=", article.id)])
        self.assertEqual(rows.mapped("res_model"), [False])

    def test_drafts_cannot_be_voted_on_by_readers(self):
        draft = self.article("x", "x", publish=False)
        with self.assertRaises(AccessError):
            draft.with_user(self.collaborator).action_helped()

    def test_as_many_queries_for_eighty_as_for_one(self):
        ids = [self.article(f"第{n}篇", "内容").id for n in range(80)]
        names = ["use_count", "my_vote", "is_read", "excerpt", "has_changes", "state"]

        def cost(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.articles.browse(some).read(names)
            return self.env.cr.sql_log_count - before

        cost(ids[:1])
        self.assertEqual(cost(ids[:1]), cost(ids))
