"""Tests that run side by side keep their files apart."""

import os

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWorkerFilestore(TransactionCase):
    def test_a_filestore_of_its_own(self):
        """Else Odoo's clean-up after a class takes the files of the other worker."""
        folder = self.env["ir.attachment"]._filestore()
        self.assertEqual(os.path.basename(folder), self.env.cr.dbname)
