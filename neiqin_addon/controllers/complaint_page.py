"""What the pages of complaints share: reading a form, and answering it."""

from odoo.http import request

from ..models.complaint.complaint_link import MOST_BYTES, MOST_FILES
from ..tools.said import said
from .signed_link import PRIVATE as SECRET
from .signed_link import in_words_of, private_page

#: A form is answered to the page that it is on.
PRIVATE = {**SECRET, "Referrer-Policy": "same-origin"}
LONGEST = {
    "subject": 200,
    "description": 5000,
    "contact_name": 100,
    "contact_email": 200,
    "contact_phone": 40,
}


def written(post):
    """Return the texts of a form, each no longer than it may be."""
    return {name: said(post.get(name), longest) for name, longest in LONGEST.items()}


def sent_files():
    """Return ``[(name, bytes)]`` of the files of a form; one too many of each is enough."""
    found = [
        upload
        for upload in request.httprequest.files.getlist("files")
        if upload.filename
    ]
    return [
        (said(upload.filename, 120), upload.stream.read(MOST_BYTES + 1))
        for upload in found[: MOST_FILES + 1]
    ]


def number(value):
    """Return a positive number of a form, 0 for anything else.

    >>> number("12"), number("-1"), number("1e3"), number(None), number("²")
    (12, 0, 0, 0, 0)
    """
    text = value if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def complaint_types(company):
    """Return the types a customer of the company chooses from."""
    types = request.env["neiqin.complaint.type"].sudo()
    return types.search([("company_id", "in", (False, company.id))])


def page(template, status=200, **values):
    """Return a page that nobody keeps a copy of."""
    return private_page(template, values, status=status, headers=PRIVATE)


def unknown():
    """One answer for every link that is not valid: nothing to learn from it."""
    return page("neiqin_addon.confirmation_unknown", status=404)


def in_words_of_customer(order):
    """Return the order, and show the page, in its customer's language."""
    return in_words_of(order, order.partner_id.lang)
