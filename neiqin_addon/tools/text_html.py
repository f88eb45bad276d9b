"""Plain text for a field that holds HTML."""

from markupsafe import Markup


def text_html(text):
    """Return ``text`` with its lines kept and nothing in it that acts as markup.

    Whatever a customer or a mail server says goes through here on its way into the
    note of an activity; Markup made by ourselves stays as it is.

    >>> text_html("<a href='x'>1</a>\\n2")
    Markup('&lt;a href=&#39;x&#39;&gt;1&lt;/a&gt;<br/>2')
    >>> text_html(Markup("<b>1</b>")), text_html(None)
    (Markup('<b>1</b>'), Markup(''))
    """
    if isinstance(text, Markup):
        return text
    return Markup("<br/>").join((text or "").split("\n"))
