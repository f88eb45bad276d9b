"""A clerk's other work in a load: complaints are filed and answered, to-dos ticked."""

from .load_person import Person

ORDER, COMPLAINT = "sale.order", "neiqin.complaint"
#: Marks all that the load makes: it is found again by it, and counted.
MARK = "LOAD"


class Service(Person):
    """What a clerk does besides orders."""

    def complain(self):
        """File a customer's complaint about an order."""
        key = f"{MARK}-{self.name}-{next(self.numbers)}"
        number = self.waiting([("client_order_ref", "like", MARK)])
        if not number:
            return
        form = self.complaints["form"]
        self.click("new complaint", COMPLAINT, "onchange", [], {}, [], form)
        self.think(0.5)
        values = {
            "partner_id": self.of(number, "partner_id")[0],
            "order_id": number,
            "type_id": self.chance.choice(self.kinds),
            "channel": "phone",
            "subject": key,
        }
        self.take(
            "complain",
            lambda: self.click(
                "file the complaint", COMPLAINT, "web_save", [], values, form
            ),
            lambda: self.found([("subject", "=", key)], COMPLAINT),
            key=key,
        )

    def answer(self):
        """Tell a customer the solution of a complaint, by mail."""
        number = self.waiting(
            [("subject", "like", MARK), ("state", "in", ("new", "open", "waiting"))],
            "list of complaints",
            COMPLAINT,
        )
        if not number:
            return
        shown = self.read(number, "open a complaint", COMPLAINT)
        self.think()
        told = f"{shown['subject']}: {self.name}"
        values = {
            "complaint_ids": [[4, number]],
            "told_by": "mail",
            "solution": f"<p>{told}</p>",
            "cause_kind": "other",
        }

        def tell():
            dialog = "neiqin.complaint.solve"
            with self.journal.click("tell the solution"):
                made = self.browser.call(dialog, "web_save", [], values, {})
                self.browser.press(dialog, "action_solve", [made[0]["id"]])
            return True

        self.take(
            "answer",
            tell,
            lambda: told in (self.of(number, "solution", COMPLAINT) or ""),
            complaint=number,
        )

    def tick(self):
        """Tick one of the own to-dos."""
        rows = self.click(
            "own to-dos",
            "mail.activity",
            "search_read",
            [("user_id", "=", self.uid), ("summary", "like", MARK)],
            ["summary"],
            limit=1,
        )
        if not rows:
            return
        (row,) = rows
        self.take(
            "tick",
            lambda: self.click(
                "tick a to-do", "mail.activity", "action_feedback", [row["id"]]
            ),
            lambda: not self.found([("id", "=", row["id"])], "mail.activity"),
            activity=row["id"],
            key=row["summary"],
        )
