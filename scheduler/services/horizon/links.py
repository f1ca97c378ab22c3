"""What ties requests together: journeys, groups, entitlements, shares, pins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.domain.policy import ContractedShare, ShareMeasure
from scheduler.domain.request import Request, Ride
from scheduler.services.horizon.book import Book
from scheduler.services.horizon.entitled import weight_of
from scheduler.services.horizon.frame import Frame, seconds_up
from solver.facts import locks as lock_facts
from solver.facts import ties as tie_facts
from solver.rules import all_rules

_SHARE_SCALE = {ShareMeasure.VALUE: 1, ShareMeasure.HOURS: 3600, ShareMeasure.REQUESTS: 1000}


def journeys(frame: Frame, book: Book) -> list[list[Ride]]:
    """Return the legs of each journey of the day in order."""
    legs: dict[str, list[Ride]] = defaultdict(list)
    for request in _planned(frame, book):
        if isinstance(request, Ride) and request.journey is not None:
            legs[request.journey].append(request)
    return [sorted(rides, key=lambda ride: ride.leg) for rides in legs.values()]


def gaps(frame: Frame, book: Book) -> tuple[tie_facts.Gap, ...]:
    """Return stays between the legs of journeys, and gaps of requests that follow others.

    Whoever is aboard has begun what follows: nothing before it, reported late or never, can keep them waiting.
    """
    found = [
        _gap(book, before, after, after.shortest_stay or timedelta(0), after.longest_stay, "stay")
        for legs in journeys(frame, book)
        for before, after in pairwise(legs)
    ]
    for request in _planned(frame, book):
        for after in request.after:
            earlier = frame.town.requests.get(after.request_id)
            if earlier is not None and earlier.id in book.of:
                found.append(_gap(book, earlier, request, after.earliest_gap, after.latest_gap, "repair"))
    return tuple(one for one in found if book.requests[one.after].aboard is None)


def groups(frame: Frame, book: Book) -> tuple[tuple[int, ...], ...]:
    """Return sets of requests served all or none: the crews of one visit, named groups and, by policy, journeys.

    Sets that share a request are one set.
    """
    sets = [set(crews) for crews in book.of.values() if len(crews) > 1]
    named: dict[str, set[int]] = defaultdict(set)
    for request in _planned(frame, book):
        if request.group is not None:
            named[request.group] |= set(book.of[request.id])
    if frame.town.policy.journeys_whole:
        sets += [{index for leg in legs for index in book.of[leg.id]} for legs in journeys(frame, book)]
    several = [one for one in (*sets, *named.values()) if len(one) > 1]
    return tuple(tuple(sorted(group)) for group in _joined(several))


def _joined(sets: list[set[int]]) -> list[set[int]]:
    """Return sets with those that share something made one; in the order in which each was last added to."""
    joined: dict[int, set[int]] = {}
    place: dict[int, int] = {}
    for number, one in enumerate(sets):
        touching = sorted({place[member] for member in one if member in place})
        whole = one.union(*(joined.pop(at) for at in touching))
        joined[number] = whole
        place |= dict.fromkeys(whole, number)
    return list(joined.values())


def same_starts(book: Book) -> tuple[tuple[int, int], ...]:
    """Return pairs of crews that start a visit together."""
    return tuple((crews[0], other) for crews in book.of.values() for other in crews[1:])


def staff_links(frame: Frame, book: Book) -> tuple[tie_facts.StaffLink, ...]:
    """Return who must, and who must not, be served by the same staff."""
    links = [
        tie_facts.StaffLink(a=a, b=b, same=False)
        for crews in book.of.values()
        for k, a in enumerate(crews)
        for b in crews[k + 1 :]
    ]
    for request in _planned(frame, book):
        for other, same in ((request.same_staff_as, True), (request.other_staff_than, False)):
            if other is not None and other in book.of:
                links.append(tie_facts.StaffLink(a=book.of[other][0], b=book.of[request.id][0], same=same))
    return tuple(links)


def engagements(frame: Frame, book: Book) -> tuple[tie_facts.Engagement, ...]:
    """Return the stretches of each client's day; a journey is one, from first pickup to last dropoff."""
    in_journey = {leg.id: tuple(ride.id for ride in legs) for legs in journeys(frame, book) for leg in legs}
    found: dict[tuple[str, tuple[int, ...]], tie_facts.Engagement] = {}
    for request in _planned(frame, book):
        ids = in_journey.get(request.id, (request.id,))
        requests = tuple(book.of[i][0] for i in ids)
        for client in request.party.client_ids:
            found[client, requests] = tie_facts.Engagement(client=client, requests=requests)
    return tuple(found.values())


def caps(frame: Frame, book: Book) -> tuple[tie_facts.Cap, ...]:
    """Return what each entitlement of the day still allows."""
    found = []
    by_client = defaultdict(list)
    for request in _planned(frame, book):
        for client in dict.fromkeys(request.party.client_ids):
            by_client[client].append(request)
    for entitlement in frame.town.entitlements:
        if not entitlement.period_start <= frame.day.date <= entitlement.period_end:
            continue
        weights = tuple(_weights(frame, book, entitlement, by_client.get(entitlement.client_id, ())))
        if weights:
            found.append(_cap(entitlement, weights))
    return tuple(found)


