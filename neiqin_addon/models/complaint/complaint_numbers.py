"""Numbers for many complaints with one query."""

from odoo import api, models
from odoo.tools import SQL

CODE = "neiqin.complaint"


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_next_numbers(self, company, count):
        """Return the next numbers of a company, in order."""
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .with_company(company)
            .search(
                [("code", "=", CODE), ("company_id", "in", (company.id, False))],
                order="company_id",
                limit=1,
            )
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            # without gaps or by year: one after the other, as Odoo does
            return [sequence.next_by_id() for _ in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        # once for all: Odoo's get_next_char works out the date for each number anew
        prefix, suffix = sequence._get_prefix_suffix()
        width = sequence.padding
        return [f"{prefix}{row[0]:0{width}d}{suffix}" for row in rows]
