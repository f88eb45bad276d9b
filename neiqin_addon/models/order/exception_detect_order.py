"""Detectors that compare an order with what was agreed: price, terms, letter, product."""

from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from .exception_finding import Detector

#: Two persons said yes to the order as it is, or a grant let it pass. What they approved
#: as a change of certain values is no word about the others.
APPROVED = SQL(
    """(EXISTS (SELECT FROM neiqin_approval a
                 WHERE a.res_model = 'sale.order' AND a.res_id = o.id
                   AND a.state = 'approved'
                   AND COALESCE(jsonb_typeof(a.payload), 'null') = 'null')
     OR EXISTS (SELECT FROM neiqin_grant g
                 WHERE g.res_model = 'sale.order' AND g.res_id = o.id
                   AND g.rule = 'approval' AND g.used_at IS NOT NULL))"""
)


def number(env, value):
    """Return a quantity without zeros behind the point."""
    text = formatLang(env, value or 0, digits=3)
    return text.rstrip("0").rstrip(".,") if not text.isdigit() else text


def has_letter(orders):
    """Return whether the customer of one of these orders has a letter."""
    return any(order.neiqin_letter_state != "none" for order in orders)


def _own_term(order):
    customer = order.partner_id.with_company(order.company_id)
    return customer.property_payment_term_id


class Price(Detector):
    """A price off the agreement or the pricelist that nobody approved."""

    code = "price"
    money = True

    def statement(self, env):
        return SQL(
            """
            SELECT 'price', o.id, line.id, ABS(line.price - line.expected), FALSE,
                   jsonb_build_object('price', ROUND(line.price::numeric, 6),
                                      'expected', ROUND(line.expected::numeric, 6),
                                      'currency', o.currency_id)
              FROM line
              JOIN ordered o ON o.id = line.order_id
              JOIN res_currency cur ON cur.id = o.currency_id
             WHERE line.expected > 0
               AND line.ordered > 0
               AND ABS(line.price - line.expected) >= cur.rounding / 2
               AND (line.approved IS NULL
                    OR ABS(line.price - line.approved) >= cur.rounding / 2)
               AND NOT %s
            """,
            APPROVED,
        )

    def say(self, env, facts):
        currency = env["res.currency"].browse(facts["currency"])
        return env._(
            "Price %(price)s, agreed or listed %(expected)s",
            price=formatLang(env, float(facts["price"]), currency_obj=currency),
            expected=formatLang(env, float(facts["expected"]), currency_obj=currency),
        )


class Terms(Detector):
    """Payment terms other than the customer's own that nobody approved."""

    code = "terms"
    money = True
    goods = False

    def may_find(self, orders):
        return any(order.payment_term_id != _own_term(order) for order in orders)

    def statement(self, env):
        return SQL(
            """
            SELECT 'terms', o.id, 0, 1::float8, FALSE,
                   jsonb_build_object('term', o.payment_term_id, 'own', own.term)
              FROM ordered o
              JOIN res_partner p ON p.id = o.partner_id
             CROSS JOIN LATERAL (
                   SELECT (p.property_payment_term_id ->> o.company_id::text)::int AS term
             ) own
             WHERE own.term IS NOT NULL
               AND o.payment_term_id IS DISTINCT FROM own.term
               AND o.payment_term_id IS DISTINCT FROM o.neiqin_approved_term_id
               AND NOT %s
            """,
            APPROVED,
        )

    def say(self, env, facts):
        terms = env["account.payment.term"].sudo()
        return env._(
            "Payment terms %(terms)s, the customer's are %(own)s",
            terms=terms.browse(facts["term"] or ()).name or "–",
            own=terms.browse(facts["own"]).name,
        )


class Discontinued(Detector):
    """A line still to be delivered of a product that is not sold any more."""

    code = "discontinued"

    def statement(self, env):
        return SQL(
            """
            SELECT 'discontinued', order_id, id, remaining, FALSE,
                   jsonb_build_object('quantity', ROUND(remaining::numeric, 3))
              FROM line
             WHERE discontinued AND remaining > 0
            """
        )

    def say(self, env, facts):
        return env._(
            "%(quantity)s of a discontinued product",
            quantity=number(env, float(facts["quantity"])),
        )


class Change(Detector):
    """The order is not what the customer's letter says; the next revision is not sent."""

    code = "change"
    goods = False

    def may_find(self, orders):
        return has_letter(orders)

    def statement(self, env):
        return SQL(
            """
            SELECT 'change', o.id, 0, o.neiqin_letter_revision::float8, FALSE,
                   jsonb_build_object('revision', o.neiqin_letter_revision)
              FROM ordered o
             WHERE o.neiqin_letter_state = 'superseded'
            """
        )

    def say(self, env, facts):
        return env._(
            "Revision %(revision)s of the letter is not sent yet",
            revision=facts["revision"],
        )


class Dispute(Detector):
    """What the customer objects to in the letter: line by line, or as a whole."""

    code = "dispute"
    goods = False

    def may_find(self, orders):
        return has_letter(orders)

    def statement(self, env):
        return SQL(
            """
            SELECT DISTINCT ON (o.id, COALESCE(ll.order_line_id, 0))
                   'dispute', o.id, COALESCE(ll.order_line_id, 0), l.revision::float8, FALSE,
                   jsonb_build_object('revision', l.revision, 'letter', l.name)
              FROM ordered o
              JOIN neiqin_confirmation_letter l ON l.order_id = o.id
              LEFT JOIN neiqin_confirmation_letter_line ll
                ON ll.letter_id = l.id AND ll.disputed
             WHERE l.state = 'disputed'
             ORDER BY o.id, COALESCE(ll.order_line_id, 0), l.revision DESC
            """
        )

    def say(self, env, facts):
        return env._("The customer objects to %(letter)s", letter=facts["letter"])


class Promise(Detector):
    """A promised day that passed, was moved after it was given, or was not kept."""

    code = "date"

    def statement(self, env):
        return SQL(
            """
            SELECT 'date', f.order_id, f.id, f.measure, f.kind = 'late',
                   jsonb_build_object('kind', f.kind, 'promise', f.promise,
                                      'given', f.given, 'day', f.day)
              FROM (
                SELECT line.*, out.day,
                       CASE WHEN line.state = 'sale' AND line.remaining > 0
                                 AND line.promise < line.today THEN 'passed'
                            WHEN line.remaining <= 0 AND out.day > line.promise THEN 'late'
                            WHEN line.promise > line.given AND line.remaining > 0
                                 THEN 'moved'
                       END AS kind,
                       CASE WHEN line.remaining <= 0 AND out.day > line.promise
                            THEN out.day - line.promise
                            ELSE GREATEST(line.promise - line.given, 1)
                       END::float8 AS measure
                  FROM line
                  JOIN ordered o ON o.id = line.order_id
                  LEFT JOIN moved ON moved.id = line.id
                  LEFT JOIN LATERAL (
                       SELECT (moved.last_out AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
                              AS day
                  ) out ON line.remaining <= 0
                 WHERE line.promise IS NOT NULL AND line.ordered > 0
              ) f
             WHERE f.kind IS NOT NULL
            """
        )

    def say(self, env, facts):
        day = format_date(env, facts["promise"])
        if facts["kind"] == "passed":
            return env._("Promised for %(day)s, not delivered yet", day=day)
        if facts["kind"] == "late":
            return env._(
                "Promised for %(day)s, delivered on %(delivered)s",
                day=day,
                delivered=format_date(env, facts["day"]),
            )
        return env._(
            "Moved from %(given)s to %(day)s",
            given=format_date(env, facts["given"]),
            day=day,
        )
