"""Who wrote a mail that a colleague forwarded."""

import re

#: The line that mail programs put above a forwarded mail, in the languages we meet.
FROM = re.compile(
    r"^[>\s*]*(?:from|发件人|寄件者|寄件人|von|de)\s*[:：][\s*]*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def original_sender(text):
    """Return the address of the innermost sender, None when nothing is forwarded.

    :param str text: the mail's body as plain text

    >>> original_sender("FYI\\n-----原始邮件-----\\n发件人: \\"王工\\" <wang@kehu.cn>\\n主题: 订单")
    'wang@kehu.cn'
    >>> original_sender("From: Li <li@us.cn>\\n> From: Bo <Bo@Buyer.com>\\n")
    'bo@buyer.com'
    >>> original_sender("Please find our order attached.")
    """
    found = [ADDRESS.search(line) for line in FROM.findall(text or "")]
    addresses = [match[0].lower() for match in found if match]
    return addresses[-1] if addresses else None
