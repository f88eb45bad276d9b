"""Signed links by which a customer reaches one order without login."""

from datetime import timedelta

from odoo.tools.misc import hash_sign

from ..control.signed_token import token_values

LINK_DAYS = 30


def sign(order, scope):
    """Return the token that stands for an order in a scope, and in no other.

    A function, not a method: whoever may write mail templates could print the result
    of a method and act in the customer's place.
    """
    order.ensure_one()
    return hash_sign(
        order.sudo().env, scope, [order.id], expiration=timedelta(days=LINK_DAYS)
    )


def signed_order(env, scope, token, states):
    """Return the order a token stands for, none if it stands for none.

    :param states: an order in another state is none
    :return: ``sale.order`` as superuser
    """
    orders = env["sale.order"].sudo()
    values = token_values(env, scope, token)
    if not values:
        return orders
    order = orders.browse(values[0]).exists()
    return order.filtered(lambda row: row.state in states)
