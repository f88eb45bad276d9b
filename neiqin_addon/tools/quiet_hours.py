"""Hours in which nobody is mailed. Clocks know nothing of them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .workday import local_to_utc

UTC = ZoneInfo("UTC")


def mail_at(moment, begin, end, tz):
    """Return when a mail may go out: at once, or when the quiet hours end.

    :param moment: naive UTC
    :param begin: hour at which quiet begins, e.g. 22.0; the same as ``end``: never
    :param end: hour at which it ends, e.g. 7.5
    :param tz: name of the reader's time zone
    :return: naive UTC

    >>> night = datetime(2026, 3, 9, 15, 30)  # 23:30 in Shanghai
    >>> mail_at(night, 22, 7.5, "Asia/Shanghai")
    datetime.datetime(2026, 3, 9, 23, 30)
    >>> early = datetime(2026, 3, 9, 21)  # 5:00 in Shanghai
    >>> mail_at(early, 22, 7.5, "Asia/Shanghai")
    datetime.datetime(2026, 3, 9, 23, 30)
    >>> noon = datetime(2026, 3, 9, 4)
    >>> mail_at(noon, 22, 7.5, "Asia/Shanghai") == noon == mail_at(noon, 0, 0, "UTC")
    True
    >>> mail_at(noon, 11, 14, "Asia/Shanghai")  # a siesta within the day
    datetime.datetime(2026, 3, 9, 6, 0)
    """
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz))
    hour = local.hour + local.minute / 60
    if begin <= end:
        quiet = begin <= hour < end
    else:
        quiet = hour >= begin or hour < end
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if begin > end and hour >= begin else 0)
    minutes = round(end * 60)
    wake = time(minutes // 60 % 24, minutes % 60)
    return local_to_utc(datetime.combine(day, wake), tz)
