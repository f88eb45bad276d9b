"""Making reviews: by a schedule, in slices, each figure for the whole slice at once."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.order_review import days_late, kept, spans
from ...tools.workday import utc_to_day
from ..control.calendar_time import WorkTimes

DELIVERED = ("delivered", "invoiced", "paid")
LOW_MARK = 3  # of 5: neither satisfied nor dissatisfied


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_review_ids = fields.One2many(
        comodel_name="neiqin.order.review",
        inverse_name="order_id",
        string="Review",
        readonly=True,
        copy=False,
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_review_ids"}

    def _neiqin_review(self):
        """Make the reviews of these orders, the customer having everything."""
        self.env["neiqin.order.review"].sudo()._neiqin_make(self.sudo())

    def action_neiqin_open_review(self):
        """Open what is known of how the order went."""
        self.ensure_one()
        self.check_access("read")
        return self.neiqin_review_ids._get_records_action(name=self.env._("Review"))


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    @api.model
    def _cron_review(self):
        """Look back at what is delivered, and once more when all is paid or filed."""
        delivered = Domain("neiqin_stage", "in", DELIVERED)
        archived = Domain("neiqin_archive_state", "=", "archived")
        fresh = Domain("state", "=", "sale") & (delivered | archived)
        fresh &= Domain("neiqin_review_ids", "=", False)
        orders = self.env["sale.order"]
        if not orders._neiqin_work_off("_neiqin_review", fresh, limit=200):
            return
        closed = Domain("is_final", "=", False) & self._neiqin_over()
        self._neiqin_work_off("_neiqin_close", closed, limit=200)

    @api.model
    def _neiqin_over(self):
        """Return the domain of reviews whose orders nothing is expected of any more."""
        paid = Domain("order_id.neiqin_stage", "=", "paid")
        return paid | Domain("order_id.neiqin_archive_state", "=", "archived")

    def _neiqin_close(self):
        """Compute the figures a last time."""
        self._neiqin_write_figures(
            self.order_id, dict(zip(self.order_id, self, strict=False))
        )
        self._neiqin_as_server().write({"is_final": True})

    @api.model
    def _neiqin_make(self, orders):
        """Make the reviews of orders that have none."""
        have = self.search([("order_id", "in", orders.ids)]).order_id
        orders -= have
        reviews = self._neiqin_as_server().with_context(tracking_disable=True)
        made = reviews.create(
            [
                {
                    "order_id": order.id,
                    "company_id": order.company_id.id,
                    "partner_id": order.partner_id.commercial_partner_id.id,
                    "user_id": order.user_id.id,
                    "team_id": order.team_id.id,
                }
                for order in orders
            ]
        )
        self._neiqin_write_figures(orders, dict(zip(orders, made, strict=False)))
        made._neiqin_ask_customers()
        return made

    @api.model
    def _neiqin_write_figures(self, orders, reviews):
        moments = self._neiqin_moments(orders)
        promises = self._neiqin_promises(orders)
        cases = self._neiqin_counts(orders, "neiqin.exception")
        complaints = self._neiqin_counts(orders, "neiqin.complaint")
        groups = self._neiqin_main_categories(orders)
        margins = self._neiqin_margins(orders)
        times, targets, rows = WorkTimes(), {}, []
        for order, review in reviews.items():
            company = order.company_id
            if company not in targets:
                targets[company] = self.env["neiqin.review.target"]._neiqin_of(company)
            steps = self._neiqin_step_values(
                company, moments.get(order.id, {}), targets[company], times
            )
            delivered = moments.get(order.id, {}).get("delivered")
            day = delivered and utc_to_day(delivered, company._neiqin_tz())
            first, last = promises[order.id]
            values = {
                "date": day,
                "first_promise": first,
                "last_promise": last,
                "promise": kept(first, last, day),
                "days_late": days_late(first, day),
                "case_count": cases.get(order, 0),
                "complaint_count": complaints.get(order, 0),
                "categ_id": groups[order].id,
                **margins[order],
                **self._neiqin_sum_up(steps),
            }
            review._neiqin_as_server().write(values)
            review._neiqin_judge()
            rows += [{**step, "review_id": review.id} for step in steps]
        lines = self.env["neiqin.order.review.step"].sudo()._neiqin_as_server()
        lines.search(
            [("review_id", "in", [one.id for one in reviews.values()])]
        ).unlink()
        lines.create(rows)

    @api.model
    def _neiqin_step_values(self, company, moments, targets, times):
        work = times.of(company.resource_calendar_id, company)
        steps = []
        for number, (step, start, end) in enumerate(spans(moments)):
            target = targets.get(step)
            hours = work.between(start, end) / 3600
            limit = target.hours if target else 0.0
            steps.append(
                {
                    "company_id": company.id,
                    "sequence": number,
                    "step": step,
                    "department_id": target.department_id.id if target else False,
                    "start": start,
                    "end": end,
                    "hours": hours,
                    "target": limit,
                    "is_late": bool(limit) and hours > limit,
                }
            )
        return steps

    @api.model
    def _neiqin_sum_up(self, steps):
        late = [step for step in steps if step["is_late"]]
        worst = max(late, key=lambda step: step["hours"] - step["target"], default=None)
        return {
            "hours": sum(step["hours"] for step in steps),
            "late_steps": len(late),
            "slowest_step": worst and worst["step"],
        }

    def _neiqin_judge(self):
        """Say of each review whether somebody should look at it."""
        for review in self:
            trouble = review.late_steps or review.case_count or review.complaint_count
            low = review.rating_last_value and review.rating_last_value < LOW_MARK
            needs = bool(trouble or low or review.promise in ("moved", "late"))
            if review.needs_look != needs:
                review._neiqin_as_server().write({"needs_look": needs})
