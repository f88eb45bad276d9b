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
from odoo.tests.common import ChromeBrowser

from odoo.addons.bus.websocket import (
    CloseCode,
    WebsocketConnectionHandler,
    _kick_all,
)

HEIGHTS = {1366: 768, 390: 844}  # a clerk's laptop, a phone in the hand
TIME_ZONE = "Asia/Shanghai"  # where the people of these tests work
PATIENCE = 30  # seconds for anything to appear; two slow cores need some

#: Finds a visible element by selector and, if given, by a text it contains.
FIND = """
const find = (selector, text) => [...document.querySelectorAll(selector)].find(
    (el) => el.getClientRects().length && (!text || el.textContent.includes(text))
);
"""
#: Waits for fonts, for requests that show a spinner, pictures and animations.
SETTLE = """
(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 100 && document.querySelector(".o_loading_indicator"); i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const pictures = [...document.images].filter((img) => !img.complete);
    await Promise.race([
        Promise.all([
            ...document.getAnimations().map((a) => a.finished.catch(() => 0)),
            ...pictures.map((img) => img.decode().catch(() => 0)),
        ]),
        new Promise((resolve) => setTimeout(resolve, 1500)),
    ]);
    await new Promise((resolve) => requestAnimationFrame(resolve));
})()
"""
#: Names what is wider than the window, the culprit before its ancestors.
TOO_WIDE = """
(() => {
    const page = document.scrollingElement;
    const boxes = [page, ...document.querySelectorAll(".o_content, .o_form_sheet_bg")];
    const wide = boxes.filter((el) => el.scrollWidth > el.clientWidth + 1);
    if (!wide.length) {
        return [];
    }
    const name = (el) => `${el.tagName}.${String(el.className).replaceAll(" ", ".")}`;
    const culprits = [...wide[0].querySelectorAll("*")].filter(
        (el) => el.getBoundingClientRect().right > window.innerWidth + 1
    );
    return [...wide, ...culprits.slice(-5)].map((el) => `${name(el)} ${el.scrollWidth}`);
})()
"""
KEYS = {
    "Enter": {"code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
    "Tab": {"code": "Tab", "windowsVirtualKeyCode": 9},
    "Escape": {"code": "Escape", "windowsVirtualKeyCode": 27},
    "ArrowDown": {"code": "ArrowDown", "windowsVirtualKeyCode": 40},
    "ArrowUp": {"code": "ArrowUp", "windowsVirtualKeyCode": 38},
    "ArrowLeft": {"code": "ArrowLeft", "windowsVirtualKeyCode": 37},
    "ArrowRight": {"code": "ArrowRight", "windowsVirtualKeyCode": 39},
    " ": {"code": "Space", "windowsVirtualKeyCode": 32, "text": " "},
}
MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class Page:
    """One open page; every step waits for its element and fails with its name."""

    def __init__(self, case, browser, width):
        self.case = case
        self.browser = browser
        self.width = width

    def open(self, path):
        """Go to a path of the server under test."""
        self.browser.navigate_to(urljoin(self.case.base_url(), path))

    def evaluate(self, code):
        """Return the value of a JavaScript expression; a promise is awaited."""
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
        sought = f"(() => {{{FIND} return !!find({_js(selector)}, {_js(text)}); }})()"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._check_console()
            if self.evaluate(sought) != gone:
                return
            time.sleep(0.05)
        self.browser.take_screenshot().result(timeout=10)
        wish = "still there" if gone else "not there"
        self.case.fail(
            f"{selector} {text!r} is {wish} at {self.evaluate('location.href')}"
        )

    def wait_gone(self, selector, text=""):
        """Wait until no visible element matches."""
        self.wait(selector, text, gone=True)

    def text(self, selector):
        """Return the visible text of the first match."""
        self.wait(selector)
        return self.evaluate(
            f"(() => {{{FIND} return find({_js(selector)}).innerText; }})()"
        )

    def count(self, selector):
        """Return how many elements match, without waiting."""
        return self.evaluate(f"document.querySelectorAll({_js(selector)}).length")

    def click(self, selector, text=""):
        """Click the first visible match."""
        self._on(selector, text, "el.scrollIntoView({block: 'center'}); el.click();")

    def focus(self, selector):
        """Put the cursor into a field, its present text selected."""
        self._on(selector, "", "el.focus(); el.select?.();")

    def fill(self, selector, value):
        """Replace a field's text by typing."""
        self.focus(selector)
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
        self.wait(selector)
        box = self.evaluate(
            f"(() => {{{FIND} const el = find({_js(selector)});"
            "el.scrollIntoView({block: 'center'});"
            "return el.getBoundingClientRect().toJSON(); })()"
        )
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

    def _on(self, selector, text, code):
        self.wait(selector, text)
        self.evaluate(
            f"(() => {{{FIND} const el = find({_js(selector)}, {_js(text)}); {code} }})()"
        )

    def _check_console(self):
        result = self.browser._result
        if result.done() and not result.cancelled() and result.exception():
            self.case.fail(f"the page logged an error: {result.exception()}")


def _js(value):
    return json.dumps(value)


@tagged("post_install", "-at_install")
class BrowserCase(HttpCase):
    """Browser tests of this repository; see the module for an example."""

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
        browser = ChromeBrowser(self)
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
        self.env.invalidate_all()
