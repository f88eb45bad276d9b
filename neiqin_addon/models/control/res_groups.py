"""Rights that stand beside the ladder of roles, on the user's form."""

from odoo import api, models

#: Groups that a clerk, a supervisor or a collaborator may hold in addition.
BESIDE_THE_LADDER = (
    "neiqin_addon.group_neiqin_sensitive",
    "neiqin_addon.group_neiqin_auditor",
)


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _get_view_group_hierarchy(self):
        """Offer each right beside the ladder as a choice of its own.

        The user's form keeps one group per privilege: a clerk who also reads
        sensitive data would lose one of the two groups on the next save.
        """
        shown = super()._get_view_group_hierarchy()
        beside = [self.env.ref(xmlid, False) for xmlid in BESIDE_THE_LADDER]
        for group in filter(None, beside):
            shown = self._neiqin_split_privilege(shown, group.id)
        return shown

    @api.model
    def _neiqin_split_privilege(self, shown, group_id):
        """Return ``shown`` with the group on a privilege of its own.

        ``shown`` comes from a cache: it is copied where it changes.
        """
        group = shown["groups"][group_id]
        ladder = shown["privileges"].get(group["privilege_id"])
        if not ladder:
            return shown
        own = f"neiqin_{group_id}"
        privileges = {
            **shown["privileges"],
            ladder["id"]: {
                **ladder,
                "group_ids": [gid for gid in ladder["group_ids"] if gid != group_id],
            },
            own: {
                **ladder,
                "id": own,
                "name": group["name"],
                "description": False,
                "group_ids": [group_id],
            },
        }
        categories = [
            {
                **category,
                "privilege_ids": self._neiqin_insert_after(
                    category["privilege_ids"], ladder["id"], own
                ),
            }
            for category in shown["categories"]
        ]
        groups = {**shown["groups"], group_id: {**group, "privilege_id": own}}
        return {
            **shown,
            "groups": groups,
            "privileges": privileges,
            "categories": categories,
        }

    @staticmethod
    def _neiqin_insert_after(ids, anchor, own):
        """Return ``ids`` with ``own`` right behind ``anchor``, if that is there."""
        if anchor not in ids:
            return ids
        at = ids.index(anchor) + 1
        return [*ids[:at], own, *ids[at:]]
