"""Who is to be told: one statement over all open orders, and every moved promise."""

from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.feedback import is_due
from ...tools.quiet_hours import mail_at
from ...tools.workday import local_to_utc, utc_to_day

#: Reached steps that are news to a customer.
MILESTONES = ("confirmed", "shipped", "delivered")


class NeiqinProgressNotice(models.Model):
    _inherit = "neiqin.progress.notice"

    @api.model
    def _cron_plan(self):
        """Plan the notices of all companies that tell their customers."""
        companies = self.env["res.company"].search([("neiqin_feedback", "=", True)])
        for company in companies:
            self.with_company(company)._neiqin_plan(company)
            self.env["ir.cron"]._commit_progress(1)
        self._cron_send()

    @api.model
    def _neiqin_plan(self, company):
        """Plan what is due in one company; a second run on the same day adds nothing."""
        now = fields.Datetime.now()
        tz = company._neiqin_tz()
        today = utc_to_day(now, tz)
        found = self._neiqin_open_customers(company)
        customers = self.env["res.partner"].browse([row[0] for row in found])
        cadences = customers._neiqin_cadence(company)
        receivers = self._neiqin_receivers(found)
        rows = []
        for customer_id, order_ids, told, news in found:
            cadence = cadences[customer_id]
            told_on = told and utc_to_day(told, tz)
            if not is_due(cadence, today, told_on, news):
                continue
            receiver = receivers[customer_id]
            begins = self._neiqin_begin(company, cadence, today, now)
            quiet = (company.neiqin_quiet_from, company.neiqin_quiet_to)
            rows.append(
                {
                    "partner_id": receiver.id,
                    "company_id": company.id,
                    "kind": "digest",
                    "mail_state": "due",
                    "due_at": mail_at(begins, *quiet, receiver.tz or tz),
                    "order_ids": [fields.Command.set(order_ids)],
                    "key": self._neiqin_key(company, customer_id, cadence, today, told),
                }
            )
        known = self.search([("key", "in", [row["key"] for row in rows])])
        planned = set(known.mapped("key"))
        return self._neiqin_as_server().create(
            [row for row in rows if row["key"] not in planned]
        )

    @api.model
    def _neiqin_key(self, company, customer_id, cadence, today, told):
        """One row per customer and day; per milestone, one since the last message."""
        period = today if cadence != "milestones" else f"{today}/{told or ''}"
        return f"digest:{company.id}:{customer_id}:{period}"

    @api.model
    def _neiqin_begin(self, company, cadence, today, now):
        if cadence == "milestones":
            return now
        minutes = round(company.neiqin_feedback_hour * 60)
        morning = time(minutes // 60, minutes % 60)
        begin = local_to_utc(datetime.combine(today, morning), company._neiqin_tz())
        return max(now, begin)

    @api.model
    def _neiqin_receivers(self, found):
        """Return ``{customer id: contact}``: of the youngest order with an address."""
        every = [order_id for row in found for order_id in row[1]]
        known = self.env["sale.order"].browse(every)
        known.partner_id.mapped("email_normalized")  # read at once for all of them
        receivers = {}
        for customer_id, order_ids, *_rest in found:
            orders = known.browse(sorted(order_ids, reverse=True))
            contacts = orders.with_prefetch(known.ids).partner_id
            contacts = contacts.with_prefetch(known.partner_id.ids)
            reachable = contacts.filtered("email_normalized")
            receivers[customer_id] = reachable[:1] or contacts[:1]
        return receivers

    @api.model
    def _neiqin_open_customers(self, company):
        """Return ``[(customer id, [order id], last told, news)]`` in one statement."""
        self.env["sale.order"].flush_model(
            ["state", "neiqin_stage", "neiqin_last_told", "partner_id", "company_id"]
        )
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS (
                    SELECT sold.id, sold.neiqin_last_told AS told, sold.neiqin_stage,
                           partner.commercial_partner_id AS customer_id,
                           EXISTS (
                               SELECT FROM neiqin_progress_fact AS fact
                                WHERE fact.order_id = sold.id AND fact.quantity > 0
                                  AND fact.stage = ANY(%(news)s)
                                  AND fact.create_date > COALESCE(
                                      sold.neiqin_last_told, '-infinity')
                           ) AS news
                      FROM sale_order AS sold
                      JOIN res_partner AS partner ON partner.id = sold.partner_id
                     WHERE sold.company_id = %(company)s AND sold.state = 'sale'
                       AND sold.neiqin_stage IS DISTINCT FROM 'paid'
                )
                SELECT customer_id, ARRAY_AGG(id ORDER BY id), MAX(told), BOOL_OR(news)
                  FROM fresh
                 WHERE news OR neiqin_stage NOT IN ('delivered', 'invoiced')
              GROUP BY customer_id
              ORDER BY customer_id
                """,
                news=list(MILESTONES),
                company=company.id,
            )
        )
        return self.env.cr.fetchall()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_notice_ids = fields.Many2many(
        comodel_name="neiqin.progress.notice", string="Notices", readonly=True
    )
    neiqin_open_notice_id = fields.Many2one(
        comodel_name="neiqin.progress.notice",
        string="Notice to Check",
        compute="_compute_neiqin_open_notice_id",
    )

    @api.depends("neiqin_notice_ids.mail_state")
    def _compute_neiqin_open_notice_id(self):
        for order in self:
            order.neiqin_open_notice_id = order.neiqin_notice_ids.filtered(
                lambda notice: notice.kind == "promise" and notice.mail_state == "draft"
            )[:1]

    def _neiqin_promises(self):
        return {order: order.neiqin_next_promise for order in self}

    def write(self, vals):
        if "commitment_date" not in vals:
            return super().write(vals)
        before = self._neiqin_promises()
        res = super().write(vals)
        self._neiqin_promise_moved(before)
        return res

    def _neiqin_promise_moved(self, before):
        """Draft a notice for each confirmed order that is promised for another day."""
        moved = self.filtered(
            lambda order: order.state == "sale"
            and order.company_id.neiqin_feedback
            and before.get(order)
            and order.neiqin_next_promise
            and order.neiqin_next_promise != before[order]
        )
        notices = self.env["neiqin.progress.notice"].sudo()
        drafts = notices.search(
            [
                ("kind", "!=", "digest"),
                ("mail_state", "=", "draft"),
                ("order_ids", "in", moved.ids),
            ]
        )
        fresh = moved - drafts.order_ids
        notices._neiqin_as_server().create(
            [
                {
                    "partner_id": order.partner_id.id,
                    "company_id": order.company_id.id,
                    "kind": "promise",
                    "promised_before": before[order],
                    "order_ids": [fields.Command.link(order.id)],
                }
                for order in fresh
            ]
        )
        moved.invalidate_recordset(["neiqin_notice_ids", "neiqin_open_notice_id"])


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        if "neiqin_promised_date" not in vals:
            return super().write(vals)
        orders = self.order_id
        before = orders._neiqin_promises()
        res = super().write(vals)
        orders._neiqin_promise_moved(before)
        return res
