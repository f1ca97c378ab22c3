"""Publishing a day's plan: from then on crews and residents know it, and whoever has to be told is on a list."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.client import Channel
from scheduler.domain.ids import NoticeId, RequestId
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.domain.plan import Plan, Published
from scheduler.domain.service_days import DayState
from scheduler.domain.time import elapsed
from scheduler.services.auditing import PUBLISHED, day_subject
from scheduler.services.clients_away import hears
from scheduler.services.comparing import Placed, placed
from scheduler.services.dispatching.moving import Hand, locked
from scheduler.services.facts import is_over, town_head
from scheduler.services.not_now import not_now
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.reporting.served import is_timed

type NewId = Callable[[str], str]
_WEEKS = timedelta(days=30)
_CALLED_OFF = (NoticeKind.WITHDRAWN, NoticeKind.LEFT_OUT)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What has to be told about one request."""

    kind: NoticeKind
    before: datetime | None = None
    after: datetime | None = None


def publish(  # whose day, whose hand, and what they accept
    unit: UnitOfWork,
    travel: TravelTimes,
    day: date,
    hand: Hand,
    new_id: NewId,
    *,
    leaving_out: Container[RequestId] = (),
) -> DayState:
    """Publish the plan that holds, if it is the one that was seen.

    Parameters
    ----------
    leaving_out : container of RequestId
        Promises that nobody can keep today any more, as whoever publishes has been shown.

    Raises
    ------
    StaleError
        If the day has changed since it was seen.
    ConflictError
        If the day has no plan, if its plan is published already, if its facts have changed so that it breaks a rule, or
        if it leaves out somebody with a promise.
    """
    state = locked(unit, day, hand)
    plan = _new_plan(unit, state)
    of_day = unit.bookings.between(day, day)
    bookings = {key: one for key, one in of_day.items() if one.held and not one.awaits_call}
    now = placed(plan)
    _require_promises(bookings, now, leaving_out)
    if not open_day(unit, day, travel).sound:
        raise not_now(
            "overtaken", f"the plan of {day.isoformat()} is overtaken by what it was made from; solve the day again"
        )
    tolerance = town_head(unit).policy.call_tolerance
    after = {key: _published(one, now.get(key), tolerance) for key, one in bookings.items()}
    called_off = _called_off(unit, day)
    changes = {key: _change(one, after[key], tolerance, called_off) for key, one in bookings.items()}
    _put_by_told(unit, day, {key for key, one in bookings.items() if one.published is None})  # withdrawals nobody told
    _tell(unit, bookings, {key: told for key, told in changes.items() if told is not None}, state, new_id)
    for key, booking in bookings.items():
        unit.bookings.put(replace(booking, published=after[key]))
    return _advance(unit, replace(state, published=state.plan), hand, PUBLISHED)


def _new_plan(unit: UnitOfWork, state: DayState) -> Plan:
    """Return the plan that holds, which nobody has published yet."""
    if state.plan is None:
        raise not_now("no_plan", f"{state.day.isoformat()} has no plan yet")
    if state.plan == state.published:
        raise not_now("published_already", f"version {state.plan} of {state.day.isoformat()} is published already")
    return unit.plans.get(state.day, state.plan)


def _require_promises(
    bookings: Mapping[RequestId, Booking], now: Container[RequestId], leaving_out: Container[RequestId]
) -> None:
    if broken := [key for key, one in bookings.items() if one.promise and key not in now and key not in leaving_out]:
        told = ", ".join(sorted(broken))
        raise not_now(
            "leaves_out",
            f"the plan leaves out promises ({told}): find them a place, renegotiate or withdraw them",
            who=told,
        )


def withdraw(unit: UnitOfWork, day: date, hand: Hand, new_id: NewId) -> DayState:
    """Take a published plan back: crews see nothing, and whoever knew their time is told.

    Raises
    ------
    ConflictError
        If nothing is published.
    """
    state = locked(unit, day, hand)
    if state.published is None:
        raise not_now("not_published", f"nothing of {day.isoformat()} is published")
    bookings = {key: one for key, one in unit.bookings.between(day, day).items() if one.published is not None}
    told_of = {
        key: _Told(kind=NoticeKind.WITHDRAWN, before=one.published.start)
        for key, one in bookings.items()
        if one.published and one.held
    }
    _tell(unit, bookings, told_of, state, new_id)
    for booking in bookings.values():
        unit.bookings.put(replace(booking, published=None))
    return _advance(unit, replace(state, published=None), hand, "plan.withdrawn")


