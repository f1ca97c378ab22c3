"""A day is closed: looked at, counted, written down; and opened again where that was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Refusal
from scheduler.domain.closing import Closing, Statement
from scheduler.domain.errors import InputError, InputProblem, RefusedError, StaleError
from scheduler.domain.events import Event, ReportedDay
from scheduler.domain.ids import RequestId
from scheduler.domain.service_days import DayState
from scheduler.services.auditing import day_subject
from scheduler.services.closing.consequences import end_unserved, hold_again
from scheduler.services.closing.counting import cells_of, turned_away
from scheduler.services.closing.daybook import DayBook, read_day
from scheduler.services.closing.knowing import with_direct, with_familiar
from scheduler.services.closing.outcomes import Missing, missing
from scheduler.services.closing.records import records_of
from scheduler.services.closing.sentences import refusal
from scheduler.services.closing.since import came_after, stranded_since
from scheduler.services.closing.ways_home import Stranded, stranded
from scheduler.services.dispatching.moving import Hand
from scheduler.services.live.following import follow
from scheduler.services.live.reported import note_reported
from scheduler.services.not_now import not_now
from scheduler.services.ports import TravelTimes, UnitOfWork

CLOSED, OPENED = "day.closed", "day.opened"
_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class ClosingView:
    """How near a day is to being closed.

    Attributes
    ----------
    over_at : datetime
        When the last shift is back.
    closing : Closing or None
        The one that counts; None: it is open.
    stranded : tuple of Stranded
        Of a closed day: whom what came after shows, by all that is known by now.
    came_after : tuple of Event
        What came in after it was closed: kept, and not in its figures.
    statements : tuple of Statement
        What dispatchers say of its requests, also what they have withdrawn.
    stamps : mapping of str to int
        Of each statement, by its id.
    """

    book: DayBook
    over_at: datetime
    missing: tuple[Missing, ...]
    stranded: tuple[Stranded, ...]
    statements: tuple[Statement, ...]
    closing: Closing | None = None
    came_after: tuple[Event, ...] = ()
    stamps: Mapping[str, int] = field(default_factory=dict)


def view_of(unit: UnitOfWork, day: date) -> ClosingView:
    """Return what is missing of a day before it can be closed, and what came after it was."""
    book = read_day(unit, day)
    closing = closing_of(unit, day)
    after = () if closing is None else came_after(closing, book.events)
    return ClosingView(
        book=book,
        over_at=book.over_at,
        missing=() if closing else missing(book),
        stranded=stranded_since(book, after) if closing else stranded(book),
        statements=tuple(book.statements.values()),
        closing=closing,
        came_after=after,
        stamps={key: unit.statements.stamp_of(key) for key in book.statements},
    )


def stranded_since_closing(unit: UnitOfWork, day: date) -> tuple[Stranded, ...]:
    """Return who was taken out on a closed day, as was reported since, and has no known way home."""
    closing = closing_of(unit, day)
    after = () if closing is None else came_after(closing, unit.events.between(day, day))
    return stranded_since(read_day(unit, day), after) if after else ()


def closing_of(unit: UnitOfWork, day: date) -> Closing | None:
    """Return the closing of a day that counts; None: it is open."""
    return next((one for one in unit.closings.between(day, day).values() if one.counts), None)


def close_day(unit: UnitOfWork, travel: TravelTimes, day: date, hand: Hand) -> Closing:
    """Close a day that is over, if it is the version that was seen; one that is closed already stays as it is.

    Raises
    ------
    StaleError
        If the day has changed since it was seen.
    RefusedError
        If it is not over, if nobody knows what became of a stop, why nobody answered at a door, or how somebody got
        home: which, for each.
    """
    state = unit.days.lock(day)
    known = closing_of(unit, day)
    if known is not None:
        return known
    if hand.seen is not None and hand.seen != state.version:
        raise StaleError(f"the day {day.isoformat()}", seen=hand.seen, now=state.version)
    state = _followed(unit, travel, state, hand)
    book = read_day(unit, day, state)
    if refused := _refusals(book, hand.at):
        raise RefusedError(refused)
    records = records_of(book)
    actuals = with_familiar(unit, book, with_direct(book, records.actuals, travel))
    calls = turned_away(unit, day, book.town.policy.booking.horizon_days)
    closing = Closing(
        day=day,
        number=1 + len(unit.closings.between(day, day)),
        closed_at=hand.at.astimezone(UTC),
        closed_by=hand.by,
        plan=state.published,
        events=frozenset(book.events),
        shifts=records.shifts,
        cells=cells_of(book.town, actuals, records.shifts, calls, book.plan.unassigned),
    )
    for one in actuals:
        unit.actuals.put(one)
    unit.closings.put(closing)
    end_unserved(unit, state, closing, actuals)
    _advance(unit, replace(state, closed=True), hand, CLOSED)
    return closing


def _followed(unit: UnitOfWork, travel: TravelTimes, state: DayState, hand: Hand) -> DayState:
    """Let bookings follow what crews reported last, before the day is counted; return the day's state after that."""
    note = ReportedDay(day=state.day, since=hand.at).id
    if unit.reported.find(note) is None:
        return state
    follow(unit, travel, state.day, hand.at)  # the note stays: more may be coming in, and a worker takes it away
    return unit.days.get(state.day)


