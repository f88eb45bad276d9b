"""A line of scores over the bands of the grades, as SVG that scales with the page."""

from html import escape

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 12, 26
#: From the best grade down: the same colours wherever a grade is shown.
COLOURS = {"A": "#28a745", "B": "#17a2b8", "C": "#ffac00", "D": "#dc3545"}


def bands_of(band_a, band_b, band_c):
    """Return ``[(grade, from, to), ...]`` of three thresholds.

    >>> bands_of(80, 60, 40)
    [('A', 80, 100), ('B', 60, 80), ('C', 40, 60), ('D', 0, 40)]
    """
    edges = [100, band_a, band_b, band_c, 0]
    return [(x, edges[i + 1], edges[i]) for i, x in enumerate("ABCD")]


def score_chart(points, bands, label=str, title=""):
    """Return the SVG of a history of scores, an empty text without any score.

    :param points: ``[(date, score or None, grade or None), ...]``, oldest first; a
        None breaks the line
    :param bands: as :func:`bands_of` gives them
    :param label: turns a date into what is written under the axis
    :param title: read out instead of the picture

    >>> import datetime
    >>> day = datetime.date(2026, 3, 1)
    >>> score_chart([(day, None, None)], bands_of(80, 60, 40))
    ''
    >>> chart = score_chart([(day, 62.0, "B"), (day.replace(month=5), 41.5, "C")],
    ...     bands_of(80, 60, 40), title="<Zhang>")
    >>> chart.count("<circle"), chart.count("<polyline"), "&lt;Zhang&gt;" in chart
    (2, 1, True)
    >>> broken = [(day.replace(month=m), s, None) for m, s in ((1, 50.0), (2, None), (3, 70.0))]
    >>> score_chart(broken, bands_of(80, 60, 40)).count("<polyline")
    2
    """
    known = [point for point in points if point[1] is not None]
    if not known:
        return ""
    first, last = points[0][0], points[-1][0]
    days = max((last - first).days, 1)

    def place(day, score):
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days
        y = TOP + (HEIGHT - TOP - BOTTOM) * (100 - score) / 100
        return round(x, 1), round(y, 1)

    parts = [_band(*band, place, first) for band in bands]
    parts += [_line([place(p[0], p[1]) for p in run]) for run in _runs(points)]
    parts += [_dot(*place(p[0], p[1]), p, label) for p in known]
    parts.append(_text(LEFT, HEIGHT - 8, label(first), "start"))
    if last != first:
        parts.append(_text(WIDTH - RIGHT, HEIGHT - 8, label(last), "end"))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"'
        ' style="width:100%;max-width:640px;height:auto" xmlns='
        f'"http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _runs(points):
    """Yield stretches of points that all have a score."""
    run = []
    for point in points:
        if point[1] is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(grade, low, high, place, day):
    top, bottom = place(day, high)[1], place(day, low)[1]
    return (
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}"'
        f' height="{round(bottom - top, 1)}" fill="{COLOURS[grade]}" opacity="0.12"/>'
        + _text(LEFT - 18, round((top + bottom) / 2 + 4, 1), grade, "start")
    )


def _line(places):
    dots = " ".join(f"{x},{y}" for x, y in places)
    return (
        f'<polyline points="{dots}" fill="none" stroke="currentColor"'
        ' stroke-width="2" opacity="0.6"/>'
    )


def _dot(x, y, point, label):
    day, score, grade = point
    colour = COLOURS.get(grade, "currentColor")
    return (
        f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"><title>'
        f"{escape(label(day))}: {score:g} {escape(grade or '')}</title></circle>"
    )


def _text(x, y, text, anchor):
    return (
        f'<text x="{x}" y="{y}" font-size="12" fill="currentColor"'
        f' text-anchor="{anchor}">{escape(str(text))}</text>'
    )
