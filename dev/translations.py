"""`./neiqin i18n`, and lint's check that every text has its Chinese."""

import shutil
import subprocess

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
        folder = exported()
    complaints = merge("write", folder)
    for row in complaints:
        say.line(f"  {row}")
    say.line(f"{len(complaints)} left to translate" if complaints else "✓ all Chinese")
    return 0


def check():
    """Return the complaints about texts and their Chinese."""
    return merge("check", exported())


def merge(verb, folder):
    """Compare or write the exported texts; return the complaints."""
    script = places.ROOT / "dev" / "inside" / "merge_terms.py"
    rows = []
    for addon in places.addon_folders():
        pot = folder / f"{addon.name}.pot"
        command = [python_env.python(), script, verb, pot, addon / "i18n"]
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False
        )
        rows += done.stdout.splitlines()
        if done.returncode > 1 or done.stderr:
            raise say.Failure(f"the texts cannot be compared:\n{done.stderr}")
    return rows


def terms_key():
    """Return a key over all files that texts are taken from."""
    static = []
    for addon in places.addon_folders():
        paths = sorted(addon.glob("static/src/**/*"))
        static += [p for p in paths if p.suffix in (".js", ".xml")]
    return keys.digest(templates.addon_key(), keys.files_key(static))


def exported():
    """Return a folder with the texts of each add-on as it is now."""
    folder = places.cache() / "texts" / terms_key()
    if not folder.exists():
        with locks.exclusive(f"texts-{folder.name}"):
            if not folder.exists():
                _export(folder)
    return folder


def _export(folder):
    """Export from a clone: nobody may be connected to a template."""
    working = folder.with_suffix(".part")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    with postgres.running():
        name = templates.clone(templates.addon(), templates.new_run("nq_texts"))
        try:
            settings = odoo_process.write_config(
                working / "odoo.conf", data_dir=places.private("data")
            )
            addons = [addon.name for addon in places.addon_folders()]
            odoo_process.run_inside("export_terms.py", name, settings, working, *addons)
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
