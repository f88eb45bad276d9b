"""Which customers' kept exposures are out of date, noted by the database itself.

Triggers on the documents note the customer in the transaction that changes one, whoever
changes it and however: the ORM, a recomputation, a merge, an import past the ORM. Notes
are only ever added, so that nobody waits for anybody. Whoever reads an exposure looks at
the notes and has those customers computed live; a schedule takes the notes away.
"""

from odoo import fields, models
from odoo.tools import SQL

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION neiqin_exposure_mark(contact int) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO neiqin_credit_exposure_mark (customer, xact)
    SELECT partner.commercial_partner_id, pg_current_xact_id()::text
      FROM res_partner partner
     WHERE partner.id = contact AND partner.commercial_partner_id IS NOT NULL
       -- once per transaction is enough
       AND NOT EXISTS (SELECT FROM neiqin_credit_exposure_mark mark
                        WHERE mark.customer = partner.commercial_partner_id
                          AND mark.xact = pg_current_xact_id()::text)
$$;
CREATE OR REPLACE FUNCTION neiqin_exposure_item() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP != 'INSERT' THEN
        PERFORM neiqin_exposure_mark(OLD.partner_id) FROM account_account account
          WHERE account.id = OLD.account_id AND account_type = 'asset_receivable';
    END IF;
    IF TG_OP != 'DELETE' THEN
        PERFORM neiqin_exposure_mark(NEW.partner_id) FROM account_account account
          WHERE account.id = NEW.account_id AND account_type = 'asset_receivable';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION neiqin_exposure_order() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP != 'INSERT' THEN
        PERFORM neiqin_exposure_mark(OLD.partner_invoice_id);
    END IF;
    IF TG_OP != 'DELETE' THEN
        PERFORM neiqin_exposure_mark(NEW.partner_invoice_id);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION neiqin_exposure_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP != 'INSERT' THEN
        PERFORM neiqin_exposure_mark(sale.partner_invoice_id) FROM sale_order sale
          WHERE sale.id = OLD.order_id AND (sale.state = 'sale' OR OLD.qty_delivered > 0);
    END IF;
    IF TG_OP != 'DELETE' THEN
        PERFORM neiqin_exposure_mark(sale.partner_invoice_id) FROM sale_order sale
          WHERE sale.id = NEW.order_id AND (sale.state = 'sale' OR NEW.qty_delivered > 0);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION neiqin_exposure_partner() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM neiqin_exposure_mark(OLD.commercial_partner_id);
    PERFORM neiqin_exposure_mark(NEW.commercial_partner_id);
    RETURN NULL;
END $$;
"""
#: table -> (function, what of a row counts, which new or removed rows count)
_WATCHED = {
    "account_move_line": (
        "neiqin_exposure_item",
        (
            "amount_residual",
            "reconciled",
            "partner_id",
            "parent_state",
            "date_maturity",
            "account_id",
            "company_id",
        ),
        "{row}.amount_residual != 0",
    ),
    "sale_order": (
        "neiqin_exposure_order",
        ("state", "partner_invoice_id", "currency_id", "company_id"),
        "{row}.state = 'sale'",
    ),
    "sale_order_line": (
        "neiqin_exposure_line",
        (
            "product_uom_qty",
            "qty_delivered",
            "qty_invoiced",
            "price_total",
            "price_unit",
            "discount",
            "is_downpayment",
            "display_type",
            "order_id",
        ),
        "{row}.display_type IS NULL",
    ),
    "res_partner": (
        "neiqin_exposure_partner",
        ("commercial_partner_id", "company_id"),
        None,
    ),
}


class NeiqinCreditExposureMark(models.Model):
    """One note that a customer's documents changed; many for one are no harm."""

    _name = "neiqin.credit.exposure.mark"
    _description = "Outdated Credit Exposure"
    _log_access = False

    # no foreign key: it would hold the customer's row until the end of the transaction
    customer = fields.Integer(required=True, readonly=True)
    xact = fields.Char(readonly=True, help="The transaction that changed a document.")

    _customer_idx = models.Index("(customer, xact)")

    def init(self):
        res = super().init()
        self.env.cr.execute(_FUNCTIONS)
        for table, (function, columns, counts) in _WATCHED.items():
            self._neiqin_watch(table, function, columns, counts)
        return res

    def _neiqin_watch(self, table, function, columns, counts):
        changed = SQL(" OR ").join(
            SQL("OLD.%(name)s IS DISTINCT FROM NEW.%(name)s", name=SQL.identifier(name))
            for name in columns
        )
        events = [("change", SQL("UPDATE"), changed)]
        if counts:
            events += [
                ("new", SQL("INSERT"), SQL(counts.format(row="NEW"))),
                ("gone", SQL("DELETE"), SQL(counts.format(row="OLD"))),
            ]
        table = SQL.identifier(table)
        for name, event, when in events:
            trigger = SQL.identifier(f"neiqin_exposure_{name}")
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s AFTER %s ON %s FOR EACH ROW"
                    " WHEN (%s) EXECUTE FUNCTION %s()",
                    trigger,
                    event,
                    table,
                    when,
                    SQL.identifier(function),
                )
            )


def drop_exposure_marks(cr):
    """Remove the triggers and their functions from the database."""
    for function, _columns, _counts in _WATCHED.values():
        cr.execute(
            SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function))
        )
    cr.execute("DROP FUNCTION IF EXISTS neiqin_exposure_mark(int) CASCADE")
