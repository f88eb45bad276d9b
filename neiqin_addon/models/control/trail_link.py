"""The one place where sealed fields and leavers meet the trail."""


def log(records, action, values=None, reason=None):
    """Write one row per record into the trail, where this database has one."""
    env = records.env
    if "neiqin.trail.entry" in env:
        env["neiqin.trail.entry"]._neiqin_log(action, records, values=values, reason=reason)
