"""Planning the series of a town for the weeks ahead: who comes when is chosen for all at once, then each is booked."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.booking import Booking, EnquiryOutcome, Refusal
from scheduler.domain.errors import DojazdError, StoreError
from scheduler.domain.ids import ClientId, EnquiryId, SeriesId, StaffId, TownId
from scheduler.domain.series import Series
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.facts import town_head
from scheduler.services.planning.tentative import bookable_days
from scheduler.services.ports import UnitOfWork
from scheduler.services.readying import Readying
from scheduler.services.series.binding import Occurrence, Seat, bind, enquiry_of, wait
from scheduler.services.series.building import Wanted, Weeks, weeks_of
from scheduler.services.series.known import renew_lost
from scheduler.services.series.occurrences import Turn, requests_on
from scheduler.services.series.sentences import refusal_of
from scheduler.services.waiting import take_off
from solver import series as weeks
from solver.mastering.stopping import Limit

LOG = logging.getLogger(__name__)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How series are planned.

    Attributes
    ----------
    limit : Limit
        Of the choice; with effort alone it is the same on any machine.
    reserve_permille : int
        So much of each half-day of a crew is kept free for those who call.
    stopping : callable
        True ends it after the occurrence that is just being booked.
    """

    limit: Limit
    reserve_permille: int = 100
    workers: int = 1
    stopping: Callable[[], bool] = lambda: False


