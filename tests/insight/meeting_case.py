"""A company with orders, quotations and stock, on a Wednesday of March 2026."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import new_test_user

from ..order.progress_case import ProgressCase

#: Wednesday noon in Shanghai.
NOW = "2026-03-11 04:00:00"
MONDAY = date(2026, 3, 9)


def noon(month, day):
    """Return noon of a day of 2026 in Shanghai, as Odoo stores it."""
    return datetime(2026, month, day, 4)


class MeetingPeople(ProgressCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.meetings = cls.env["neiqin.meeting"]
        cls.boss = cls.person("meeting_boss", "neiqin_addon.group_neiqin_supervisor")
        cls.other_boss = cls.person(
            "meeting_boss2", "neiqin_addon.group_neiqin_supervisor"
        )
        cls.helper = cls.person(
            "meeting_dept", "neiqin_addon.group_neiqin_collaborator"
        )
        cls.stranger = cls.person(
            "meeting_stranger", "neiqin_addon.group_neiqin_collaborator"
        )
        cls.warehouse_people = cls.env["neiqin.department"].create(
            {
                "name": "仓库",
                "code": "meeting_warehouse",
                "company_id": cls.company.id,
                "member_ids": [(6, 0, cls.helper.ids)],
            }
        )

    @classmethod
    def person(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            lang="en_US",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def meeting(self, week=MONDAY, **values):
        return self.meetings.create(
            {"company_id": self.company.id, "week_start": week, **values}
        )

    def figures(self, week=MONDAY, weeks=4):
        return (
            self.env["neiqin.meeting.figures"]
            .sudo()
            ._neiqin_figures(self.company, week, weeks)
        )

    def line_of(self, product, **figures):
        found = self.figures(**figures)["forecast"]["products"]
        return next((line for line in found if line["id"] == product.id), None)

    def decide(self, meeting, name="催供应商", user=None, **values):
        return self.env["neiqin.meeting.decision"].create(
            {
                "meeting_id": meeting.id,
                "name": name,
                "user_id": (user or self.clerk).id,
                "date_due": date(2026, 3, 13),
                **values,
            }
        )

    def hold(self, meeting, user=None):
        meeting.with_user(user or self.boss).action_neiqin_hold()
        return meeting

    def past_quote(self, amount, created, decided, won, user=None):
        """Return a quotation of the past: won or cancelled on a day."""
        order = self.order((self.goods, 1, amount), confirm=False)
        order.user_id = user or self.env.user
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = %s, date_order = %s, write_date = %s,"
            " state = %s, delivery_status = 'full' WHERE id = %s",
            (created, decided, decided, "sale" if won else "cancel", order.id),
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET qty_delivered = product_uom_qty"
            " WHERE order_id = %s",
            (order.id,),
        )
        self.env.invalidate_all()
        return order

    def open_quote(self, quantity, price, created, **values):
        order = self.order((self.goods, quantity, price), confirm=False, **values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = %s WHERE id = %s", (created, order.id)
        )
        self.env.invalidate_all()
        return order


class MeetingCase(MeetingPeople):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
