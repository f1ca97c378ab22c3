"""What a caller can be offered on a day: windows that are truly free, each proved by the plan that would hold it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import islice

from scheduler.domain.booking import MovedStart, Offer, OfferedLeg
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Pin
from scheduler.domain.promise import Promise
from scheduler.domain.request import Request
from scheduler.domain.roster import Shift
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.booking.ranking import apart, ranked
from scheduler.services.booking.taking import WAYS, place, promise_of
from scheduler.services.booking.windows import Span, meets, window_around, windows_in
from scheduler.services.contributions import contribution_gr
from scheduler.services.planning.kept_free import KeptFree, kept_free
from scheduler.services.planning.open_day import OpenDay
from solver import offered
from solver.insertion import offers as free_ways
from solver.problem import Problem
from solver.sketch import sketched
from solver.solution import Solution

LOOKS = 24
"""So many windows are looked at closely at most, where time is kept free."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A party's requests on an open day.

    Attributes
    ----------
    day : OpenDay
        With the requests behind those of its plan.
    indices : tuple of int
        Solver requests of each request; the first one's task tells its time.
    told : tuple of int
        Per request, the task that the client waits for: a visit, a meal, the bus.
    contributions : tuple of int
        Per request, the grosze that the party pays.
    opened : OpenDay
        Without the requests.
    pins : tuple of Pin
        What is to be held fast of them.
    """

    day: OpenDay
    opened: OpenDay
    requests: tuple[Request, ...]
    indices: tuple[tuple[int, ...], ...]
    told: tuple[int, ...]
    contributions: tuple[int, ...] = ()
    pins: tuple[Pin, ...] = ()

    @property
    def problem(self) -> Problem:
        """The facts of the day with the requests."""
        return self.day.problem

    @cached_property
    def shifts(self) -> Mapping[str, Shift]:
        """The shifts of the day by id."""
        return {shift.id: shift for shift in self.day.town.shifts_on(self.day.day.date)}


def asked_of(
    day: OpenDay, requests: Sequence[Request], promises: Sequence[Promise] = (), pins: Sequence[Pin] = ()
) -> Asked:
    """Return an open day with a party's requests, not planned yet.

    Parameters
    ----------
    promises : sequence of Promise
        Windows that are to be held, where they are known already.
    pins : sequence of Pin
        What is to be held fast of them.
    """
    town = with_requests(day.town, requests, promises, pins)
    more = day.in_town(town)
    indices = tuple(
        tuple(k for k, one in enumerate(more.problem.requests) if one.source_id == request.id) for request in requests
    )
    told = tuple(_told_task(more.problem, own[0]) for own in indices)
    pays = tuple(contribution_gr(more.town, request, day.witness) for request in requests)
    asked = tuple(requests)
    return Asked(day=more, opened=day, requests=asked, indices=indices, told=told, contributions=pays, pins=tuple(pins))


def with_requests(
    town: Town, requests: Sequence[Request], promises: Sequence[Promise] = (), pins: Sequence[Pin] = ()
) -> Town:
    """Return a town with more requests behind its own."""
    return replace(
        town,
        requests={**town.requests, **{request.id: request for request in requests}},
        promises={**town.promises, **{promise.request_id: promise for promise in promises}},
        pins=(*town.pins, *pins),
    )


def offers_on(asked: Asked, *, reserve: bool = False) -> tuple[Offer, ...]:
    """Return what can be offered, the best first; none if the day's plan has no room.

    Parameters
    ----------
    reserve : bool
        Whether it may take of what is kept free for open returns.
    """
    board = asked.day.board
    timed = [asked.problem.requests[own[0]].timed_task for own in asked.indices]
    others = {own[0]: a for own, a, b in zip(asked.indices, asked.told, timed, strict=True) if a != b}
    ways = free_ways(board, [r for own in asked.indices for r in own], limit=WAYS, of=others)
    per_min = asked.day.town.policy.prices.deviation_per_min
    told = apart(ranked(ways, lambda way: _offers_of(asked, way), per_min))
    kept = None if reserve else kept_free(asked.opened)
    if kept is not None:
        told = (offer for offer in islice(told, LOOKS) if _holds(asked, offer, kept))
    return tuple(islice(told, asked.day.town.policy.booking.most_offers))


def _holds(asked: Asked, offer: Offer, kept: KeptFree) -> bool:
    """Return whether an offer could be accepted now.

    A way that leaves what is kept free at the hour that is best for it need not do so at each that it frees. Nobody is
    kept waiting for a proof where it cannot fail.
    """
    shift_ids = {leg.shift_id for leg in offer.legs}
    if kept.has_enough_beside({k for k, shift in enumerate(asked.problem.shifts) if shift.id in shift_ids}):
        return True
    promises = [promise_of(leg.request, leg.window, at=leg.window.start, by="") for leg in offer.legs]
    promised = asked_of(asked.opened, asked.requests, promises, asked.pins)
    return place(promised.day.board, promised.indices, kept) is not None


def _told_task(problem: Problem, request: int) -> int:
    """Return the task whose time the client is told: of a ride the pickup, else where the service is given."""
    found = problem.requests[request]
    pickups = [t for t in found.tasks if problem.tasks[t].kind == "pickup"]
    return pickups[0] if pickups else found.timed_task


# From ways to offers


def _offers_of(asked: Asked, way: offered.Offer) -> Iterator[Offer]:
    """Yield the offers of a way: of one request each window that is free, of several what their best times come to."""
    if len(asked.requests) > 1 or len(asked.indices[0]) > 1:
        yield from _of_several(asked, way)
        return
    spans = way.served[0].starts
    within, width_s, step_s = _within(asked, 0), *_widths(asked, 0)
    wished = asked.problem.requests[asked.indices[0][0]]
    wish_s = wished.wish_s if asked.told[0] == wished.timed_task else None
    for window in windows_in(spans, within, width_s=width_s, step_s=step_s):
        start = meets(window, spans, wish_s)
        if start is not None:
            yield _offer(asked, way, {asked.told[0]: start}, [window])


def _of_several(asked: Asked, way: offered.Offer) -> Iterator[Offer]:
    solution = sketched(asked.day.board, way.orders)
    if solution is not None:
        starts = _starts(solution)
        yield _offer(asked, way, starts, [_window(asked, leg, starts[task]) for leg, task in enumerate(asked.told)])


def _offer(asked: Asked, way: offered.Offer, starts: Mapping[int, int], windows: Sequence[Span]) -> Offer:
    problem = asked.problem
    shift_of = {served.request: served.shift for served in way.served}
    legs = []
    for leg, request in enumerate(asked.requests):
        shift = asked.shifts[problem.shifts[shift_of[asked.indices[leg][0]]].id]
        legs.append(
            OfferedLeg(
                request=request,
                window=_instants(asked, windows[leg]),
                start=asked.day.day.instant(starts[asked.told[leg]]),
                shift_id=shift.id,
                staff_ids=shift.staff_ids,
                vehicle_id=shift.vehicle_id,
                contribution_gr=asked.contributions[leg],
            )
        )
    return Offer(
        day=asked.day.day.date,
        legs=tuple(legs),
        cost_gr=way.cost_gr,
        calls=tuple(dict.fromkeys(RequestId(problem.requests[r].source_id) for r in way.calls)),
        moved=_moved(asked, way),
        day_version=asked.day.state.version,
    )


def _moved(asked: Asked, way: offered.Offer) -> tuple[MovedStart, ...]:
    problem, instant = asked.problem, asked.day.day.instant
    found: dict[RequestId, MovedStart] = {}
    for task, before, after in way.moved:
        request = RequestId(problem.requests[problem.tasks[task].request].source_id)
        found.setdefault(request, MovedStart(request_id=request, before=instant(before), after=instant(after)))
    return tuple(found.values())


def _starts(solution: Solution) -> dict[int, int]:
    return {stop.task: stop.start_s for route in solution.routes for stop in route.stops}


# Windows


def _window(asked: Asked, leg: int, start_s: int) -> Span:
    width_s, step_s = _widths(asked, leg)
    return window_around(start_s, _within(asked, leg), width_s=width_s, step_s=step_s)


def _within(asked: Asked, leg: int) -> Sequence[Span]:
    """Return what was asked for of the task that is told; a bus comes at the latest when it has to have arrived."""
    problem, task = asked.problem, asked.told[leg]
    arrivals = problem.tasks[problem.requests[asked.indices[leg][0]].timed_task].windows_s
    return problem.tasks[task].windows_s or ((0, max((end for _, end in arrivals), default=problem.end_s)),)


def _widths(asked: Asked, leg: int) -> tuple[int, int]:
    policy = asked.day.town.policy.booking
    second = timedelta(seconds=1)
    return policy.of(asked.requests[leg].service_id).promise // second, policy.step // second


def _instants(asked: Asked, window: Span) -> TimeWindow:
    low, high = (asked.day.day.instant(second) for second in window)
    return TimeWindow(start=low, end=high)
