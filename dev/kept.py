"""A database that a checkout keeps between its test runs, updated instead of built anew.

Quick for whoever changes one thing at a time; what an update leaves behind (a column of
a field that is gone) stays in it, so the last run before a commit wants a fresh one.
"""

from . import databases, keys, locks, odoo_process, places, say, templates

PREFIX = "nq_kept_"


def name(apart=False):
    """Return the name of this checkout's kept database.

    :param apart: of the one for the add-ons tested apart
    """
    return f"{PREFIX}{places.checkout_key()}{'_apart' if apart else ''}"


def _mark(apart):
    return places.private() / ("kept_apart" if apart else "kept")


def _state(apart):
    """Return ``{add-on: key of its files}`` as they lie in the checkout, and the base."""
    folders = places.every_addon() if apart else places.addon_folders()
    found = {f.name: keys.folder_key(f) for f in folders}
    below = [templates.base_key(), *(templates.apart_depends() if apart else ())]
    return {**found, "base": keys.digest(*below)}


def _remembered(apart):
    if not _mark(apart).exists() or not databases.exists(name(apart)):
        return {}
    rows = _mark(apart).read_text(encoding="utf-8").splitlines()
    return dict(row.split(" ", 1) for row in rows)


def _remember(state, apart):
    rows = "\n".join(f"{key} {value}" for key, value in state.items())
    _mark(apart).write_text(rows, encoding="utf-8")


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


def refresh(as_is=False, apart=False):
    """Bring the kept database up to date and return its name.

    :param as_is: use it as it lies, for changes in tests or inside of methods
    :param apart: the one for the add-ons tested apart
    """
    with locks.exclusive(f"use-{name(apart)}"):
        before, now = _remembered(apart), _state(apart)
        modules = changed(before, now)
        if modules is None:
            _start(now, apart)
        elif modules and not as_is:
            _update(modules, before, apart)
            _remember(now, apart)
    return name(apart)


def _start(state, apart):
    databases.drop(name(apart))
    template = templates.apart() if apart else templates.addon()
    templates.clone(template, name(apart))
    _remember(state, apart)


def _update(modules, known, apart):
    log = places.private("logs") / f"{_mark(apart).name}.log"
    config = odoo_process.write_config(
        log.with_suffix(".conf"), data_dir=places.cache() / "data"
    )
    # one that came new since then is installed
    verbs = {"-u": [m for m in modules if m in known]}
    verbs["-i"] = [m for m in modules if m not in known]
    _mark(apart).unlink(missing_ok=True)  # half updated is worth nothing
    try:
        with say.step("Kept database: update") as progress:
            for verb, names in verbs.items():
                if names:
                    loud = odoo_process.install(
                        name(apart), names, progress, log, config, verb=verb
                    )
                    for row in loud:
                        say.warn(row)
    finally:
        config.unlink(missing_ok=True)
