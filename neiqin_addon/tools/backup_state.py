"""How a backup's place stands: green, late or failed, from a few moments."""

from datetime import timedelta
from typing import NamedTuple

#: A backup dated further ahead means that a clock was moved.
AHEAD = timedelta(hours=1)


class Moments(NamedTuple):
    """What is known of a place; None for what never happened.

    :param since: when it was set up
    :param good: the newest backup that is there and was read back
    :param failed: whether the newest attempt failed
    :param gone: whether the newest good one is no longer there
    :param drill: the newest drill that passed
    :param drill_failed: whether the newest drill failed
    :param left_out: whether the newest good one lacks files that nobody else keeps
    """

    since: object
    good: object = None
    failed: bool = False
    gone: bool = False
    drill: object = None
    drill_failed: bool = False
    left_out: bool = False


def judge(moments, now, hours, days):
    """Return ``(state, reason)``.

    :param hours: age of a backup that is late
    :param days: age of a drill that is late, 0 for no drills
    :return: state ``waiting``, ``green``, ``late`` or ``failed``; reason a code or ""

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 10, 12)
    >>> def ago(**span):
    ...     return now - timedelta(**span)
    >>> judge(Moments(ago(days=9), ago(hours=8), drill=ago(days=5)), now, 26, 30)
    ('green', '')
    >>> judge(Moments(ago(days=9), ago(hours=27), drill=ago(days=5)), now, 26, 30)
    ('late', 'backup')
    >>> judge(Moments(ago(days=90), ago(hours=8), drill=ago(days=31)), now, 26, 30)
    ('late', 'drill')
    >>> judge(Moments(ago(days=9), ago(hours=8), failed=True), now, 26, 30)
    ('failed', 'backup')
    >>> judge(Moments(ago(days=9), ago(hours=8), drill_failed=True), now, 26, 30)
    ('failed', 'drill')
    >>> judge(Moments(ago(hours=1)), now, 26, 30), judge(Moments(ago(days=3)), now, 26, 30)
    (('waiting', ''), ('late', 'backup'))
    >>> judge(Moments(ago(days=9), now + timedelta(days=2)), now, 26, 30)
    ('late', 'clock')
    >>> judge(Moments(now, ago(hours=8), left_out=True), now, 26, 30)
    ('late', 'files')
    """
    if moments.gone:
        return "failed", "gone"
    if moments.failed:
        return "failed", "backup"
    if moments.drill_failed:
        return "failed", "drill"
    if moments.good is None:
        late = now - moments.since > timedelta(hours=hours)
        return ("late", "backup") if late else ("waiting", "")
    if moments.good - now > AHEAD:
        return "late", "clock"
    if now - moments.good > timedelta(hours=hours):
        return "late", "backup"
    if days and now - (moments.drill or moments.since) > timedelta(days=days):
        return "late", "drill"
    return ("late", "files") if moments.left_out else ("green", "")
