"""News to the demo company's customers: who agreed, three segments, what went out."""

from datetime import timedelta

from odoo import Command, models

#: How customers agreed, in turn; None: wants no news, "": was not asked yet.
ANSWERS = ("contract", "form", "visit", "contract", None, "mail", "")
SEGMENTS = (
    ("近期有下单的客户", {"rhythm": "regular"}),
    ("久未下单的客户", {"rhythm": "silent"}),
    ("全部同意接收的客户", {}),
)
SENT, DRAFT = "年底备货通知：十二月发货安排", "新品上架：精密行星减速机 PLF 系列"
BODY = (
    "<p>尊敬的客户：</p><p>年底物流紧张，请在 12 月 20 日前下达备货订单，"
    "我们按先后安排发货。</p><p>宁波启明机电贸易有限公司</p>"
)


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "mailings"]

    def _load_mailings(self):
        writer = self.env.ref("mass_mailing.group_mass_mailing_user")
        for key in ("user_supervisor", "user_clerk"):
            if user := self._known(key):
                user.group_ids = [Command.link(writer.id)]
        self._ask_for_consent()
        segments = self.env["neiqin.mailing.segment"].create(
            [
                {"name": name, "company_id": self._company().id, **values}
                for name, values in SEGMENTS
            ]
        )
        self._mail_to(segments[-1], SENT, self._today() - timedelta(days=9))
        self._mail_to(segments[0], DRAFT, None)

    def _ask_for_consent(self):
        customers = self._remembered("customer_", "res.partner")
        clerk = self._known("user_clerk") or self.env.user
        moment = self._moment(self._today() - timedelta(days=60))
        rows = [
            {
                "partner_id": customer.id,
                "given": how is not None,
                "how": how or "phone",
                "note": "随购销合同签订" if how == "contract" else False,
                "user_id": clerk.id,
                "moment": moment,
            }
            for number, customer in enumerate(customers)
            if (how := ANSWERS[number % len(ANSWERS)]) != ""
        ]
        self.env["neiqin.mailing.consent"]._neiqin_as_server().create(rows)

    def _mail_to(self, segment, subject, day):
        """Write a mailing; with a day it went out then, to whoever agrees by now."""
        boss = self._known("user_supervisor") or self.env.user
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": subject,
                "body_arch": BODY,
                "body_html": BODY,
                "user_id": boss.id,
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr(segment._neiqin_domain()),
                "neiqin_segment_id": segment.id,
            }
        )
        if day:
            moment = self._moment(day, 14, 30)
            self._tell_of_traces(mailing, moment)
            mailing.write({"state": "done", "sent_date": moment})

    def _tell_of_traces(self, mailing, moment):
        """Nothing is sent: what Odoo would have noted of each mail, and our log of it."""
        people = self.env["res.partner"].search(mailing._get_recipients_domain())
        traces = self.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": "res.partner",
                    "res_id": person.id,
                    "email": person.email_normalized,
                    "trace_status": "open" if number % 3 else "sent",
                    "sent_datetime": moment,
                    "open_datetime": moment + timedelta(hours=2)
                    if number % 3
                    else False,
                }
                for number, person in enumerate(people)
            ]
        )
        traces._neiqin_note()
