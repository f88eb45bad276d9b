"""A file of the filestore that cannot be read costs that file, never the backup."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.neiqin_addon.models.operation import backup_make, backup_server
from odoo.addons.neiqin_addon.tools.backup_archive import Packer


@tagged("post_install", "-at_install")
class TestBackupGaps(TransactionCase):
    def test_one_that_belongs_to_somebody_else(self):
        """As after a restore by root: told as lost, by name, the rest is there."""
        folder = Path(self.enterContext(TemporaryDirectory()))
        names = [f"aa/aa000{number}" for number in range(3)]
        (folder / "aa").mkdir()
        for name in names:
            (folder / name).write_bytes(b"paper")

        def opened(path, mode):
            if path.endswith(names[1]):
                raise PermissionError(13, "Permission denied", path)
            return open(path, mode)

        packer = Packer(io.BytesIO())
        with (
            patch.object(backup_server, "filestore", lambda database: str(folder)),
            patch.object(backup_make, "open", opened, create=True),
        ):
            gaps = self.env["neiqin.backup"]._neiqin_add_files(
                packer, [f"{name}\n".encode() for name in names]
            )
        self.assertEqual((packer.files, gaps.lost, gaps.names), (2, 1, [names[1]]))
