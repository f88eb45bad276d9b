"""One way to leave a trail, for capabilities that stand above it."""


def leave_trail(records, action, values=None, reason=None):
    """Write one trail entry per record, where the trail is there.

    :param action: a code of the trail's actions
    :param values: dict for all records, or a list of dicts in their order
    """
    if records and "neiqin.trail.entry" in records.env:
        entries = records.env["neiqin.trail.entry"].sudo()
        entries._neiqin_log(action, records.sudo(), values=values, reason=reason)
