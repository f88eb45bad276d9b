"""What a signed link says: the reader of all links that customers get without login."""

from odoo.tools.misc import verify_hash_signed


def token_values(env, scope, token):
    """Return the values that were signed, None if the token is forged, cut or too old.

    :param str scope: a token of one scope is worth nothing in another
    :param str token: as it came in the address
    """
    try:
        return verify_hash_signed(env(su=True), scope, token)
    except ValueError:  # of the encoding as well: no token at all
        return None
