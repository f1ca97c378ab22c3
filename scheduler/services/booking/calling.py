"""What a caller may wish for on a day by the town's own rules, before any plan is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.booking import Refusal
from scheduler.domain.request import Request
from scheduler.domain.time import ServiceDay, TimeWindow, elapsed
from scheduler.domain.town import TownHead
from scheduler.services.booking.another_day import on_day
from scheduler.services.booking.sentences import length, refusal
from scheduler.services.facts import is_over, town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Wished:
    """What is asked of a day's plan: a party's requests on that day, their windows cut to what may still be booked."""

    requests: tuple[Request, ...]

    @property
    def day(self) -> date:
        """The service day."""
        return self.requests[0].day


def wished_on(unit: UnitOfWork, requests: Sequence[Request], day: date, now: datetime) -> Wished | Refusal:
    """Return what to ask of a day's plan, or why the town's rules leave nothing to ask for.

    Parameters
    ----------
    requests : sequence of Request
        Of one party, on any one day; the same hours of the clock are meant.
    day : date
        Which they are wished for, or the one that the service moves to from a holiday.
    """
    town = town_head(unit)
    last = now.astimezone(town.zone).date() + timedelta(days=town.policy.booking.horizon_days)
    if is_over(unit, day, now):
        return refusal("past", day)
    if day > last:
        return refusal("horizon", day, last=last.isoformat())
    if unit.days.get(day).closed:
        return refusal("closed", day)
    return _cut(on_day(requests, day, town.zone), town, now)


def moved_from_holiday(requests: Sequence[Request], day: date, town: TownHead) -> date | Refusal:
    """Return the day on which all of a party's requests are given that are wished for on `day`.

    Requests that belong together stay together: where one of them is not given, or on another day, none is.
    """
    policy = town.policy.booking
    calendar = HolidayCalendar(policy)
    rules = [policy.of(request.service_id).holidays for request in requests]
    given = [calendar.day_for(rule, day) for rule in rules]
    if given[0] is not None and len(set(given)) == 1:
        return given[0]
    refusals = (calendar.refusal(rule, day) for rule in rules)
    return next(one for one in refusals if one is not None)


def _cut(requests: Sequence[Request], town: TownHead, now: datetime) -> Wished | Refusal:
    """Cut the windows to what leaves enough notice; what is left begins at a step, as it is said on the phone."""
    cut = []
    for request in requests:
        earliest = now + town.policy.booking.of(request.service_id).notice
        step = _next_step(earliest, request.day, town)
        windows = tuple(w for one in request.windows if (w := _from(one, earliest, step)) is not None)
        if not windows:
            return too_soon([request], town, now)
        cut.append(replace(request, windows=windows))
    return Wished(requests=tuple(cut))


def too_soon(requests: Sequence[Request], town: TownHead, now: datetime) -> Refusal:
    """Return the refusal of a wish that leaves less notice than its service needs."""
    notice = max(town.policy.booking.of(request.service_id).notice for request in requests)
    earliest = _next_step(now + notice, requests[0].day, town)
    told = earliest.astimezone(town.zone).strftime("%Y-%m-%d %H:%M")
    needed = length(notice // timedelta(seconds=1))
    return refusal("notice", requests[0].day, change=True, notice=needed, other=told)


def _next_step(moment: datetime, day: date, town: TownHead) -> datetime:
    """Return the first step of promised windows at an instant or after it, counted from the day's midnight."""
    midnight = ServiceDay(date=day, zone=town.zone).midnight
    return moment.astimezone(UTC) + elapsed(moment, midnight) % town.policy.booking.step


def _from(window: TimeWindow, earliest: datetime, step: datetime) -> TimeWindow | None:
    """Return what is left of a window; whatever begins too early begins at the step, unless it ends before."""
    start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
    if end < earliest.astimezone(UTC):
        return None
    if start >= earliest.astimezone(UTC):
        return window
    cut = step if step <= end else earliest
    return replace(window, start=cut.astimezone(window.start.tzinfo))
