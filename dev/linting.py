"""`./neiqin lint`: every checker at once, each with its own verdict."""

import subprocess
import time

from . import known_clean, odoo_process, places, python_env, say, translations

SHOWN = 20  # complaints of one kind


def python_folders():
    """Return what the Odoo checkers read: the add-ons and their tests."""
    names = [folder.name for folder in places.every_addon()]
    return names + [
        name for name in ("tests", "bench") if (places.ROOT / name).is_dir()
    ]


def checkers(fix=False):
    """Return {title: command line} of the checkers that are programs."""
    tools = python_env.folder() / "bin"
    addons = [folder.name for folder in places.every_addon()]
    languages = [str(p) for f in places.every_addon() for p in f.glob("i18n/*.po*")]
    ruff = [tools / "ruff", "check", "--quiet", "--output-format=concise"]
    shape = [tools / "ruff", "format"]
    found = {
        "ruff": [*ruff, *(["--fix"] if fix else []), "."],
        "ruff format": [*shape, *([] if fix else ["--check"]), "."],
    }
    if addons:
        found["oca-checks-odoo-module"] = [tools / "oca-checks-odoo-module", *addons]
    if languages:
        # its format empties a translation that equals its source: "PDF" has one too
        plain = "--disable=po-pretty-format"
        found["oca-checks-po"] = [tools / "oca-checks-po", plain, *languages]
    return found


def main(arguments):
    """Run all checkers; return 1 when any complains."""
    unknown = set(arguments) - {"--fix"}
    if unknown:
        mend = "./neiqin lint, or ./neiqin lint --fix to mend what can be mended"
        raise say.Failure(f"`lint` does not know {' '.join(unknown)}.", mend)
    results = [run(*item) for item in checkers("--fix" in arguments).items()]
    results += [pylint(), texts()]
    say.line("✓ lint" if all(results) else "✗ lint")
    return 0 if all(results) else 1


def run(title, command):
    """Run one checker, show what it complains about; return whether it passed."""
    start = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=places.ROOT,
        env=odoo_process.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    words = (done.stdout + done.stderr).strip()
    if title.startswith("ruff"):
        words += "\nmend: ./neiqin lint --fix"
    return verdict(title, done.returncode == 0, words, start)


def pylint():
    """Run pylint on the files that it has not passed as they are now."""
    title = "pylint-odoo"
    folders = [places.ROOT / name for name in python_folders()]
    found = known_clean.marks(
        [path for folder in folders for path in folder.rglob("*.py")],
        [(places.ROOT / ".pylintrc").read_text("utf-8"), python_env.requirements_key()],
    )
    changed = known_clean.changed(title, found)
    if len(changed) > len(found) / 2:
        targets = folders
    else:
        targets = with_manifests(changed)
    command = [python_env.folder() / "bin" / "pylint", *targets]
    passed = not targets or run(title, command)
    if passed:
        known_clean.remember(title, found)
    return passed


def with_manifests(paths):
    """Return the paths with the manifests of their add-ons, which checks look up."""
    changed = set(paths)
    for addon in places.addon_folders():
        if any(addon in path.parents for path in paths):
            changed |= {addon / "__init__.py", addon / "__manifest__.py"}
    return sorted(changed)


def texts():
    """Check that every text of the add-on has its Chinese."""
    start = time.monotonic()
    rows = translations.check() if places.addon_folders() else []
    if len(rows) > SHOWN:
        rows = [*rows[:SHOWN], f"… and {len(rows) - SHOWN} more"]
    if rows:
        rows.append("mend: ./neiqin i18n, then fill in zh_CN.po")
    return verdict("texts and their Chinese", not rows, "\n".join(rows), start)


def verdict(title, passed, words, start):
    """Print one checker's result."""
    took = time.monotonic() - start
    say.line(f"{'✓' if passed else '✗'} {title} ({took:.1f} s)")
    if not passed:
        say.line("\n".join(f"    {row}" for row in words.splitlines()))
    return passed
