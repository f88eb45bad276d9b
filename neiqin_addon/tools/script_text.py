"""Texts with placeholders: what is filled in, and how much of a script a reply kept."""

import re
from collections import Counter

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BLANK = re.compile(r"【[^【】\n]+】|\[[^\[\]\n]+\]")


def placeholders(text):
    """Return the names in braces, each once, in their order.

    >>> placeholders("{contact}：订单 {order}，{contact}")
    ['contact', 'order']
    >>> placeholders("{Order} { order } {}")
    []
    """
    return list(dict.fromkeys(PLACEHOLDER.findall(text or "")))


def fill(text, values, names=None):
    """Return the text with its placeholders filled.

    What is not known stays visible as a gap, so that nobody sends it unnoticed.

    :param names: how a gap is called for the writer, instead of the placeholder

    >>> fill("Dear {contact}, order {order}", {"contact": "Lin", "order": ""})
    'Dear Lin, order [order?]'
    >>> fill("订单{order}", {}, {"order": "订单号"})
    '订单[订单号?]'
    >>> fill("{a}", {"a": "{b}", "b": "never filled twice"})
    '{b}'
    """
    names = names or {}
    return PLACEHOLDER.sub(
        lambda match: str(
            values.get(match[1]) or f"[{names.get(match[1], match[1])}?]"
        ),
        text or "",
    )


def blanks(text):
    """Return what stands in brackets in a text: what scripts leave to the writer.

    >>> blanks("原因是【原因】，【某日】前补发；【原因】")
    ['【原因】', '【某日】']
    >>> blanks("The cause: [cause]. Order [order?] [] 【】")
    ['[cause]', '[order?]']
    """
    return list(dict.fromkeys(BLANK.findall(text or "")))


def is_gap(blank, names):
    """Say whether :func:`fill` left this, not knowing what to fill in.

    >>> is_gap("[product?]", {"product"}), is_gap("[really?]", {"product"})
    (True, False)
    """
    return blank.endswith("?]") and blank[1:-2] in names


def kept(script, reply):
    """Return how many per cent of a script stand in a reply.

    Counted in pairs of neighbouring characters, so that it works for Chinese and does
    not mind where something was written in between.

    >>> kept("订单今天发货", "订单今天发货")
    100
    >>> kept("订单今天发货", "您好：订单 明天发货，谢谢")
    60
    >>> kept("订单今天发货", "Something else"), kept("", "text")
    (0, 0)
    """
    wanted, found = _pairs(script), _pairs(reply)
    total = wanted.total()
    return round(100 * (wanted & found).total() / total) if total else 0


def _pairs(text):
    plain = "".join((text or "").split())
    return Counter(zip(plain, plain[1:], strict=False))
