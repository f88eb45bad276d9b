"""A mail file as something to read: who, when, what, and its text."""

import email
import email.policy
from html import escape

HEADERS = ("From", "To", "Date", "Subject")
#: Characters of a body that are shown; a page nobody reads must not block one.
LIMIT = 200_000


def mail_html(raw):
    """Return HTML of a mail's head and body, to be sanitised by the caller.

    :param raw: bytes of an RFC 822 message; damaged ones give what can be read
    :return: str of HTML

    >>> raw = b"From: a@b.c\\nSubject: Order <1>\\n\\nTen bearings & a seal"
    >>> print(mail_html(raw))
    <p><b>From:</b> a@b.c<br/><b>Subject:</b> Order &lt;1&gt;</p>
    <pre>Ten bearings &amp; a seal</pre>
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    head = "<br/>".join(
        f"<b>{name}:</b> {escape(str(message[name]))}"
        for name in HEADERS
        if message[name]
    )
    return f"<p>{head}</p>\n{_body(message)}"


def _body(message):
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        text = part.get_payload(decode=True).decode("utf-8", "replace")
    text = text[:LIMIT]
    if part.get_content_subtype() == "html":
        return text
    return f"<pre>{escape(text.rstrip())}</pre>"
