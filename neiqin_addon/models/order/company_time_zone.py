"""The time zone in which a company counts days.

Asked for at every step, by customers too, and next to never changed: kept in memory, so
that it costs no step a query.
"""

from odoo import api, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    _inherit = "res.company"

    @ormcache("self.id")
    def _neiqin_tz(self):
        """Return the name of the time zone.

        A calendar in UTC says nothing: Odoo's first one is, wherever the company works.
        """
        self.ensure_one()
        company = self.sudo()  # asked for customers too, who read no calendar
        zones = (company.resource_calendar_id.tz, company.partner_id.tz)
        return next((zone for zone in zones if zone and zone != "UTC"), "UTC")

    @api.model
    def _neiqin_forget_tz(self):
        self.env.registry.clear_cache()

    def write(self, vals):
        res = super().write(vals)
        if {"resource_calendar_id", "partner_id"}.intersection(vals):
            self._neiqin_forget_tz()
        return res


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        res = super().write(vals)
        if "tz" in vals:
            self.env["res.company"]._neiqin_forget_tz()
        return res


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        res = super().write(vals)
        if "tz" in vals and self.sudo().ref_company_ids:
            self.env["res.company"]._neiqin_forget_tz()
        return res
