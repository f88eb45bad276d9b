"""A browser of the load: one session, pages and JSON-RPC as the web client sends them."""

import http.client
import itertools
import json
import re
import threading
import time
from urllib.parse import urlencode

from . import ports

PATIENCE = 120  # seconds a person waits for an answer
PAUSE = 1.0  # seconds a server that refuses is left alone
TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')
#: How the server says no in words that are meant for the person.
WORDS = "odoo.exceptions.UserError"


class Broken(Exception):
    """The connection ended without an answer: nobody knows whether it was done."""


class Refused(Exception):
    """The server said no, in words for the person."""


class Wrong(Exception):
    """The server failed."""


class Doors:
    """The servers in turn, past those that take no connection: a load balancer.

    What was sent is never sent again: only a connection that did not come about goes on
    to the next server.
    """

    def __init__(self, numbers):
        self._turn = itertools.cycle(list(numbers))
        self._count = len(list(numbers))
        self._down = {}
        self._lock = threading.Lock()

    def open(self):
        """Return a connection to the next server that takes one.

        :raise Broken: when none did for as long as a person waits
        """
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            number = self._next()
            if number is None:
                time.sleep(PAUSE / 4)
                continue
            connection = http.client.HTTPConnection(ports.HOST, number, PATIENCE)
            try:
                connection.connect()
            except OSError:
                with self._lock:
                    self._down[number] = time.monotonic() + PAUSE
                continue
            return connection
        raise Broken("no server takes a connection")

    def _next(self):
        with self._lock:
            now = time.monotonic()
            for _attempt in range(self._count):
                number = next(self._turn)
                if self._down.get(number, 0) <= now:
                    return number
        return None


class Browser:
    """One person's browser."""

    def __init__(self, doors):
        self.doors = doors
        self.cookies = {}
        self.context = {}
        self._number = itertools.count(1)

    # -- HTTP

    def request(self, verb, path, body=None, kind=None):
        """Return (status, headers, text) of one request.

        :raise Broken: when the answer does not come, or not whole
        """
        headers = {"User-Agent": "neiqin load", "Accept-Encoding": "identity"}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if kind:
            headers["Content-Type"] = kind
        connection = self.doors.open()
        try:
            connection.request(verb, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Broken(f"{path}: {error!r}") from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.headers, text

    def page(self, path):
        """Return the text of a page."""
        status, headers, text = self.request("GET", path)
        for _hop in range(5):
            if status not in (301, 302, 303, 307, 308):
                break
            path = re.sub(r"^https?://[^/]+", "", headers["Location"])
            status, headers, text = self.request("GET", path)
        if status != 200:
            raise Wrong(f"{path.split('?')[0]}: HTTP {status}")
        return text

    def login(self, login, password):
        """Log in by the page's own form, then open the web client."""
        token = TOKEN.search(self.page("/web/login"))
        if not token:
            raise Wrong("the login page has no token")
        form = {"login": login, "password": password, "csrf_token": token[1]}
        kind = "application/x-www-form-urlencoded"
        status, _headers, _text = self.request(
            "POST", "/web/login", urlencode(form), kind
        )
        if status != 303:
            raise Wrong(f"login: HTTP {status}")
        self.page("/odoo")
        told = self.ask("/web/session/get_session_info", {})
        self.context = {**told["user_context"], "allowed_company_ids": []}
        companies = told["user_companies"]
        self.context["allowed_company_ids"] = [companies["current_company"]]
        return told["uid"]

    # -- JSON-RPC

    def ask(self, path, params):
        """Return the result of a JSON-RPC request.

        :raise Refused: the server's words for the person
        :raise Wrong: any other error
        """
        body = {"jsonrpc": "2.0", "method": "call", "id": next(self._number)}
        text = json.dumps({**body, "params": params})
        status, _headers, text = self.request("POST", path, text, "application/json")
        if status != 200:
            raise Wrong(f"{path}: HTTP {status}")
        answer = json.loads(text)
        if "error" in answer:
            raise failed(path, answer["error"])
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does."""
        return self._call("call_kw", model, method, args, kwargs)

    def press(self, model, method, *args, **kwargs):
        """Press a button that calls a method."""
        return self._call("call_button", model, method, args, kwargs)

    def _call(self, route, model, method, args, kwargs):
        context = {**self.context, **kwargs.pop("context", {})}
        return self.ask(
            f"/web/dataset/{route}/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": list(args),
                "kwargs": {**kwargs, "context": context},
            },
        )


def failed(path, error):
    """Return the exception that stands for a JSON-RPC error.

    >>> failed("/x", {"data": {"name": "odoo.exceptions.UserError", "message": "no"}})
    Refused('no')
    >>> failed("/x/y", {"data": {"name": "KeyError", "message": "'z'"}})
    Wrong("/x/y: KeyError: 'z'")
    """
    data = error.get("data") or {}
    name, message = data.get("name", ""), data.get("message") or error.get("message")
    if name == WORDS:
        return Refused(message)
    return Wrong(f"{path.removeprefix('/web/dataset/')}: {name}: {message}")
