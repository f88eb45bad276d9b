"""From checked rows to orders: each order whole or not at all, whatever the others do."""

import logging

import psycopg2.errors

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import clean_context, split_every

from .intake_check import AT_ONCE
from .intake_memo import KEY, OrderMemo

_logger = logging.getLogger(__name__)

#: Orders created in one go; when one of them fails, each half is tried again.
SLICE = 200
#: Not an order's fault: Odoo runs the whole transaction again.
RETRY = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def action_import(self):
        """Create an order for every customer's order whose rows are all good.

        The rest stays to be corrected. Long files go on in the background.

        :raise UserError: when no row is ready
        """
        self.check_access("write")
        self._refuse_twins()
        for intake in self._neiqin_locked():
            if intake.job:
                raise UserError(self.env._("This file is being worked on already."))
            fresh = intake._needs_reading()
            if fresh:
                intake._take_rows(intake._read_rows())
            if intake.bad_count + intake.good_count > AT_ONCE:
                intake._start_job("import")
                continue
            if not fresh:
                intake._recheck()
            created = intake._import_groups(intake._ready_groups())
            if not created:
                raise UserError(intake._text_nothing_ready())
            intake._log_created(created)
        return True

    def _text_nothing_ready(self):
        if self.state == "imported":
            return self.env._("Every row of this file is imported already.")
        return self.env._("No order is ready: correct the rows in red first.")

    def _log_created(self, count):
        self._message_log(body=self.env._("%(count)s orders created.", count=count))

    def _log_rows(self, lines, text):
        """Note in the history which rows somebody decided about."""
        for intake, rows in lines.grouped("intake_id").items():
            numbers = ", ".join(str(row.number) for row in rows)
            intake._message_log(
                body=self.env._("%(text)s: rows %(rows)s", text=text, rows=numbers)
            )

    def _ready_groups(self):
        """Return the rows that are ready, one recordset per order to be."""
        lines = self.line_ids.filtered(lambda line: line.state == "good")
        return list(lines.grouped(lambda line: line._order_of()).values())

    def _import_groups(self, groups):
        """Create one order per group of rows and return how many were created."""
        self.ensure_one()
        products = self.env["product.product"].union(
            *(lines.product_id for lines in groups)
        )
        worker = self.with_company(self.company_id).with_context(
            clean_context(self.env.context),
            **{KEY: OrderMemo(products)},
            tracking_disable=True,
        )
        created = sum(
            worker._import_slice(slice_) for slice_ in split_every(SLICE, groups, list)
        )
        self._set_state()
        return created

    def _import_slice(self, groups):
        """Create the orders of a slice at once; when that fails, of its halves.

        :return: how many were created
        """
        try:
            with self.env.cr.savepoint():
                self._create_orders(groups)
        except RETRY:
            raise
        except Exception as error:  # noqa: BLE001 - kept with the order's own rows
            if len(groups) == 1:
                self._note_failure(groups[0], error)
                return 0
            half = len(groups) // 2
            return self._import_slice(groups[:half]) + self._import_slice(groups[half:])
        return len(groups)

    def _note_failure(self, lines, error):
        """Keep the rows of an order that could not be created, with the reason."""
        text = self._text_failure(lines, error)
        lines.sudo()._neiqin_as_server().write({"state": "bad", "error": text})

    def _text_failure(self, lines, error):
        if isinstance(error, psycopg2.errors.UniqueViolation):
            return self.env._(
                "The customer's order %(ref)s was taken in by somebody else meanwhile.",
                ref=lines[0].order_ref or self.name,
            )
        if isinstance(error, UserError | ValidationError | AccessError):
            return str(error)
        _logger.error("Intake %s: order not created", self.id, exc_info=error)
        return self.env._(
            "The order could not be created: %(error)s", error=type(error).__name__
        )

    def _create_orders(self, groups):
        """Create the orders of some groups of rows, and their lines."""
        orders = self._create_with_defaults(
            "sale.order", [self._order_values(lines) for lines in groups]
        )
        pairs = list(zip(orders, groups, strict=True))
        self._create_with_defaults(
            "sale.order.line",
            [
                vals
                for order, lines in pairs
                for vals in self._lines_values(order, lines)
            ],
        )
        done = self.env["neiqin.order.intake.line"].sudo().union(*groups)
        done._neiqin_as_server().write({"state": "imported", "error": False})
        for order, lines in pairs:
            lines.sudo()._neiqin_as_server().order_id = order
        # here, and not at the end of the savepoint, so that the memo is still known
        self.env.flush_all()

    def _create_with_defaults(self, model_name, vals_list):
        """Create records; what is the same default for all is asked for once."""
        model = self.env[model_name]._neiqin_as_server()
        named = {name for vals in vals_list for name in vals}
        missing = [
            name
            for name, field in model._fields.items()
            if field.default and name not in named
        ]
        defaults = model._neiqin_without_pass().default_get(missing)
        own = model._neiqin_protected_fields()
        defaults = {name: value for name, value in defaults.items() if name not in own}
        return model.create([{**defaults, **vals} for vals in vals_list])

    # -- values -------------------------------------------------------------------

    def _order_values(self, lines):
        """Return the values of the order that some rows make."""
        first = lines[0]
        partner = first.partner_id
        values = {
            "company_id": self.company_id.id,
            "partner_id": partner.id,
            "client_order_ref": first.order_ref or False,
            "origin": self.name,
            "neiqin_source": self.source,
            "neiqin_intake_id": self.id,
            "neiqin_intake_key": self._order_key(partner, first.order_ref),
            "neiqin_paper_ids": self._papers().ids,
        }
        moment = self.env["sale.order"]._neiqin_moment_in
        ordered = [day for day in lines.mapped("day_ordered") if day]
        requested = [day for day in lines.mapped("day_requested") if day]
        if ordered:
            values["date_order"] = moment(min(ordered), self.company_id)
        if requested:
            values["commitment_date"] = moment(min(requested), self.company_id)
        if first.shipping_id:
            values["partner_shipping_id"] = first.shipping_id.id
        return values

    def _order_key(self, partner, ref):
        """Return what no two open orders share: the customer's number, or the file."""
        customer = partner.commercial_partner_id.id
        what = f"ref:{ref.casefold()}" if ref else f"file:{self.digest or self.id}"
        return f"{self.company_id.id}:{customer}:{what}"

    def _lines_values(self, order, lines):
        """Return the values of the lines of one order, an unknown address above."""
        promised = order._neiqin_day(order.commitment_date)
        address = next(
            (line.delivery_address for line in lines if line.delivery_address), ""
        )
        values = []
        if address and not lines[0].shipping_id:
            text = self.env._(
                "Deliver to, as the customer wrote: %(text)s", text=address
            )
            values.append(
                {"order_id": order.id, "display_type": "line_note", "name": text}
            )
        return values + [line._order_line_values(order, promised) for line in lines]
