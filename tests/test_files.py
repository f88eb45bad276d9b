"""The shape of the source: short files, one reason to change each."""

import pathlib
import unittest

ROOT = pathlib.Path(__file__).parent.parent
KINDS = {".py", ".xml", ".js", ".scss", ".css"}
FOLDERS = ("tests", "dev", "bench")
LIMIT = 300


class TestFiles(unittest.TestCase):
    def test_every_file_is_short(self):
        long = {}
        addons = [path.parent for path in ROOT.glob("neiqin_addon*/__manifest__.py")]
        for folder in (*addons, *(ROOT / name for name in FOLDERS)):
            for path in folder.rglob("*"):
                if path.suffix in KINDS and path.is_file():
                    lines = len(path.read_text(encoding="utf-8").splitlines())
                    if lines >= LIMIT:
                        long[str(path.relative_to(ROOT))] = lines
        self.assertEqual(long, {})

    def test_every_view_file_is_in_the_manifest(self):
        addon = ROOT / "neiqin_addon"
        manifest = (addon / "__manifest__.py").read_text(encoding="utf-8")
        for folder in ("security", "data", "views", "report", "wizard", "demo"):
            for path in (addon / folder).rglob("*.xml"):
                self.assertIn(f'"{path.relative_to(addon)}"', manifest)

    def test_every_access_right_is_named_once(self):
        """Two branches that bring the same rows merge without a conflict."""
        path = ROOT / "neiqin_addon" / "security" / "ir.model.access.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        names = [line.split(",")[0] for line in lines]
        self.assertEqual([name for name in names if names.count(name) > 1], [])
