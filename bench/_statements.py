"""What a piece of work asks the database, to be asked once more without the work."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.api import Environment


@contextmanager
def noted():
    """Yield a list that gets each statement that reads figures or records meanwhile."""
    found, plain = [], Environment.execute_query

    def execute(env, query):
        found.append(query)
        return plain(env, query)

    with patch.object(Environment, "execute_query", execute):
        yield found


def again(env, statements):
    """Run statements one after the other, and do nothing with what they give."""
    for statement in statements:
        env.execute_query(statement)
