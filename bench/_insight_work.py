"""What clerks do with orders, by the ten thousand: checks, letters, cases, contacts."""

from odoo.tools import SQL

#: How far back the orders go.
DAYS = 1080


class Work:
    """Rows beside the orders of the books; ``n`` numbers the copies."""

    @staticmethod
    def _one_of(values, step=1):
        """Return SQL that takes the values in turn."""
        values = list(values)
        size = len(values)
        return SQL("(%s)[1 + (n * %s) %% %s]", values, step, size)

    @staticmethod
    def _moment(begin=0):
        """Return SQL of the moment of order ``n + begin``, in office hours."""
        return SQL(
            "date_trunc('day', now() AT TIME ZONE 'UTC')"
            " - ((n + %s) * 9973 %% %s) * INTERVAL '1 day'"
            " + ((n + %s) %% 10) * INTERVAL '1 hour'",
            begin,
            DAYS,
            begin,
        )

    def _fill_work(self, order):
        self._fill_checks(order)
        self._fill_letters(order)
        self._fill_cases(order)
        self._fill_complaints(order)
        self._fill_contacts()

    def _fill_checks(self, order):
        check = self.env["neiqin.verification"].create(
            {
                "order_id": order.id,
                "company_id": order.company_id.id,
                "user_id": self.clerks[0].id,
            }
        )
        self._copy(
            "neiqin_verification",
            check.id,
            self.orders * 9 // 10,
            order_id=SQL("%s + n", self.first),
            user_id=self._one_of(self.clerks.ids, 5),
            state=SQL("'done'"),
            result=SQL("CASE WHEN n %% 20 = 0 THEN 'mismatch' ELSE 'verified' END"),
            date_start=SQL("%s + INTERVAL '2 hours'", self._moment()),
            date_done=SQL("%s + INTERVAL '3 hours'", self._moment()),
            checked_count=SQL("12"),
        )

    def _fill_letters(self, order):
        letters = self.env["neiqin.confirmation.letter"]
        letter = letters._neiqin_draft_next(order)
        self.env.flush_all()
        self._copy(
            "neiqin_confirmation_letter",
            letter.id,
            self.orders * 8 // 10,
            order_id=SQL("%s + n", self.first),
            name=SQL("'BENCH' || n || '-1'"),
            revision=SQL("1"),
            state=SQL(
                "CASE WHEN n * 9973 %% %s < 20 AND n %% 4 = 0 THEN 'sent'"
                " ELSE 'acknowledged' END",
                DAYS,
            ),
            sent_by_id=self._one_of(self.clerks.ids, 5),
            sent_at=SQL("%s + INTERVAL '4 hours'", self._moment()),
            acknowledged_at=SQL("%s + INTERVAL '9 hours'", self._moment()),
        )

    def _fill_cases(self, order):
        kind = self.env["neiqin.exception.type"].search([], limit=1)
        case = self.env["neiqin.exception"].create(
            {"type_id": kind.id, "order_id": order.id, "summary": "bench"}
        )
        self.env.flush_all()
        is_open = SQL("n * 9 * 9973 %% %s < 20", DAYS)
        self._copy(
            "neiqin_exception",
            case.id,
            self.orders // 10,
            name=SQL("'BENCH' || n"),
            order_id=SQL("%s + n * 9", self.first),
            line_key=SQL("n"),
            owner_id=self._one_of(self.clerks.ids, 5),
            solved_by_id=self._one_of(self.clerks.ids, 5),
            state=SQL("CASE WHEN %s THEN 'open' ELSE 'solved' END", is_open),
            opened_at=self._moment(),
            deadline=SQL("%s + INTERVAL '2 days'", self._moment()),
            solved_at=SQL(
                "CASE WHEN %s THEN NULL ELSE %s + (n %% 4) * INTERVAL '1 day' END",
                is_open,
                self._moment(),
            ),
        )

    def _fill_complaints(self, order):
        kind = self.env["neiqin.complaint.type"].search([], limit=1)
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": order.partner_id.id,
                "order_id": order.id,
                "type_id": kind.id,
                "subject": "bench",
            }
        )
        self.env.flush_all()
        is_open = SQL("n * 9973 %% %s < 20", DAYS)
        first = self._copy(
            "neiqin_complaint",
            complaint.id,
            self.orders // 12,
            name=SQL("'BENCH' || n"),
            order_id=SQL("%s + n * 11", self.first),
            user_id=self._one_of(self.clerks.ids, 5),
            state=SQL("CASE WHEN %s THEN 'open' ELSE 'solved' END", is_open),
            received_at=self._moment(),
            first_response_at=SQL(
                "CASE WHEN %s THEN NULL ELSE %s + (n %% 5) * INTERVAL '1 hour' END",
                is_open,
                self._moment(),
            ),
            solved_at=SQL(
                "CASE WHEN %s THEN NULL ELSE %s + (n %% 9) * INTERVAL '1 day' END",
                is_open,
                self._moment(),
            ),
            response_state=SQL("CASE WHEN %s THEN 'running' ELSE 'met' END", is_open),
            solution_state=SQL("CASE WHEN %s THEN 'running' ELSE 'met' END", is_open),
        )
        clocks = self.env["neiqin.complaint.clock"].search(
            [("complaint_id", "=", complaint.id), ("task_id", "=", False)]
        )
        for clock in clocks:
            self._copy(
                "neiqin_complaint_clock",
                clock.id,
                self.orders // 12,
                complaint_id=SQL("%s + n", first),
                state=SQL("CASE WHEN %s THEN 'running' ELSE 'met' END", is_open),
                used=SQL("(n %% 300) * 60.0"),
            )

    def _fill_contacts(self):
        log = self.env["neiqin.service.log"]._neiqin_as_server()
        partner = self.env["res.partner"].search([], limit=1)
        contact = log.create(
            {
                "company_id": self.env.company.id,
                "partner_id": partner.id,
                "commercial_partner_id": partner.commercial_partner_id.id,
                "moment": "2026-01-01 00:00:00",
                "channel": "phone",
                "direction": "out",
                "minutes": 4,
                "reached": True,
                "summary": "bench",
            }
        )
        self.env.flush_all()
        self._copy(
            "neiqin_service_log",
            contact.id,
            self.orders * 6 // 10,
            user_id=self._one_of(self.clerks.ids, 5),
            order_id=SQL("%s + n", self.first),
            moment=self._moment(),
            minutes=SQL("1 + n %% 9"),
        )
