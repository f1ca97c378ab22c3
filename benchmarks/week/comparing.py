"""What clients were told, compared with what the store has: nothing accepted may be lost, nothing done twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from benchmarks.week.ledger import Noted
from scheduler.bootstrap import Office
from scheduler.domain.audit import first_broken
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.hooks import HookMessageState
from scheduler.domain.ids import EnquiryId, EventId, RequestId, SolveId, TownId
from scheduler.domain.long_work import WorkState
from scheduler.services.ports import UnitOfWork


def lost(office: Office, town_id: TownId, noted: Noted) -> list[str]:
    """Return what was accepted and is not there, or is there twice; may be asked at any time."""
    with office.store.reading(town_id) as unit:
        return [*_bookings(unit, noted), *_enquiries(unit, noted), *_events(unit, noted), *_chain(unit)]


def unfinished(office: Office, town_id: TownId, noted: Noted, days: list[date]) -> list[str]:
    """Return what has not come to its end when the last day is closed."""
    with office.store.reading(town_id) as unit:
        return [
            *(said for day in days for said in _promises(unit, day)),
            *_searches(unit, noted),
            *_hooks(unit, noted),
        ]


def promises(office: Office, town_id: TownId, days: list[date]) -> dict[str, int]:
    """Return how the promises of closed days have ended."""
    ends = Counter[str]()
    with office.store.reading(town_id) as unit:
        for day in days:
            actuals = unit.actuals.between(day, day)
            ends.update(str(one.outcome) for one in actuals.values())
    return dict(ends)


def _bookings(unit: UnitOfWork, noted: Noted) -> Iterator[str]:
    kept = unit.bookings.all()
    gone = {one["id"] for one in noted.all("cancelled")}
    perhaps = {one["id"] for one in noted.all("cancelling")}
    for told in noted.all("booked"):
        booking = kept.get(RequestId(told["id"]))
        if booking is None:
            yield f"{told['id']} was booked, and is not there"
        elif told["id"] in gone and booking.held:
            yield f"{told['id']} was cancelled, and is held"
        elif told["id"] not in perhaps and (wrong := _promise_wrong(booking, told)):
            yield wrong
    once = Counter(
        (one.event.action, one.event.subject)
        for one in unit.audit.entries(limit=1_000_000)
        if one.event.action in {"booking.promised", "booking.cancelled"}
    )
    yield from (f"{action} twice: {subject}" for (action, subject), times in once.items() if times > 1)


def _promise_wrong(booking: Booking, told: dict[str, str]) -> str:
    if booking.status is BookingStatus.CANCELLED:
        return f"{booking.id} is cancelled, and nobody has asked for that"
    if booking.promise is None:
        return f"{booking.id} has no promise"
    window = booking.promise.pickup or booking.promise.window  # of who has to arrive somewhere: when the bus comes
    if window.start != datetime.fromisoformat(told["start"]):
        return f"{booking.id} was promised {told['start']}, and is kept at {window.start}"
    return ""


def _enquiries(unit: UnitOfWork, noted: Noted) -> Iterator[str]:
    for told in noted.all("asked"):
        if unit.enquiries.find(EnquiryId(told["id"])) is None:
            yield f"the enquiry {told['id']} was answered, and is not there"


def _events(unit: UnitOfWork, noted: Noted) -> Iterator[str]:
    kept = {str(key) for key in unit.events.all()}
    told = {one["id"] for one in noted.all("told") if one["outcome"] in {"kept", "known"}}
    if missing := told - kept:
        yield f"{len(missing)} events were answered, and are not there: {sorted(missing)[:3]}"
    new = Counter(one["id"] for one in noted.all("told") if one["outcome"] == "kept")
    if twice := [key for key, times in new.items() if times > 1]:
        yield f"events were told to be new twice: {twice[:3]}"
    if strange := kept - {one["id"] for one in noted.all("sent")}:
        yield f"events are there that nobody has sent: {sorted(strange)[:3]}"
    for one in noted.all("sent"):
        event = unit.events.find(EventId(one["id"])) if one["id"] in told else None
        if event is not None and (event.at != datetime.fromisoformat(one["at"]) or event.task_id != one["task_id"]):
            yield f"the event {one['id']} is kept as something else"


def _chain(unit: UnitOfWork) -> Iterator[str]:
    if (broken := first_broken(unit.audit.entries(limit=1_000_000))) is not None:
        yield f"the audit's chain is broken at {broken}"


def _promises(unit: UnitOfWork, day: date) -> Iterator[str]:
    closed = [one for one in unit.closings.between(day, day).values() if one.counts]
    if len(closed) != 1:
        yield f"{day} was closed {len(closed)} times"
        return
    actuals, bookings = unit.actuals.between(day, day), unit.bookings.between(day, day)
    if set(actuals) != set(bookings):
        yield f"{day}: {len(bookings)} bookings, {len(actuals)} have an end"
    if held := [key for key, one in bookings.items() if one.held and one.promise and key not in actuals]:
        yield f"{day}: promises without an end: {held[:3]}"


def _searches(unit: UnitOfWork, noted: Noted) -> Iterator[str]:
    for one in noted.all("search"):
        solve = unit.solves.find(SolveId(one["id"]))
        if solve is None or solve.open or solve.state is WorkState.FAILED:
            yield f"the search {one['id']} of {one['day']}: {solve and (solve.state, solve.why)}"


def _hooks(unit: UnitOfWork, noted: Noted) -> Iterator[str]:
    taken = Counter(one["id"] for one in noted.all("hook") if one["taken"])
    (hook,) = unit.hooks.all().values()
    due = {one.number for one in unit.audit.entries(limit=1_000_000) if hook.tells(one.event.action)}
    if missing := due - {one["number"] for one in noted.all("hook") if one["taken"]}:
        yield f"the receiver was not told of {len(missing)} of {len(due)}: {sorted(missing)[:5]}"
    if any(not one["signed"] for one in noted.all("hook")):
        yield "a hook's message was not signed"
    messages = unit.hook_messages.all()
    waiting = [one.id for one in messages.values() if one.state is not HookMessageState.DELIVERED]
    if waiting:
        yield f"{len(waiting)} messages of hooks have not ended well, {len(taken)} were taken"
    numbers = Counter(one.number for one in messages.values())
    if twice := [number for number, times in numbers.items() if times > 1]:
        yield f"messages were made twice: {twice[:3]}"