def remind(
    unit: UnitOfWork, day: date, new_id: NewId, *, wanted: Callable[[Notice], bool] = lambda _one: True
) -> tuple[Notice, ...]:
    """Put everybody who is served on a published day onto the list, once, to be reminded the day before.

    Parameters
    ----------
    wanted : callable
        Whom alone.
    """
    unit.days.lock(day)  # of two who ask at once the second one finds what the first one has put
    made = tuple(one for one in to_remind(unit, day, new_id) if wanted(one))
    for notice in made:
        unit.notices.put(notice)
    return made


def to_remind(unit: UnitOfWork, day: date, new_id: NewId) -> tuple[Notice, ...]:
    """Return who is served on a published day and on no list to be reminded."""
    state = unit.days.get(day)
    if state.published is None:
        raise not_now("not_published", f"nothing of {day.isoformat()} is published")
    reminded = {
        (one.request_id, one.client_id)
        for one in unit.notices.between(day, day).values()
        if one.kind is NoticeKind.REMINDER and one.outcome is not NoticeOutcome.NEEDLESS
    }
    made: list[Notice] = []
    for booking in unit.bookings.between(day, day).values():
        if booking.held and booking.published:
            told = _Told(kind=NoticeKind.REMINDER, after=booking.published.start)
            made += [one for one in _notices(unit, booking, told, state, new_id)
                     if (one.request_id, one.client_id) not in reminded]  # fmt: skip
    return tuple(made)


def note_attempt(unit: UnitOfWork, notice_id: NoticeId, attempt: Attempt) -> Notice:
    """Write down a try to reach somebody, and what came of it.

    Raises
    ------
    ConflictError
        If they have been told already.
    """
    unit.days.lock(unit.notices.get(notice_id).day)
    notice = unit.notices.get(notice_id)  # as it is under the lock
    if notice.outcome in (NoticeOutcome.TOLD, NoticeOutcome.NEEDLESS):
        raise not_now("told_already", f"the notice {notice_id} is done already ({notice.outcome})")
    after = replace(notice, outcome=attempt.outcome, attempts=(*notice.attempts, attempt))
    unit.notices.put(after)
    action, subject = f"notice.{attempt.outcome}", f"client:{notice.client_id}"
    unit.audit.append(AuditEvent(at=attempt.at, by=attempt.by, action=action, subject=subject))
    return after


def wish_for_call(unit: UnitOfWork, booking: Booking, now: datetime, new_id: NewId) -> bool:
    """Put a client who wants to be phoned onto today's list, unless they wait for that already; return whether.

    Of a party it is the first one who hears that is phoned.
    """
    if any(one.request_id == booking.id for one in open_wishes(unit, now)):
        return False
    clients = booking.request.party.client_ids
    who = next((one for one in clients if hears(unit, one, booking.day)), clients[0])
    client = unit.clients.find(who)
    notice = Notice(
        id=NoticeId(new_id("N")), day=now.astimezone(town_head(unit).zone).date(), request_id=booking.id,
        client_id=who, kind=NoticeKind.CALL_BACK, channel=client.channel if client else Channel.PHONE, asked_at=now,
    )  # fmt: skip
    unit.notices.put(notice)
    return True


def open_wishes(unit: UnitOfWork, now: datetime) -> tuple[Notice, ...]:
    """Return who has asked to be phoned in the last weeks and was not, the longest waiting first."""
    today = now.astimezone(town_head(unit).zone).date()
    found = unit.notices.between(today - _WEEKS, today).values()
    to_do = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)
    return tuple(one for one in found if one.kind is NoticeKind.CALL_BACK and one.outcome in to_do)


