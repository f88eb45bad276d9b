"""Where things lie: the checkout, its private folder, and the shared cache."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "neiqin_addon"


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
    """Return the add-on's folder and those of its bridge add-ons, main one first."""
    bridges = sorted(ROOT.glob(f"{ADDON}_*/__manifest__.py"))
    main = ROOT / ADDON
    found = [main] if (main / "__manifest__.py").exists() else []
    return found + [manifest.parent for manifest in bridges]


def sample_data():
    """Return the folder of sample data, or None where this machine has none."""
    given = os.environ.get("NEIQIN_SAMPLE_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None
