"""Whether all that the servers acknowledged is there, each once, and nothing twice."""

from collections import Counter, defaultdict
from email import message_from_bytes, policy

from .load_service import MARK

OURS = f"o.client_order_ref LIKE '{MARK}-%'"
#: Work that was begun and is not finished: nothing of it may be left when it is quiet.
LEFT_OVER = {
    "mails waiting to leave": "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'",
    "mails that failed": "SELECT count(*) FROM mail_mail WHERE state = 'exception'",
    "letters on their way": (
        "SELECT count(*) FROM neiqin_confirmation_letter l JOIN sale_order o"
        f" ON o.id = l.order_id WHERE {OURS} AND l.state <> 'draft'"
        " AND l.delivery_state <> 'delivered'"
    ),
    "contacts not taken over": (
        "SELECT count(*) FROM neiqin_complaint_contact WHERE applied_at IS NULL"
    ),
    "transactions left open": (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%'"
        " AND xact_start < now() - interval '10 seconds'"
    ),
}


def left_over(office):
    """Return ``{what: number}`` of work that is begun and not finished."""
    counts = {what: office.count(sql) for what, sql in LEFT_OVER.items()}
    return {what: number for what, number in counts.items() if number}


def mails(office):
    """Return how often each mail came to the mail server, by its Message-Id."""
    found = Counter()
    for path in office.mail.glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found[str(mail["Message-Id"]).strip()] += 1
    return found


def audit(office, journal):
    """Return what is wrong, a sentence each; an empty list when nothing is."""
    received = mails(office)
    return [
        *orders(office, journal),
        *verifications(office, journal),
        *letters(office, journal, received),
        *confirmations(office, journal),
        *complaints(office, journal),
        *answers(office, journal, received),
        *todos(office, journal),
        *failures(office),
        *(f"{number} {what}" for what, number in left_over(office).items()),
    ]


def once(what, wanted, unclear, found):
    """Yield what is lost and what is doubled.

    :param wanted: keys that were acknowledged
    :param unclear: keys whose outcome nobody saw: there once, or not at all
    :param found: ``{key: how often it is there}``

    >>> list(once("order", ["a", "b"], ["c"], {"a": 2, "d": 1}))
    ['order a: 2 times', 'order b: lost', 'order d: nobody was told of it']
    """
    known = set(wanted) | set(unclear)
    for key in sorted(known | set(found), key=str):
        times = found.get(key, 0)
        if times > 1:
            yield f"{what} {key}: {times} times"
        elif not times and key in wanted:
            yield f"{what} {key}: lost"
        elif times and key not in known:
            yield f"{what} {key}: nobody was told of it"


def _facts(journal, act, *names):
    """Return (acknowledged, unclear) keys of one kind of act."""

    def keys(entries):
        return [
            tuple(str(entry[name]) for name in names)
            if len(names) > 1
            else str(entry[names[0]])
            for entry in entries
            if entry["act"] == act
        ]

    return keys(journal.acts), keys(journal.open)


def orders(office, journal):
    """Entered orders: each once, with all its lines."""
    rows = office.rows(
        "SELECT o.client_order_ref, count(DISTINCT o.id), count(l.id),"
        " sum(l.product_uom_qty)::int FROM sale_order o"
        " LEFT JOIN sale_order_line l ON l.order_id = o.id"
        f" WHERE {OURS} AND o.client_order_ref !~ '-B[0-9]+$' GROUP BY 1"
    )
    wanted, unclear = _facts(journal, "enter", "key")
    found = {row[0]: int(row[1]) for row in rows}
    yield from once("order", wanted, unclear, found)
    entered = {entry["key"]: entry for entry in journal.of("enter")}
    for key, times, lines, pieces in rows:
        entry = entered.get(key)
        if entry and times == "1":
            is_, ought = f"{lines}/{pieces}", f"{entry['lines']}/{entry['pieces']}"
            if is_ != ought:
                yield f"order {key}: lines/pieces {is_}, not {ought}"


def verifications(office, journal):
    """Finished checks: each that was acknowledged, by who was told."""
    rows = office.rows(
        "SELECT v.order_id, v.id, count(DISTINCT (l.line_ref, l.field))"
        " = count(l.id) FROM neiqin_verification v JOIN res_users u"
        " ON u.id = v.user_id LEFT JOIN neiqin_verification_line l"
        f" ON l.verification_id = v.id WHERE u.login LIKE '{MARK.lower()}%'"
        " AND v.state = 'done' GROUP BY 1, 2"
    )
    wanted, unclear = _facts(journal, "verify", "order", "check")
    yield from once(
        "verification", wanted, unclear, Counter((row[0], row[1]) for row in rows)
    )
    yield from (
        f"verification {check}: a value twice"
        for _o, check, is_once in rows
        if is_once == "f"
    )


