"""How much one set of prices and terms differs from another."""


def price_change(before, after, falls):
    """Return the largest change in percent, None where nothing changed.

    Terms are ``{"payment_term_id", "currency_id", "lines": {id: [product, unit, price,
    discount]}}``. Another payment term or currency counts as 100 %. Lines that left are
    no change of price; new ones change it as far as they lie below the pricelist.

    :param falls: ``{line id: percent below the pricelist}`` of new lines

    >>> was = {"payment_term_id": 1, "currency_id": 7, "lines": {"5": [3, 1, 100.0, 0.0]}}
    >>> price_change(was, {**was, "lines": {"5": [3, 1, 100.0, 10.0]}}, {})
    10.0
    >>> price_change(was, was, {}), price_change(was, {**was, "payment_term_id": 2}, {})
    (None, 100.0)
    >>> price_change(was, {**was, "lines": {}}, {}) is None
    True
    >>> new = {**was["lines"], "6": [4, 1, 5.0, 0.0]}
    >>> price_change(was, {**was, "lines": new}, {"6": 50.0})
    50.0
    >>> price_change(was, {**was, "lines": new}, {"6": 0}) is None
    True
    """
    found = []
    for name in ("payment_term_id", "currency_id"):
        if before[name] != after[name]:
            found.append(100.0)
    for key, line in after["lines"].items():
        was = before["lines"].get(key)
        if was and was[:2] == line[:2]:
            if was[2:] != line[2:]:
                found.append(_percent(_net(was), _net(line)))
        elif falls.get(key, 0) > 0:
            found.append(falls[key])
    return max(found, default=None)


def _net(line):
    return line[2] * (1 - line[3] / 100)


def _percent(before, after):
    """Return the size of the change, in percent of what was before.

    >>> _percent(80.0, 100.0), _percent(0, 5), _percent(0, 0)
    (25.0, 100.0, 0.0)
    """
    if before == after:
        return 0.0
    return round(abs(after - before) / abs(before) * 100, 6) if before else 100.0
