"""What a mail says about a complaint: who wrote it, which order, once or again.

Plain values, no database.
"""

import hashlib
import re
import unicodedata

#: Headers of mails that no person wrote (RFC 3834 and what mail servers use besides).
MACHINE = (
    ("auto-submitted", lambda value: value and value != "no"),
    ("x-autoreply", bool),
    ("x-autorespond", bool),
    ("precedence", lambda value: value in ("auto_reply", "junk")),
)
#: Headers of mails whose sender wants no answer; a person may have written them.
QUIET = (
    ("x-auto-response-suppress", bool),
    ("precedence", lambda value: value in ("bulk", "list")),
)
#: What an order's or a complaint's number may look like; it has a digit.
WORD = re.compile(r"[A-Za-z0-9][\w/#.-]{2,40}", re.ASCII)
MOST_WORDS = 60
#: Everybody can have an address there: it says nothing about the firm.
FREE = frozenset(
    """
    126.com 139.com 163.com 188.com 189.cn 21cn.com aliyun.com foxmail.com gmail.com
    gmx.com gmx.net googlemail.com hotmail.com icloud.com live.cn live.com me.com
    msn.com outlook.com proton.me protonmail.com qq.com sina.cn sina.com sohu.com
    vip.163.com vip.qq.com vip.sina.com web.de yahoo.com yahoo.com.cn yeah.net ymail.com
    """.split()  # noqa: SIM905 a word a provider reads better
)


def by_machine(headers):
    """Say whether no person wrote a mail.

    >>> by_machine({"Auto-Submitted": "auto-replied"}), by_machine({"Subject": "Hi"})
    (True, False)
    >>> by_machine({"Auto-Submitted": "no"}), by_machine({"Precedence": "list"})
    (False, False)
    """
    return _any(MACHINE, headers)


def wants_no_answer(headers):
    """Say whether a mail is not to be answered by a machine.

    >>> wants_no_answer({"Precedence": "List"}), wants_no_answer({"X-Autoreply": "yes"})
    (True, True)
    >>> wants_no_answer({"Precedence": "first-class"})
    False
    """
    return _any(MACHINE, headers) or _any(QUIET, headers)


def _any(rules, headers):
    values = {str(name).lower(): str(value) for name, value in headers.items()}
    return any(
        is_set(values.get(header, "").strip().lower()) for header, is_set in rules
    )


def clean(text, longest=20000):
    """Return a text as a database can keep it and a person read it.

    >>> clean("Bearing\\x00s\\r\\n\\r\\n\\r\\n\\r\\nrusty \\ud800!")
    'Bearings\\n\\nrusty !'
    """
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:longest]


def references(text):
    """Return the words of a text that may be numbers of orders, upper case, once each.

    >>> references("您好，S00042 少 3 件（PO-2026/17 号合同）s00042 bearings 6204")
    ['S00042', 'PO-2026/17', '6204']
    >>> references("Re: TS202600007. Thanks")
    ['TS202600007']
    """
    found = {}
    for word in WORD.findall(text or ""):
        word = word.strip("./#-_").upper()
        if len(word) >= 3 and any(letter.isdigit() for letter in word):
            found.setdefault(word)
    return list(found)[:MOST_WORDS]


def firm_of(address):
    """Return the domain of a firm's address, "" for addresses everybody can have.

    >>> firm_of("lin@gears.example.com"), firm_of("lin@QQ.com"), firm_of("nobody")
    ('gears.example.com', '', '')
    """
    domain = (
        (address or "").rpartition("@")[2].lower() if "@" in (address or "") else ""
    )
    return "" if domain in FREE else domain


def digest(sender, subject, text, files=()):
    """Return what two copies of a mail have in common.

    Blanks, answer marks before the subject and upper case make no difference.

    :param files: contents of the attachments

    >>> one = digest("a@b.cn", "Re: rusty", "37 of  40", [b"picture"])
    >>> one == digest("A@b.cn", "rusty ", "37 of 40\\n", [b"picture"])
    True
    >>> one == digest("a@b.cn", "rusty", "38 of 40", [b"picture"])
    False
    >>> one == digest("a@b.cn", "rusty", "37 of 40")
    False
    """
    total = hashlib.sha256()
    for part in (sender, bare_subject(subject), text):
        total.update(" ".join((part or "").lower().split()).encode())
        total.update(b"\0")
    for content in sorted(hashlib.sha256(content).digest() for content in files):
        total.update(content)
    return total.hexdigest()


def bare_subject(subject):
    """Return a subject without what mail programs put before it.

    >>> bare_subject("回复：Fwd: Re: 生锈"), bare_subject(None)
    ('生锈', '')
    """
    mark = r"^\s*(?:(?:re|fwd?|aw|wg|回复|答复|转发|轉寄|回覆)\s*[:：]\s*)+"
    return re.sub(mark, "", subject or "", flags=re.IGNORECASE).strip()
