"""Files on a backup's place, whatever it is: written, read back, renamed, removed."""

import errno
import hashlib
import importlib
import os
import re
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from fsspec.implementations.local import LocalFileSystem

from . import backup_place

SUFFIX, PART = ".nqb", ".nqb.part"
BLOCK = 4 << 20
#: S3 takes 10 000 parts: of this size they make 640 GB.
S3_PART = 64 << 20
#: Seconds between two questions whether an SFTP server is still there; after three
#: without an answer it is gone. Otherwise a cut line would be waited for without end.
ALIVE = 30


class StoreError(Exception):
    """What is on the place is not what was written there."""


def file_name(database, created, ident):
    """Return the name of a backup's file.

    >>> file_name("office", datetime(2026, 3, 1, 2, 5), 17)
    'office-20260301T020500Z-17.nqb'
    """
    return f"{database}-{created:%Y%m%dT%H%M%SZ}-{ident}{SUFFIX}"


def made_at(name, database):
    """Return when a backup of a database was made, by its name; None for other files.

    >>> made_at("office-20260301T020500Z-17.nqb", "office")
    datetime.datetime(2026, 3, 1, 2, 5)
    >>> made_at("office-20260301T020500Z-17.nqb", "off"), made_at("office-x.nqb", "office")
    (None, None)
    >>> made_at("office-20269901T020500Z-17.nqb", "office") is None
    True
    """
    pattern = rf"{re.escape(database)}-(\d{{8}}T\d{{6}})Z-\d+{re.escape(SUFFIX)}"
    found = re.fullmatch(pattern, name, re.ASCII)
    try:
        return found and datetime.strptime(found[1], "%Y%m%dT%H%M%S")
    except ValueError:
        return None


def connect(address, reference, known):
    """Return the :class:`Store` of a place that :func:`backup_place.check` allowed.

    :raise ImportError: the driver is not installed
    """
    if not reference:
        return Store(LocalFileSystem(skip_instance_cache=True), address, {})
    options, own = backup_place.options(reference, known)
    parts = urlsplit(address)
    scheme, _plus, way = parts.scheme.partition("+")
    module, name = backup_place.DRIVERS[scheme]
    driver = getattr(importlib.import_module(module), name)
    folder, more = _opening(scheme, way, parts)
    filesystem = driver(
        skip_instance_cache=True, **{**more, **_signed(scheme, options)}
    )
    return Store(filesystem, folder, own)


def _signed(scheme, options):
    """Return the options with name and password as the driver takes them."""
    if scheme != "webdav" or "username" not in options:
        return options
    plain = {k: v for k, v in options.items() if k not in ("username", "password")}
    return {**plain, "auth": (options["username"], options.get("password", ""))}


def _opening(scheme, way, parts):
    """Return the folder as the driver calls it, and what it needs besides."""
    if scheme == "sftp":
        more = {"host": parts.hostname, "port": parts.port or 22}
        more["keepalive_interval"] = ALIVE
        if parts.username:
            more["username"] = parts.username
        return parts.path, more
    if scheme == "webdav":
        base = f"{way or 'https'}://{parts.netloc}"
        return parts.path.strip("/"), {"base_url": base}
    if scheme == "smb":
        return parts.path, {"host": parts.hostname, "port": parts.port}
    # whoever else writes there is seen at once
    return f"{parts.netloc}{parts.path}", {"use_listings_cache": False}


class Store:
    """One folder on one filesystem of fsspec's.

    :param own: ``lock_days``, ``lock_mode``: for places that keep files unchangeable
    """

    def __init__(self, filesystem, folder, own):
        self.fs, self.folder, self.own = filesystem, folder.rstrip("/"), own
        protocol = filesystem.protocol
        self.kind = protocol if isinstance(protocol, str) else protocol[0]

    def path(self, name):
        return f"{self.folder}/{name}"

    @contextmanager
    def writing(self, name):
        """Open a file under a temporary name; it has its own only after :meth:`keep`."""
        if self.kind != "s3":
            self.fs.makedirs(self.folder, exist_ok=True)
        more = {"block_size": S3_PART} if self.kind == "s3" else {}
        file = self.fs.open(self.path(name) + ".part", "wb", **more)
        try:
            yield file
        except BaseException:
            with suppress(Exception):
                # S3 would make a file of what was written so far
                (file.discard if self.kind == "s3" else file.close)()
            raise
        if self.kind == "file":
            file.flush()
            os.fsync(file.fileno())
        file.close()

    def keep(self, name, size, digest):
        """Read a file back, compare, and give it its name.

        :raise StoreError: it is not what was written
        """
        part = self.path(name) + ".part"
        self.compare(part, size, digest)
        if self.fs.exists(self.path(name)):
            raise StoreError(f"{name} is there already")
        if self.kind == "s3":
            self.fs.copy(part, self.path(name))
            self._lock(name)
            self.fs.rm_file(part)
        elif self.kind == "file":
            os.rename(part, self.path(name))
            self._sync_folder()
        else:
            self.fs.mv(part, self.path(name))
        if self.sizes().get(name) != size:
            raise StoreError(f"{name} is not in the list after it was renamed")

    def compare(self, path, size, digest):
        """Read a file and compare it with what was written."""
        found, count = hashlib.sha256(), 0
        with self.fs.open(path, "rb", block_size=BLOCK) as file:
            while data := file.read(BLOCK):
                found.update(data)
                count += len(data)
        if (count, found.hexdigest()) != (size, digest):
            raise StoreError(
                f"{count} bytes with SHA-256 {found.hexdigest()[:12]}..., written were"
                f" {size} with {digest[:12]}..."
            )

    def _sync_folder(self):
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _lock(self, name):
        """Have S3 keep a file unchangeable for some days, where it is to."""
        days = int(self.own.get("lock_days") or 0)
        if not days:
            return
        bucket, _slash, key = self.path(name).partition("/")
        mode = str(self.own.get("lock_mode") or "GOVERNANCE").upper()
        until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=days)
        self.fs.call_s3(
            "put_object_retention",
            Bucket=bucket,
            Key=key,
            Retention={"Mode": mode, "RetainUntilDate": until},
        )

    def sizes(self):
        """Return ``{name: bytes}`` of the backups there, half ones left out."""
        found = self._listed()
        return {name: size for name, size in found.items() if name.endswith(SUFFIX)}

    def _listed(self):
        """Return ``{name: bytes}`` of all files there; none where there is no folder."""
        # SMB's driver keeps no lists and knows no such word
        anew = {} if self.kind == "smb" else {"refresh": True}
        try:
            rows = self.fs.ls(self.folder, detail=True, **anew)
        except OSError as error:
            if error.errno != errno.ENOENT and not isinstance(error, FileNotFoundError):
                raise
            return {}
        return {row["name"].rpartition("/")[2]: row["size"] for row in rows}

    def reading(self, name):
        """Open a backup."""
        return self.fs.open(self.path(name), "rb", block_size=BLOCK)

    def remove(self, name):
        """Delete a backup; return whether it is gone. A lock that refuses is no error."""
        try:
            self.fs.rm_file(self.path(name))
        except FileNotFoundError:
            return True
        except OSError as error:
            if error.errno == errno.ENOENT:
                return True
            if self.own.get("lock_days") or error.errno in (errno.EACCES, errno.EPERM):
                return False
            raise
        return True

    def sweep(self, database):
        """Delete what killed runs left behind; return the names."""
        names = self._listed()
        half = [n for n in names if n.startswith(f"{database}-") and n.endswith(PART)]
        for name in half:
            self.fs.rm_file(self.path(name))
        return half
