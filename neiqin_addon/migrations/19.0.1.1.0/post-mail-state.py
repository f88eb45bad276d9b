"""A mail that was leaving during the update goes to a person, not out once more."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

MIXIN = "neiqin.claimed.mail.mixin"


def migrate(cr, version):
    """Note as handed over what may have been: no moment says otherwise."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in env.registry.descendants([MIXIN], "_inherit"):
        model = env[name]
        if model._auto and not model._abstract:
            cr.execute(
                SQL(
                    """
                    UPDATE %s
                       SET claimed_at = COALESCE(claimed_at, write_date),
                           handed_at = COALESCE(handed_at, claimed_at, write_date)
                     WHERE mail_state = 'sending'
                    """,
                    SQL.identifier(model._table),
                )
            )
