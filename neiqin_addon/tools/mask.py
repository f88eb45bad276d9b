"""Names shown to whoever only scanned a code: recognisable, not readable."""


def mask_name(name):
    """Return ``name`` with its middle hidden.

    Short names keep their first character, longer ones their ends.

    >>> mask_name("李四"), mask_name("深圳市华强电子有限公司")
    ('李*', '深圳*******公司')
    >>> mask_name("Alfreds Futterkiste")
    'Al***************te'
    >>> mask_name(""), mask_name("A")
    ('', '*')
    """
    name = (name or "").strip()
    if len(name) < 2:
        return "*" * len(name)
    if len(name) < 6:
        return name[0] + "*" * (len(name) - 1)
    return name[:2] + "*" * (len(name) - 4) + name[-2:]
