"""One way to leave a trail, for capabilities that stand above it."""


def leave_trail(records, action, values=None, reason=None):
    """Write one trail entry per record, where the trail is installed."""
    if records and "neiqin.trail.entry" in records.env:
        entries = records.env["neiqin.trail.entry"].sudo()
        entries._neiqin_log(action, records, values=values, reason=reason)
