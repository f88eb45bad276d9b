"""Where backups may go: what the server's environment allows, nothing else.

A manager names a place in the web client; whoever runs the server has said before, outside
the database, which places there are. So nobody who takes over an account can have the
server write into its own folders, call addresses of the inner network, or hand the secrets
of one place to another.

``NEIQIN_BACKUP_FOLDERS``
    folders, separated by ``:``, below which local backups may lie
``NEIQIN_BACKUP_<NAME>_URL``
    address of a remote place called NAME; backups go there or below
``NEIQIN_BACKUP_<NAME>_<OPTION>``
    what its driver needs: ``KEY``, ``SECRET``, ``ENDPOINT_URL``, ``USERNAME``,
    ``PASSWORD``, ``CLIENT_KEYS``, ...; JSON where it begins with ``{`` or ``[``
``NEIQIN_BACKUP_<NAME>_FILE``
    the same options as one JSON object in a file of mode 0600

All may stand in Odoo's configuration as well, in lower case.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from .key_source import read_file

PREFIX = "NEIQIN_BACKUP_"
FOLDERS = f"{PREFIX}FOLDERS"
#: Scheme -> driver's package and class. fsspec's own driver for SFTP takes any host key.
DRIVERS = {
    "s3": ("s3fs", "S3FileSystem"),
    "sftp": ("sshfs", "SSHFileSystem"),
    "webdav": ("webdav4.fsspec", "WebdavFileSystem"),
    "smb": ("fsspec.implementations.smb", "SMBFileSystem"),
    "gs": ("gcsfs", "GCSFileSystem"),
    "abfs": ("adlfs", "AzureBlobFileSystem"),
}
NAME = re.compile(r"[A-Z][A-Z0-9]{0,30}")
OURS = {"url", "file", "lock_days", "lock_mode"}


class PlaceRefused(ValueError):
    """A place that may not be used. ``code`` and ``about`` say why."""

    def __init__(self, code, about=""):
        super().__init__(f"{code}: {about}")
        self.code, self.about = code, about


def settings(environ, options):
    """Return all settings of backups, ``{NAME: text}``; the environment goes first.

    >>> settings({"NEIQIN_BACKUP_C_URL": "s3://a", "HOME": "/"},
    ...     {"neiqin_backup_c_url": "x", "neiqin_backup_folders": "/b"})
    {'NEIQIN_BACKUP_C_URL': 's3://a', 'NEIQIN_BACKUP_FOLDERS': '/b'}
    """
    found = {name.upper(): text for name, text in options.items() if text}
    found.update(environ)
    return {name: found[name] for name in sorted(found) if name.startswith(PREFIX)}


def names(known):
    """Return the names of the remote places.

    >>> names({"NEIQIN_BACKUP_CLOUD_URL": "s3://a", "NEIQIN_BACKUP_FOLDERS": "/b"})
    ['CLOUD']
    """
    found = (re.fullmatch(rf"{PREFIX}([A-Z0-9]+)_URL", name) for name in known)
    return sorted(match[1] for match in found if match)


def check(reference, address, known):
    """Return the place as it may be used: a real folder, or an address.

    :param reference: NAME of a remote place; empty for a local folder
    :param address: folder or address; for a remote place it may be empty
    :raise PlaceRefused: with one of the codes ``no_folders``, ``outside``,
        ``not_absolute``, ``unknown``, ``other``, ``odd``, ``scheme``

    >>> known = {"NEIQIN_BACKUP_CLOUD_URL": "s3://office/odoo",
    ...     "NEIQIN_BACKUP_FOLDERS": "/proc"}
    >>> check("CLOUD", "", known), check("CLOUD", "s3://office/odoo/day", known)
    ('s3://office/odoo', 's3://office/odoo/day')
    >>> def code(*args):
    ...     try:
    ...         return check(*args)
    ...     except PlaceRefused as error:
    ...         return error.code
    >>> code("CLOUD", "s3://office/odoo2", known), code("CLOUD", "s3://else/x", known)
    ('other', 'other')
    >>> code("CLOUD", "s3://office/odoo/../x", known), code("SMB", "", known)
    ('odd', 'unknown')
    >>> code("", "/proc/../etc", known), code("", "/proc/self/cwd", known)
    ('outside', 'outside')
    >>> code("", "etc", known), code("", "/etc", {}), code("", "file:///etc", known)
    ('not_absolute', 'no_folders', 'not_absolute')
    >>> code("", "/proc/sys", known)
    '/proc/sys'
    """
    if reference:
        return _check_remote(reference, address or "", known)
    return _check_local(address or "", known)


def _check_local(address, known):
    folders = [part for part in known.get(FOLDERS, "").split(os.pathsep) if part]
    if not folders:
        raise PlaceRefused("no_folders")
    if not os.path.isabs(address) or "\0" in address:
        raise PlaceRefused("not_absolute", address)
    real = Path(os.path.realpath(address))  # a link leads nowhere else
    allowed = [Path(os.path.realpath(folder)) for folder in folders]
    if not any(real == folder or folder in real.parents for folder in allowed):
        raise PlaceRefused("outside", address)
    return str(real)


def _check_remote(reference, address, known):
    base = known.get(f"{PREFIX}{reference}_URL", "").rstrip("/")
    if not NAME.fullmatch(reference) or not base:
        raise PlaceRefused("unknown", reference)
    if urlsplit(base).scheme.partition("+")[0] not in DRIVERS:
        raise PlaceRefused("scheme", base.partition(":")[0])
    address = (address or base).rstrip("/")
    if re.search(r"\.\.|::|[\s?#%\\\0]", address):
        raise PlaceRefused("odd", address)
    if address != base and not address.startswith(base + "/"):
        raise PlaceRefused("other", reference)
    return address


def options(reference, known):
    """Return the driver's options of a remote place, and ours about it.

    :return: ``(options, own)``; own has ``lock_days`` and ``lock_mode``
    :raise CipherError: the file of options may be read by others

    >>> options("C", {"NEIQIN_BACKUP_C_URL": "s3://a", "NEIQIN_BACKUP_C_KEY": "me",
    ...     "NEIQIN_BACKUP_C_CONFIG_KWARGS": '{"retries": 3}',
    ...     "NEIQIN_BACKUP_C_LOCK_DAYS": "30"})
    ({'config_kwargs': {'retries': 3}, 'key': 'me'}, {'lock_days': '30'})
    """
    start = f"{PREFIX}{reference}_"
    given = {
        name[len(start) :].lower(): _value(text)
        for name, text in known.items()
        if name.startswith(start)
    }
    if given.get("file"):
        given = {**json.loads(read_file(given["file"])), **given}
    own = {name: given[name] for name in OURS & set(given) - {"url", "file"}}
    return {name: given[name] for name in sorted(set(given) - OURS)}, own


def _value(text):
    if text[:1] in "{[" and text:
        return json.loads(text)
    return {"true": True, "false": False}.get(text.lower(), text)
