"""What is coming for each customer: occasions with their day, told to a person in time."""

from datetime import timedelta

from odoo import api, fields, models

from .care_occasion import ACTS, KINDS

#: Days that the list looks ahead, and to-dos given to people in one night.
HORIZON, NIGHTLY = 90, 500


class NeiqinCareEvent(models.Model):
    """One occasion of one customer. Written by the nightly run alone."""

    _name = "neiqin.care.event"
    _description = "Coming Occasion"
    _inherit = "neiqin.care.task.mixin"
    _order = "day, id"
    _rec_name = "partner_id"
    _log_access = False

    occasion_id = fields.Many2one(
        comodel_name="neiqin.care.occasion",
        string="Occasion",
        required=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(selection=KINDS, required=True)
    act = fields.Selection(related="occasion_id.act")
    paper_id = fields.Many2one(
        comodel_name="neiqin.customer.paper",
        string="Paper",
        index="btree_not_null",
        ondelete="cascade",
    )
    day = fields.Date(required=True, help="Of the occasion itself.")
    years = fields.Integer(help="Of an anniversary.", aggregator=None)
    tell_on = fields.Date(string="To Be Told On", required=True, index=True)
    told = fields.Boolean(help="Somebody was given the to-do.")
    is_void = fields.Boolean(
        string="Gone",
        help="The paper was renewed, or the occasion is not one any more.",
    )

    _paper_once = models.UniqueIndex(
        "(occasion_id, paper_id, day) WHERE paper_id IS NOT NULL"
    )
    _day_once = models.UniqueIndex(
        "(occasion_id, company_id, partner_id, day) WHERE paper_id IS NULL"
    )

    @api.model
    def _neiqin_night(self, company):
        """Find one company's occasions, tell of those that are near.

        :return: whether there is time left
        """
        self._neiqin_find(company)
        mine = [("company_id", "=", company.id)]
        if not self._neiqin_work_off("_neiqin_drop", [*mine, ("is_void", "=", True)]):
            return False
        today = company._neiqin_today()
        due = [*mine, ("told", "=", False), ("tell_on", "<=", today)]
        first = self.search(due, limit=NIGHTLY, order="day, id")
        return self._neiqin_work_off("_neiqin_tell", [("id", "in", first.ids)])

    def _neiqin_drop(self):
        """There is no occasion any more: nobody is sent for it."""
        self.activity_id.sudo().unlink()
        self._neiqin_as_server().unlink()

    def _neiqin_tell(self):
        for event in self.sudo():
            user = event.partner_id._neiqin_file_keeper()
            activity = event.partner_id.activity_schedule(
                ACTS[event.act][0],
                date_deadline=event.day,
                summary=event.with_context(lang=user.lang)._neiqin_words(),
                user_id=user.id,
            )
            values = {"told": True, "activity_id": activity.id}
            event._neiqin_as_server().write(values)

    def _neiqin_words(self):
        """Return what the to-do says: the occasion, and what to ask."""
        occasion = self.occasion_id
        if self.kind == "anniversary":
            words = self.env._(
                "%(customer)s has been a customer for %(years)s years",
                customer=self.partner_id.name,
                years=self.years,
            )
        else:
            words = f"{occasion.name}: {self.paper_id.display_name}"
            if self.day != self.paper_id.expires_on:
                words = self.env._("%(occasion)s, last day of notice", occasion=words)
        return " · ".join(filter(None, [words, occasion.task]))

    def _neiqin_contact(self):
        channel = ACTS[self.act][1]
        return (channel, self._neiqin_words()) if channel else None

    @api.autovacuum
    def _gc_past(self):
        """Forget what has been; who was sent keeps the to-do."""
        past = fields.Date.today() - timedelta(days=30)
        self.search([("day", "<", past)])._neiqin_as_server().unlink()


class NeiqinCustomerPaper(models.Model):
    _inherit = "neiqin.customer.paper"

    def _neiqin_told_elsewhere(self):
        """Papers that are an occasion of care have their call or visit."""
        events = self.env["neiqin.care.event"].sudo()
        coming = [("paper_id", "in", self.ids), ("is_void", "=", False)]
        told = events.search(coming).paper_id.with_env(self.env)
        return super()._neiqin_told_elsewhere() | told
