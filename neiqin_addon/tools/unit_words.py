"""Words that customers use for a unit, beside its name in the system."""

#: Each row is one unit in several words.
WORDS = (
    (
        "unit",
        "units",
        "pc",
        "pcs",
        "piece",
        "pieces",
        "ea",
        "each",
        "nos",
        "个",
        "件",
        "只",
        "支",
        "台",
        "套",
        "枚",
        "块",
        "片",
        "条",
        "把",
        "根",
    ),
    ("dozen", "dozens", "dz", "doz", "打"),
    ("kg", "kgs", "kilo", "kilogram", "kilograms", "千克", "公斤"),
    ("g", "gram", "grams", "克"),
    ("t", "ton", "tons", "tonne", "tonnes", "吨"),
    ("lb", "lbs", "pound", "pounds", "磅"),
    ("l", "liter", "liters", "litre", "litres", "升"),
    ("ml", "milliliter", "millilitre", "毫升"),
    ("m", "meter", "meters", "metre", "metres", "米"),
    ("mm", "millimeter", "毫米"),
    ("cm", "centimeter", "厘米"),
    ("m²", "m2", "sqm", "平方米", "平米"),
    ("m³", "m3", "cbm", "立方米", "立方"),
    ("hour", "hours", "h", "hr", "hrs", "小时"),
    ("day", "days", "天", "日"),
    ("pack", "packs", "pk", "包"),
    ("box", "boxes", "bx", "carton", "cartons", "ctn", "箱", "盒"),
)
SAME = {word: frozenset(row) for row in WORDS for word in row}


def unit_words(text):
    """Return every word that means the same unit as ``text``, itself included.

    >>> sorted(unit_words("KGS "))[:3]
    ['kg', 'kgs', 'kilo']
    >>> sorted(unit_words("barrel"))
    ['barrel']
    """
    word = text.strip().rstrip(".").casefold()
    return SAME.get(word, frozenset()) | {word}
