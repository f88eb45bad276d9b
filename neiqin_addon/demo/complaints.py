"""What customers complained of: overdue, answered, waiting, solved, closed with a mark."""

from datetime import timedelta

from odoo import fields, models

#: Type, subject, words, minutes ago, channel, what became of it.
STORIES = (
    (
        "quality",
        "400 套轴承有 37 套生锈，客户停线",
        "开箱发现 37 套生锈，客户装配线停产，要求今天给出方案。",
        95,
        "mail",
        "late",
    ),
    ("logistics", "说好周三到货，到现在没有消息", "请查物流单号。", 40, "phone", "new"),
    ("short", "少发 3 箱", "送货单 20 箱，实收 17 箱。", 300, "portal", "answered"),
    ("invoice", "发票税号开错", "抬头对，税号错一位。", 500, "wechat", "waiting"),
    ("price", "单价与合同不一致", "合同 12.5，账单 12.8。", 1600, "mail", "solved"),
    ("attitude", "电话一直没人接", "打了三次都没人接。", 4300, "phone", "closed"),
)


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_complaints(self):
        """One complaint in every state a clerk meets."""
        clerk = self._known("user_clerk")
        complaints = self.env["neiqin.complaint"].with_user(clerk)
        orders = self.env["sale.order"].search(
            [("company_id", "=", self._company().id), ("state", "=", "sale")],
            order="date_order desc",
            limit=len(STORIES),
        )
        for order, story in zip(orders, STORIES, strict=False):
            code, subject, text, minutes, channel, fate = story
            complaint = complaints.create(
                {
                    "order_id": order.id,
                    "type_id": self.env.ref(f"neiqin_addon.complaint_type_{code}").id,
                    "subject": subject,
                    "description": text,
                    "channel": channel,
                    "received_at": fields.Datetime.now() - timedelta(minutes=minutes),
                }
            )
            getattr(self, f"_complaint_{fate}")(complaint, minutes)

    def _complaint_late(self, complaint, minutes):
        """Nobody has answered."""

    _complaint_new = _complaint_late

    def _complaint_answered(self, complaint, minutes):
        self._call_back(complaint, minutes - 25, "已致歉，正在核对装车照片")

    def _complaint_waiting(self, complaint, minutes):
        self._call_back(complaint, minutes - 15, "请客户把开票资料发过来")
        complaint._neiqin_wait("客户的开票资料")

    def _complaint_solved(self, complaint, minutes):
        self._call_back(complaint, minutes - 30, "已核对合同，确认差价")
        complaint._neiqin_solve("<p>差价 0.3 元/套，本月账单扣减。</p>", "phone")

    def _complaint_closed(self, complaint, minutes):
        self._complaint_solved(complaint, minutes)
        complaint.write({"cause_kind": "people", "cause": "午间无人值班"})
        mails = self.env["mail.mail"].sudo()
        before = mails.search([], limit=1, order="id desc").id or 0
        complaint.action_neiqin_close()
        # nothing is sent while the demo loads
        mails.search([("id", ">", before)]).unlink()
        rating = complaint.sudo().rating_ids[:1]
        if rating:
            complaint.sudo().rating_apply(3, rating=rating, feedback="希望有人值班")

    def _call_back(self, complaint, minutes, summary):
        """Note a call that many minutes ago; noted afterwards, it is the supervisor's."""
        supervisor = self._known("user_supervisor")
        complaint.with_user(supervisor)._neiqin_log_contact(
            "phone",
            "out",
            True,
            6,
            fields.Datetime.now() - timedelta(minutes=minutes),
            summary,
        )
