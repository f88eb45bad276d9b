"""Every way to read a customer's number, for those who may and those who may not."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .sealed_case import MASK, PHONE, SealedCase


@tagged("post_install", "-at_install")
class TestSealedReading(SealedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seal()

    def ways(self, partner):
        """Return {way: what it shows} for all ways to read a phone over RPC."""
        model, ids = partner.browse(), partner.ids
        found = {
            "read": partner.read(["phone"])[0]["phone"],
            "search_read": model.search_read([("id", "in", ids)], ["phone"])[0][
                "phone"
            ],
            "web_read": partner.web_read({"phone": {}})[0]["phone"],
            "web_search_read": model.web_search_read(
                [("id", "in", ids)], {"phone": {}}
            )["records"][0]["phone"],
            "export": partner.export_data(["phone"])["datas"][0][0],
            "attribute": partner.phone,
            "mapped": partner.mapped("phone")[0],
            "form": Form(partner).phone,
            "onchange": partner.onchange(
                {"country_id": False}, ["country_id"], {"phone": {}, "country_id": {}}
            )["value"].get("phone", partner.phone),
        }
        self.env.invalidate_all()
        return found

    def test_every_way_shows_a_clerk_the_mask(self):
        for user in (self.clerk, self.rep, self.manager):
            for way, value in self.ways(self.as_user(user, self.customer)).items():
                with self.subTest(way=way, user=user.login):
                    self.assertEqual(value, MASK)

    def test_every_way_shows_the_clear_value_to_a_reader_of_sensitive_data(self):
        for way, value in self.ways(self.as_user(self.reader, self.customer)).items():
            with self.subTest(way=way):
                self.assertEqual(value, PHONE)

    def test_the_salesperson_reads_own_customers_and_their_contacts(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id, "phone": "0571-88881234"}
        )
        self.customer.user_id = self.rep
        self.assertEqual(self.as_user(self.rep, self.customer).phone, PHONE)
        self.assertEqual(self.as_user(self.rep, contact).phone, "0571-88881234")
        self.assertEqual(self.as_user(self.clerk, contact).phone, "••••••••34")

    def test_superuser_and_plain_sql_read_the_mask(self):
        self.assertEqual(self.column(self.customer), MASK)
        self.assertEqual(self.as_user(self.reader, self.customer).sudo().phone, MASK)
        self.assertEqual(
            self.env.ref("base.user_root")
            .env["res.partner"]
            .sudo()
            .browse(self.customer.id)
            .phone,
            MASK,
        )

    def test_the_clear_value_does_not_stay_in_memory_for_the_next_user(self):
        reader = self.as_user(self.reader, self.customer)
        self.assertEqual(reader.phone, PHONE)
        self.assertEqual(self.customer.with_user(self.clerk).phone, MASK)
        self.assertEqual(reader.phone, PHONE)

    def test_groups_and_sums_show_the_mask(self):
        domain = [("id", "=", self.customer.id)]
        model = self.env["res.partner"].with_user(self.reader)
        self.assertEqual(model._read_group(domain, ["phone"]), [(MASK,)])
        group = model.formatted_read_group(domain, ["phone"], ["__count"])[0]
        self.assertEqual(group["phone"], MASK)
        self.assertEqual(model.search(domain + group["__extra_domain"]), self.customer)

    def test_the_tokens_cannot_be_read_or_written(self):
        for user in (self.clerk, self.reader, self.env.ref("base.user_admin")):
            partner = self.as_user(user, self.customer)
            with self.assertRaises(AccessError):
                partner.read(["neiqin_sealed"])
            with self.assertRaises(AccessError):
                partner.search([("neiqin_sealed", "like", "nq1")])
            with self.assertRaises(AccessError):
                partner.write({"neiqin_sealed": False})
            with self.assertRaises(AccessError):
                self.env["neiqin.sealed.index"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.customer.sudo().write({"neiqin_sealed": "{}"})

    def test_no_context_opens_anything(self):
        for context in (
            {"neiqin_clear": True},
            {"neiqin_clear": "_CLEAR"},
            {"neiqin_clear": {}},
            {"neiqin_masked": False},
            {"neiqin_server": True},
        ):
            partner = self.as_user(self.clerk, self.customer).with_context(**context)
            self.assertEqual(partner.read(["phone"])[0]["phone"], MASK)

    def test_sanitized_number_and_users_copy_hold_nothing(self):
        self.assertFalse(self.column(self.customer, "phone_sanitized"))
        portal = self.person("portal_customer", "base.group_portal")
        portal.partner_id.phone = PHONE
        self.assertEqual(self.column(portal.partner_id), MASK)
        self.assertEqual(self.as_user(self.clerk, portal.partner_id).phone, MASK)
        self.assertEqual(portal.sudo().phone, MASK)

    def test_colleagues_and_the_own_company_stay_clear(self):
        self.clerk.partner_id.phone = "021-55556666"
        self.env.company.partner_id.phone = "0571-12345678"
        self.assertEqual(self.column(self.clerk.partner_id), "021-55556666")
        self.assertEqual(self.column(self.env.company), "0571-12345678")
        new = self.env["res.users"].create(
            {"name": "新同事", "login": "new_colleague", "phone": "13900001111"}
        )
        self.assertEqual(self.column(new.partner_id), "13900001111")
        company = self.env["res.company"].create(
            {"name": "二厂", "phone": "0571-9999888"}
        )
        self.assertEqual(self.column(company), "0571-9999888")

    def test_chatter_tells_masks_only(self):
        reader = self.as_user(self.reader, self.customer)
        reader.write({"phone": "13900002222"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = self.customer.message_ids.tracking_value_ids
        texts = tracked.mapped("old_value_char") + tracked.mapped("new_value_char")
        self.assertIn("••••••••22", texts)
        self.assertFalse([text for text in texts if text and "4321" in text])

    def test_mails_keep_masks_even_when_a_reader_writes_them(self):
        body = (
            self.env["mail.render.mixin"]
            .with_user(self.reader)
            ._render_template(
                "<p><t t-out='object.phone'/></p>",
                "res.partner",
                self.customer.ids,
                "qweb",
            )[self.customer.id]
        )
        self.assertIn(MASK, body)

    def test_avatar_cards_show_what_the_user_may_read(self):
        from odoo.addons.mail.tools.discuss import Store

        for user, seen in ((self.clerk, MASK), (self.reader, PHONE)):
            partner = self.as_user(user, self.customer)
            data = Store().add(partner, ["phone"]).get_result()
            self.assertEqual(data["res.partner"][0]["phone"], seen)

    def test_payments_copy_the_mask(self):
        provider = self.env["payment.provider"].search([], limit=1)
        method = self.env["payment.method"].create({"name": "汇款", "code": "wire"})
        values = {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "amount": 10,
            "currency_id": self.env.company.currency_id.id,
            "partner_id": self.customer.id,
        }
        manager = self.env["payment.transaction"].with_user(self.reader).sudo()
        self.assertEqual(manager.create(values).partner_phone, MASK)

    def test_collaborator_and_portal_get_no_number(self):
        collaborator = self.person("depot", "neiqin_addon.group_neiqin_collaborator")
        self.assertEqual(
            self.as_user(collaborator, self.customer).read(["phone"])[0]["phone"], MASK
        )
        portal = self.person("portal_other", "base.group_portal")
        with self.assertRaises(AccessError):
            self.as_user(portal, self.customer).read(["phone"])

    def test_another_company_reads_nothing(self):
        company = self.env["res.company"].create({"name": "外地公司"})
        self.customer.company_id = company
        with self.assertRaises(AccessError):
            self.as_user(self.reader, self.customer).read(["phone"])

    def test_a_missing_key_stops_with_a_sentence_and_loses_nothing(self):
        from .sealed_case import KEY_1, KEY_2

        before = self.column(self.customer, "neiqin_sealed")
        self.use_keys(KEY_2)
        self.assertEqual(self.as_user(self.clerk, self.customer).phone, MASK)
        with self.refused(UserError, "does not have"):
            self.as_user(self.reader, self.customer).read(["phone"])
        with self.refused(UserError, "does not have"):
            self.customer.write({"phone": "13700000000"})
        with self.refused(UserError, "does not have"):
            self.env["res.partner"].create({"name": "新", "phone": "13700000000"})
        self.env.invalidate_all()
        self.use_keys("")
        with self.refused(UserError, "missing"):
            self.as_user(self.reader, self.customer).read(["phone"])
        self.assertEqual(self.column(self.customer, "neiqin_sealed"), before)
        self.use_keys(KEY_1)
        self.assertEqual(self.as_user(self.reader, self.customer).phone, PHONE)

    def test_a_damaged_or_moved_token_is_refused_and_kept(self):
        other = self.env["res.partner"].create({"name": "别人", "phone": "13911112222"})
        token = self.column(self.customer, "neiqin_sealed")
        self.env.cr.execute(
            "UPDATE res_partner SET neiqin_sealed = %s WHERE id = %s", [token, other.id]
        )
        with self.refused(UserError, "another record"):
            self.as_user(self.reader, other).read(["phone"])
        cut = token[:60]
        self.env.cr.execute(
            "UPDATE res_partner SET neiqin_sealed = %s WHERE id = %s", [cut, other.id]
        )
        with self.refused(UserError, "cannot be opened"):
            self.as_user(self.reader, other).read(["phone"])
        self.assertEqual(self.column(other, "neiqin_sealed"), cut)
