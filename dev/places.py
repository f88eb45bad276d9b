"""Where things lie: the checkout, its private folder, and the shared cache."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "neiqin_addon"
#: Add-ons tested apart, with the folder of their tests: what they depend on changes how
#: Odoo behaves, so it must not lie in the database that everything else is tested on.
APART = {
    f"{ADDON}_mrp": "tests/mrp",
    f"{ADDON}_mass_mailing": "tests/mailing",
    f"{ADDON}_calendar": "tests/calendar",
}


def cache():
    """Return the folder that all clones share, making it when needed."""
    folder = Path(os.environ.get("NEIQIN_CACHE") or "~/.cache/neiqin").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def private(*names):
    """Return a folder inside this checkout's own `.neiqin/`."""
    folder = ROOT.joinpath(".neiqin", *names)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def checkout_key():
    """Return a short name for this checkout, different for each clone."""
    return hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]


def addon_folders():
    """Return the folders of the add-on and of the bridges tested with it, main first."""
    main = ROOT / ADDON
    found = [main] if (main / "__manifest__.py").exists() else []
    return found + [folder for folder in _bridges() if folder.name not in APART]


def apart_folders():
    """Return the folders of the bridge add-ons that are tested apart."""
    return [folder for folder in _bridges() if folder.name in APART]


def every_addon():
    """Return the folders of all add-ons of this checkout, main one first."""
    return addon_folders() + apart_folders()


def _bridges():
    return [m.parent for m in sorted(ROOT.glob(f"{ADDON}_*/__manifest__.py"))]


def sample_data():
    """Return the folder of sample data, or None where this machine has none."""
    given = os.environ.get("NEIQIN_SAMPLE_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None
