"""What is stored of a clock: its row, its log, the copies on complaint and task."""

from typing import NamedTuple

BREACH = 100  # the deadline itself is always a step, told to somebody or not
STORED = (
    "state",
    "tier_id",
    "department_id",
    "user_id",
    "calendar_id",
    "target",
    "used",
    "since",
    "deadline",
    "stopped_at",
    "told",
    "next_ladder_at",
)
FIXED = ("complaint_id", "task_id", "company_id", "kind")
EVENT = (
    "clock_id",
    "complaint_id",
    "task_id",
    "company_id",
    "kind",
    "moment",
    "noted_at",
    "user_id",
    "department_id",
    "holder_id",
    "seconds",
    "used",
    "target",
    "deadline",
    "calendar_id",
    "percent",
    "reason",
)
#: Columns of the complaint that copy a clock: deadline, end, state, minutes used.
COPIES = {
    "response": (
        "first_response_deadline",
        "first_response_at",
        "response_state",
        "response_used",
    ),
    "solution": ("solution_deadline", "solved_at", "solution_state", "solution_used"),
    "task": ("deadline", "done_at", "clock_state", "used_minutes"),
}


class Policy(NamedTuple):
    """What a clock runs by, and whose time it is; ids."""

    tier_id: int
    department_id: int | None
    user_id: int | None
    calendar_id: int | None
    target: int


class Move(NamedTuple):
    """One clock's change."""

    clock: object  # the record
    old: object  # values of the kernel
    new: object
    policy: Policy
    told: int


def target_copy(clock, moment):
    """Return deadline, end, state and minutes used, as complaint and task show them."""
    if clock.stopped is not None:
        state = "met" if clock.met else "missed"
    elif clock.due is not None and clock.due <= moment:
        state = "late"
    else:
        state = "waiting" if clock.since is None else "running"
    return clock.due, clock.stopped, state, clock.used / 60


def clock_row(clock, policy, told, look):
    """Return the values of ``STORED``."""
    if clock.stopped is not None:
        state, look = "stopped", None
    else:
        state = "paused" if clock.since is None else "running"
    return (
        state,
        policy.tier_id,
        policy.department_id,
        policy.user_id,
        policy.calendar_id,
        policy.target,
        clock.used,
        clock.since,
        clock.due,
        clock.stopped,
        told,
        look,
    )


def event_row(kind, move, head, moment, uid, reason):
    """Return the values of ``EVENT`` but ``noted_at``.

    The stretch belongs to who had the clock until now, as the record still says.
    """
    holder = move.policy if kind == "start" else move.clock._neiqin_policy()
    return (
        move.clock.id,
        *head[:3],
        kind,
        moment,
        uid,
        holder.department_id,
        holder.user_id,
        move.new.used - move.old.used,
        move.new.used,
        int(move.policy.target),
        move.new.due,
        move.policy.calendar_id,
        move.told,
        reason,
    )
