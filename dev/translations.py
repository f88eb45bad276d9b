"""`./neiqin i18n`, and lint's check that every text has its Chinese."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from . import (
    databases,
    keys,
    locks,
    odoo_process,
    places,
    postgres,
    python_env,
    say,
    templates,
)


def main(_arguments):
    """Write the texts into each add-on's `i18n/`; list those without Chinese."""
    with say.step("Texts of the add-on"):
        folders = exported()
    complaints = merge("write", folders)
    for row in complaints:
        say.line(f"  {row}")
    say.line(f"{len(complaints)} left to translate" if complaints else "✓ all Chinese")
    rows = altered(folders)
    if rows:
        say.line("Chinese that other screens may show as well, altered since HEAD:")
    for row in rows:
        say.line(f"  {row}")
    return 0


def check():
    """Return the complaints about texts and their Chinese."""
    return merge("check", exported())


def merge(verb, folders):
    """Compare or write the exported texts; return the complaints.

    :param folders: ``{add-on's folder: folder with its exported texts}``
    """
    script = places.ROOT / "dev" / "inside" / "merge_terms.py"
    rows = []
    for addon, folder in folders.items():
        pot = folder / f"{addon.name}.pot"
        command = [python_env.python(), script, verb, pot, addon / "i18n"]
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False
        )
        rows += done.stdout.splitlines()
        if done.returncode > 1 or done.stderr:
            raise say.Failure(f"the texts cannot be compared:\n{done.stderr}")
    return rows


def altered(addons, root=places.ROOT):
    """Return a row for each text whose Chinese is another one than at git's HEAD.

    Nothing where git knows no such file.

    :param addons: folders of add-ons below `root`
    """
    script, rows = places.ROOT / "dev" / "inside" / "altered_terms.py", []
    for addon in addons:
        path = addon / "i18n" / "zh_CN.po"
        name = path.relative_to(root).as_posix()
        known = subprocess.run(
            ["git", "-C", root, "show", f"HEAD:{name}"],
            capture_output=True,
            check=False,
        )
        if known.returncode or not path.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder, "before.po")
            before.write_bytes(known.stdout)
            command = [python_env.python(), script, before, path]
            done = subprocess.run(
                [str(part) for part in command],
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode > 1 or done.stderr:
            raise say.Failure(f"the Chinese cannot be compared:\n{done.stderr}")
        rows += [f"{addon.name}: {row}" for row in done.stdout.splitlines()]
    return rows


def terms_key(addons, below):
    """Return a key over all files that texts of these add-ons are taken from."""
    static = []
    for addon in addons:
        paths = sorted(addon.glob("static/src/**/*"))
        static += [p for p in paths if p.suffix in (".js", ".xml")]
    return keys.digest(below, keys.files_key(static))


def exported():
    """Return ``{add-on: folder with its texts as they are now}``."""
    together, apart = places.addon_folders(), places.apart_folders()
    found = dict.fromkeys(
        together,
        _exported(
            together, terms_key(together, templates.addon_key()), templates.addon
        ),
    )
    if apart:
        # their own files decide, so that a change elsewhere needs no database for them
        files = [[f.name, keys.folder_key(f)] for f in apart]
        below = keys.digest(templates.base_key(), templates.apart_depends(), files)
        folder = _exported(apart, terms_key(apart, below), templates.apart)
        found.update(dict.fromkeys(apart, folder))
    return found


def _exported(addons, key, template):
    folder = places.cache() / "texts" / key
    if not folder.exists():
        with locks.exclusive(f"texts-{folder.name}"):
            if not folder.exists():
                _export(folder, addons, template)
    folder.touch()  # used: not the one to drop next
    return folder


def _export(folder, addons, template):
    """Export from a clone: nobody may be connected to a template."""
    working = folder.with_suffix(".part")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    with postgres.running():
        name = templates.clone(template(), templates.new_run("nq_texts"))
        try:
            settings = odoo_process.write_config(
                working / "odoo.conf", data_dir=places.private("data")
            )
            names = [addon.name for addon in addons]
            odoo_process.run_inside("export_terms.py", name, settings, working, *names)
        finally:
            databases.drop(name)
    (working / "odoo.conf").unlink()
    _keep_few(folder.parent)
    working.rename(folder)


def _keep_few(parent):
    """Drop exports of former states."""
    found = sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in found[:-10]:
        shutil.rmtree(path, ignore_errors=True)
