"""Orders that are through, for the tests of the archive; printed papers are stand-ins."""

from unittest.mock import patch

from odoo.tests import new_test_user

from .progress_case import ProgressCase

#: What stands for a printed paper; each record's is different.
PDF = b"%PDF-1.4 "


def fake_print(self, report, records):
    return {
        (report, record.id): PDF + f"{report} {record.id}".encode()
        for record in records
    }


class ArchiveCase(ProgressCase):
    #: whether papers become real PDF files
    printed = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.printed:
            cls.startClassPatcher(
                patch.object(type(cls.env["sale.order"]), "_neiqin_print", fake_print)
            )
        cls.other_clerk = cls.person("archive_two", "clerk")
        cls.boss = cls.person("archive_boss", "supervisor")
        cls.manager = cls.person("archive_manager", "manager")
        cls.auditor = cls.person("archive_auditor", "auditor")
        cls.kind = cls.env.ref("neiqin_addon.archive_kind_plain")
        cls.kind.wants_contract = "no"
        cls.goods.write({"invoice_policy": "delivery"})
        cls.put(cls.goods, 1000)
        # none opens by itself: each test opens its own
        cls.company.neiqin_gate_exception = "off"

    @classmethod
    def person(cls, login, role):
        return new_test_user(
            cls.env,
            login,
            f"neiqin_addon.group_neiqin_{role}",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    @classmethod
    def done_order(cls, *lines, paid=True, **values):
        """Return an order of 10 pieces at 9.00, delivered, invoiced and paid."""
        order = cls.order(*(lines or [(cls.goods, 10, 9.0)]), **values)
        for picking in order.picking_ids:
            cls.send(picking)
        move = cls.invoice(order)
        if paid:
            cls.pay(move)
        cls.env.flush_all()
        return order

    @classmethod
    def archive(cls, order, user=None):
        """Archive as a clerk; return the archive."""
        order.with_user(user or cls.clerk).action_neiqin_archive()
        return order.neiqin_archive_ids.sorted("version")[-1:]
