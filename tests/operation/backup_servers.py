"""Servers on the loopback that backups go to: S3, SFTP, WebDAV."""

import asyncio
import threading
from contextlib import contextmanager
from urllib.request import Request, urlopen

import asyncssh
from cheroot import wsgi
from moto.server import ThreadedMotoServer
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

from dev import ports

HOST = "127.0.0.1"
USER, PASSWORD = "keeper", "s3cret-of-the-vault"


@contextmanager
def s3(bucket, **options):
    """Have an S3 with one bucket; gives the environment of a place called CLOUD.

    :param options: for the bucket, as boto3 has them
    """
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    # all servers of a process share what is in them: begin with nothing
    urlopen(Request(f"{address}/moto-api/reset", method="POST"), timeout=30).close()
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=USER,
        aws_secret_access_key=PASSWORD,
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=bucket, **options)
    try:
        yield (
            client,
            {
                "NEIQIN_BACKUP_CLOUD_URL": f"s3://{bucket}/office",
                "NEIQIN_BACKUP_CLOUD_KEY": USER,
                "NEIQIN_BACKUP_CLOUD_SECRET": PASSWORD,
                "NEIQIN_BACKUP_CLOUD_ENDPOINT_URL": address,
            },
        )
    finally:
        server.stop()


class _Keeper(asyncssh.SSHServer):
    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == (USER, PASSWORD)


class _Sftp:
    """An SFTP server in a thread; ``stop`` breaks all its connections off."""

    def __init__(self, folder):
        self.folder, self.key = (
            str(folder),
            asyncssh.generate_private_key("ssh-ed25519"),
        )
        self.port = ports.first_free(18900)
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.connections = []
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        self.ready.wait(20)

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        self.ready.set()
        self.loop.run_forever()

    async def _listen(self):
        self.server = await asyncssh.listen(
            HOST,
            self.port,
            server_host_keys=[self.key],
            server_factory=self._keeper,
            sftp_factory=lambda chan: asyncssh.SFTPServer(chan, chroot=self.folder),
        )

    def _keeper(self):
        keeper = _Keeper()
        keeper.connection_made = self.connections.append
        return keeper

    def stop(self):
        def end():
            self.server.close()
            for connection in self.connections:
                connection.abort()
            self.loop.call_later(0.2, self.loop.stop)

        self.loop.call_soon_threadsafe(end)
        self.thread.join(5)


@contextmanager
def sftp(folder, known_hosts):
    """Have an SFTP server; gives it and the environment of a place called CELLAR.

    :param known_hosts: path where its host key is written
    """
    server = _Sftp(folder)
    public = server.key.export_public_key().decode().strip()
    known_hosts.write_text(f"[{HOST}]:{server.port} {public}\n")
    try:
        yield (
            server,
            {
                "NEIQIN_BACKUP_CELLAR_URL": f"sftp://{HOST}:{server.port}/office",
                "NEIQIN_BACKUP_CELLAR_USERNAME": USER,
                "NEIQIN_BACKUP_CELLAR_PASSWORD": PASSWORD,
                "NEIQIN_BACKUP_CELLAR_KNOWN_HOSTS": str(known_hosts),
            },
        )
    finally:
        server.stop()


@contextmanager
def webdav(folder):
    """Have a WebDAV server; gives the environment of a place called DAV."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": FilesystemProvider(str(folder))},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    port = ports.first_free(19100)
    server = wsgi.Server((HOST, port), app, shutdown_timeout=1)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield {
            "NEIQIN_BACKUP_DAV_URL": f"webdav+http://{HOST}:{port}/office",
            "NEIQIN_BACKUP_DAV_USERNAME": USER,
            "NEIQIN_BACKUP_DAV_PASSWORD": PASSWORD,
        }
    finally:
        server.stop()
