"""Run one bench inside Odoo; the contract is in dev/bench.py.

Usage: run_bench.py (options of Odoo) -- STOCK_DATABASE NAME [arguments]
"""

import gc
import importlib.util
import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from environment import configure

import odoo.api
import odoo.modules.registry


class Context:
    """What a bench gets: two databases, a clock and a table."""

    def __init__(self, with_addon, stock, arguments):
        self.databases = {"addon": with_addon, "stock": stock}
        self.arguments = arguments
        given = os.environ.get("NEIQIN_SAMPLE_DATA")
        self.sample_data = Path(given) if given else None

    @contextmanager
    def _environment(self, which, language, commit):
        registry = odoo.modules.registry.Registry(self.databases[which])
        context = {"lang": language} if language else {}
        with registry.cursor() as cursor:
            yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, context)
            if commit:
                cursor.commit()
            else:
                cursor.rollback()

    def env_with_addon(self, language=None, commit=False):
        """Yield an environment with the add-on."""
        return self._environment("addon", language, commit)

    def env_stock(self, language=None, commit=False):
        """Yield an environment of Odoo without the add-on."""
        return self._environment("stock", language, commit)

    def median(self, function, n=5):
        """Return the median of n runs of the function, in seconds."""
        return statistics.median(self.once(function) for _turn in range(n))

    def once(self, function):
        """Return the seconds one run of the function takes."""
        gc.collect()
        start = time.perf_counter()
        function()
        return time.perf_counter() - start

    def say(self, text):
        """Print a sentence below or above a table."""
        print(text, flush=True)

    def table(self, rows, headers):
        """Print rows under headers, columns aligned."""
        cells = [[str(cell) for cell in row] for row in [headers, *rows]]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            line = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print("  ".join(line).rstrip(), flush=True)


def main():
    database, (stock, name, *arguments) = configure()
    path = Path(os.environ["NEIQIN_ROOT"]) / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, os.environ["NEIQIN_ROOT"])
    spec.loader.exec_module(module)
    return module.run(Context(database, stock, arguments)) or 0


if __name__ == "__main__":
    sys.exit(main())
