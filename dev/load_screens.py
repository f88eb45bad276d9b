"""What a screen asks the server for: the web client's specification of a view."""

from xml.etree import ElementTree

MANY = ("one2many", "many2many")


def specification(arch, model, models):
    """Return the fields that a view reads, as the web client names them to the server.

    :param arch: XML of the view
    :param models: ``{model: {"fields": {name: {"type", "relation"}}}}`` of get_views

    >>> known = {"a": {"fields": {
    ...     "name": {"type": "char"}, "who": {"type": "many2one", "relation": "b"},
    ...     "rows": {"type": "one2many", "relation": "b"}}},
    ...     "b": {"fields": {"qty": {"type": "float"}}}}
    >>> arch = '<form><field name="name"/><group><field name="who"/></group>'
    >>> arch += '<field name="rows"><list><field name="qty"/></list></field></form>'
    >>> specification(arch, "a", known) == {"name": {},
    ...     "who": {"fields": {"display_name": {}}}, "rows": {"fields": {"qty": {}}, "limit": 40}}
    True
    """
    return _fields(ElementTree.fromstring(arch), model, models)


def _fields(node, model, models):
    known = models.get(model, {}).get("fields", {})
    found = {}
    for child in node:
        if child.tag == "field":
            field = known.get(child.get("name"))
            if field is not None:
                found[child.get("name")] = _field(child, field, models)
        else:
            for name, value in _fields(child, model, models).items():
                found.setdefault(name, value)
    return found


def _field(node, field, models):
    kind = field.get("type")
    if kind in ("many2one", "reference"):
        return {"fields": {"display_name": {}}}
    if kind not in MANY:
        return {}
    inner = {}
    for view in node:
        if view.tag in ("list", "kanban", "form"):
            inner.update(_fields(view, field["relation"], models))
    if not inner and "tags" in (node.get("widget") or ""):
        inner = {"display_name": {}}
    return {"fields": inner, **({"limit": 40} if inner else {})}


class Screens:
    """The views of one person, asked for once, as the web client keeps them."""

    def __init__(self, browser):
        self.browser = browser
        self._known = {}

    def open(self, model, views):
        """Return ``{kind: specification}`` of a model's views.

        :param views: ``[(id or False, kind), ...]``
        """
        if model not in self._known:
            told = self.browser.call(
                model,
                "get_views",
                views=[[number, kind] for number, kind in views],
                options={"toolbar": True, "load_filters": True},
            )
            self._known[model] = {
                kind: specification(view["arch"], model, told["models"])
                for kind, view in told["views"].items()
                if kind in ("list", "form", "kanban")
            }
        return self._known[model]
