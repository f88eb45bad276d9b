"""One Chromium for all browser tests of a process: a test takes a new tab of it.

A test finds no cookie and nothing stored, as in a browser of its own; what stays are
the web client's scripts, fetched and compiled once instead of once a test.
"""

import atexit
import shutil
import signal
from concurrent.futures import wait

import requests
import websocket

from odoo.tests.common import HOST, ChromeBrowser

#: What a page may leave behind, besides the cache of scripts and styles.
STORED = "cookies,local_storage,indexeddb,service_workers,cache_storage,file_systems"
#: ``{has touch: (process, port of its protocol, profile folder)}``
_kept = {}


def stop_all():
    """Stop the browsers of this process."""
    while _kept:
        _touch, (process, _port, folder) = _kept.popitem()
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


atexit.register(stop_all)


class KeptBrowser(ChromeBrowser):
    """Odoo's test browser in a tab of one that goes on."""

    def _chrome_start(self, user_data_dir, touch_enabled, **options):
        process, port, folder = _kept.get(touch_enabled) or (None, None, None)
        if process is None or process.poll() is not None:
            process, port = super()._chrome_start(
                user_data_dir, touch_enabled, **options
            )
            _kept[touch_enabled] = process, port, user_data_dir
        else:
            shutil.rmtree(user_data_dir, ignore_errors=True)
            self.user_data_dir = folder
        return process, port

    def _open_websocket(self):
        """Open the tab; the first, blank one keeps the browser alive."""
        commands = f"http://{HOST}:{self.devtools_port}/json"
        answer = requests.put(f"{commands}/new?about:blank", timeout=30)
        answer.raise_for_status()
        tab = websocket.create_connection(
            answer.json()["webSocketDebuggerUrl"],
            enable_multithread=True,
            suppress_origin=True,
        )
        tab.settimeout(0.01)  # as Odoo's: its thread looks at the end in between
        return tab

    def stop(self):
        """Close the tab, and forget what it stored."""
        self._websocket_request("Page.stopLoading")
        wait(self._responses.values(), 10)
        self._result.cancel()
        self._websocket_request(
            "Storage.clearDataForOrigin",
            params={"origin": self.test_case.base_url(), "storageTypes": STORED},
        )
        self._websocket_request("Network.clearBrowserCookies")
        self._websocket_request("Page.close")
        self.ws.close()
        if self.sigxcpu_handler:
            signal.signal(signal.SIGXCPU, self.sigxcpu_handler)