def reopen_day(unit: UnitOfWork, day: date, hand: Hand, *, reason: str) -> DayState:
    """Open a closed day again: its closing stays and counts no more, its requests' records go.

    Raises
    ------
    InputError
        If there is no reason.
    ConflictError
        If it is not closed.
    StaleError
        If the day has changed since it was seen.
    """
    if not reason.strip():
        raise InputError([InputProblem(file="reason", wrong="is empty", right="say what has to be put right")])
    state = unit.days.lock(day)
    if hand.seen is not None and hand.seen != state.version:
        raise StaleError(f"the day {day.isoformat()}", seen=hand.seen, now=state.version)
    known = closing_of(unit, day)
    if known is None:
        raise not_now("not_closed", f"{day.isoformat()} is not closed")
    at = hand.at.astimezone(UTC)
    unit.closings.put(replace(known, opened_at=at, opened_by=hand.by, opened_because=reason.strip()))
    for key in tuple(unit.actuals.between(day, day)):
        unit.actuals.remove(key)
    hold_again(unit, known, hand.by, at)
    late = came_after(known, unit.events.between(day, day))
    note_reported(unit, late, at)  # bookings do not follow a closed day: they have to now
    return _advance(unit, replace(state, closed=False), hand, OPENED)


def _refusals(book: DayBook, now: datetime) -> Sequence[Refusal]:
    found: list[Refusal] = []
    if now.astimezone(UTC) < book.over_at.astimezone(UTC):
        until = f"{book.over_at.astimezone(book.town.zone):%H:%M}"
        found.append(refusal("not_over", book.day, until=until))
    if doors := missing(book):
        found.append(refusal("missing", book.day, count=len(doors), which=_which([one.request_id for one in doors])))
    if book.unanswered:
        which = ", ".join(one.id for one in book.unanswered[:_NAMED])
        found.append(refusal("unanswered", book.day, count=len(book.unanswered), which=which))
    if away := stranded(book):
        found.append(refusal("no_way_home", book.day, count=len(away), which=_which([one.request_id for one in away])))
    return found


def _which(ids: Sequence[RequestId]) -> str:
    each = list(dict.fromkeys(ids))
    return ", ".join(each[:_NAMED]) + ("…" if len(each) > _NAMED else "")


def _advance(unit: UnitOfWork, state: DayState, hand: Hand, action: str) -> DayState:
    after = replace(state, version=state.version + 1)
    unit.days.put(after)
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=day_subject(state.day)))
    return after
