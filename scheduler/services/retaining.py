"""What has been kept long enough goes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId, RequestId, UserId
from scheduler.domain.retention import RetentionPolicy, end_of_retention
from scheduler.domain.service_days import PlanHead
from scheduler.services.learning.record import forget_estimates, learned_until
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_versions

LONG_AGO = date(1900, 1, 1)
_DAY = timedelta(days=1)
_WITH_THEIR_DAYS = ("events", "live", "statements", "closings", "actuals", "checks")


@dataclass(frozen=True, kw_only=True)
class Retained:
    """What went, or would go.

    Attributes
    ----------
    bookings, consumptions, notices, enquiries, waiting, solves, events, live, statements, closings, actuals : int
    sightings, checks, client_absences, series, cards, replications, messages : int
        So many records.
    learned : int
        Estimates that came from days long past alone.
    drafts, plans : int
        Versions of plans that were never published, and others whose day is long past, without their content.
    quiet : tuple of ClientId
        Clients of whom nothing has been heard for long; the office decides about them.
    """

    bookings: int = 0
    consumptions: int = 0
    notices: int = 0
    enquiries: int = 0
    series: int = 0
    waiting: int = 0
    solves: int = 0
    events: int = 0
    live: int = 0
    statements: int = 0
    closings: int = 0
    actuals: int = 0
    sightings: int = 0
    checks: int = 0
    client_absences: int = 0
    cards: int = 0
    replications: int = 0
    messages: int = 0
    learned: int = 0
    drafts: int = 0
    plans: int = 0
    quiet: tuple[ClientId, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Whether nothing went."""
        return not any(count for name, count in vars(self).items() if name != "quiet")


def retain(
    unit: UnitOfWork,
    policy: RetentionPolicy,
    now: datetime,
    *,
    dry_run: bool = False,
    by: UserId = UserId(""),  # noqa: B008
) -> Retained:
    """Remove what has been kept long enough, and note it.

    Parameters
    ----------
    dry_run : bool
        Only count.
    """
    today = _today(unit, now)
    long_past = LONG_AGO, date(today.year - policy.bookings_years - 1, 12, 31)
    bookings = [key for key, one in unit.bookings.between(LONG_AGO, today).items() if _old(one, policy, today)]
    gone: dict[str, list[Any]] = {
        "notices": [*_notices(unit, policy, today, set(bookings))],
        "messages": [*unit.messages.between(LONG_AGO, today - (policy.notices_days + 1) * _DAY)],
        "consumptions": [
            (one.entitlement_id, one.request_id) for key in bookings for one in unit.consumptions.of_request(key)
        ],
        "bookings": bookings,
        "waiting": [key for key, one in unit.waiting.all().items() if today > one.until + policy.waiting_days * _DAY],
        "solves": [*unit.solves.between(LONG_AGO, today - (policy.solves_days + 1) * _DAY)],
        "replications": [*unit.replications.between(LONG_AGO, today - (policy.replications_days + 1) * _DAY)],
        "sightings": [*unit.sightings.between(LONG_AGO, today - (policy.notices_days + 1) * _DAY)],
        "client_absences": [*_client_absences(unit, long_past[1])],
    }
    gone |= {kind: [*getattr(unit, kind).between(*long_past)] for kind in _WITH_THEIR_DAYS}
    gone["cards"] = [*_cards(unit, today)]
    gone["series"] = [*_series(unit, policy, today)]
    gone["enquiries"] = [*_enquiries(unit, policy, today, set(gone["waiting"]))]
    drafts, plans = [*_drafts(unit, policy, now, today)], [*_old_plans(unit, policy, today)]
    done = Retained(
        **{kind: len(keys) for kind, keys in gone.items()},
        learned=learned_until(unit, long_past[1]),
        drafts=len(drafts),
        plans=len(plans),
        quiet=tuple(_quiet(unit, policy, today)),
    )
    if dry_run or done.nothing:
        return done
    _remove(unit, gone, [*drafts, *plans])
    if done.learned:
        forget_estimates(unit)
    kinds = tuple(sorted(f"{kind}={count}" for kind, count in vars(done).items() if kind != "quiet" and count))
    unit.audit.append(AuditEvent(at=now, by=by, action="retention", subject=f"town:{unit.town_id}", fields=kinds))
    return done


