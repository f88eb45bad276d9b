"""The customers of the load: they read their mail and acknowledge letters by the link."""

import re
from email import message_from_bytes, policy

from .load_http import Refused
from .load_person import Person

LINK = re.compile(r"(/confirmation/[\w.=%-]+)")
#: A picture of one dot: what a browser sends for a drawn signature.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


def read(path):
    """Return a kept mail."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def answer_link(mail):
    """Return the path of the link to answer a letter in a mail, None if it has none."""
    part = mail.get_body(("html",))
    match = part and LINK.search(part.get_content())
    return match[1] if match else None


class Customers(Person):
    """Many customers behind one screen: they answer what comes, in its order."""

    def __init__(self, folder, *arguments):
        super().__init__("customers", *arguments)
        self.folder = folder
        self.read = set()

    def once(self):
        """Answer the letters that came since the last time."""
        for path in sorted(self.folder.glob("*.eml")):
            if path.name not in self.read:
                self.read.add(path.name)
                mail = read(path)
                link = answer_link(mail)
                if link:
                    self.acknowledge(link, str(mail["Message-Id"]).strip())
                    self.think(0.2)
        self.rest(0.5)

    def acknowledge(self, link, message):
        """Open the page, sign, and send it; once more when the connection broke."""

        def show():
            with self.journal.click("customer opens the letter"):
                return self.browser.page(link)

        self.see(show)

        def sign():
            with self.journal.click("customer acknowledges"):
                told = self.browser.ask(
                    f"{link}/accept", {"name": "Li Si", "signature": SIGNATURE}
                )
                if told.get("error"):
                    raise Refused(told["error"])
                return True

        # the page says so to who looks: nothing is left to sign
        self.take(
            "acknowledge",
            sign,
            lambda: "/accept" not in self.see(show),
            message=message,
        )
