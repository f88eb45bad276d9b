"""A clerk of the load: lists, opens, enters, verifies, sends, confirms."""

import itertools
from contextlib import suppress
from datetime import datetime, timedelta

from .load_http import Broken, Refused, Wrong
from .load_screens import Screens
from .load_service import COMPLAINT, MARK, ORDER, Service

CHECK = "neiqin.verification"
PASSWORD = "works-all-day"
SHELF = 8  # of those that wait, a clerk takes one of the first
#: How often a clerk does what, of all that a clerk does.
WORK = {
    "look": 26,
    "enter": 14,
    "verify": 16,
    "send": 12,
    "confirm": 12,
    "complain": 6,
    "answer": 6,
    "tick": 8,
}


class Clerk(Service):
    """Takes what waits, like the colleagues: two may well take the same."""

    def __init__(self, login, doors, journal, pace, day, wait=0.0, first=1):
        super().__init__(login, doors, journal, pace, day)
        self.wait = wait
        self.screens = Screens(self.browser)
        self.numbers = itertools.count(first)

    def begin(self):
        """Come in some time after the others, log in, see what is there."""
        self.rest(self.wait)
        with self.journal.click("log in"):
            self.uid = self.browser.login(self.name, PASSWORD)
        action = self.click_page("/web/action/load", "neiqin_addon.sale_order_action")
        with self.journal.click("open the screens"):
            self.orders = self.screens.open(ORDER, action["views"])
            self.complaints = self.screens.open(
                COMPLAINT, [[False, "list"], [False, "form"], [False, "search"]]
            )
        self.customers = self.pick_from("res.partner", [("ref", "like", MARK)])
        self.products = self.pick_from(
            "product.product", [("default_code", "like", MARK)]
        )
        self.kinds = self.pick_from("neiqin.complaint.type", [])

    def click_page(self, path, action):
        """Return an action as the menu opens it."""
        with self.journal.click("open the screens"):
            return self.browser.ask(
                path, {"action_id": action, "context": self.browser.context}
            )

    def pick_from(self, model, domain):
        """Return ids that a drop-down list offers."""
        rows = self.click(
            "drop-down list", model, "web_search_read", domain, {"display_name": {}}
        )
        return [row["id"] for row in rows["records"]]

    def warm_up(self):
        """Open each screen once, change nothing: a server that was just started."""
        self.begin()
        form = self.orders["form"]
        self.look()
        self.click("new order", ORDER, "onchange", [], {}, [], form)
        self.list([], "list of complaints", COMPLAINT)

    def once(self):
        """Do one of the things a clerk does."""
        (name,) = self.chance.choices(list(WORK), list(WORK.values()))
        # the journal has what went wrong; the clerk turns to something else
        with suppress(Broken, Refused, Wrong):
            getattr(self, name)()

    # -- looking

    def list(self, domain, name="list of orders", model=ORDER, order=""):
        """Return the rows of a list."""
        known = self.orders if model == ORDER else self.complaints
        return self.click(
            name,
            model,
            "web_search_read",
            domain=domain,
            specification=known["list"],
            limit=80,
            offset=0,
            order=order,
            count_limit=10001,
        )["records"]

    def open(self, number):
        """Return an order's form."""
        return self.read(number, "open an order")

    def read(self, number, name, model=ORDER):
        """Return all that a form shows."""
        known = self.orders if model == ORDER else self.complaints
        return self.click(name, model, "web_read", [number], known["form"])[0]

    def found(self, domain, model=ORDER):
        """Return the id of the one that matches, as a look tells it, or None."""
        rows = self.browser.call(model, "search_read", domain, ["id"], limit=1)
        return rows[0]["id"] if rows else None

    def of(self, number, name, model=ORDER):
        """Return one value of a record, as a look tells it."""
        return self.browser.call(model, "read", [number], [name])[0][name]

    def waiting(self, domain, name="list of orders", model=ORDER):
        """Return the id of one of the first that wait, None if none does."""
        rows = self.list(domain, name, model, order="id")
        return self.chance.choice(rows[:SHELF])["id"] if rows else None

    def look(self):
        """Look at what waits and open one of the orders."""
        rows = self.list([("state", "in", ("draft", "sent"))])
        if rows:
            self.think(0.3)
            self.open(self.chance.choice(rows)["id"])

    # -- orders

    def enter(self):
        """Enter a customer's order under the customer's own number."""
        key = f"{MARK}-{self.name}-{next(self.numbers)}"
        form = self.orders["form"]
        blank = self.click("new order", ORDER, "onchange", [], {}, [], form)["value"]
        self.think(0.5)
        customer = self.chance.choice(self.customers)
        lines = self.lines()
        values = {
            **plain(blank),
            "partner_id": customer,
            "client_order_ref": key,
            "order_line": lines,
        }
        told = self.click(
            "choose the customer", ORDER, "onchange", [], values, ["partner_id"], form
        )
        values.update(plain(told["value"]), order_line=lines)
        self.click("a line", ORDER, "onchange", [], values, ["order_line"], form)
        self.think(0.5)
        promised = datetime.utcnow() + timedelta(days=self.chance.randint(5, 20))
        saved = {
            "partner_id": customer,
            "client_order_ref": key,
            "commitment_date": promised.strftime("%Y-%m-%d %H:%M:%S"),
            "order_line": lines,
        }
        pieces = sum(line[2]["product_uom_qty"] for line in lines)
        self.take(
            "enter",
            lambda: self.click("save the order", ORDER, "web_save", [], saved, form),
            lambda: self.found([("client_order_ref", "=", key)]),
            key=key,
            lines=len(lines),
            pieces=pieces,
        )

    def lines(self):
        """Return commands for some lines of different products."""
        chosen = self.chance.sample(self.products, self.chance.randint(2, 6))
        return [
            [
                0,
                f"virtual_{number}",
                {"product_id": product, "product_uom_qty": self.chance.randint(1, 9)},
            ]
            for number, product in enumerate(chosen)
        ]

    def verify(self):
        """Compare an order, value by value, with the paper; all agree."""
        number = self.click("next to verify", CHECK, "next_order")
        if not number:
            return
        screen = self.click("open to verify", CHECK, "open_order", number)
        self.think()

        def compare():
            shown = screen
            for _turn in range(3):
                cells = (c for group in shown["groups"] for c in group["cells"])
                answers = {cell["key"]: None for cell in cells}
                told = self.click("verified", CHECK, "complete", [shown["id"]], answers)
                if told["done"]:
                    return told
                shown = told["screen"]
            raise Refused("the order is changed again and again")

        self.take(
            "verify",
            compare,
            lambda: self.of(screen["id"], "state", CHECK) == "done",
            order=number,
            check=screen["id"],
        )

    def send(self):
        """Send the confirmation letter of a verified order."""
        number = self.waiting(
            [
                ("client_order_ref", "like", MARK),
                ("state", "in", ("draft", "sent")),
                ("neiqin_verification_state", "=", "verified"),
                ("neiqin_letter_state", "in", ("none", "draft")),
            ]
        )
        if not number:
            return
        self.open(number)
        self.think(0.5)
        method = "action_neiqin_send_letter"
        self.take(
            "send",
            lambda: self.click("send the letter", ORDER, method, [number], button=True),
            lambda: self.of(number, "neiqin_letter_state") not in ("none", "draft"),
            order=number,
        )

    def confirm(self):
        """Confirm an order that the customer acknowledged."""
        number = self.waiting(
            [
                ("client_order_ref", "like", MARK),
                ("state", "in", ("draft", "sent")),
                ("neiqin_verification_state", "=", "verified"),
                ("neiqin_letter_state", "=", "acknowledged"),
            ]
        )
        if not number:
            return
        self.open(number)
        self.think(0.5)
        self.take(
            "confirm",
            lambda: self.click(
                "confirm the order", ORDER, "action_confirm", [number], button=True
            ),
            lambda: self.of(number, "state") == "sale",
            order=number,
        )


def plain(values):
    """Return what a form holds in the shape in which the web client sends it back.

    >>> plain({"a": {"id": 3, "display_name": "x"}, "b": [[0, 0, {}]], "c": 1})
    {'a': 3, 'c': 1}
    """
    return {
        name: value["id"] if isinstance(value, dict) and "id" in value else value
        for name, value in values.items()
        if not isinstance(value, list)
    }
