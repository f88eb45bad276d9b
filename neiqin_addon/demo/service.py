"""What came of complaints: answered by script, offers, marks, reopened, withdrawn."""

import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

#: Type, subject, words, minutes ago, channel, what became of it.
STORIES = (
    (
        "quality",
        "电机通电后起火",
        "已断电，人没事，客户要求马上到场。",
        25,
        "phone",
        "fire",
    ),
    ("quality", "减速机异响，要求退货", "三台里两台异响。", 50, "mail", "scripted"),
    ("other", "送货单打印看不清", "请重新发一份电子版。", 15, "portal", "new"),
    ("logistics", "货放门卫没人签收", "司机没打电话。", 190, "phone", "reopened"),
    ("short", "漏发说明书", "缺两份中文说明书。", 2600, "wechat", "happy"),
    ("price", "合同外加收了运费", "合同写明含运费。", 2900, "mail", "unhappy"),
    (
        "other",
        "催发货，后来说已收到",
        "门卫代收，客户自己找到了。",
        700,
        "phone",
        "void",
    ),
)
#: What the clerk writes into the blanks of a script.
BLANK = re.compile(r"【[^】]*】|\[[^\]]+\?\]")


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    @api.model
    def _parts(self):
        return [*super()._parts(), "service"]

    def _load_service(self):
        """Complaints of every tier, and what customers and colleagues made of them."""
        clerk = self._known("user_clerk")
        complaints = self.env["neiqin.complaint"].with_user(clerk)
        mails = self.env["mail.mail"].sudo()
        before = mails.search([], limit=1, order="id desc").id or 0
        for order, story in zip(self._service_orders(), STORIES, strict=False):
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
        # nothing is sent while the demo loads
        mails.search([("id", ">", before)]).unlink()

    def _service_orders(self):
        """Return confirmed orders of different customers, none of them complained of."""
        orders = self.env["sale.order"].search(
            [("company_id", "=", self._company().id), ("state", "=", "sale")],
            order="date_order desc, id desc",
        )
        complaints = self.env["neiqin.complaint"].sudo()
        busy = complaints.search([("order_id", "in", orders.ids)]).partner_id
        free = orders.filtered(lambda order: order.partner_id not in busy) or orders
        return [group[:1] for group in free.grouped("partner_id").values()]

    def _complaint_fire(self, complaint, minutes):
        """Critical: the department is at it, nobody has called the customer yet."""
        for task in complaint.sudo().task_ids[:1]:
            task.with_user(task.user_id).action_neiqin_start()

    def _complaint_scripted(self, complaint, minutes):
        """Answered within the hour with a script; something is offered besides."""
        self._answer_by_script(complaint, "first")
        self._offer_beside(complaint)
        for task in complaint.sudo().task_ids:
            mine = task.with_user(task.user_id)
            mine.result = "拆检两台：轴承游隙超差，同批 6 台已隔离"
            mine.action_neiqin_done()

    def _complaint_reopened(self, complaint, minutes):
        self._close_with(complaint, minutes, "fair", "换了司机再看看")
        complaint._neiqin_reopen("新司机还是没打电话")

    def _complaint_happy(self, complaint, minutes):
        self._close_with(complaint, minutes, "good", "处理很快")

    def _complaint_unhappy(self, complaint, minutes):
        self._close_with(complaint, minutes, "bad", "打了三个电话才有人答复")

    def _complaint_void(self, complaint, minutes):
        self._call_back(complaint, minutes - 20, "客户说货找到了")
        complaint.with_user(self._known("user_supervisor"))._neiqin_void(
            "客户自己找到了货，撤回投诉"
        )

    def _close_with(self, complaint, minutes, mark, words):
        """Close it; the customer gives a mark, with a few words."""
        self._complaint_solved(complaint, minutes)
        for task in complaint.sudo().task_ids:
            mine = task.with_user(task.user_id)
            mine.result = "已查清，见投诉里的原因"
            mine.action_neiqin_done()
        complaint.write({"cause_kind": "people", "cause": "交接时没有说清楚"})
        complaint.action_neiqin_close()
        complaint._neiqin_take_mark(complaint.partner_id, mark)
        complaint.sudo().rating_ids.filtered("consumed").feedback = words

    def _answer_by_script(self, complaint, occasion):
        """Answer with the first script that fits, its blanks filled in."""
        versions = complaint._neiqin_script_versions()
        version = versions.filtered(lambda row: row.occasion == occasion)[:1]
        if not version:
            return
        text = BLANK.sub("见附件", complaint._neiqin_script_fill(version))
        quiet = complaint.with_context(mail_notify_force_send=False)
        message = quiet.message_post(
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=complaint.partner_id.ids,
        )
        uses = complaint.env["neiqin.script.use"]
        uses._neiqin_note(message, version.sudo().canned_ids.ids)
        complaint.sudo()._neiqin_mail_left(message, complaint.partner_id, [])

    def _offer_beside(self, complaint):
        """Two offers: one the customer took with a later order, one not answered yet."""
        offers = complaint.env["neiqin.offer"]
        order = complaint.order_id
        later = self.env["sale.order"].search(
            [
                ("partner_id", "=", order.partner_id.id),
                ("state", "=", "sale"),
                ("id", "!=", order.id),
            ],
            limit=1,
        )
        line = later.order_line.filtered(
            lambda row: row.product_id not in order.order_line.product_id
        )[:1]
        if line:
            taken = offers._neiqin_make(complaint, line.product_id)
            values = {"line_id": line.id, "amount": line.price_subtotal}
            taken._neiqin_answer("accepted", values)
        products = complaint.neiqin_hint_ids - line.product_id
        offers._neiqin_make(complaint, products[:1])
