"""What *filled* means in the database, for each kind of item."""

from odoo.tools import SQL

from ...tools.file_list import exceptions, of_company

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


#: The companies that want something of the customer: its own, else whoever trades with it.
SIDES = SQL(
    "CROSS JOIN LATERAL (SELECT CASE WHEN p.company_id IS NOT NULL THEN"
    " ARRAY[p.company_id] ELSE ARRAY(SELECT record.company_id"
    " FROM neiqin_customer_record record WHERE record.partner_id = p.id) END AS ids) side"
)


def items_sql(items, today, company=None, shapes=None):
    """Return the rows ``(item, weight, wanted, filled)`` of one customer ``p``.

    :param items: as ``_neiqin_list`` returns them; with lines of companies and without
        a company to ask for, the rows read ``side``, see ``SIDES``
    :param today: the day on which papers must be valid
    :param company: whose list and terms count; None: of all that share the customer
    :param shapes: ``{field: "translated", "company" or "html"}`` where the values of
        another field are not stored as plain ones
    """
    wanted = of_company(items, company.id) if company else items
    return SQL(", ").join(
        SQL(
            "(%s, %s, %s AND %s, %s)",
            line.id,
            line.weight,
            _wanted(line.wanted_of),
            SQL("TRUE") if company else _counts(line, items),
            _filled(line.kind, line.which, today, company, shapes or {}),
        )
        for line in wanted
    )


def _wanted(wanted_of):
    return {
        "all": SQL("TRUE"),
        "company": SQL("COALESCE(p.is_company, FALSE)"),
        "person": SQL("NOT COALESCE(p.is_company, FALSE)"),
    }[wanted_of]


def _counts(line, lines):
    """Return whether a line counts for some company that shares the customer."""
    if not line.weight:
        return SQL("FALSE")
    if line.company:
        return SQL("%s = ANY(side.ids)", line.company)
    instead, unwanted = exceptions(line, lines)
    found = [SQL("TRUE")]
    if instead:
        found.append(SQL("NOT side.ids && %s::int[]", instead))
    if unwanted:
        found.append(SQL("(side.ids = '{}' OR NOT side.ids <@ %s::int[])", unwanted))
    return SQL(" AND ").join(found)


def _filled(kind, which, today, company, shapes):
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
    return field_sql(which, shapes.get(which, "plain"), company)


def field_sql(name, shape, company):
    """Return whether another field says something, by how its values are stored."""
    column = SQL("p.%s", SQL.identifier(name))
    if shape == "company":
        return _per_company(name, company)
    if shape == "translated":
        return SQL(
            "EXISTS (SELECT FROM jsonb_each_text(%s) AS each (lang, value) WHERE %s)",
            column,
            _says(SQL("each.value")),
        )
    return _says(column) if shape == "html" else SQL("(%s)::text ~ '\\S'", column)


def _says(text):
    """Return whether a text is more than blanks and empty tags."""
    return SQL("regexp_replace(%s, '<(?!img)[^>]*>|&nbsp;', '', 'gi') ~ '\\S'", text)


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
