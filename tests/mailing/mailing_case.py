"""What the tests of mailings share: customers who agreed, and their figures."""

from odoo.tests import new_test_user

from ..customer.file_case import ROLE, FileCase

WRITER = "mass_mailing.group_mass_mailing_user"


class MailingCase(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segments = cls.env["neiqin.mailing.segment"]
        cls.writer = new_test_user(
            cls.env, "mail_writer", f"{ROLE}clerk,{WRITER}", name="林静"
        )
        cls.customer.email = "office@kh001.example.com"
        cls.other = cls.new_customer("宁波恒达", email="office@kh002.example.com")
        cls.agree(cls.customer | cls.other)

    @classmethod
    def agree(cls, partners, given=True, **values):
        return cls.env["neiqin.mailing.consent"].create(
            [{"partner_id": row.id, "given": given, **values} for row in partners]
        )

    def segment(self, **values):
        segments = self.segments.with_user(self.writer)
        return segments.create({"name": "客户", **values})

    def found(self, segment):
        """Return who would get a mailing, of the customers made here."""
        partners = self.env["res.partner"].with_user(self.writer)
        segment.invalidate_recordset()
        found = partners.search(segment._neiqin_domain(), order="id")
        self.assertEqual(segment.recipient_count, len(found))
        return found.sudo()

    def record(self, partner, turnover=0, state="regular"):
        self.env["neiqin.customer.record"].sudo()._neiqin_upsert(
            [
                (partner.id, self.company.id, "2025-01-01", "2026-06-01", 5)
                + (None,) * 6
                + (state, turnover, 0, 0, 0, "2026-06-01")
            ]
        )

    def complain(self, level, dispute=False):
        kind = self.env["neiqin.complaint.type"].search([], limit=1)
        code = f"mailing_{level}"
        kind = kind.copy({"code": code, "is_dispute": dispute})
        tier = self.env["neiqin.complaint.tier"].search(
            [("level", "=", level)], limit=1
        )
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "type_id": kind.id,
                "subject": "齿轮断裂",
                "description": "齿轮断裂",
            }
        )
        complaint._neiqin_as_server().write({"tier_id": tier.id})
        return complaint
