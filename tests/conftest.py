"""What pytest needs to run Odoo's own kinds of test in this repository."""

import sys

import pytest

# Chromium as Odoo starts it, without its own wishes for the network
BROWSER_FLAGS = [
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]
BROWSER_PATIENCE = 60  # seconds; a busy machine starts Chromium slowly


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
    if config.pluginmanager.hasplugin("odoo") and config.option.odoo_database:
        from odoo.tests import common

        _patch_browser(common)


def pytest_unconfigure():
    """Stop the browser that the tests of this process shared."""
    if "tests.kept_browser" in sys.modules:
        sys.modules["tests.kept_browser"].stop_all()
