"""A day under way: crews have done by an hour what their published plan says, and reported it."""

from datetime import date, datetime, timedelta

from scheduler.domain.ids import TownId
from scheduler.services.ports import Store
from scheduler.simulation.crews import Crews

STEP = timedelta(minutes=5)


def play_until(store: Store, town_id: TownId, day: date, since: datetime, until: datetime) -> int:
    """Let all crews of a published day work from one instant until another; return how many events they report."""
    crews = Crews(store=store, town_id=town_id, day=day, unanswered=(), acted=since)
    total, now = 0, since
    while now < until:
        now = min(until, now + STEP)
        total += crews.act(now)
    return total
