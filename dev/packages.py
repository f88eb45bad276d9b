"""Programs from the system's packages: PDF printer, browser, Chinese fonts."""

import importlib.util
import os
import shutil
from pathlib import Path

from . import locks, say, shell
from .say import Failure

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def has_browser():
    """Say whether a browser for browser tests is on the path."""
    return any(shutil.which(name) for name in BROWSERS)


def has_chinese_font():
    """Say whether a font with Chinese characters is installed."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    patterns = ("*CJK*", "*wqy*", "*Han*")
    return any(next(f.rglob(p), None) for f in folders if f.is_dir() for p in patterns)


def missing():
    """Return {package: what goes without it} of what this machine lacks."""
    lacking = {}
    if not shutil.which("wkhtmltopdf"):
        lacking["wkhtmltopdf"] = "no PDF; tests of PDF papers skip"
    if not has_browser():
        lacking["chromium"] = "browser tests skip"
    if not has_chinese_font():
        lacking["fonts-noto-cjk"] = "Chinese PDF text shows as boxes"
    if not shutil.which("smbd"):
        lacking["samba"] = "the test of backups on an SMB share skips"
    if not importlib.util.find_spec("ensurepip"):
        lacking["python3-venv"] = "no virtual environment can be made"
    return lacking


def ensure():
    """Install what is missing as root; otherwise say what to install and go on."""
    if not missing():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with locks.exclusive("packages", "another clone is installing packages"):
            _install(sorted(missing()))
    for name, effect in missing().items():
        say.warn(f"{name} is missing ({effect}): sudo apt-get install {name}")


def _install(names):
    if not names:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    with say.step(f"System packages: {', '.join(names)}"):
        try:
            update = ["apt-get", "update", "-qq"]
            shell.run(update, "apt-get update failed", env=environment)
            shell.run([*install, *names], "apt-get install failed", env=environment)
        except Failure as error:
            say.warn(error.what)
