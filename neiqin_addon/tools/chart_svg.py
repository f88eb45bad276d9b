"""Bars, columns and lines as SVG, on the screen as on the paper.

Sizes are fixed in the picture and scale with the page; colours are given in full, since
the paper's renderer knows no theme. Nobody needs the colours to read them: every
value is written out or read in its title.
"""

import math
from html import escape

from .xlsx_book import COLOURS
from .xlsx_parts import text_width

WIDTH = 640
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 14, 28
INK, FAINT = "#444444", "#DDDDDD"


def nice_ticks(low, high, count=4):
    """Return round numbers from at or below ``low`` to at or above ``high``.

    >>> nice_ticks(0, 97), nice_ticks(-3, 8), nice_ticks(0, 0)
    ([0.0, 25.0, 50.0, 75.0, 100.0], [-5.0, 0.0, 5.0, 10.0], [0, 1])
    >>> nice_ticks(0, 0.83)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    low, high = min(low, 0), max(high, 0)
    if low == high:
        return [0, 1]
    raw = (high - low) / count
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * unit for unit in (1, 2, 2.5, 5, 10) if size * unit >= raw * 0.95)
    span = range(math.floor(low / step), math.ceil(high / step) + 1)
    return [float(f"{number * step:.10g}") for number in span]


def short(value):
    """Return a number as it fits an axis.

    >>> short(1250000), short(9500), short(0.25), short(0), short(-20000)
    ('1.25M', '9,500', '0.25', '0', '-20k')
    """
    size = abs(value)
    if size >= 1_000_000:
        return f"{value / 1_000_000:.3g}M"
    if size >= 10_000:
        return f"{value / 1_000:.4g}k"
    return f"{value:,.0f}" if size >= 10 or value == int(value) else f"{value:.3g}"


def short_zh(value):
    """Return a number as a Chinese reader expects it on an axis.

    >>> short_zh(1250000), short_zh(9500), short_zh(230000000), short_zh(-20000)
    ('125万', '9,500', '2.3亿', '-2万')
    """
    for unit, word in ((100_000_000, "亿"), (10_000, "万")):
        if abs(value) >= unit:
            return f"{value / unit:.4g}{word}"
    return short(value)


def short_in(lang):
    """Return the one of both that readers of a language expect.

    >>> short_in("zh_CN")(1250000), short_in("en_US")(9500), short_in(None)(0)
    ('125万', '9,500', '0')
    """
    return short_zh if (lang or "").startswith("zh") else short


def bars(rows, title="", show=short, colour=COLOURS[0], width=WIDTH):
    """Return horizontal bars, for rankings: label, bar and value in one line each.

    :param rows: ``[(label, value), ...]``, the longest on top if you sort them so
    :param show: writes a value

    >>> picture = bars([("<华东>", 1200.0), ("华南", -300.0)], title="地区")
    >>> picture.count("<rect"), "&lt;华东&gt;" in picture, "1,200" in picture
    (2, True, True)
    >>> bars([])
    ''
    """
    if not rows:
        return ""
    most = max(abs(value or 0) for _label, value in rows) or 1
    room, start = width - 160 - 90, 160
    parts = []
    for number, (label, value) in enumerate(rows):
        y, long = 6 + number * 26, round(room * abs(value or 0) / most, 1)
        paint = colour if (value or 0) >= 0 else "#B00020"
        parts.append(_text(start - 8, y + 14, _cut(label, 20), "end"))
        parts.append(
            f'<rect x="{start}" y="{y}" width="{max(long, 1)}" height="18" rx="2"'
            f' fill="{paint}"><title>{escape(str(label))}: {escape(show(value or 0))}'
            "</title></rect>"
        )
        parts.append(_text(start + long + 6, y + 14, show(value or 0), "start"))
    return _svg(width, 12 + 26 * len(rows), title, parts)


def columns(labels, series, title="", show=short, width=WIDTH, height=220):
    """Return upright columns, one group per label.

    :param labels: texts under the axis
    :param series: ``[(name, [value or None, ...]), ...]``, values beside the labels

    >>> picture = columns(["1月", "2月"], [("金额", [5, 8]), ("去年", [None, 6])])
    >>> picture.count("<rect") - 2  # two of the legend
    3
    >>> columns(["1月"], [("金额", [None])])
    ''
    """
    plot = _plot(labels, series, show, width, height)
    if not plot:
        return ""
    parts, place, slot = plot
    thick = min(slot * 0.7 / len(series), 40)
    for number, (name, values) in enumerate(series):
        for index, value in enumerate(values):
            if value is None:
                continue
            middle, y = place(index, value)
            zero = place(index, 0)[1]
            x = middle + (number - len(series) / 2) * thick
            said = f"{name} {labels[index]}: {show(value)}"
            parts.append(
                f'<rect x="{x:.1f}" y="{min(y, zero):.1f}" width="{thick * 0.9:.1f}"'
                f' height="{max(abs(zero - y), 0.5):.1f}" fill="{_colour(number)}">'
                f"<title>{escape(said)}</title></rect>"
            )
    return _svg(width, height + 22, title, parts + _legend(series, height))


def lines(labels, series, title="", show=short, width=WIDTH, height=220):
    """Return lines over time; a None breaks the line.

    :param series: as :func:`columns` takes them

    >>> picture = lines(["一", "二", "三"], [("金额", [5, None, 8]), ("趋势", [5, 6, 7])])
    >>> picture.count("<polyline"), picture.count("<circle")
    (3, 5)
    """
    plot = _plot(labels, series, show, width, height)
    if not plot:
        return ""
    parts, place, _slot = plot
    for number, (name, values) in enumerate(series):
        run = []
        for index, value in enumerate([*values, None]):
            if value is not None:
                run.append(place(index, value))
                parts.append(
                    _dot(*run[-1], f"{name} {labels[index]}: {show(value)}", number)
                )
            elif run:
                parts.append(_polyline(run, number))
                run = []
    return _svg(width, height + 22, title, parts + _legend(series, height))


def _plot(labels, series, show, width, height):
    """Return the axes, where a value lies, and the room of one label."""
    known = [value for _name, values in series for value in values if value is not None]
    if not known or not labels:
        return None
    ticks = nice_ticks(min(known), max(known))
    low, high = ticks[0], ticks[-1]
    slot = (width - LEFT - RIGHT) / len(labels)

    def place(index, value):
        share = (high - value) / (high - low)
        return (LEFT + slot * (index + 0.5), TOP + (height - TOP - BOTTOM) * share)

    parts = []
    for tick in ticks:
        y = place(0, tick)[1]
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}"'
            f' stroke="{INK if tick == 0 else FAINT}" stroke-width="1"/>'
        )
        parts.append(_text(LEFT - 6, y + 4, show(tick), "end"))
    # labels that would run into each other are left out, the last one is not
    room = 12 + 7 * max(text_width(_cut(label, 9)) for label in labels)
    every = max(1, math.ceil(room / slot))
    for index, label in enumerate(labels):
        if (len(labels) - 1 - index) % every == 0:
            x = place(index, low)[0]
            parts.append(_text(round(x, 1), height - 8, _cut(label, 9), "middle"))
    return parts, place, slot


def _colour(number):
    return COLOURS[number % len(COLOURS)]


def _legend(series, top):
    if len(series) < 2:
        return []
    parts, x = [], LEFT
    for number, (name, _values) in enumerate(series):
        parts.append(
            f'<rect x="{x}" y="{top + 4}" width="10" height="10" fill="{_colour(number)}"/>'
        )
        parts.append(_text(x + 15, top + 13, name, "start"))
        x += 30 + 7 * len(str(name).encode("gb18030", "replace"))
    return parts


def _dot(x, y, said, number):
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{_colour(number)}">'
        f"<title>{escape(said)}</title></circle>"
    )


def _polyline(run, number):
    dots = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return (
        f'<polyline points="{dots}" fill="none" stroke="{_colour(number)}"'
        ' stroke-width="2"/>'
    )


def _cut(text, room):
    """Cut a text to a number of narrow letters; a Chinese character takes two."""
    text, used = str(text), 0
    for index, letter in enumerate(text):
        used += 1 if ord(letter) < 0x2E80 else 2
        if used > room:
            return text[:index] + "…"
    return text


def _text(x, y, text, anchor):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}"'
        f' text-anchor="{anchor}">{escape(str(text))}</text>'
    )


def _svg(width, height, title, parts):
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}" style="max-width:100%;height:auto"'
        f' xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
