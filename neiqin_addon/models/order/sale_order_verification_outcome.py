"""What a completed verification changes in the order."""

from odoo import fields, models

from .verification_judge import REQUESTED, UNKNOWN


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_take_verification(self, check):
        """Make a completed check the one that counts, and keep what the paper says."""
        self.ensure_one()
        self._neiqin_as_server().write(
            {
                "neiqin_verification_id": check.id,
                "neiqin_verification_state": check.result,
            }
        )
        self._neiqin_keep_requested(check.line_ids)
        # logged, not posted: it makes no follower and sends nothing
        self._message_log(
            body=self._neiqin_verification_note(check),
            author_id=check.user_id.partner_id.id,
        )

    def _neiqin_verification_note(self, check):
        if check.result == "verified":
            return self.env._(
                "Verified against the customer's paper: all values agree."
            )
        wrong = check.line_ids.filtered(lambda line: line.verdict == "mismatch")
        return self.env._(
            "Verified against the customer's paper. Differing: %(values)s",
            values="; ".join(
                f"{line.display_name}: {line.entered_text or '—'} → {line.on_paper_text or '—'}"
                for line in wrong
            ),
        )

    def _neiqin_keep_requested(self, lines):
        """Write what the paper says as the customer's wish, where it is news."""
        by_line = lines.filtered("line_ref").grouped("line_ref")
        for order_line in self.order_line.filtered(lambda line: line.id in by_line):
            news = order_line._neiqin_requested_news(by_line[order_line.id])
            if news:
                order_line._neiqin_as_server().write(news)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_requested_news(self, verdicts):
        """Return values of the wish fields that the paper makes known or corrects.

        :param verdicts: verification lines of this order line
        """
        self.ensure_one()
        news = {}
        for line in verdicts:
            if line.field in REQUESTED and line.on_paper:
                name, value = self._neiqin_wish(line)
                present = self[name]
                if isinstance(present, models.BaseModel):
                    present = present.id
                if present != value:
                    news[name] = value
        return news

    def _neiqin_wish(self, line):
        """Return (field, value) of the wish that a verified value stands for."""
        name, paper = REQUESTED[line.field], line.on_paper
        if paper.startswith(UNKNOWN):
            return "neiqin_requested_text", paper.removeprefix(UNKNOWN)
        kind = self._fields[name].type
        if kind == "many2one":
            return name, int(paper)
        return name, float(paper) if kind == "float" else fields.Date.to_date(paper)