def terms_of(seconds: float, reserve_percent: int = 10, *, stopping: Callable[[], bool] = lambda: False) -> Terms:
    """Return terms by the clock."""
    return Terms(limit=Limit(seconds=seconds), reserve_permille=10 * reserve_percent, stopping=stopping)


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """An occurrence that is booked now.

    Attributes
    ----------
    without : tuple of ClientId
        Who of the party is not in it: they are away, or have their booking of that day already.
    """

    series_id: SeriesId
    day: date
    staff_ids: tuple[StaffId, ...]
    bookings: tuple[Booking, ...]
    without: tuple[ClientId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Impossible:
    """Occurrences that have no place.

    Attributes
    ----------
    days : tuple of date
        That they might have been on.
    reasons : tuple of Refusal
        By day.
    enquiry_id : EnquiryId or None
        Where it waits for a place; None: it cannot, for no day is left (a holiday, a pause), or the series has changed.
    """

    series_id: SeriesId
    days: tuple[date, ...]
    times: int
    reasons: tuple[Refusal, ...]
    enquiry_id: EnquiryId | None = None


@dataclass(frozen=True, kw_only=True)
class SeriesPlan:
    """What planning the series came to.

    Attributes
    ----------
    status : str
        Of the choice: optimal, feasible or cancelled.
    objective_gr, bound_gr : int
        What the choice costs by the town's prices, and the least that any would.
    excess_gr : int
        So much dearer than the best choice it is at most.
    terms_gr : mapping of str to int
        What the choice costs, by what for: missing, strangers, changes, uneven.
    gap : float
        How much of the cost may be too much, 0 to 1; of a cost near to nothing it says little.
    """

    first: date
    last: date
    status: str
    objective_gr: int
    bound_gr: int
    excess_gr: int
    terms_gr: Mapping[str, int]
    gap: float
    seconds: float
    assigned: tuple[Assigned, ...]
    impossible: tuple[Impossible, ...]


def plan_series(desk: BookingDesk, call: Call, first: date, last: date, terms: Terms) -> SeriesPlan:
    """Book what series still want from `first` to `last`; doing it twice books nothing twice.

    Only days that may be booked are looked at, from tomorrow on. Whatever has no place is listed with the reason, and
    waits for one on the waiting list.
    """
    first, last = _bookable(desk, call.town_id, first, last)
    with desk.store.writing(call.town_id) as unit:
        renew_lost(unit, first, desk.clock.now())
    with desk.store.reading(call.town_id) as unit:
        travel = desk.days.travel(unit)
        found = weeks_of(unit, travel, first, last, reserve_permille=terms.reserve_permille)
    result = weeks.assign(found.problem, limit=terms.limit, workers=terms.workers)
    assigned, impossible = [], [*_without(found), *_left(desk, call, found, result)]
    for one in _occurrences(found, result):
        if terms.stopping():
            break
        done = _bound(desk, call, one)
        if isinstance(done, Impossible):
            impossible.append(done)
        elif done.bookings:  # else another process was faster
            assigned.append(done)
    with desk.store.writing(call.town_id) as unit:
        _take_off_satisfied(unit, found, desk.clock.now())
    return SeriesPlan(
        first=first, last=last, status=result.status, objective_gr=result.objective_gr, bound_gr=result.bound_gr,
        excess_gr=result.excess_gr, terms_gr=result.terms_gr, gap=result.gap, seconds=result.seconds,
        assigned=tuple(assigned), impossible=tuple(impossible),
    )  # fmt: skip


def _bookable(desk: BookingDesk, town_id: TownId, first: date, last: date) -> tuple[date, date]:
    """Return the days of those given that may be booked, each with a plan."""
    now = desk.clock.now()
    with desk.store.reading(town_id) as unit:
        days = list(bookable_days(unit, now))
        working = [day for day in days[1:] if first <= day <= last and unit.shifts.between(day, day)]
    Readying(store=desk.store, days=desk.days, now=now).on(town_id, working)
    return max(first, days[0] + _DAY), min(last, days[-1])


def _occurrences(found: Weeks, result: weeks.Result) -> Iterator[Occurrence]:
    for choice in result.choices:
        wanted, given = found.wanted[choice.series], found.day(choice.day)
        turn = wanted.turns[choice.quota]
        seats = tuple(
            Seat(
                shift_id=found.shifts[slot].id,
                half=found.problem.slots[slot].half,
                staff_id=StaffId(found.problem.staff[member]),
            )
            for slot, member in zip(choice.slots, choice.staff, strict=True)
        )
        day = next(day for day, own in turn.days.items() if own == given)
        yield Occurrence(series=wanted.on(day), day=day, given=given, seats=seats, without=wanted.without(day))


def _bound(desk: BookingDesk, call: Call, one: Occurrence) -> Assigned | Impossible:
    """Book an occurrence, or keep it waiting; what is wrong with one does not keep others from being booked."""
    try:
        done = bind(desk, call, one)
    except StoreError:
        raise
    except DojazdError as error:
        LOG.warning("%s, %s cannot be booked: %s", one.series.id, one.day, type(error).__name__)
        done = refusal_of("taken", one.given)
    if not isinstance(done, Refusal):
        staff = tuple(seat.staff_id for seat in one.seats)
        return Assigned(series_id=one.series.id, day=one.given, staff_ids=staff, bookings=done, without=one.without)
    return _waiting(desk, call, one.series, {one.day: one.given}, 1, (done,))


def _left(desk: BookingDesk, call: Call, found: Weeks, result: weeks.Result) -> Iterator[Impossible]:
    """Yield what the choice has no place for."""
    for one in result.left:
        wanted = found.wanted[one.series]
        turn = wanted.turns[one.quota]
        reasons = [refusal_of(way.code, found.day(way.day), way.halves) for way in one.obstacles]
        reasons += [refusal_of(why, day) for day, why in turn.lost.items()]
        blocked = {found.day(way.day) for way in one.obstacles}
        days = {day: given for day, given in turn.days.items() if given in blocked}
        series = wanted.on(min(days)) if days else wanted.series
        yield _waiting(desk, call, series, days, one.times, tuple(reasons))


def _without(found: Weeks) -> Iterator[Impossible]:
    """Yield series for somebody, or at a place, that is not there any more."""
    for series in found.without:
        why = refusal_of("gone", found.first)
        yield Impossible(series_id=series.id, days=(), times=1, reasons=(why,))


def _waiting(  # noqa: PLR0917
    desk: BookingDesk, call: Call, series: Series, days: Mapping[date, date], times: int, reasons: tuple[Refusal, ...]
) -> Impossible:
    """Keep what has no place on the waiting list, if there is a day that it could wait for."""
    key = None
    if days:
        with desk.store.reading(call.town_id) as unit:
            zone = town_head(unit).zone
        first = min(days)
        requests = requests_on(series, first, days[first], zone)
        key = wait(desk, call, series, requests, sorted(set(days.values())), reasons)
    told = tuple(sorted(days)) or tuple(sorted({one.day for one in reasons if one.day is not None}))
    return Impossible(series_id=series.id, days=told, times=times, reasons=reasons, enquiry_id=key)


def _take_off_satisfied(unit: UnitOfWork, found: Weeks, now: datetime) -> None:
    """Take those off the waiting list whose week has all that was wanted by now."""
    for wanted in found.wanted:
        for turn in wanted.turns:
            _take_off_turn(unit, wanted, turn, now)


def _take_off_turn(unit: UnitOfWork, wanted: Wanted, turn: Turn, now: datetime) -> None:
    zone = town_head(unit).zone
    ids = {day: [one.id for one in requests_on(wanted.series, day, given, zone)] for day, given in turn.days.items()}
    held = sum(all((b := unit.bookings.find(one)) is not None and b.held for one in own) for own in ids.values())
    if held >= turn.times:
        for own in ids.values():
            if unit.waiting.find(enquiry_of(own[0])) is not None:
                take_off(unit, enquiry_of(own[0]), now, outcome=EnquiryOutcome.GONE)
