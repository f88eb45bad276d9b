"""What a new case is filled with: number, department, clerk and deadline."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    @api.model
    def _neiqin_filled(self, vals_list):
        """Return the values completed; each department and clerk is looked up once."""
        orders = self.env["sale.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        orders.fetch(["company_id", "partner_id", "user_id"])
        memo = {}
        self._neiqin_look_up(vals_list, memo)
        filled = [self._neiqin_filled_one(vals, memo) for vals in vals_list]
        companies = [vals["company_id"] for vals in filled]
        numbers = {
            company: iter(self._neiqin_numbers(company, companies.count(company)))
            for company in set(companies)
        }
        return [{**vals, "name": next(numbers[vals["company_id"]])} for vals in filled]

    def _neiqin_filled_one(self, vals, memo):
        order = self.env["sale.order"].browse(vals.get("order_id") or ())
        line = self.env["sale.order.line"].browse(vals.get("order_line_id") or ())
        kind = self.env["neiqin.exception.type"].browse(vals["type_id"])
        company = order.company_id or self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        answers, cause = self._neiqin_answering(kind, line.product_id, company, memo)
        department, dates = self._neiqin_terms_of(kind, company, memo, answers)
        return {
            "root_cause": cause,
            **vals,
            **dates,
            "company_id": company.id,
            "partner_id": order.partner_id.id or vals.get("partner_id"),
            "product_id": line.product_id.id or vals.get("product_id"),
            "line_key": line.id or vals.get("line_key") or 0,
            "owner_id": vals.get("owner_id")
            or self._neiqin_clerk_for(order, company, memo).id,
            "department_id": department.id,
            "department_ids": [fields.Command.set(department.ids)],
        }

    @api.model
    def _neiqin_look_up(self, vals_list, memo):
        """Hook: look up for all cases at once what their values need."""

    @api.model
    def _neiqin_answering(self, kind, product, company, memo):
        """Hook: return the department that answers for a case, and its usual cause."""
        return kind.department_id, kind.default_cause

    @api.model
    def _neiqin_numbers(self, company_id, count):
        """Return that many numbers; a plain sequence gives them with one query."""
        sequences = self.env["ir.sequence"].with_company(company_id)
        domain = [
            ("code", "=", "neiqin.exception"),
            ("company_id", "in", [company_id, False]),
        ]
        sequence = sequences.search(domain, order="company_id", limit=1)
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [
                sequences.next_by_code("neiqin.exception") for _turn in range(count)
            ]
        drawn = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in drawn]

    @api.model
    def _neiqin_terms_of(self, kind, company, memo, department):
        """Return the department, the company's own, and the dates of cases that open."""
        key = (kind, company, department)
        if key not in memo:
            department = department._neiqin_in(company)
            calendar = department._neiqin_calendar(company)
            memo[key] = department, self._neiqin_dates(calendar, kind.hours)
        return memo[key]

    @api.model
    def _neiqin_dates(self, calendar, hours):
        """Return ``{field: moment}``: opened now, due after the working hours."""
        now = fields.Datetime.now()
        return {"opened_at": now, "deadline": self._neiqin_after(calendar, now, hours)}

    @api.model
    def _neiqin_after(self, calendar, moment, hours):
        """Return when that many hours are worked; by the clock where nobody ever works."""
        end = calendar and calendar.plan_hours(hours, moment, compute_leaves=True)
        return end or moment + timedelta(hours=hours)

    @api.model
    def _neiqin_clerk_for(self, order, company, memo):
        """Return who sees the case through: the order's own clerk, or the office's."""
        key = (order.user_id, company)
        if key not in memo:
            user = order.user_id
            mine = (
                user.active
                and not user.share
                and user.has_group("neiqin_addon.group_neiqin_clerk")
            )
            memo[key] = user if mine else self._neiqin_office_for(company, memo)
        return memo[key]

    @api.model
    def _neiqin_office_for(self, company, memo):
        """Return the sales department's person where they are clerks, or the office."""
        if company not in memo:
            departments = self.env["neiqin.department"]
            sales = departments._neiqin_by_code("sales", company)
            person = sales and sales._neiqin_person(company)
            if not person or not person.has_group("neiqin_addon.group_neiqin_clerk"):
                office = departments._neiqin_office(company)
                person = office[0] if office else self.env.ref("base.user_admin")
            memo[company] = person
        return memo[company]
