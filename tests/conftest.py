"""What pytest needs to run Odoo's own kinds of test in this repository."""

import sys
from collections import Counter
from unittest.mock import patch

import freezegun
import pytest

# Chromium as Odoo starts it, without its own wishes for the network
BROWSER_FLAGS = [
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]
BROWSER_PATIENCE = 60  # seconds; a busy machine starts Chromium slowly
SLOWEST = 12  # files listed after a run


def _patch_browser(common):
    """Start Chromium with our flags; a browser that does not start is a failure."""
    original = common.ChromeBrowser._spawn_chrome

    def spawn(self, command):
        *switches, url = command
        try:
            return original(self, [*switches, *BROWSER_FLAGS, url])
        except common.unittest.SkipTest as error:
            pytest.fail(f"Chromium does not start: {error}")

    common.ChromeBrowser._spawn_chrome = spawn
    common.CHECK_BROWSER_ITERATIONS = int(BROWSER_PATIENCE / common.CHECK_BROWSER_SLEEP)


def pytest_configure(config):
    """Patch Odoo's test browser once Odoo is on the path."""
    # pytest's own clock goes on while a test stops the time
    freezegun.configure(extend_ignore_list=["_pytest.runner"])
    if config.pluginmanager.hasplugin("odoo") and config.option.odoo_database:
        from odoo.tests import common

        _patch_browser(common)


@pytest.fixture(scope="session", autouse=True)
def own_filestore(request):
    """Give each worker a filestore of its own, beside its database of its own.

    pytest-odoo lets the workers share one. At the end of each class Odoo removes from it
    what the worker's own database does not know: the other worker's papers, too.
    """
    if not request.config.pluginmanager.hasplugin("odoo"):
        yield
        return
    request.getfixturevalue("load_registry")
    from odoo.tools import config

    own = type(config).filestore.__get__(config)
    with patch.object(config, "filestore", own):
        yield


def pytest_unconfigure():
    """Stop the browser that the tests of this process shared."""
    if "tests.kept_browser" in sys.modules:
        sys.modules["tests.kept_browser"].stop_all()


def pytest_terminal_summary(terminalreporter):
    """Say which files take the time: the whole suite is to stay under half an hour."""
    seconds = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                seconds[report.nodeid.split("::")[0]] += report.duration
    if len(seconds) > 1:
        terminalreporter.section("slowest files")
        for name, total in seconds.most_common(SLOWEST):
            terminalreporter.line(f"{total:6.1f}s {name}")