def letters(office, journal, received):
    """Sent letters: one revision, one mail; and the answers to them."""
    rows = office.rows(
        "SELECT l.order_id, l.id, m.message_id, l.acknowledged_at IS NOT NULL"
        " FROM neiqin_confirmation_letter l JOIN sale_order o ON o.id = l.order_id"
        " LEFT JOIN mail_message m ON m.id = l.mail_message_id"
        f" WHERE {OURS} AND l.state <> 'draft'"
    )
    wanted, unclear = _facts(journal, "send", "order")
    # two clerks who send the same letter: the second is told that it is sent
    wanted = list(dict.fromkeys(wanted))
    yield from once("letter of order", wanted, unclear, Counter(row[0] for row in rows))
    for _order, letter, message, _answered in rows:
        if received[message] != 1:
            yield f"mail of letter {letter}: {received[message]} times"
    wanted, unclear = _facts(journal, "acknowledge", "message")
    found = Counter(row[2] for row in rows if row[3] == "t")
    yield from once("acknowledgement", wanted, unclear, found)


def confirmations(office, journal):
    """Confirmed orders: each with its delivery, and no piece too many."""
    rows = office.rows(
        "SELECT o.id, (SELECT count(*) FROM stock_picking p WHERE p.sale_id = o.id"
        " AND p.state <> 'cancel'), (SELECT coalesce(sum(m.product_uom_qty), 0)"
        " FROM stock_move m JOIN sale_order_line l ON l.id = m.sale_line_id"
        " WHERE l.order_id = o.id AND m.state <> 'cancel')"
        " = (SELECT sum(l.product_uom_qty) FROM sale_order_line l"
        f" WHERE l.order_id = o.id) FROM sale_order o WHERE {OURS}"
        " AND o.state = 'sale'"
    )
    wanted, unclear = _facts(journal, "confirm", "order")
    wanted = list(dict.fromkeys(wanted))
    yield from once("confirmation", wanted, unclear, Counter(row[0] for row in rows))
    for order, pickings, fits in rows:
        if pickings != "1":
            yield f"deliveries of order {order}: {pickings}"
        if fits != "t":
            yield f"delivery of order {order}: other quantities than ordered"


def complaints(office, journal):
    """Filed complaints: each once, each with two clocks."""
    rows = office.rows(
        "SELECT c.subject, count(DISTINCT c.id), count(k.id)"
        " FROM neiqin_complaint c LEFT JOIN neiqin_complaint_clock k"
        " ON k.complaint_id = c.id AND k.task_id IS NULL"
        f" WHERE c.subject LIKE '{MARK}-%' GROUP BY 1"
    )
    wanted, unclear = _facts(journal, "complain", "key")
    yield from once("complaint", wanted, unclear, {r[0]: int(r[1]) for r in rows})
    for key, times, clocks in rows:
        if int(clocks) != 2 * int(times):
            yield f"complaint {key}: {clocks} clocks"


def answers(office, journal, received):
    """Told solutions: one mail each, and the complaint is solved."""
    rows = office.rows(
        "SELECT c.id, m.message_id, c.state FROM neiqin_complaint c"
        " JOIN mail_message m ON m.id = c.solution_message_id"
        f" WHERE c.subject LIKE '{MARK}-%'"
    )
    wanted, unclear = _facts(journal, "answer", "complaint")
    wanted = list(dict.fromkeys(wanted))
    yield from once("answer", wanted, unclear, Counter(row[0] for row in rows))
    for complaint, message, state in rows:
        if received[message] != 1:
            yield f"mail to complaint {complaint}: {received[message]} times"
        elif state != "solved":
            yield f"complaint {complaint}: told, but {state}"
    told = defaultdict(int)
    for row in office.rows(
        "SELECT m.res_id, count(*) FROM mail_message m JOIN neiqin_complaint c"
        " ON c.id = m.res_id WHERE m.model = 'neiqin.complaint'"
        f" AND c.subject LIKE '{MARK}-%' AND m.message_type = 'comment'"
        f" AND m.body LIKE '%{MARK}-%' GROUP BY 1"
    ):
        told[row[0]] = int(row[1])
    for complaint, times in told.items():
        if times > 1:
            yield f"complaint {complaint}: its solution was told {times} times"


def todos(office, journal):
    """Ticked to-dos: gone from the list, one note each."""
    rows = office.rows(
        "SELECT a.summary, (SELECT count(*) FROM mail_message m"
        " WHERE m.model = 'sale.order' AND m.res_id = a.res_id"
        " AND m.mail_activity_type_id IS NOT NULL"
        " AND m.body LIKE '%' || a.summary || '%') FROM mail_activity a"
        f" WHERE a.summary LIKE '{MARK}-TODO-%'"
    )
    done = office.rows(
        f"SELECT a.summary FROM mail_activity a WHERE a.summary LIKE '{MARK}-TODO-%'"
        " AND NOT a.active"
    )
    wanted, unclear = _facts(journal, "tick", "key")
    yield from once("to-do", wanted, unclear, Counter(row[0] for row in done))
    ticked = {row[0] for row in done}
    for key, notes in rows:
        if int(notes) != (key in ticked):
            yield f"to-do {key}: {notes} notes that it is done"


def failures(office):
    """Work that a schedule gave up, as the office sees it."""
    for row in office.rows(
        "SELECT res_model, work, error FROM neiqin_failure"
        " WHERE state = 'open' AND create_date >= (SELECT min(create_date)"
        f" FROM res_partner WHERE ref LIKE '{MARK}-C%')"
    ):
        yield f"failed work: {' '.join(row)}"
