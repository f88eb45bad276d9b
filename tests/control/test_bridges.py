"""The bridges that are tested with the main add-on, against the reviewed list."""

import pathlib

from .bridge_case import BridgeReview
from .common import RoleCase
from .reviewed_bridges import BRIDGES


class TestEmployeeBridge(BridgeReview, RoleCase):
    bridge = "neiqin_addon_hr"

    def test_every_bridge_is_reviewed(self):
        root = pathlib.Path(__file__).parents[2]
        found = {path.parent.name for path in root.glob("*_addon_*/__manifest__.py")}
        self.assertEqual(found, set(BRIDGES))


class TestSmsBridge(BridgeReview, RoleCase):
    bridge = "neiqin_addon_sms"
