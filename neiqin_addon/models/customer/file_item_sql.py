"""What *filled* means in the database, for each kind of item."""

from odoo.tools import SQL

#: A contact that can be reached; a person is his own.
_REACHED = "(c.phone ~ '\\S' OR c.email ~ '\\S')"
#: An address of this type does for a contact of that function.
_TYPES = {"finance": "invoice", "warehouse": "delivery"}

_SIMPLE = {
    "address": SQL(
        "(p.street ~ '\\S' AND p.city ~ '\\S' AND p.country_id IS NOT NULL)"
    ),
    "phone": SQL("p.phone ~ '\\S'"),
    "email": SQL("p.email ~ '\\S'"),
    "vat": SQL("(p.vat ~ '\\S' AND p.vat <> '/')"),
    "bank": SQL(
        "EXISTS (SELECT FROM res_partner_bank b WHERE b.partner_id = p.id AND b.active)"
    ),
    "salesperson": SQL("p.user_id IS NOT NULL"),
    "packing": SQL("p.neiqin_packing ~ '\\S'"),
    "window": SQL("p.neiqin_delivery_window ~ '\\S'"),
    "invoicing": SQL("p.neiqin_invoicing IS NOT NULL"),
    "carrier": SQL("p.neiqin_carrier ~ '\\S'"),
}
#: Columns that hold a value per company, and what counts as one.
_PER_COMPANY = {
    "term": ("property_payment_term_id",),
    "credit": ("neiqin_grade", "neiqin_no_credit", "credit_limit"),
}
#: Who has a file: customers as firms or persons of their own, nobody's colleague.
IS_CUSTOMER = SQL(
    "(p.commercial_partner_id = p.id AND p.active AND p.partner_share IS NOT FALSE"
    " AND (p.customer_rank > 0 OR EXISTS (SELECT FROM sale_order so"
    " WHERE so.neiqin_debtor_id = p.id)))"
)
#: ``{model: fields}`` that the expressions read.
READ = {
    "res.partner": None,
    "res.partner.bank": ["partner_id", "active"],
    "neiqin.customer.paper": ["partner_id", "kind", "expires_on", "active"],
    "sale.order": ["neiqin_debtor_id"],
}


def items_sql(items, today, company=None):
    """Return the rows ``(item, weight, wanted, filled)`` of one customer ``p``.

    :param items: as ``_neiqin_list`` returns them
    :param today: the day on which papers must be valid
    :param company: whose terms count; None: of any company that shares the customer
    """
    return SQL(", ").join(
        SQL(
            "(%s, %s, %s, %s)",
            item,
            weight,
            _wanted(wanted_of),
            _filled(kind, which, today, company),
        )
        for item, kind, which, weight, wanted_of in items
    )


def _wanted(wanted_of):
    return {
        "all": SQL("TRUE"),
        "company": SQL("COALESCE(p.is_company, FALSE)"),
        "person": SQL("NOT COALESCE(p.is_company, FALSE)"),
    }[wanted_of]


def _filled(kind, which, today, company):
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind in _PER_COMPANY:
        return SQL(
            "(%s)",
            SQL(" OR ").join(_per_company(x, company) for x in _PER_COMPANY[kind]),
        )
    if kind == "contact":
        return SQL(
            "(NOT COALESCE(p.is_company, FALSE) AND %s OR EXISTS (SELECT FROM"
            " res_partner c WHERE c.commercial_partner_id = p.id AND c.id <> p.id"
            " AND c.active AND (c.neiqin_contact_role = %s OR c.type = %s) AND %s))",
            SQL(_REACHED.replace("c.", "p.")),
            which,
            _TYPES.get(which, ""),
            SQL(_REACHED),
        )
    if kind == "paper":
        return SQL(
            "EXISTS (SELECT FROM neiqin_customer_paper paper"
            " WHERE paper.partner_id = p.id AND paper.active AND paper.kind = %s"
            " AND (paper.expires_on IS NULL OR paper.expires_on >= %s))",
            which,
            today,
        )
    return SQL("(p.%s)::text ~ '\\S'", SQL.identifier(which))


def _per_company(name, company):
    """Return whether a column with a value per company says something."""
    column = SQL("p.%s", SQL.identifier(name))
    if company:
        value = SQL("%s->>%s", column, str(company.id))
        return SQL("COALESCE(%s, 'false') NOT IN ('false', '0', '0.0', '')", value)
    return SQL(
        "EXISTS (SELECT FROM jsonb_each_text(%s) AS each (company, value)"
        " WHERE each.company = COALESCE(p.company_id::text, each.company)"
        " AND COALESCE(each.value, 'false') NOT IN ('false', '0', '0.0', ''))",
        column,
    )