def share(frame: Frame, book: Book) -> tie_facts.Share | None:
    """Return the contracted share the policy asks for, if it does."""
    policy = frame.town.policy.contracted_share
    if policy is None:
        return None
    scale = _SHARE_SCALE[policy.measure]
    return tie_facts.Share(
        target_permille=policy.target_permille,
        weights=tuple(_share_weights(book, policy)),
        counts=tuple(_counts(frame, policy)),
        part_balance=floor(policy.balance_contracted * scale),
        all_balance=ceil(policy.balance_all * scale),
        price_gr=ceil(policy.price_gr_per_unit * 1000),
        price_unit=scale * 1000,
    )


def locks(frame: Frame, book: Book) -> tuple[lock_facts.Lock, ...]:
    """Return the day's pins; one whose requests or shift are not of this day says nothing."""
    shifts = frame.shift_numbers
    known = [
        pin
        for pin in frame.town.pins
        if all(i in book.of for i in pin.request_ids) and (pin.shift_id is None or pin.shift_id in shifts)
    ]
    return tuple(_lock(frame, book, pin, None if pin.shift_id is None else shifts[pin.shift_id]) for pin in known)


def allowances(frame: Frame, book: Book) -> tuple[lock_facts.Allowance, ...]:
    """Return the overrides as allowances on every subject a rule may name for them.

    Raises
    ------
    InputError
        If one names no rule, or a rule that nobody may override.
    """
    if not frame.town.overrides:
        return ()
    _require_overridable(frame.town.overrides)
    return tuple(
        lock_facts.Allowance(rule=override.rule, subject=subject, amount=override.amount, reason=override.reason)
        for override in frame.town.overrides
        for subject in _subjects(book, override)
    )


def _require_overridable(overrides: tuple[Override, ...]) -> None:
    rules = {rule.code: rule for rule in all_rules()}
    may = ", ".join(code for code, rule in rules.items() if rule.overridable)
    wrong = [
        InputProblem(
            file="overrides",
            column="rule",
            value=override.rule,
            wrong="may not be overridden" if override.rule in rules else "is no rule",
            right=f"one of: {may}",
        )
        for override in overrides
        if override.rule not in rules or not rules[override.rule].overridable
    ]
    if wrong:
        raise InputError(wrong)


def _planned(frame: Frame, book: Book) -> list[Request]:
    return [request for request in frame.requests if request.id in book.of]


def _gap(  # noqa: PLR0917
    book: Book, before: Request, after: Request, low: timedelta, high: timedelta | None, why: str
) -> tie_facts.Gap:
    return tie_facts.Gap(
        before=book.of[before.id][0],
        after=book.of[after.id][0],
        min_s=seconds_up(low),
        max_s=None if high is None else high // timedelta(seconds=1),
        why=why,
    )


def _weights(
    frame: Frame, book: Book, entitlement: Entitlement, requests: Iterable[Request]
) -> Iterator[tuple[int, int]]:
    """Yield what each of a client's requests counts, by its number."""
    return (
        (book.of[request.id][0], weight)
        for request in requests
        if (weight := weight_of(frame, request, entitlement)) is not None
    )


def _cap(entitlement: Entitlement, weights: tuple[tuple[int, int], ...]) -> tie_facts.Cap:
    hours = entitlement.unit is EntitlementUnit.HOURS
    return tie_facts.Cap(
        id=entitlement.id,
        client=entitlement.client_id,
        weights=weights,
        limit=floor(entitlement.left * (Decimal(3600) if hours else 1)),
        unit="s" if hours else entitlement.unit,
    )


def _share_weights(book: Book, policy: ContractedShare) -> list[int]:
    match policy.measure:
        case ShareMeasure.VALUE:
            return [request.value_gr for request in book.requests]
        case ShareMeasure.HOURS:
            return [request.work_s for request in book.requests]
        case ShareMeasure.REQUESTS:
            crews = {index: len(group) for group in book.of.values() for index in group}
            return [1000 // crews[index] for index in range(len(book.requests))]


def _counts(frame: Frame, policy: ContractedShare) -> list[bool]:
    providers = [frame.town.provider_of(shift) for shift in frame.shifts]
    return [p is not None and not p.own and (p.social_economy or not policy.social_economy_only) for p in providers]


def _lock(frame: Frame, book: Book, pin: Pin, shift: int | None) -> lock_facts.Lock:
    requests = [book.requests[book.of[i][0]] for i in pin.request_ids]
    whole = pin.kind in {LockKind.SHIFT, LockKind.OUT}
    if pin.kind is LockKind.OUT:  # all crews of it
        requests = [book.requests[one] for i in pin.request_ids for one in book.of[i]]
    tasks = [t for request in requests for t in (request.tasks if whole else request.tasks[:1])]
    start = None if pin.start is None else frame.earliest(pin.start)
    return lock_facts.Lock(kind=lock_facts.LockKind(pin.kind), tasks=tuple(tasks), shift=shift, start_s=start)


def _subjects(book: Book, override: Override) -> list[str]:
    subjects = []
    if override.request_id is not None and override.request_id in book.of:
        for index in book.of[override.request_id]:
            request = book.requests[index]
            subjects += [request.id, *(book.tasks[t].id for t in request.tasks)]
    elif override.shift_id is not None:
        subjects.append(override.shift_id)
    return subjects
