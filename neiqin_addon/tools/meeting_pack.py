"""Reading a pack's content: numbers that were kept as texts, and what a cell shows."""

KINDS = ("firm", "likely", "rhythm")


def number(value):
    """Return a number of a canonical content, in which floats are texts.

    >>> number("12.5"), number(3), number(None), number("")
    (12.5, 3.0, 0.0, 0.0)
    """
    return float(value or 0)


def shown(value):
    """Return a quantity as people write it: no more digits than it has, two at most.

    >>> shown("1200"), shown(2.5), shown("0.333"), shown(-0.001), shown(None)
    ('1,200', '2.5', '0.33', '0', '0')
    """
    text = f"{number(value):,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def cells(line):
    """Return a line's cells, one per week: what is ordered, hoped for, and lacking.

    :param dict line: a product or a group of the forecast
    :return: dicts of ``firm``, ``more`` (weighted quotations and rhythm), ``lacks``
        (what is missing for the orders) and ``mark``

    >>> line = {"firm": ["5", "0"], "likely": ["0", "1.5"], "rhythm": [0, 1],
    ...         "left": ["-2", "3"], "marks": ["short", ""]}
    >>> cells(line)[0]
    {'firm': 5.0, 'more': 0.0, 'lacks': 2.0, 'mark': 'short'}
    >>> cells(line)[1]
    {'firm': 0.0, 'more': 2.5, 'lacks': 0.0, 'mark': ''}
    """
    left = line.get("left") or [0] * len(line["firm"])
    return [
        {
            "firm": number(firm),
            "more": number(likely) + number(rhythm),
            "lacks": max(0.0, -number(rest)),
            "mark": mark,
        }
        for firm, likely, rhythm, rest, mark in zip(
            line["firm"],
            line["likely"],
            line["rhythm"],
            left,
            line["marks"],
            strict=True,
        )
    ]


def amounts(groups, kind, weeks):
    """Return what all groups are worth per place, of one kind.

    >>> amounts([{"firm_amount": ["1", "2"]}, {"firm_amount": ["3", "4.5"]}], "firm", 1)
    [4.0, 6.5]
    >>> amounts([], "firm", 1)
    [0.0, 0.0]
    """
    found = [0.0] * (weeks + 1)
    for group in groups:
        for place, value in enumerate(group[f"{kind}_amount"]):
            found[place] += number(value)
    return found
