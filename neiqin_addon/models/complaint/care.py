"""The next call or visit of each customer: set by itself, from the service log."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Activity and channel of each kind.
KINDS = {
    "call": ("mail.mail_activity_data_call", "phone"),
    "visit": ("mail.mail_activity_data_meeting", "visit"),
}
#: To-dos given to people in one night, and days over which the first ones are spread.
NIGHTLY, SPREAD = 500, 30

_MATCH = """
WITH customer AS (
    SELECT p.id, record.turnover, record.state,
           p.neiqin_grade->>%(key)s AS grade
      FROM res_partner p
      LEFT JOIN neiqin_customer_record record
        ON record.partner_id = p.id AND record.company_id = %(company)s
     WHERE p.neiqin_file_completeness IS NOT NULL AND p.active
       AND (p.company_id IS NULL OR p.company_id = %(company)s)
), fit AS (
    SELECT DISTINCT ON (customer.id) customer.id, plan.id AS plan, plan.every_days
      FROM customer
      JOIN neiqin_care_plan plan ON plan.company_id = %(company)s AND plan.active
       AND (plan.grade IS NULL OR plan.grade = customer.grade)
       AND COALESCE(customer.turnover, 0) >= COALESCE(plan.turnover_from, 0)
       AND (plan.rhythm IS NULL OR plan.rhythm = COALESCE(customer.state, 'few'))
       AND (plan.category_id IS NULL OR EXISTS (
            SELECT FROM res_partner_res_partner_category_rel tag
             WHERE tag.partner_id = customer.id AND tag.category_id = plan.category_id))
     ORDER BY customer.id, plan.sequence, plan.id
), heard AS (
    SELECT commercial_partner_id AS customer,
           MAX((moment AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date) AS day
      FROM neiqin_service_log
     WHERE company_id = %(company)s AND reached AND channel IN ('phone', 'visit', 'wechat')
     GROUP BY commercial_partner_id
), gone AS (
    DELETE FROM neiqin_care care
     WHERE care.company_id = %(company)s
       AND NOT EXISTS (SELECT FROM fit WHERE fit.id = care.partner_id)
)
INSERT INTO neiqin_care AS care (partner_id, company_id, plan_id, last_on, next_on)
SELECT fit.id, %(company)s, fit.plan, heard.day,
       COALESCE(heard.day + fit.every_days, %(today)s::date + (fit.id * 7919 %% %(spread)s))
  FROM fit LEFT JOIN heard ON heard.customer = fit.id
    ON CONFLICT (partner_id, company_id) DO UPDATE
   SET plan_id = EXCLUDED.plan_id, last_on = EXCLUDED.last_on,
       -- who was never spoken to keeps the first day
       next_on = CASE WHEN EXCLUDED.last_on IS NULL THEN care.next_on
                      ELSE EXCLUDED.next_on END
 WHERE (care.plan_id, care.last_on) IS DISTINCT FROM (EXCLUDED.plan_id, EXCLUDED.last_on)
    OR (EXCLUDED.last_on IS NOT NULL AND care.next_on <> EXCLUDED.next_on)
"""


class NeiqinCare(models.Model):
    """What one company plans for one customer. Written by the nightly run alone."""

    _name = "neiqin.care"
    _description = "Care of a Customer"
    _inherit = "neiqin.care.task.mixin"
    _order = "next_on, id"
    _rec_name = "partner_id"
    _log_access = False

    plan_id = fields.Many2one(
        comodel_name="neiqin.care.plan",
        string="Plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(related="plan_id.kind")
    last_on = fields.Date(string="Last Reached", help="By phone, WeChat or a visit.")
    next_on = fields.Date(string="Next", index=True)

    _customer_company_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "One row per customer and company."
    )

    # --- at night

    @api.model
    def _cron_care(self):
        """Set the days anew; give calls and visits that are due to people."""
        companies = self.env["res.company"].sudo()
        for company in companies.search([("neiqin_file_care", "=", True)], order="id"):
            care = self.with_company(company)
            care._neiqin_set_days(company)
            if not care._neiqin_work_through(company):
                return
            events = self.env["neiqin.care.event"].with_company(company)
            if not events._neiqin_night(company):
                return

    def _neiqin_work_through(self, company):
        """Work off one company's day; return whether there is time left."""
        today = company._neiqin_today()
        mine = [("company_id", "=", company.id)]
        reached = [*mine, ("activity_id", "!=", False), ("next_on", ">", today)]
        if not self._neiqin_work_off("_neiqin_drop_task", reached):
            return False
        due = [*mine, ("activity_id", "=", False), ("next_on", "<=", today)]
        first = self.search(due, limit=NIGHTLY, order="next_on, id")
        return self._neiqin_work_off("_neiqin_give_task", [("id", "in", first.ids)])

    @api.model
    def _neiqin_set_days(self, company):
        """Find each customer's plan and next day; one statement for all of them."""
        for model in ("neiqin.care", "neiqin.care.plan", "res.partner"):
            self.env[model].flush_model()
        self.env["neiqin.service.log"].flush_model()
        self.env.cr.execute(
            SQL(
                _MATCH,
                company=company.id,
                key=str(company.id),
                zone=company._neiqin_tz(),
                today=company._neiqin_today(),
                spread=SPREAD,
            )
        )
        self.invalidate_model(flush=False)

    def _neiqin_drop_task(self):
        """Somebody spoke with the customer meanwhile: the to-do has had its use."""
        self.activity_id.sudo().unlink()
        self._neiqin_as_server().write({"activity_id": False})

    def _neiqin_give_task(self):
        for care in self.sudo():
            plan, user = care.plan_id, care.partner_id._neiqin_file_keeper()
            kind, _channel = KINDS[plan.kind]
            activity = care.partner_id.activity_schedule(
                kind,
                date_deadline=care.next_on,
                summary=plan.task or plan.with_context(lang=user.lang).name,
                user_id=user.id,
            )
            care._neiqin_as_server().write({"activity_id": activity.id})

    def _neiqin_contact(self):
        plan = self.plan_id
        return KINDS[plan.kind][1], plan.task or plan.name


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """A call or visit of a plan is a contact: its outcome goes into the log."""
        cares = self.env["neiqin.care"].sudo()
        cares = cares.search([("activity_id", "in", self.ids)]) if self else cares
        events = self.env["neiqin.care.event"].sudo()
        events = events.search([("activity_id", "in", self.ids)]) if self else events
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        cares._neiqin_contacted(feedback)
        events._neiqin_contacted(feedback)
        return res