def _called_off(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    """Return the requests whose clients have been told that what they knew does not hold."""
    notices = unit.notices.between(day, day).values()
    told = (one for one in notices if one.kind in _CALLED_OFF and one.outcome is NoticeOutcome.TOLD)
    return frozenset(one.request_id for one in told)


def _change(
    booking: Booking, now: Published | None, tolerance: timedelta, called_off: frozenset[RequestId]
) -> _Told | None:
    """Return what has to be told of a request; None: nothing, or only what its promise has said already."""
    before = booking.published
    if now is None:
        return _Told(kind=NoticeKind.UNPLANNED, before=before.start if before else None)
    if before is None:
        known = booking.promise is not None and booking.id not in called_off
        return None if known else _Told(kind=NoticeKind.PLANNED, after=now.start)
    if abs(elapsed(before.start, now.start)) > tolerance:
        return _Told(kind=NoticeKind.MOVED, before=before.start, after=now.start)
    if now.shift_id != before.shift_id:
        return _Told(kind=NoticeKind.OTHER_CREW, before=before.start, after=now.start)
    return None


def put_by(unit: UnitOfWork, day: date, requests: Container[RequestId], since: datetime) -> None:
    """Make what nobody has told yet about some requests needless: it is not true any more."""
    for notice in _untold(unit, day, requests):
        unit.notices.put(replace(notice, outcome=NoticeOutcome.NEEDLESS, needless_since=since))


def put_back(unit: UnitOfWork, day: date, request_id: RequestId, since: datetime) -> None:
    """Put what `put_by` made needless at an instant back onto the list: it is true after all; that it is off is not."""
    for notice in _untold(unit, day, {request_id}):
        if notice.kind is NoticeKind.WITHDRAWN:
            unit.notices.put(replace(notice, outcome=NoticeOutcome.NEEDLESS))
    then = since.astimezone(UTC)
    for notice in unit.notices.between(day, day).values():
        at = notice.needless_since
        if notice.request_id == request_id and at is not None and at.astimezone(UTC) == then:
            again = NoticeOutcome.NO_ANSWER if notice.attempts else NoticeOutcome.TO_DO
            unit.notices.put(replace(notice, outcome=again, needless_since=None))


def _put_by_told(unit: UnitOfWork, day: date, requests: Container[RequestId]) -> None:
    """Make needless what nobody has told yet about the plan.

    A freed place that is to be offered, to somebody booked who asks for another time, is no less free for a plan that
    is published or taken back; nor does somebody who has asked to be phoned want it less.
    """
    for notice in _untold(unit, day, requests):
        if notice.kind not in {NoticeKind.FREED_PLACE, NoticeKind.CALL_BACK}:
            unit.notices.put(replace(notice, outcome=NoticeOutcome.NEEDLESS))


def _untold(unit: UnitOfWork, day: date, requests: Container[RequestId]) -> list[Notice]:
    to_do = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)
    known = unit.notices.between(day, day).values()
    return [one for one in known if one.outcome in to_do and one.request_id in requests]


def _tell(
    unit: UnitOfWork,
    bookings: Mapping[RequestId, Booking],
    told: Mapping[RequestId, _Told],
    state: DayState,
    new_id: NewId,
) -> None:
    """Put what is to be told on the list; what was to be told before and nobody did is needless now."""
    _put_by_told(unit, state.day, told)
    for key, one in told.items():
        for notice in _notices(unit, bookings[key], one, state, new_id):
            unit.notices.put(notice)


def call_off(unit: UnitOfWork, state: DayState, bookings: Iterable[Booking], now: datetime) -> None:
    """Put whoever waits for what the office has just withdrawn onto the list, each once; of what is over nobody is."""
    if is_over(unit, state.day, now):
        return
    for booking in bookings:
        before = booking.published.start if booking.published else None
        told = _Told(kind=NoticeKind.WITHDRAWN, before=before)
        for notice in _notices(unit, booking, told, state, lambda prefix: prefix):
            # A booking ends once: its id is enough, and every store gives the same.
            said = f"{notice.kind} {notice.request_id} {notice.client_id}"
            key = NoticeId(f"N-{sha256(said.encode()).hexdigest()[:16]}")
            unit.notices.put(replace(notice, id=key))


def _notices(unit: UnitOfWork, booking: Booking, told: _Told, state: DayState, new_id: NewId) -> Iterator[Notice]:
    promise = booking.promise
    for client_id in booking.request.party.client_ids:
        if not hears(unit, client_id, state.day):
            continue
        client = unit.clients.find(client_id)
        yield Notice(
            id=NoticeId(new_id("N")),
            day=state.day,
            request_id=booking.id,
            client_id=client_id,
            kind=told.kind,
            channel=client.channel if client else Channel.PHONE,
            plan=state.plan,
            window=(promise.pickup or promise.window) if promise else None,
            before=told.before,
            after=told.after,
        )


def _published(booking: Booking, where: Placed | None, tolerance: timedelta) -> Published | None:
    """Return what is known now: the shift, and the start of the task that the request's own windows bound.

    A start that has moved by less than is worth a call stays as it was told, so that small moves add up to one.
    """
    if where is None:
        return None
    start = next((at for kind, at in where.starts if is_timed(booking.request, kind)), where.start)
    before = booking.published
    if before is not None and before.shift_id == where.shift_id and abs(elapsed(before.start, start)) <= tolerance:
        return before
    return Published(request_id=booking.id, shift_id=where.shift_id, start=start)


def _advance(unit: UnitOfWork, state: DayState, hand: Hand, action: str) -> DayState:
    after = replace(state, version=state.version + 1)
    unit.days.put(after)
    # Which version residents were shown is told by the audit log alone once another one is published.
    shown = () if state.published is None else (f"plan={state.published}",)
    subject = day_subject(state.day)
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=subject, fields=shown))
    return after
