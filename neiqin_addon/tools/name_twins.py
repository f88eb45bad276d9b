"""Names of firms that may be one firm, among tens of thousands of them.

Names are compared by their pairs of neighbouring characters, which works for Chinese and
Latin alike. Two names can only be alike if they share one of their *rarest* pairs, so
that each name meets a handful of others and not all of them.
"""

import math
import re
from collections import Counter, defaultdict

from .bigram import normal

#: Words that say what kind of firm it is, not which.
FORMS = re.compile(
    r"股份有限公司|有限责任公司|有限公司|集团公司|公司|\b(?:co|ltd|limited|inc|llc|gmbh|corp|company)\b"
)
ODD = re.compile(r"[\W_]+")
DIGITS = re.compile(r"\d+")
#: Characters looked at: what is longer differs early or is no name.
LONGEST = 200
#: Shorter names are twins only where they are the same.
SHORTEST = 3
#: How much of two names must be the same.
ALIKE = 0.75
#: Others that one name is shown with.
MOST = 10


def core(name):
    """Return what tells a firm from others.

    >>> core("杭州精工减速机（有限公司）"), core("Acme Bearings Co., Ltd.")
    ('杭州精工减速机', 'acmebearings')
    >>> core("有限公司"), core(None)
    ('有限公司', '')
    """
    text = normal(name)
    short = ODD.sub("", FORMS.sub(" ", text))
    return (short or ODD.sub("", text))[:LONGEST]


def pairs(text):
    """Return the set of neighbouring characters, each counted as often as it is there.

    >>> sorted(pairs("abab"))
    [('ab', 0), ('ab', 1), ('ba', 0)]
    """
    seen = Counter()
    found = set()
    for index in range(len(text) - 1):
        pair = text[index : index + 2]
        found.add((pair, seen[pair]))
        seen[pair] += 1
    return found


def likeness(one, other):
    """Return the share of pairs that two sets have in common, 0 to 1.

    >>> round(likeness(pairs("精工减速机"), pairs("精工减速机械")), 2)
    0.8
    """
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def twins(names, alike=ALIKE):
    """Return ``{(key, key): likeness}`` of names that may mean one firm.

    :param names: ``{key: name}``, keys that can be ordered

    >>> names = {1: "杭州精工减速机有限公司", 2: "杭州精工减速机", 3: "杭州精工减速机械公司",
    ...          4: "宁波恒达机械有限公司", 5: "杭州精工减速机 第2分公司"}
    >>> {pair: round(found, 2) for pair, found in sorted(twins(names).items())}
    {(1, 2): 1.0, (1, 3): 0.86}

    Names that are the same stand for one another when they are compared with others. Other
    numbers are other firms:

    >>> twins({1: "上海贸易第1分公司", 2: "上海贸易第2分公司"})
    {}
    """
    same = defaultdict(list)
    for key, name in names.items():
        text = core(name)
        if text:
            same[text].append(key)
    found = {}
    for keys in same.values():
        keys.sort()
        for index, key in enumerate(keys):
            for other in keys[index + 1 : index + 1 + MOST]:
                found[key, other] = 1.0
    first = {text: keys[0] for text, keys in same.items()}
    for one, other, degree in _similar(list(first), alike):
        low, high = sorted((first[one], first[other]))
        found[low, high] = degree
    return found


def _similar(texts, alike):
    """Yield ``(text, text, likeness)`` of different texts that are alike."""
    sets = {
        text: pairs(text) for text in texts if len(text) >= SHORTEST and len(text) > 1
    }
    often = Counter(pair for found in sets.values() for pair in found)
    holders = defaultdict(list)
    shown = Counter()
    # from short to long: a name only meets those that are not much shorter
    for text, own in sorted(sets.items(), key=lambda row: (len(row[1]), row[0])):
        rare = sorted(own, key=lambda pair: (often[pair], pair))
        rare = rare[: len(own) - math.ceil(alike * len(own)) + 1]
        # other numbers are other firms: these do not even meet
        marks = [(tuple(DIGITS.findall(text)), pair) for pair in rare]
        met = {other for mark in marks for other in holders[mark]}
        for other in met:
            if len(sets[other]) < alike * len(own) or shown[other] >= MOST:
                continue
            degree = likeness(own, sets[other])
            if degree >= alike:
                shown[other] += 1
                yield text, other, degree
        for mark in marks:
            holders[mark].append(text)
