"""What must be true of an office after its server died: all that was answered is there, and nothing is there twice."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import httpx

from scheduler.bootstrap import travel_for, web_office
from scheduler.domain.audit import AuditEntry, first_broken
from scheduler.domain.booking import BookingStatus
from scheduler.domain.ids import RequestId
from scheduler.services.comparing import placed
from scheduler.services.horizon import solution_of
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import UnitOfWork
from solver.verify import unaccepted, verify
from tests.kill.busy_office import Busy
from tests.kill.writers import PATIENCE_S, Remembered, Write


def wrong_with(busy: Busy, remembered: Remembered) -> list[str]:
    """Return what is wrong with what an office keeps, given what its clients remember."""
    office = web_office(busy.settings)
    try:
        with office.store.reading(busy.town_id) as unit:
            audit = _audit(unit)
            return [
                *remembered.odd,
                *_bookings(unit, remembered),
                *_enquiries(unit, remembered),
                *_attempts(unit, remembered, busy, audit),
                *_events(unit, remembered),
                *_once(audit),
                *(said for day in busy.days for said in _plan(unit, busy, day)),
            ]
    finally:
        office.close()


def wrong_replays(busy: Busy, base: str, writes: Iterable[Write], *, forgotten: bool = False) -> Iterator[str]:
    """Yield the writes that are not answered the same when they are asked for again.

    Parameters
    ----------
    forgotten : bool
        Whether the database was away while they were answered: what was done is told even if its answer could not be
        kept, and is then not done again, but refused as done or told as it is now.
    """
    with httpx.Client(base_url=base, headers=busy.headers, timeout=PATIENCE_S) as client:
        for one in writes:
            again = client.post(one.path, json=one.body, headers={"Idempotency-Key": one.key})
            same = (again.status_code, again.content) == (one.status, one.answer)
            if forgotten and again.status_code in {one.status, 409}:
                continue
            if not same or again.headers.get("idempotency-replayed") != "true":
                yield f"{one.path} under {one.key} was {one.status}, again it is {again.status_code}"


def _bookings(unit: UnitOfWork, remembered: Remembered) -> Iterator[str]:
    kept = unit.bookings.all()
    cancelled = {key for one in remembered.of("/cancellation") for key in one.body["ids"]}
    perhaps = {key for one in remembered.of("/cancellation", remembered.unknown) for key in one.body["ids"]}
    for write in remembered.of("/acceptance"):
        for shown in json.loads(write.answer)["items"]:
            booking = kept.get(RequestId(shown["request"]["id"]))
            if booking is None or booking.promise is None:
                yield f"{shown['request']['id']} was promised, and is not there"
                continue
            told = write.body["windows"][0]
            if booking.promise.window.start != datetime.fromisoformat(told["start"]):
                yield f"{booking.id} was promised {told['start']}, and is kept at {booking.promise.window.start}"
            gone = booking.status is not BookingStatus.HELD
            if gone != (booking.id in cancelled) and booking.id not in perhaps:
                yield f"{booking.id} is {booking.status}, cancelled: {booking.id in cancelled}"


def _enquiries(unit: UnitOfWork, remembered: Remembered) -> Iterator[str]:
    known = Counter(request.id for one in unit.enquiries.all().values() for request in one.requests)
    answered = [json.loads(one.answer)["enquiry"]["id"] for one in remembered.of("/enquiries")]
    missing = [one for one in answered if one not in unit.enquiries.all()]
    if missing:
        yield f"enquiries are not there: {missing}"
    if twice := [key for key, times in known.items() if times > 1]:
        yield f"written down twice: {twice}"
    if not 0 <= sum(known.values()) - len(answered) <= len(remembered.of("/enquiries", remembered.unknown)):
        yield f"{len(answered)} enquiries were answered, {sum(known.values())} are there"


def _attempts(unit: UnitOfWork, remembered: Remembered, busy: Busy, audit: list[AuditEntry]) -> Iterator[str]:
    notices = unit.notices.between(busy.days[0], busy.days[-1])
    noted = sum(len(one.attempts) for one in notices.values())
    answered = len(remembered.of("/attempts"))
    if not 0 <= noted - answered <= len(remembered.of("/attempts", remembered.unknown)):
        yield f"{answered} attempts were answered, {noted} are there"
    if noted != sum(one.event.action == "notice.no_answer" for one in audit):
        yield "the audit knows other attempts than the notices do"


def _events(unit: UnitOfWork, remembered: Remembered) -> Iterator[str]:
    kept = {str(key): one for key, one in unit.events.all().items()}
    told = [one for write in remembered.of("/events") for one in json.loads(write.answer)["items"]]
    sent = {one["id"]: one for write in remembered.of("/events", remembered.writes) for one in write.body["events"]}
    if refused := [one for one in told if one["outcome"] == "refused"]:
        yield f"events are refused: {refused[:3]}"
    if lost := {one["id"] for one in told} - kept.keys():
        yield f"events were answered, and are not there: {sorted(lost)}"
    if strange := kept.keys() - sent.keys():
        yield f"events are there that nobody has sent: {sorted(strange)}"
    once = Counter(one["id"] for one in told if one["outcome"] == "kept")
    if twice := [key for key, times in once.items() if times > 1]:
        yield f"events are told to be new twice: {twice}"
    for key in kept.keys() & sent.keys():
        if kept[key].at != datetime.fromisoformat(sent[key]["at"]):
            yield f"the event {key} was sent as {sent[key]}, and is kept as {kept[key]}"


def _once(audit: list[AuditEntry]) -> Iterator[str]:
    once = Counter((one.event.action, one.event.subject) for one in audit if one.event.action.startswith("booking."))
    if twice := [key for key, times in once.items() if times > 1]:
        yield f"done twice: {twice}"


def _audit(unit: UnitOfWork) -> list[AuditEntry]:
    chain = list(unit.audit.entries(limit=1_000_000))
    broken = first_broken(chain)
    assert broken is None, f"the audit chain is broken at {broken}"
    return chain


def _plan(unit: UnitOfWork, busy: Busy, day: date) -> Iterator[str]:
    opened = open_day(unit, day, travel_for(unit.head.get(busy.town_id)))
    assert opened.state.plan is not None
    plan = unit.plans.get(day, opened.state.plan)
    for one in unaccepted(verify(opened.problem, solution_of(opened.problem, opened.day, plan))):
        yield f"the plan of {day} breaks {one}"
    held = {key for key, one in unit.bookings.between(day, day).items() if one.held and one.promise}
    if lost := held - placed(plan).keys():
        yield f"promises of {day} have no place: {sorted(lost)}"
