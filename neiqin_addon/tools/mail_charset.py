"""Mails that lie about their letters: unknown or wrong charsets, headers in raw bytes."""

import codecs
import re

#: Tried in this order; the last one takes everything.
LIKELY = ("utf-8", "gb18030", "latin-1")
HEADERS = ("subject", "from", "reply-to")


def mend(message):
    """Correct what a mail says about its letters where it cannot be true.

    Parts that can be read as declared are left alone.

    :param message: ``email.message.EmailMessage``, changed in place

    >>> from email import message_from_bytes, policy
    >>> head = b"Subject: %s\\r\\nContent-Type: text/plain; charset=%s\\r\\n\\r\\n%s"
    >>> rust = "生锈".encode("gb18030")
    >>> def read(charset, body=rust, subject=b"x"):
    ...     raw = head % (subject, charset, body)
    ...     mail = mend(message_from_bytes(raw, policy=policy.SMTP))
    ...     return str(mail["subject"]), mail.get_content().strip()
    >>> read(b"x-nobody-knows"), read(b"utf-8"), read(b"utf-8", b"ok", rust)
    (('x', '生锈'), ('x', '生锈'), ('生锈', 'ok'))
    >>> read(b"iso-8859-1", "Größe".encode("latin-1"))
    ('x', 'Größe')
    """
    _mend_headers(message)
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            _mend_part(part)
    return message


def _mend_part(part):
    content = part.get_payload(decode=True) or b""
    declared = part.get_content_charset("ascii")
    if _reads(content, declared):
        return
    part.set_param("charset", next(name for name in LIKELY if _reads(content, name)))


def _mend_headers(message):
    for name, value in list(message.raw_items()):
        if name.lower() not in HEADERS or not re.search("[\udc80-\udcff]", str(value)):
            continue
        content = str(value).encode("utf-8", "surrogateescape")
        charset = next(name for name in LIKELY if _reads(content, name))
        text = " ".join(content.decode(charset).split())
        message.replace_header(name, text)


def _reads(content, charset):
    try:
        codecs.lookup(charset)
        content.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        return False
    return True
