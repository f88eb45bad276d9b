"""Ready-made customers, departments and people for the tests of complaints."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

ROLE = "neiqin_addon.group_neiqin_"


@tagged("post_install", "-at_install")
class ComplaintCase(TransactionCase):
    """Complaints of one company; time stands where a test puts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write({"neiqin_quiet_from": 0, "neiqin_quiet_to": 0})
        cls.clerk = cls.person("clerk")
        cls.supervisor = cls.person("supervisor")
        cls.manager = cls.person("manager")
        cls.worker = cls.person("collaborator", "worker")
        cls.company.write(
            {
                "neiqin_complaint_supervisor_id": cls.supervisor.id,
                "neiqin_complaint_manager_id": cls.manager.id,
            }
        )
        cls.partner = cls.env["res.partner"].create(
            {"name": "Hangzhou Gears", "email": "buyer@gears.example.com"}
        )
        cls.warehouse = cls.department("Warehouse", cls.worker)
        cls.types = {
            code: cls.env.ref(f"neiqin_addon.complaint_type_{code}")
            for code in ("logistics", "quality", "price", "other")
        }
        cls.tiers = [
            cls.env.ref(f"neiqin_addon.complaint_tier_{level}")
            for level in (1, 2, 3, 4)
        ]

    @classmethod
    def person(cls, role, login=None):
        login = login or role
        return new_test_user(
            cls.env, f"c_{login}", f"{ROLE}{role}", email=f"{login}@office.example.com"
        )

    @classmethod
    def department(cls, name, head, calendar=None, **values):
        return cls.env["neiqin.department"].create(
            {
                "name": name,
                "code": name.upper(),
                "company_id": cls.env.company.id,
                "responsible_id": head.id,
                "member_ids": [fields.Command.set(head.ids)],
                "calendar_id": calendar.id if calendar else False,
                **values,
            }
        )

    @classmethod
    def calendar(
        cls, tz="Asia/Shanghai", hours=((9.0, 12.0), (13.0, 18.0)), days="01234"
    ):
        """Return a calendar of its own, Monday to Friday if not said otherwise."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Calendar {tz}",
                "tz": tz,
                "company_id": cls.env.company.id,
                "attendance_ids": [
                    fields.Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": day,
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if start < 12 else "afternoon",
                        }
                    )
                    for day in days
                    for start, end in hours
                ],
            }
        )

    def complain(self, **values):
        """File a complaint as the clerk."""
        values = {
            "partner_id": self.partner.id,
            "type_id": self.types["other"].id,
            "subject": "late",
            **values,
        }
        return self.env["neiqin.complaint"].with_user(self.clerk).create(values)

    def clock(self, complaint, kind="response"):
        return complaint.sudo().clock_ids.filtered(
            lambda clock: clock.kind == kind and not clock.task_id
        )

    def at(self, text):
        """Stop the time at a moment (UTC)."""
        return freeze_time(text)

    def call(self, complaint, reached=True, user=None, **values):
        record = complaint.with_user(user or self.clerk)
        return record._neiqin_log_contact("phone", "out", reached, **values)

    def sweep(self):
        """Run the schedule as the server does."""
        cron = self.env.ref("neiqin_addon.complaint_sweep_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def notices(self, **values):
        return self.env["neiqin.complaint.notice"].search(
            [(name, "=", value) for name, value in values.items()]
        )


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def later(start, minutes):
    return fields.Datetime.to_string(moment(start) + timedelta(minutes=minutes))
