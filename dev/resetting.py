"""`./neiqin reset`: back to a fresh clone; `--all` also empties the shared cache."""

import shutil

from . import databases, demo, kept, locks, places, postgres, say, stopping
from .say import Failure


def main(arguments):
    """Drop the kept databases and `.neiqin/`; with --all the cache too."""
    if set(arguments) - {"--all"}:
        raise Failure("`reset` knows only --all.", "./neiqin reset --all")
    stopping.main([])
    if "--all" in arguments:
        _everything()
    else:
        with postgres.running():
            databases.drop(demo.database())
            databases.drop(kept.name())
            databases.drop(kept.name(apart=True))
    shutil.rmtree(places.private(), ignore_errors=True)
    say.line("✓ this checkout is as after `git clone`")
    return 0


def _everything():
    with locks.if_free("postgres-users") as alone:
        if not alone:
            raise Failure(
                "Another clone is using the cache.",
                "Stop it there (./neiqin stop), then run it again.",
            )
        if postgres.is_external():
            for name in databases.names("nq_"):
                databases.drop(name)
        shutil.rmtree(postgres.home(), ignore_errors=True)
        shutil.rmtree(places.cache(), ignore_errors=True)
    say.line(f"✓ {places.cache()} is empty")
