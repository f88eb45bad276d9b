"""The source of Odoo 19: unpacked once from Debian's package, or a folder given."""

import os
import re
import shutil
from pathlib import Path

from . import apt, keys, locks, places, say, shell
from .say import Failure

PACKAGE = "odoo-19"
VERSION = "19.0.0+dfsg-1"
SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
# fonts and scripts that Odoo's package only links to
COMPANIONS = [
    "fonts-font-awesome",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
]
LIBRARY = Path("usr", "lib", "python3", "dist-packages")
STUBS = {
    # left out of the package; without it the web client logs an error
    "mail/static/lib/selfie_segmentation/selfie_segmentation.js": (
        "/* The library is not part of this package: no blurred backgrounds. */\n"
    ),
}


def library():
    """Return the folder to put on Python's path so that `import odoo` works."""
    given = os.environ.get("NEIQIN_ODOO")
    return _checked(Path(given).expanduser()) if given else _unpacked()


def identity():
    """Return a text that changes whenever the source of Odoo does."""
    given = os.environ.get("NEIQIN_ODOO")
    if not given:
        return f"{PACKAGE} {VERSION} {SHA256}"
    folder = Path(given).expanduser().resolve()
    head = ""
    if (folder / ".git").exists():
        head = shell.run(["git", "-C", folder, "rev-parse", "HEAD"], "git failed")
    return f"{folder} {head.strip()}"


def addons_paths():
    """Return the folders of Odoo's own add-ons below the source."""
    root = library()
    inside = root / "odoo" / "addons"
    return [inside] if (inside / "web").is_dir() else [inside, root / "addons"]


def _checked(folder):
    release = folder / "odoo" / "release.py"
    text = release.read_text(encoding="utf-8") if release.exists() else ""
    if not re.search(r"version_info = \(19,", text):
        raise Failure(
            f"NEIQIN_ODOO={folder} holds no Odoo 19 (looked for {release}).",
            "Point NEIQIN_ODOO at a checkout of Odoo 19.0, or unset it.",
        )
    return folder.resolve()


def _unpacked():
    root = places.cache() / "odoo" / VERSION.replace("+", "_")
    if not (root / ".complete").exists():
        with locks.exclusive("odoo", "another clone is unpacking Odoo"):
            if not (root / ".complete").exists():
                _build(root)
    return root / LIBRARY


def _build(root):
    shutil.rmtree(root, ignore_errors=True)
    with say.step("Odoo 19: download from the machine's Debian mirror") as progress:
        debs = _download(progress)
    with say.step("Odoo 19: unpack") as progress:
        root.mkdir(parents=True)
        for deb in debs:
            progress(deb.name)
            shell.run(["dpkg", "-x", deb, root], f"{deb.name} does not unpack")
        shutil.rmtree(root / LIBRARY / "addons")  # a second copy of odoo/addons
        _add_stubs(root / LIBRARY)
        (root / ".complete").touch()


def _download(progress):
    client = apt.PrivateApt(places.cache() / "apt")
    progress("index")
    client.update()
    available = client.versions([PACKAGE]).get(PACKAGE)
    if available != VERSION:
        say.warn(f"the mirror has {PACKAGE} {available}; {VERSION} was tested")
    progress("packages, 130 MB")
    shutil.rmtree(client.folder / "debs")
    (client.folder / "debs").mkdir()
    debs = client.download([PACKAGE, *COMPANIONS])
    _check_sum(debs, available)
    return debs


def _check_sum(debs, available):
    """Refuse a package whose content is not the one this project was tested with."""
    if available != VERSION:
        return  # apt has checked it against the archive's signature
    (deb,) = (deb for deb in debs if deb.name.startswith(f"{PACKAGE}_"))
    if keys.file_sha256(deb) != SHA256:
        raise Failure(
            f"{deb.name} is damaged: its SHA-256 differs from the known one.",
            f"Delete {deb.parent} and run the command again.",
        )


def _add_stubs(library_folder):
    for name, text in STUBS.items():
        path = library_folder / "odoo" / "addons" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
