"""Fetch packages with apt's own client into a private folder; install nothing.

The mirror's address is the machine's own; the index comes from the suite `unstable`,
whose signature apt checks against the machine's own keyring.
"""

import os
import re
import shutil
from pathlib import Path

from . import shell
from .say import Failure

SUITE = "unstable"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
OWN_SOURCE = (
    "Set NEIQIN_ODOO to a folder with the source of Odoo 19 and run the command again."
)


def debian_mirror(listing):
    """Pick the Debian mirror from `apt-get indextargets` lines "<address> <label>".

    >>> debian_mirror("https://a.test/x/ Docker\\nhttps://b.test/debian/ Debian\\n")
    'https://b.test/debian/'
    >>> debian_mirror("https://b.test/sec/ Debian-Security\\n") is None
    True
    """
    for text in listing.splitlines():
        address, _, label = text.strip().partition(" ")
        if label.strip() == "Debian":
            return address
    return None


def newest_versions(index, names):
    """Return {name: version} of packages from the text of `apt-cache show`.

    >>> newest_versions("Package: a\\nVersion: 2\\n\\nPackage: b\\nVersion: 1", ["a"])
    {'a': '2'}
    """
    found = {}
    for block in re.split(r"\n\s*\n", index):
        name = re.search(r"^Package: (\S+)", block, re.MULTILINE)
        version = re.search(r"^Version: (\S+)", block, re.MULTILINE)
        if name and version and name[1] in names:
            found.setdefault(name[1], version[1])
    return found


class PrivateApt:
    """An apt with state, cache and sources of its own under `folder`."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("state/lists/partial", "cache/archives/partial", "debs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.sources = folder / "sources.list"

    def _options(self):
        settings = {
            "Dir::State": self.folder / "state",
            "Dir::State::status": os.devnull,
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": self.sources,
            "Dir::Etc::sourceparts": os.devnull,
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        if os.geteuid() == 0:
            settings["APT::Sandbox::User"] = "root"
        return [part for key in settings for part in ("-o", f"{key}={settings[key]}")]

    def update(self):
        """Fetch the signed index of the suite from the machine's own mirror."""
        if not shutil.which("apt-get"):
            raise Failure("This machine has no apt to fetch Odoo with.", OWN_SOURCE)
        listing = shell.run(
            ["apt-get", "indextargets", "--format", "$(REPO_URI) $(LABEL)"]
            + ["Created-By: Packages"],
            "apt does not tell its mirrors",
            OWN_SOURCE,
        )
        mirror = debian_mirror(listing)
        if not mirror:
            raise Failure("apt knows no Debian mirror on this machine.", OWN_SOURCE)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        self.sources.write_text(f"deb {signed}{mirror} {SUITE} main\n")
        shell.run(
            ["apt-get", *self._options(), "update"],
            "apt could not read the package index",
            "Check the machine's network and `apt-get update`, then run it again.",
        )

    def download(self, names):
        """Download packages ("name" or "name=version") and return their files."""
        shell.run(
            ["apt-get", *self._options(), "download", *names],
            f"apt could not download {', '.join(names)}",
            OWN_SOURCE,
            cwd=self.folder / "debs",
        )
        return sorted((self.folder / "debs").glob("*.deb"))

    def versions(self, names):
        """Return the newest version the index has of each package."""
        text = shell.run(
            ["apt-cache", *self._options(), "show", *names],
            f"the package index does not list {', '.join(names)}",
            OWN_SOURCE,
        )
        return newest_versions(text, names)