def _remove(unit: UnitOfWork, gone: Mapping[str, Iterable[Any]], plans: Iterable[tuple[date, int]]) -> None:
    for kind, keys in gone.items():
        for key in keys:
            getattr(unit, kind).remove(key)
    for day, version in plans:
        unit.plans.forget(day, version)


def _today(unit: UnitOfWork, now: datetime) -> date:
    head = unit.head.find(unit.town_id)
    if head is None:
        raise NotFoundError(f"no town {unit.town_id} is kept")
    return now.astimezone(head.zone).date()


def _old(booking: Booking, policy: RetentionPolicy, today: date) -> bool:
    return end_of_retention(max(booking.days), policy.bookings_years) < today  # plans of all its days speak of it


def _notices(unit: UnitOfWork, policy: RetentionPolicy, today: date, bookings: Iterable[RequestId]) -> Iterator[object]:
    gone = set(bookings)
    for key, one in unit.notices.between(LONG_AGO, today).items():
        if one.request_id in gone or today > one.day + policy.notices_days * _DAY:
            yield key


def _client_absences(unit: UnitOfWork, long_past: date) -> Iterator[object]:
    """Yield absences that are long past; of one that nobody has ended the client is still away."""
    for key, one in unit.client_absences.all().items():
        last = one.ended_at.date() if one.ended_at is not None else one.last
        if last is not None and last <= long_past:
            yield key


def _cards(unit: UnitOfWork, today: date) -> Iterator[object]:
    """Yield links to the cards of services that are over: they lead nowhere any more."""
    for key, one in unit.cards.all().items():
        booking = unit.bookings.find(one.request_id)
        if booking is None or today > booking.day + 2 * _DAY:  # a night's service ends a day later
            yield key


def _enquiries(unit: UnitOfWork, policy: RetentionPolicy, today: date, waiting: Iterable[object]) -> Iterator[object]:
    """Yield enquiries that are old enough and that nobody waits on."""
    still = set(unit.waiting.all()) - set(waiting)
    for key, one in unit.enquiries.between(LONG_AGO, today).items():
        last = max((one.received_at.date(), *one.days))
        if key not in still and end_of_retention(last, policy.enquiries_years) < today:
            yield key


def _series(unit: UnitOfWork, policy: RetentionPolicy, today: date) -> Iterator[object]:
    """Yield series that have ended so long ago that their bookings go, too."""
    for key, one in unit.series.all().items():
        if one.until is not None and end_of_retention(one.until, policy.bookings_years) < today:
            yield key


def _drafts(unit: UnitOfWork, policy: RetentionPolicy, now: datetime, today: date) -> Iterator[tuple[date, int]]:
    """Yield versions with content that were never published, and are not the one that holds."""
    for day, state in unit.days.between(LONG_AGO, today + timedelta(days=400)).items():
        stay = {state.plan, *shown_versions(unit, day)}
        for head in unit.plans.heads(day):
            old = now.astimezone(UTC) - head.made_at.astimezone(UTC) > policy.drafts_days * _DAY
            if old and head.version not in stay and _has_content(unit, head):
                yield day, head.version


def _old_plans(unit: UnitOfWork, policy: RetentionPolicy, today: date) -> Iterator[tuple[date, int]]:
    """Yield the last versions with content of days whose bookings go."""
    for day, state in unit.days.between(LONG_AGO, today).items():
        if end_of_retention(day, policy.bookings_years) >= today:
            continue
        kept = {state.plan, *shown_versions(unit, day)}
        for head in unit.plans.heads(day):
            if head.version in kept and _has_content(unit, head):
                yield day, head.version


def _has_content(unit: UnitOfWork, head: PlanHead) -> bool:
    try:
        unit.plans.get(head.day, head.version)
    except NotFoundError:
        return False
    return True


def _quiet(unit: UnitOfWork, policy: RetentionPolicy, today: date) -> Iterator[ClientId]:
    """Yield clients without a booking or enquiry in the last years."""
    since = date(today.year - policy.quiet_years, 1, 1)
    far = date.max
    heard = {client for one in unit.bookings.between(since, far).values() for client in one.request.party.client_ids}
    for enquiry in unit.enquiries.between(since, far).values():
        heard.update(_clients(enquiry))
    begun = min((day for day in unit.days.between(LONG_AGO, far)), default=today)
    if begun < since:  # a town that is newer than that has heard of nobody for longer
        yield from (key for key in unit.clients.all() if key not in heard)


def _clients(enquiry: Enquiry) -> Iterator[ClientId]:
    for request in enquiry.requests:
        yield from request.party.client_ids
