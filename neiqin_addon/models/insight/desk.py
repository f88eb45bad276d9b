"""The clerk's desk: what waits, counted in one request, and the way to each list."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval

CLERK = "neiqin_addon.group_neiqin_clerk"
SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
COLLABORATOR = "neiqin_addon.group_neiqin_collaborator"


class Tile(NamedTuple):
    """One number on the desk.

    :param model: what is counted, by one query
    :param domain: which of it
    :param action: XML id of the list it leads to
    :param listed: domain of that list, where it is of another model than what is counted
    :param count: aggregate that is the number
    :param moment: aggregate of the moment that presses most, if any
    :param runs: ``to`` a deadline, or ``since`` a beginning
    """

    key: str
    title: str
    done: str
    icon: str
    model: str
    domain: list
    action: str
    groups: tuple = (CLERK,)
    listed: list | None = None
    count: str = "__count"
    moment: str = ""
    runs: str = "to"


class NeiqinDesk(models.AbstractModel):
    """Tiles are given by the rooms in :meth:`_neiqin_tiles`; no tile asks more than once."""

    _name = "neiqin.desk"
    _description = "Desk of the Back Office"

    @api.model
    @api.readonly
    def load(self):
        """Return ``{"now": moment, "tiles": [{"key", "title", "count", ...}]}``.

        Moments are texts in UTC. Counted with the rights of whoever asks.
        """
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "is_clerk": self.env.user.has_group(CLERK),
            "tiles": [self._neiqin_count(tile) for tile in self._neiqin_shown()],
        }

    @api.model
    @api.readonly
    def open_tile(self, key):
        """Return the action of the list behind a tile: exactly what was counted.

        :raise AccessError: for a tile the user does not have
        """
        for tile in self._neiqin_shown():
            if tile.key == key:
                return self._neiqin_list(tile)
        raise AccessError(self.env._("This is not on your desk."))

    @api.model
    def _neiqin_shown(self):
        """Return the tiles of whoever asks: for his role, and with the right to read."""
        user = self.env.user
        if user.share:
            return []
        return [
            tile
            for tile in self._neiqin_tiles()
            if any(user.has_group(group) for group in tile.groups)
            and self.env[tile.model].has_access("read")
        ]

    @api.model
    def _neiqin_count(self, tile):
        aggregates = [tile.count, *filter(None, [tile.moment])]
        companies = [("company_id", "in", [*self.env.companies.ids, False])]
        [(count, *moments)] = self.env[tile.model]._read_group(
            [*companies, *tile.domain], [], aggregates
        )
        moment = moments[0] if moments else None
        if moment and not hasattr(moment, "hour"):
            moment = fields.Datetime.to_datetime(moment)
        return {
            "key": tile.key,
            "title": tile.title,
            "done": tile.done,
            "icon": tile.icon,
            "count": count or 0,
            "moment": fields.Datetime.to_string(moment) if moment else False,
            "runs": tile.runs,
        }

    @api.model
    def _neiqin_list(self, tile):
        """Return the action with the tile's domain in place of its own filters."""
        action = self.env["ir.actions.act_window"]._for_xml_id(tile.action)
        domain = tile.domain if tile.listed is None else tile.listed
        companies = [("company_id", "in", [*self.env.companies.ids, False])]
        context = safe_eval(action["context"] or "{}", {"uid": self.env.uid})
        context = {
            name: value
            for name, value in context.items()
            if not name.startswith("search_default_")
        }
        return {
            **action,
            "display_name": tile.title,
            "name": tile.title,
            "domain": [*companies, *domain],
            "context": context,
        }
