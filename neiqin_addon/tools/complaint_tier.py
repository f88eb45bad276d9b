"""Which tier a complaint gets: explicit rules, the first that fits wins.

A rule states conditions; what it leaves empty does not count. The conditions met come
back with the rule, so that the reason can be said in words.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

GRADES = "ABCD"  # the best customers first


class Rule(NamedTuple):
    """Conditions of a rule; all that are set must be met.

    :param key: what the caller knows the rule by
    :param types: types it is for, empty for all
    :param amount: from which amount, 0 for any
    :param grade: at least this grade of customer, "" for any
    :param repeats: how many complaints of the customer within ``days``, 0 for any
    :param words: one of these words is in the text, empty for any
    """

    key: object
    types: frozenset = frozenset()
    amount: float = 0.0
    grade: str = ""
    repeats: int = 0
    days: int = 0
    words: tuple = ()


class Facts(NamedTuple):
    """What is known of one complaint.

    :param counts: ``{days: complaints of the customer within them, this one included}``
    """

    type: object = None
    amount: float = 0.0
    grade: str = ""
    counts: dict = {}
    text: str = ""


def choose(rules, facts):
    """Return (rule, what was met) of the first rule that fits, (None, {}) for none.

    >>> rules = [
    ...     Rule("injury", words=("受伤", "起火")),
    ...     Rule("big", types=frozenset({"quality"}), amount=50_000),
    ...     Rule("again", repeats=3, days=30),
    ...     Rule("else"),
    ... ]
    >>> choose(rules, Facts("price", text="电机冒烟起火"))[1]
    {'word': '起火'}
    >>> rule, met = choose(rules, Facts("quality", amount=60_000))
    >>> rule.key, met
    ('big', {'type': 'quality', 'amount': 60000})
    >>> choose(rules, Facts("price", counts={30: 3}))[1]
    {'repeats': 3}
    >>> choose(rules, Facts("price", amount=90_000))[0].key
    'else'
    >>> choose([], Facts())
    (None, {})
    """
    for rule in rules:
        met = conditions_met(rule, facts)
        if met is not None:
            return rule, met
    return None, {}


def conditions_met(rule, facts):
    """Return what of the complaint meets the rule, None where one condition fails.

    >>> conditions_met(Rule(1, grade="B"), Facts(grade="A"))
    {'grade': 'A'}
    >>> conditions_met(Rule(1, grade="B"), Facts(grade="C")) is None
    True
    >>> conditions_met(Rule(1, grade="D"), Facts()) is None  # not rated is no grade
    True
    """
    met = {}
    if rule.types:
        if facts.type not in rule.types:
            return None
        met["type"] = facts.type
    if rule.amount:
        if facts.amount < rule.amount:
            return None
        met["amount"] = facts.amount
    if rule.grade:
        if not facts.grade or GRADES.index(facts.grade) > GRADES.index(rule.grade):
            return None
        met["grade"] = facts.grade
    if rule.repeats:
        count = facts.counts.get(rule.days, 1)
        if count < rule.repeats:
            return None
        met["repeats"] = count
    if rule.words:
        word = next((word for word in rule.words if found(word, facts.text)), None)
        if not word:
            return None
        met["word"] = word
    return met


def found(word, text):
    """Say whether a word is in a text, however wide its letters are.

    >>> found("ABS", "ａｂｓ 外壳开裂"), found("停线", "贵司导致我们停 线")
    (True, True)
    >>> found("停产", "没有停")
    False
    """
    return plain(word) in plain(text)


@lru_cache(maxsize=128)  # the words of the rules, and the text they look at
def plain(text):
    """Return a text without spaces, in narrow small letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).casefold()


def words_of(line):
    """Return the words of a line as people type them.

    >>> words_of("停产、起火，受伤; 媒体曝光")
    ('停产', '起火', '受伤', '媒体曝光')
    >>> words_of(False)
    ()
    """
    return tuple(word for word in re.split(r"[\s,;，、；]+", line or "") if word)
