"""Publishing what somebody waits for in the act that plans it: whoever is promised a bus now has a crew that knows."""

from datetime import date, datetime

from scheduler.domain.errors import ConflictError
from scheduler.domain.service_days import DayState
from scheduler.services.comparing import compare, placed
from scheduler.services.dispatching.moving import Hand
from scheduler.services.facts import town_head
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.publishing import NewId, publish


def goes_unnoticed(unit: UnitOfWork, state: DayState, now: datetime) -> bool:
    """Return whether nobody would have to be told of what a published day's plan has changed since it was published.

    Of what lies behind nobody is told any more.
    """
    if state.published is None or state.plan is None:
        return False
    if state.plan == state.published:
        return True
    known, holds = (unit.plans.get(state.day, version) for version in (state.published, state.plan))
    bookings = {key: one for key, one in unit.bookings.between(state.day, state.day).items() if one.held}
    found = compare(known, holds, bookings, town_head(unit).policy.call_tolerance).differences
    return not any(one.call and one.before is not None and one.before.start >= now for one in found)


def publish_more(unit: UnitOfWork, travel: TravelTimes, day: date, hand: Hand, new_id: NewId) -> bool:
    """Publish the plan that holds of a published day, as somebody waits for what is new in it; return whether it could.

    Promises that the published plan leaves out as well do not stand in the way.
    """
    published = unit.days.get(day).published
    if published is None:
        return False
    known = placed(unit.plans.get(day, published))
    out = {key for key, one in unit.bookings.between(day, day).items() if key not in known and not one.open_return}
    try:
        publish(unit, travel, day, hand, new_id, leaving_out=out)
    except ConflictError:  # the plan is overtaken: it stays as it is, and somebody has to look at it
        return False
    return True
