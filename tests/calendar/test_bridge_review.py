"""This bridge's models, methods and names, against the reviewed list."""

from ..control.bridge_case import BridgeReview
from ..control.common import RoleCase


class TestCalendarBridge(BridgeReview, RoleCase):
    bridge = "neiqin_addon_calendar"
