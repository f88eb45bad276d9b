"""A database that a checkout keeps between its test runs, updated instead of built anew.

Quick for whoever changes one thing at a time; what an update leaves behind (a column of
a field that is gone) stays in it, so the last run before a commit wants a fresh one.
"""

from . import databases, keys, locks, odoo_process, places, say, templates

PREFIX = "nq_kept_"


def name():
    """Return the name of this checkout's kept database."""
    return PREFIX + places.checkout_key()


def _mark():
    return places.private() / "kept"


def _state():
    """Return ``{add-on: key of its files}`` as they lie in the checkout, and the base."""
    found = {f.name: keys.folder_key(f) for f in places.addon_folders()}
    return {**found, "base": templates.base_key()}


def _remembered():
    if not _mark().exists() or not databases.exists(name()):
        return {}
    rows = _mark().read_text(encoding="utf-8").splitlines()
    return dict(row.split(" ", 1) for row in rows)


def _remember(state):
    rows = "\n".join(f"{key} {value}" for key, value in state.items())
    _mark().write_text(rows, encoding="utf-8")


def changed(before, now):
    """Return the add-ons to update or install, None when only a fresh start will do.

    >>> changed({"base": "1", "a": "x"}, {"base": "1", "a": "y", "b": "z"})
    ['a', 'b']
    >>> changed({"base": "1", "a": "x"}, {"base": "2", "a": "x"}) is None
    True
    """
    if not before or before.get("base") != now["base"]:
        return None
    return [key for key in now if key != "base" and before.get(key) != now[key]]


def refresh(as_is=False):
    """Bring the kept database up to date and return its name.

    :param as_is: use it as it lies, for changes in tests or inside of methods
    """
    with locks.exclusive(f"use-{name()}"):
        before, now = _remembered(), _state()
        modules = changed(before, now)
        if modules is None:
            _start(now)
        elif modules and not as_is:
            _update(modules, before)
            _remember(now)
    return name()


def _start(state):
    databases.drop(name())
    templates.clone(templates.addon(), name())
    _remember(state)


def _update(modules, known):
    log = places.private("logs") / "kept.log"
    config = odoo_process.write_config(
        log.with_suffix(".conf"), data_dir=places.cache() / "data"
    )
    # one that came new since then is installed
    verbs = {"-u": [m for m in modules if m in known]}
    verbs["-i"] = [m for m in modules if m not in known]
    _mark().unlink(missing_ok=True)  # half updated is worth nothing
    try:
        with say.step("Kept database: update") as progress:
            for verb, names in verbs.items():
                if names:
                    loud = odoo_process.install(
                        name(), names, progress, log, config, verb=verb
                    )
                    for row in loud:
                        say.warn(row)
    finally:
        config.unlink(missing_ok=True)
