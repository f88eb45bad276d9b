"""A browser under test, driven step by step, that also takes the manual's pictures.

    class TestOrders(BrowserCase):
        def test_list(self):
            clerk = self.chinese_user("clerk", "neiqin_addon.group_neiqin_clerk")
            with self.browse("/odoo/back-office-orders", clerk, width=390) as page:
                page.wait(".o_kanban_record")
                page.assert_fits()
                page.screenshot("orders")

Pictures go to the folder named by NEIQIN_SCREENSHOTS, as ``orders-390.png``; without
it none is kept. Do not use the test's own ``env`` inside the ``with`` block while the
page is still loading: both sides share one transaction.
"""

import base64
import contextlib
import json
import os
import pathlib
import time
from unittest.mock import patch
from urllib.parse import urljoin

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import (
    ChromeBrowserException,
    _registry_test_lock,
)

from odoo.addons.bus.websocket import (
    CloseCode,
    WebsocketConnectionHandler,
    _kick_all,
)

from .browser_scripts import CLICK, FIND, KEYS, MODIFIERS, SETTLE, TOO_WIDE
from .kept_browser import KeptBrowser

HEIGHTS = {1366: 768, 390: 844}  # a clerk's laptop, a phone in the hand
TIME_ZONE = "Asia/Shanghai"  # where the people of these tests work
PATIENCE = 60  # seconds for anything to appear; two busy cores need some
FIRST_PATIENCE = 240  # the same for the first page, whose scripts are bundled then


class Page:
    """One open page; every step waits for its element and fails with its name."""

    def __init__(self, case, browser, width):
        self.case = case
        self.browser = browser
        self.width = width
        self.is_shown = False

    def open(self, path):
        """Go to a path of the server under test."""
        self.browser.navigate_to(urljoin(self.case.base_url(), path))

    def evaluate(self, code):
        """Return the value of a JavaScript expression; a promise is awaited.

        :raise ChromeBrowserException: when the page is left meanwhile
        """
        answer = self.browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": code, "awaitPromise": True, "returnByValue": True},
            timeout=PATIENCE,
        )
        if "exceptionDetails" in answer:
            self.case.fail(f"{code}\n{answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, selector, text="", gone=False):
        """Wait until a visible element with that text is there, or is gone."""
        code = f"return !!find({_js(selector)}, {_js(text)}) !== {_js(gone)};"
        self._until(code, f"{selector} {text!r} is {'still' if gone else 'not'} there")

    def wait_for(self, expression):
        """Wait until a JavaScript expression is true."""
        self._until(f"return {expression};", f"{expression} is not true")

    def wait_gone(self, selector, text=""):
        """Wait until no visible element matches."""
        self.wait(selector, text, gone=True)

    def text(self, selector):
        """Return the visible text of the first match."""
        code = f"const el = find({_js(selector)}); return el && [el.innerText];"
        return self._until(code, f"{selector} is not there")[0]

    def count(self, selector):
        """Return how many elements match, without waiting."""
        return self.evaluate(f"document.querySelectorAll({_js(selector)}).length")

    def click(self, selector, text=""):
        """Click the first visible match."""
        self._on(selector, text, CLICK)

    def click_until(self, selector, text, wanted):
        """Click until something shows: a page without its scripts yet ignores clicks.

        Once the first match is gone it has been heard, and only the wait remains.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self._try(
            f"return !!find({_js(wanted)});"
        ):
            self._try(self._act(selector, text, CLICK))
            for _moment in range(20):
                if self._try(f"return !!find({_js(wanted)});"):
                    return
                time.sleep(0.1)
        self.wait(wanted)

    def focus(self, selector):
        """Put the cursor into a field, its present text selected."""
        self._on(selector, "", "el.focus(); el.select?.();")

    def fill(self, selector, value):
        """Replace a field's text by typing."""
        here = f"return document.activeElement === find({_js(selector)});"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.focus(selector)
            time.sleep(0.1)  # a list row that is drawn again takes the cursor back
            if self._try(here):
                break
        self.type(value)

    def type(self, value):
        """Type where the cursor is."""
        self.browser._websocket_request("Input.insertText", params={"text": value})

    def press(self, key, *modifiers):
        """Press a key, e.g. ``press("Enter")`` or ``press("s", "Alt")``."""
        known = KEYS.get(key, {"code": f"Key{key.upper()}", "text": key})
        params = {"key": key, "modifiers": sum(MODIFIERS[name] for name in modifiers)}
        params.update(known)
        if modifiers:
            params.pop("text", None)
            params.setdefault("windowsVirtualKeyCode", ord(key.upper()[0]))
        for kind in ("keyDown", "keyUp"):
            self.browser._websocket_request(
                "Input.dispatchKeyEvent", params={"type": kind, **params}
            )

    def draw(self, selector, points):
        """Draw a line over an element: points are (x, y) parts of its size."""
        code = f"const el = find({_js(selector)}); el?.scrollIntoView({{block: 'center'}});"
        code += "return el && el.getBoundingClientRect().toJSON();"
        box = self._until(code, f"{selector} is not there")
        kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 1), "mouseReleased"]
        for kind, (x, y) in zip(kinds, [*points, points[-1]], strict=True):
            self.browser._websocket_request(
                "Input.dispatchMouseEvent",
                params={
                    "type": kind,
                    "x": box["x"] + x * box["width"],
                    "y": box["y"] + y * box["height"],
                    "button": "left",
                    "buttons": 1,
                    "clickCount": 1,
                },
            )

    def assert_fits(self):
        """Fail when anything makes the page scroll sideways."""
        self.evaluate(SETTLE)
        self.case.assertEqual(
            self.evaluate(TOO_WIDE), [], f"too wide at {self.width} px"
        )

    def screenshot(self, name):
        """Keep a picture of the window as ``<name>-<width>.png``."""
        folder = os.environ.get("NEIQIN_SCREENSHOTS")
        if not folder:
            return
        self.evaluate(SETTLE)
        answer = self.browser._websocket_request(
            "Page.captureScreenshot", timeout=PATIENCE
        )
        path = pathlib.Path(folder) / f"{name}-{self.width}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    @contextlib.contextmanager
    def alone(self):
        """Let the test itself write: what the page asks meanwhile waits."""
        self.evaluate(SETTLE)
        with _registry_test_lock:
            yield
            self.case.env.flush_all()
            self.case.env.invalidate_all()

    def _on(self, selector, text, code):
        """Do something to the first match the moment it is found: pages draw anew."""
        self._until(
            self._act(selector, text, code), f"{selector} {text!r} is not there"
        )

    def _act(self, selector, text, code):
        return (
            f"const el = find({_js(selector)}, {_js(text)});"
            f"if (!el) {{ return false; }} {code} return true;"
        )

    def _until(self, code, complaint):
        """Return the first true value of a JavaScript function's body."""
        end = time.monotonic() + (PATIENCE if self.is_shown else FIRST_PATIENCE)
        while time.monotonic() < end:
            self._check_console()
            if answer := self._try(code):
                self.is_shown = True
                return answer
            time.sleep(0.05)
        self.browser.take_screenshot().result(timeout=10)
        self.case.fail(f"{complaint} at {self._try('return location.href;')}")

    def _try(self, code):
        """Return the value of a function's body, None while a page is being left."""
        try:
            return self.evaluate(f"(() => {{{FIND} {code} }})()")
        except ChromeBrowserException:
            return None

    def _check_console(self):
        result = self.browser._result
        if result.done() and not result.cancelled() and result.exception():
            self.case.fail(f"the page logged an error: {result.exception()}")

    def _check_styles(self):
        """A style sheet that does not compile is replaced by an old one, silently."""
        shown = self.evaluate(
            "document.body && getComputedStyle(document.body, '::before').content"
        )
        self.case.assertNotIn("css error", shown or "", "a style sheet is broken")


