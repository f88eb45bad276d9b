"""Packages that single tests need, of pinned versions, outside of the environment.

Among them add-ons of the community. pip would look for a package `odoo`, which they name as
what they need and which the registry does not have: each wheel is named here with its
SHA-256, and nothing besides.
"""

import shutil

from . import keys, locks, places, python_env, say, shell

#: Storage of attachments outside of the filestore (OCA/storage), and what it needs.
STORAGE = {
    "odoo-addon-fs-storage==19.0.1.1.3.5": (
        "fb8b44bab6dc8ec48ca8709f3947daed8eae4bfc5c63658b372ec525e1c4918d"
    ),
    "odoo-addon-fs-attachment==19.0.1.1.3.4": (
        "61793d208d31f82788f4e1c184c613a7c2294ad166cd57e8486c0d8d61409d1e"
    ),
    "python-slugify==9.2.0": (
        "7298dcfc65e9ccdf834b3c398f163af0d09a9a8fc1ee6a7b2dffd8d38bfb756e"
    ),
    "text-unidecode==1.3": (
        "1311f10e8b895935241623731c2ba64f4c455287888b18189350b67134a822e8"
    ),
}
#: Backups to SMB shares.
SMB = {
    "smbprotocol==1.17.0": (
        "bd1abff5417f5af83ca516a64ab8e5acece3dbdcf58d4e5e23e47f5165a77349"
    ),
    "pyspnego==0.12.4": (
        "a29a34de1abe9e9b30d9aa1d363f8e49fc159eb7355b1f2ee86ccb3a2ce3bba9"
    ),
}


def wanted(wheels):
    """Return the lines of a requirements file.

    >>> wanted({"a==1": "ff"})
    'a==1 --hash=sha256:ff\\n'
    """
    return "".join(f"{name} --hash=sha256:{sha}\n" for name, sha in wheels.items())


def folder(wheels):
    """Return a folder for PYTHONPATH with these wheels; add-ons are in its `odoo/addons`.

    :param wheels: ``{"name==version": SHA-256}``
    :raise Failure: the registry does not have them
    """
    key = keys.digest(wanted(wheels))
    target = places.cache() / "community" / key
    if (target / ".complete").exists():
        return target
    with locks.exclusive(f"community-{key}", "another clone fetches packages"):
        if not (target / ".complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            with say.step("Packages for a single test"):
                _fetch(wheels, target)
            (target / ".complete").touch()
    return target


def _fetch(wheels, target):
    names = target / "wheels.txt"
    names.write_text(wanted(wheels), encoding="utf-8")
    command = [python_env.python(), "-m", "pip", "install", "--no-input", "--no-deps"]
    command += ["--require-hashes", "--target", target, "-r", names]
    shell.run(command, "the packages of a test could not be fetched")
