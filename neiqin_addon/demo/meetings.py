"""Four weekly meetings: three that were held, and the next one in preparation."""

from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

from ..tools.iso_week import monday
from ..tools.workday import local_to_utc

TZ = "Asia/Shanghai"
#: Weeks ago, minutes, and what was decided: words, who, department, days until, and the
#: number of meetings later at which it was done; None: still to do.
STORY = (
    (
        3,
        "<p>上周交货总体正常，减速机到货晚了两天。</p><p>华东两家客户催确认函，内勤当天补发。</p>",
        (
            ("与供应商敲定减速机的周供货计划", "user_supervisor", "purchasing", 4, 2),
            ("盘点链条库存，账实差异报财务", "user_warehouse", "warehouse", 5, None),
        ),
    ),
    (
        2,
        "<p>报价转单比上月慢，超过一个月的报价由业务员逐个回访。</p>",
        (("一个月以上的报价逐个回访，结果写进订单", "user_clerk", "sales", 6, 2),),
    ),
    (
        1,
        "<p>逾期款集中在三家客户，财务与业务分头跟进。</p><p>链条盘点仍未完成，本周必须关闭。</p>",
        (("逾期三十天以上的客户，电话确认付款日期", "user_clerk", "finance", 4, None),),
    ),
)
LASTED = timedelta(minutes=50)
#: What a group can ship in a week, as a share of what is on order now.
CAPACITY_SHARE = 0.6


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "meetings"]

    def _load_meetings(self):
        company, boss = self._company(), self._known("user_supervisor")
        people = self._meeting_people()
        plan = self.env["neiqin.meeting.plan"].create(
            {
                "name": "销售周例会",
                "company_id": company.id,
                "weekday": "0",
                "hour": 9.5,
                "tz": TZ,
                "location": "二楼会议室",
                "user_id": boss.id,
                "user_ids": [Command.set(people.ids)],
            }
        )
        self._remember("meeting_plan", plan)
        made = []
        for weeks, minutes, decided in STORY:
            meeting = self._meeting(plan, -weeks, minutes)
            made.append((meeting, self._decisions(meeting, decided)))
            closed_at = meeting.meets_at + LASTED
            # the figures are today's: nobody kept those of that morning
            meeting._neiqin_as_server().computed_at = meeting.meets_at
            meeting.with_user(boss)._neiqin_hold(closed_at)
            self._finish_due(made)
        self._capacities(self._meeting(plan, 0, False))

    def _meeting_people(self):
        people = self.env["res.users"]
        for key in ("supervisor", "clerk", "warehouse"):
            people |= self._known(f"user_{key}") or people
        return people

    def _meeting(self, plan, weeks, minutes):
        week = monday(self._today()) + timedelta(weeks=weeks)
        at = local_to_utc(datetime.combine(week, time(9, 30)), TZ)
        return self.env["neiqin.meeting"].create(
            {
                "plan_id": plan.id,
                "company_id": plan.company_id.id,
                "week_start": week,
                "meets_at": at,
                "user_ids": [Command.set(plan.user_ids.ids)],
                "minutes": minutes,
            }
        )

    def _decisions(self, meeting, decided):
        found = []
        for name, user, department, days, done_after in decided:
            code = self.env["neiqin.department"]._neiqin_by_code(
                department, meeting.company_id
            )
            person = self._known(user) or self._known("user_clerk")
            decision = self.env["neiqin.meeting.decision"].create(
                {
                    "meeting_id": meeting.id,
                    "name": name,
                    "user_id": person.id,
                    "department_id": code.id,
                    "date_due": meeting.week_start + timedelta(days=days),
                }
            )
            found.append([decision, done_after])
        return found

    def _finish_due(self, made):
        """Have done by now what the story says was done by the next meeting."""
        for age, (meeting, decisions) in enumerate(reversed(made), start=1):
            for decision, done_after in decisions:
                if done_after == age and decision.state == "open":
                    decision.with_user(decision.user_id).action_neiqin_done()
                    moment = meeting.meets_at + timedelta(weeks=age, days=-1)
                    self._backdate({decision: moment}, "done_at")

    def _capacities(self, meeting):
        forecast = meeting._neiqin_content()["figures"]["forecast"]
        for group in forecast["groups"][:2]:
            wanted = max(float(value) for value in group["firm"])
            if wanted and group["id"]:
                self.env["neiqin.meeting.capacity"].create(
                    {
                        "company_id": meeting.company_id.id,
                        "categ_id": group["id"],
                        "quantity": max(1, round(wanted * CAPACITY_SHARE)),
                        "note": "按两个人一天的拣货量",
                    }
                )
        meeting._neiqin_refresh()