def _js(value):
    return json.dumps(value)


@tagged("post_install", "-at_install")
class BrowserCase(HttpCase):
    """Browser tests of this repository; see the module for an example."""

    # while one request bundles scripts, those beside it wait for the test's cursor
    test_cursor_lock_timeout = FIRST_PATIENCE

    def chinese_user(self, login, groups, **values):
        """Return a new user who works in Chinese, in the groups named."""
        values = {"lang": "zh_CN", "tz": "Asia/Shanghai", "name": login, **values}
        return new_test_user(self.env, login, groups, **values)

    @contextlib.contextmanager
    def browse(self, path, user=None, width=1366, height=None):
        """Open a path as a user (None: nobody) and yield the :class:`Page`."""
        self.browser_size = f"{width}x{height or HEIGHTS.get(width, 768)}"
        self.touch_enabled = width < 500
        login = user.login if user else None
        browser = KeptBrowser(self)
        with contextlib.ExitStack() as atexit:
            atexit.enter_context(self.allow_requests(browser=browser))
            atexit.callback(self._wait_remaining_requests)
            atexit.callback(_kick_all, CloseCode.KILL_NOW)
            atexit.enter_context(
                patch.object(
                    WebsocketConnectionHandler, "websocket_allowed", return_value=True
                )
            )
            atexit.callback(browser.stop)
            self.authenticate(login, login, browser=browser)
            self.cr.flush()
            self.cr.clear()
            browser._websocket_request(
                "Emulation.setTimezoneOverride", params={"timezoneId": TIME_ZONE}
            )
            page = Page(self, browser, width)
            page.open(path)
            yield page
            page._check_console()
            page._check_styles()
        self.env.invalidate_all()
