"""The command line: one verb, then what belongs to it."""

import importlib
import signal

from . import say

HELP = """\
Usage: ./neiqin VERB [arguments]

  run            start Odoo with the add-on and a Chinese demo company, and a mail
                 catcher; the first time it sets everything up
  test [pytest]  run the tests on a fresh database; further arguments go to pytest:
                 ./neiqin test tests/order -k letter
                 --quick updates a database kept by this checkout instead of building
                 a fresh one, --as-is takes it without an update
  lint           check the style of the code and that every text has a translation
  i18n           write the texts of the add-on into neiqin_addon/i18n, list those
                 without a Chinese translation
  shell          open Odoo's Python shell on the demo database
  rotate         seal the demo's sealed fields anew with a new key; `rotate --resume`
                 goes on after an interruption
  restore FILE --into NAME
                 bring a backup back into a new database; FILE may be an address
  bench NAME     run bench/NAME.py, with the add-on and without it side by side
  load [--users 50] [--minutes 2] [--kill]
                 many clerks at work over HTTP on servers of their own, one of them
                 killed half-way; then whether everything is there exactly once
  stop           stop what a run left behind
  reset [--all]  drop this checkout's demo database and .neiqin/; with --all also the
                 cache that all clones share

Settings, by environment variable:
  NEIQIN_CACHE        what clones share (default ~/.cache/neiqin)
  NEIQIN_PORT         port of the web client (default 8069)
  NEIQIN_ODOO         a folder with the source of Odoo 19, instead of the download
  NEIQIN_SAMPLE_DATA  a folder of sample data (default ../shared/data, where it exists)
  PGHOST, PGUSER, ... a running PostgreSQL server, instead of the embedded one
"""

VERBS = {
    "run": "demo",
    "test": "testing",
    "lint": "linting",
    "i18n": "translations",
    "shell": "odoo_shell",
    "bench": "bench",
    "load": "load",
    "stop": "stopping",
    "reset": "resetting",
    "rotate": "rotation",
    "restore": "restoring",
}


def main(arguments):
    """Do what the first word says; return the exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say.line(HELP)
        return 0
    verb, *rest = arguments
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        if verb not in VERBS:
            mend = "./neiqin --help lists what there is"
            raise say.Failure(f"There is no verb {verb!r}.", mend)
        module = importlib.import_module(f"dev.{VERBS[verb]}")
        return module.main(rest) or 0
    except say.Failure as error:
        say.failure(error)
        return 1
    except KeyboardInterrupt:
        say.line("\nstopped")
        return 130


def _as_interrupt(_number, _frame):
    """Clean up after `kill` as after Ctrl-C."""
    raise say.Terminated
