"""What happened in the demo company's three months: plain Python, no records."""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta

DAYS = 92  # how far the story goes back
DEALS = 112  # spread over those days, besides the last three
LATEST = {0: 7, 1: 6, 2: 4}  # days ago: how many came in, most still waiting
CLERKS = ("clerk", "clerk", "clerk2", "clerk2", "clerk3")
TERM_DAYS = {"immediate": 0, "15days": 15, "30days": 30, "45days": 45}
#: How often a category is ordered, and how many lots of it at once.
HABITS = {
    "轴承": (6, 8),
    "链条与带": (4, 6),
    "联轴器": (4, 4),
    "直线运动": (2, 5),
    "减速机": (3, 3),
    "电机": (2, 3),
}


def opening(steps, left):
    """Return what must lie there at first, so that it never falls short.

    :param steps: ``[(day, quantity), ...]``; what goes out on a day goes before what
        comes in
    :param left: what should be there in the end

    >>> opening([(1, -12), (2, 40), (3, -36), (4, 40)], 0)
    12
    >>> opening([(1, -12)], 5)
    17
    """
    level = lowest = 0
    for _day, quantity in sorted(steps):
        level += quantity
        lowest = min(lowest, level)
    return max(-lowest, left - level, 0)


@dataclass
class Deal:
    """One customer's order and what became of it; days are dates, None if not yet."""

    day: date
    hour: int
    minute: int
    customer: dict
    clerk: str
    reference: str
    source: str
    promised: date
    fate: str = "sale"
    lines: list = field(default_factory=list)  # (code, quantity, price)
    delivered: date | None = None
    partial: bool = False
    invoiced: date | None = None
    paid: date | None = None


def workday(day):
    """Return the day itself, or the Monday after a Sunday.

    >>> workday(date(2026, 3, 1)), workday(date(2026, 3, 7))
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 7))
    """
    return day + timedelta(days=1) if day.weekday() == 6 else day


def past(day, today):
    """Return the day if it has come, else None.

    >>> past(date(2026, 3, 2), today=date(2026, 3, 1)) is None
    True
    """
    return day if day <= today else None


def build(today, chance, customers, products):
    """Return the deals of the last three months, oldest first.

    :param today: the last day of the story
    :param chance: a seeded ``random.Random``
    :param customers: rows of ``customers.csv``
    :param products: rows of ``products.csv``
    :return: list of :class:`Deal`
    """
    ages = [chance.randint(3, DAYS) for _ in range(DEALS)]
    ages += [age for age, count in LATEST.items() for _ in range(count)]
    ages.sort(reverse=True)
    weights = [int(row["weight"]) for row in customers]
    deals = []
    for number, age in enumerate(ages):
        [customer] = chance.choices(customers, weights)
        deal = _order(today, age, number, chance, customer)
        deal.lines = list(_lines(chance, customer, products))
        deal.fate = _fate(chance, age)
        if deal.fate == "sale":
            _follow(deal, today, chance)
        deals.append(deal)
    return sorted(deals, key=lambda deal: (deal.day, deal.hour, deal.minute))


def _order(today, age, number, chance, customer):
    day = today - timedelta(days=age)
    if day.weekday() == 6:
        day -= timedelta(days=1)
    return Deal(
        day=day,
        hour=chance.randint(8, 17) if age else 8,  # today's came in this morning
        minute=chance.randrange(2, 58),
        customer=customer,
        clerk=chance.choice(CLERKS),
        reference=f"CG{day:%y%m%d}-{100 + number * 7 % 900}",
        source=chance.choice(["manual", "manual", "file", "file", "email"]),
        promised=workday(day + timedelta(days=chance.choice([4, 5, 7, 7, 10, 14, 21]))),
    )


def _lines(chance, customer, products):
    weights = [HABITS[row["category"]][0] for row in products]
    picked = {row["code"]: row for row in chance.choices(products, weights, k=7)}
    count = chance.choice([1, 2, 2, 3, 3, 4, 5])
    for row in list(picked.values())[:count]:
        lots = chance.randint(1, HABITS[row["category"]][1])
        price = float(row["price"]) * (100 - int(customer["discount"])) / 100
        # people agree on round prices: to the cent below 100, to the yuan above
        price = round(price, 2) if price < 100 else float(math.floor(price))
        yield row["code"], lots * int(row["lot"]), price


def _fate(chance, age):
    if age in LATEST:
        return chance.choice(["draft", "draft", "draft", "sent", "sale"])
    if age <= 9:
        return chance.choice(["draft", "sent", "sale", "sale", "sale"])
    [fate] = chance.choices(["sale", "cancel", "sent"], [90, 6, 4])
    return fate


def _follow(deal, today, chance):
    """Deliver, invoice and pay the deal as far as its days have come."""
    late = chance.choices(
        [chance.randint(-2, 0), chance.randint(2, 8), 60], [77, 18, 5]
    )
    deal.delivered = past(workday(deal.promised + timedelta(days=late[0])), today)
    if not deal.delivered:
        return
    deal.delivered = max(deal.delivered, deal.day)
    deal.partial = len(deal.lines) > 1 and chance.random() < 0.1
    deal.invoiced = past(
        workday(deal.delivered + timedelta(days=chance.choice([0, 1, 1, 3]))), today
    )
    if deal.invoiced:
        due = deal.invoiced + timedelta(days=TERM_DAYS[deal.customer["term"]])
        slack = chance.choice([-3, -1, 0, 1, 4, 9, 20, 90])
        paid = workday(max(due + timedelta(days=slack), deal.invoiced))
        deal.paid = past(paid, today)
