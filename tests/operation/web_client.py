"""The requests of Odoo's web client, without a browser: a session, menus, screens."""

import ast
import http.cookiejar
import json
import urllib.request
from urllib.parse import quote

from lxml import etree

from dev import ports

#: Rows of a list that are asked for.
ROWS = 40


class WebClient:
    """Somebody who is logged in and opens screens."""

    def __init__(self, port, database, login, password):
        self.address = f"http://{ports.HOST}:{port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        who = {"db": database, "login": login, "password": password}
        self.uid = self.post("/web/session/authenticate", **who)["uid"]

    def get(self, path):
        with self.opener.open(self.address + path, timeout=120) as answer:
            return answer.read()

    def post(self, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        request = urllib.request.Request(
            self.address + path, body.encode(), {"Content-Type": "application/json"}
        )
        with self.opener.open(request, timeout=120) as answer:
            found = json.load(answer)
        if "error" in found:
            raise AssertionError(f"{path}: {found['error']['data']['message']}")
        return found["result"]

    def call(self, model, method, *args, verb="kw", **kwargs):
        """Call a method as the web client does; ``verb`` is ``button`` for a button."""
        path = f"/web/dataset/call_{verb}/{model}/{quote(method)}"
        return self.post(path, model=model, method=method, args=args, kwargs=kwargs)

    # -- screens

    def actions(self):
        """Return ``{id: name}`` of the windows that the menus lead to."""
        menus = json.loads(self.get("/web/webclient/load_menus"))
        return {
            int(menu["actionID"]): menu["name"]
            for menu in menus.values()
            if menu.get("actionModel") == "ir.actions.act_window"
        }

    def show(self, action_id):
        """Open a window with all its kinds of view, and the first record's form.

        :return: ``[(model, method)]`` of what was asked
        """
        action = self.post("/web/action/load", action_id=action_id, context={})
        model, context = action["res_model"], _literal(action["context"], {})
        domain = _literal(action["domain"], [])
        views = [*action["views"], [False, "search"]]
        found = self.call(model, "get_views", views=views, options={}, context=context)
        asked = [(model, "get_views")]
        for kind, view in found["views"].items():
            names = self._names(view, found["models"])
            method = getattr(self, f"_show_{kind}", None)
            if method:
                asked += method(model, names, domain, context)
        return asked

    def _names(self, view, models):
        fields = models[view["model"]]["fields"]
        arch = etree.fromstring(view["arch"])
        names = dict.fromkeys(
            node.get("name")
            for node in arch.iter("field")
            # those of a list inside a form are of another model
            if not any(parent.tag == "field" for parent in node.iterancestors())
        )
        return {name: fields[name] for name in names if name in fields}

    @staticmethod
    def _wanted(names):
        shown = {"many2one": {"fields": {"display_name": {}}}}
        return {name: shown.get(field["type"], {}) for name, field in names.items()}

    def _show_list(self, model, names, domain, context):
        self.call(
            model,
            "web_search_read",
            domain=domain,
            specification=self._wanted(names),
            limit=ROWS,
            context=context,
        )
        return [(model, "web_search_read")]

    _show_kanban = _show_list

    def _show_graph(self, model, names, domain, context):
        groups = [
            name
            for name, field in names.items()
            if field.get("groupable", True) and field["type"] != "monetary"
            if field["type"] not in ("float", "integer")
        ][:2]
        sums = [
            f"{name}:{field['aggregator']}"
            for name, field in names.items()
            if field.get("aggregator") and field["type"] in ("float", "integer")
        ]
        self.call(
            model,
            "formatted_read_group",
            domain=domain,
            groupby=[self._group(name, names) for name in groups],
            aggregates=["__count", *sums],
            context=context,
        )
        return [(model, "formatted_read_group")]

    _show_pivot = _show_graph

    @staticmethod
    def _group(name, names):
        return f"{name}:month" if names[name]["type"].startswith("date") else name

    def _show_form(self, model, names, domain, context):
        found = self.call(model, "search_read", domain, ["id"], limit=1)
        if not found:
            return []
        self.call(
            model,
            "web_read",
            [found[0]["id"]],
            specification=self._wanted(names),
            context=context,
        )
        return [(model, "web_read")]


def _literal(value, otherwise):
    """Return a domain or context without what only the browser can fill in."""
    if not isinstance(value, str):
        return value or otherwise
    try:
        return ast.literal_eval(value.strip() or repr(otherwise))
    except (ValueError, SyntaxError):
        return otherwise
