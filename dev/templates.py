"""Template databases: built once, cloned in a second.

Two layers: the modules the add-on depends on, and the add-on upon them. Upon these, for
the add-ons tested apart, what they depend on and they themselves. Beside them, for the
demo, the first layer with a Chinese company's books.
"""

import time

from . import databases, keys, locks, odoo_process, places, postgres, say, source
from .python_env import requirements_key

RECIPE = 1  # raise it when the way a layer is built changes
LANGUAGES = ["en_US", "zh_CN"]  # Odoo switches English off unless it is named
EXTRA_MODULES = ["l10n_cn"]  # the chart of accounts of the demo company
KEEP = 6


def manifest_depends():
    """Return what the add-on and its bridges depend on, outside themselves."""
    return _outside(places.addon_folders()) or ["base", "web"]


def apart_depends():
    """Return what only the add-ons tested apart depend on."""
    return sorted(set(_outside(places.apart_folders())) - set(manifest_depends()))


def _outside(folders):
    own = {folder.name for folder in places.every_addon()}
    wanted = set()
    for folder in folders:
        wanted.update(keys.manifest_depends(folder / "__manifest__.py"))
    return sorted(wanted - own)


def base_key():
    """Return the key of the layer without the add-on."""
    modules = [manifest_depends(), EXTRA_MODULES, LANGUAGES]
    return keys.digest(RECIPE, source.identity(), requirements_key(), modules)


def addon_key(below=None):
    """Return the key of the layer with the add-on as it lies in this checkout."""
    folders = [[f.name, keys.folder_key(f)] for f in places.addon_folders()]
    return keys.digest(below or base_key(), folders)


def apart_key(below=None):
    """Return the key of the layer with the add-ons tested apart, too."""
    folders = [[f.name, keys.folder_key(f)] for f in places.apart_folders()]
    return keys.digest(below or addon_key(), apart_depends(), folders)


def base():
    """Return the name of the base template, building it when needed."""
    title = "Database of the modules the add-on needs (once, 1 to 3 minutes)"
    return _ensure(f"nq_base_{base_key()}", title, _build_base)


def addon():
    """Return the name of the template with the add-on, building it when needed."""
    below = base()
    if not places.addon_folders():
        return below
    name = f"nq_addon_{addon_key()}"
    title = "Database with the add-on as it is now"
    return _ensure(name, title, lambda *a: _build_addon(below, *a))


def apart():
    """Return the name of the template with the add-ons tested apart, too.

    They come upon a database that is in use, as in a company that begins to use
    another of Odoo's apps.
    """
    below = addon()
    title = "Database with the add-ons that are tested apart"
    return _ensure(f"nq_apart_{apart_key()}", title, lambda *a: _build_apart(below, *a))


def demo_base():
    """Return the name of the template of the demo: a company with its books."""
    below = base()
    name = f"nq_books_{keys.digest(base_key(), 'books', RECIPE)}"
    title = "Database of the Chinese demo company's books (once)"
    return _ensure(name, title, lambda *a: _build_books(below, *a))


def clone(template, name):
    """Make a database from a template, which stays in place meanwhile."""
    with locks.shared(f"use-{template}"):
        _touch(template)
        databases.clone(template, name)
    return name


def _ensure(name, title, build):
    if not databases.exists(name):
        with locks.exclusive(f"build-{name}", f"another clone builds it: {title}"):
            if not databases.exists(name):
                _build(name, title, build)
    _touch(name)
    return name


def _build(name, title, build):
    """Build under another name first: a failed build leaves no half template."""
    working = f"{name}_building"
    databases.drop(working)
    logs = places.cache() / "logs"
    logs.mkdir(exist_ok=True)
    config = odoo_process.write_config(
        logs / f"{name}.conf", data_dir=places.cache() / "data"
    )
    try:
        with say.step(title) as progress:
            build(working, progress, logs / f"{name}.log", config)
            databases.rename(working, name)
    except BaseException:
        databases.drop(working)
        raise
    finally:
        config.unlink(missing_ok=True)
    _touch(name)
    _drop_old(name)


def _build_base(name, progress, log, config):
    databases.make(name)
    languages = {"load_language": ",".join(LANGUAGES)}
    odoo_process.install(name, ["base"], progress, log, config, **languages)
    odoo_process.run_inside("prepare_base.py", name, config)
    modules = manifest_depends() + EXTRA_MODULES
    odoo_process.install(name, modules, progress, log, config)


def _build_addon(below, name, progress, log, config):
    clone(below, name)
    _install_own(places.addon_folders(), name, progress, log, config)


def _build_apart(below, name, progress, log, config):
    clone(below, name)
    odoo_process.install(name, apart_depends(), progress, log, config)
    _install_own(places.apart_folders(), name, progress, log, config)


def _install_own(folders, name, progress, log, config):
    modules = [folder.name for folder in folders]
    for row in odoo_process.install(name, modules, progress, log, config):
        say.warn(row)
    progress("style sheets and scripts of the web client")
    odoo_process.run_inside("prepare_assets.py", name, config)


def _build_books(below, name, progress, _log, config):
    clone(below, name)
    progress("chart of accounts")
    odoo_process.run_inside("prepare_books.py", name, config)


def _uses():
    folder = places.cache() / "templates"
    folder.mkdir(exist_ok=True)
    return folder


def _touch(name):
    (_uses() / name).write_text(str(time.time()))


def oldest(used, keep):
    """Return the names to drop of {name: time of last use}, oldest first.

    >>> oldest({"a": 1, "b": 3, "c": 2}, keep=2)
    ['a']
    """
    ordered = sorted(used, key=used.get)
    return ordered[: max(0, len(ordered) - keep)]


def _drop_old(new):
    """Drop the layers of the same kind that were not used for longest."""
    kind = new.rsplit("_", 1)[0] + "_"
    used = {}
    for name in databases.names(kind):
        if not name.endswith("_building"):
            mark = _uses() / name
            used[name] = float(mark.read_text()) if mark.exists() else 0.0
    for name in oldest(used, KEEP):
        with locks.if_free(f"use-{name}") as free:
            if free and name != new:
                databases.drop(name)
                (_uses() / name).unlink(missing_ok=True)


def drop_abandoned(prefix):
    """Drop databases of runs that ended without cleaning up."""
    for name in databases.names(prefix):
        run = name.split("-", 1)[0]  # a test worker's database is "<run>-gw0"
        with locks.if_free(f"run-{run}") as free:
            if free:
                databases.drop(name)


def new_run(prefix):
    """Return a fresh name for the databases of one run of a command."""
    return postgres.unique(prefix)
