"""What each crew's day came to: hours, ways, and what they cost; as reported, else as planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.domain.actuals import ShiftActual, elapsed_s
from scheduler.domain.crew_parts import Effort
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import PlannedRoute, PlannedStop
from scheduler.domain.time import Instants
from scheduler.services.closing.boardings import boarded_before
from scheduler.services.closing.daybook import DayBook
from scheduler.services.closing.idleness import Work, idle
from scheduler.services.live.legs import drive_to_first
from scheduler.services.reporting.sharing import shared

_HOUR_S = 3600


@dataclass(frozen=True, kw_only=True)
class CrewDay:
    """A crew's day, and which part of its cost each request has; the parts and what nobody has are the whole.

    Attributes
    ----------
    took : mapping of RequestId to Effort
        Of what it came to, by whom it served.
    planned : mapping of RequestId to Effort
        Of what it would have come to as planned, by whom it was to serve.
    """

    shift: ShiftActual
    took: Mapping[RequestId, Effort]
    planned: Mapping[RequestId, Effort]


@dataclass(frozen=True, kw_only=True)
class _Span(Instants):
    """Hours and ways of a shift, planned or as they were."""

    start: datetime
    end: datetime
    metres: int

    @property
    def working_s(self) -> int:
        return max(0, elapsed_s(self.start, self.end))


@dataclass(frozen=True, kw_only=True)
class _Cost:
    """What a shift costs by the hour, overtime included, and by the kilometre, in grosze."""

    time_gr: int
    way_gr: int

    @property
    def all_gr(self) -> int:
        return self.time_gr + self.way_gr


def crew_day(book: DayBook, shift_id: ShiftId, work: Work) -> CrewDay | None:
    """Return what one crew's day came to; None: it was given nothing and did nothing."""
    route = book.routes.get(shift_id)
    if route is None or not route.stops:
        route = _unplanned(book, shift_id)
        if route is None:
            return None
    planned = _Span(start=route.start, end=route.end if route.stops else route.start, metres=route.distance_m)
    was = _as_it_was(book, route, work)
    provider = book.provider_of(shift_id)
    cost, ordered, rates = _cost(book, shift_id, was), _cost(book, shift_id, planned), book.rates_of(shift_id)
    each, whole = rates.request_gr, Effort(time_s=planned.working_s, way_m=planned.metres, cost_gr=ordered.all_gr)
    unshared = _idle(cost, was, planned, work)
    shift = ShiftActual(
        shift_id=shift_id,
        staff_ids=book.crew_of(shift_id),
        vehicle_id=book.vehicle_of(shift_id),
        provider_id=provider.id if provider else None,
        began=was.start,
        ended=was.end,
        planned_begin=planned.start.astimezone(UTC) if route.stops else None,
        planned_end=planned.end.astimezone(UTC) if route.stops else None,
        driving_s=_driving_s(book, route, work),
        service_s=sum(work.served.values()),
        overtime_s=_overtime_s(book, shift_id, was),
        planned_m=route.distance_m,
        driven_m=was.metres,
        cost_gr=cost.all_gr + each * len(work.served),
        ordered_gr=ordered.all_gr + each * len(work.planned),
        rates=rates,
        unshared=unshared,
        unshared_planned=Effort() if work.planned else whole,
    )
    done = Effort(
        time_s=was.working_s - unshared.time_s,
        way_m=was.metres - unshared.way_m,
        cost_gr=cost.all_gr - unshared.cost_gr,
    )
    return CrewDay(shift=shift, took=_parts(done, work.served, each), planned=_parts(whole, work.planned, each))


def _parts(whole: Effort, weights: Mapping[RequestId, int], each_gr: int) -> Mapping[RequestId, Effort]:
    """Return the parts of an effort by weight, and so many grosze more for everybody."""
    seconds, metres = shared(whole.time_s, weights, 0), shared(whole.way_m, weights, 0)
    grosze = shared(whole.cost_gr, weights, each_gr)
    return {key: Effort(time_s=seconds[key], way_m=metres[key], cost_gr=grosze[key]) for key in weights}


def _unplanned(book: DayBook, shift_id: ShiftId) -> PlannedRoute | None:
    """Return an empty route of a crew that has reported something, and that the published plan does not have."""
    tasks = [one for one in book.progress.tasks.values() if one.shift_id == shift_id]
    seen = [at for one in tasks if one.came_at for at in (one.came_at, one.ended_at) if at is not None]
    seen += boarded_before(book, shift_id)
    if not seen:
        return None
    first, last = min(seen, key=datetime.timestamp), max(seen, key=datetime.timestamp)
    return PlannedRoute(shift_id=shift_id, start=first, end=last, stops=())


def _as_it_was(book: DayBook, route: PlannedRoute, work: Work) -> _Span:
    """Return when a crew left and was back.

    It leaves as planned, or when it says so, or early enough to be at its first door when it came there, whichever is
    the earliest. It is back the planned way home after its last door; while a door of its is not reported, not before
    the plan has it back.
    """
    tasks = [one for one in book.progress.tasks.values() if one.shift_id == route.shift_id]
    left = [one.en_route_at for one in tasks if one.en_route_at is not None]
    seen = [at for one in tasks if one.came_at and (at := one.ended_at or one.arrived_at) is not None]
    seen += boarded_before(book, route.shift_id)
    home = elapsed_s(route.stops[-1].departure, route.end) if route.stops else 0
    ends = [max(seen, key=datetime.timestamp) + timedelta(seconds=home)] if seen else []
    if not all(one.status.over for one in tasks):
        ends.append(route.end)
    start = min([*left, *_left_for_first(book, route), route.start], key=datetime.timestamp)
    end = max([*ends, start], key=datetime.timestamp)
    return _Span(start=start.astimezone(UTC), end=end.astimezone(UTC), metres=_driven_m(book, route, work))


def _left_for_first(book: DayBook, route: PlannedRoute) -> Iterator[datetime]:
    """Yield when a crew left at the latest for the first stop of its route, if it has been there."""
    for task in route.stops[0].tasks if route.stops else ():
        one = book.progress.tasks[task.task_id]
        if one.shift_id == route.shift_id and one.came_at is not None:
            yield one.came_at - drive_to_first(route)


def _was_there(book: DayBook, route: PlannedRoute, stop: PlannedStop, work: Work) -> bool:
    """Return whether the crew is known to have been at a stop, by its reports or by what the office says."""
    tasks = [book.progress.tasks[task.task_id] for task in stop.tasks]
    mine = [one for one in tasks if one.shift_id == route.shift_id]
    return any(one.came_at is not None or one.request_id in work.served for one in mine)


def _driven_m(book: DayBook, route: PlannedRoute, work: Work) -> int:
    """Return the planned legs to the doors at which the crew was, and the way home if the plan has it at any."""
    legs = [stop.travel_m for stop in route.stops if _was_there(book, route, stop, work)]
    home = route.distance_m - sum(stop.travel_m for stop in route.stops)
    return book.handed_over_m.get(route.shift_id, 0) + sum(legs) + (home if legs else 0)


def _driving_s(book: DayBook, route: PlannedRoute, work: Work) -> int:
    """Return the time on the way: where both ends of a leg were reported, as reported, else as planned."""
    total, free = 0, route.start
    for stop in route.stops:
        planned = max(0, elapsed_s(free, stop.arrival) - _rest_s(route, free, stop.arrival))
        free = stop.departure
        if _was_there(book, route, stop, work):
            reported = _reported_leg_s(book, route, stop)
            total += planned if reported is None else reported
    home = max(0, elapsed_s(free, route.end) - _rest_s(route, free, route.end))
    return total + (home if total else 0)


def _reported_leg_s(book: DayBook, route: PlannedRoute, stop: PlannedStop) -> int | None:
    for task in stop.tasks:
        one = book.progress.tasks[task.task_id]
        mine = one.shift_id == route.shift_id
        if mine and one.en_route_at is not None and one.arrived_at is not None:
            return max(0, elapsed_s(one.en_route_at, one.arrived_at))
    return None


def _rest_s(route: PlannedRoute, start: datetime, end: datetime) -> int:
    """Return how much of a leg the crew rests; a break may also lie where it waits, or after the day's work."""
    return sum(
        max(0, elapsed_s(max(one.start, start, key=datetime.timestamp), min(one.end, end, key=datetime.timestamp)))
        for one in route.breaks
    )


def _overtime_s(book: DayBook, shift_id: ShiftId, span: _Span) -> int:
    """Return how long a crew worked after its rostered end; that an absence cut its shift makes nothing overtime."""
    shift = book.rostered.get(shift_id)
    return max(0, elapsed_s(shift.end, span.end)) if shift else 0


def _idle(cost: _Cost, was: _Span, planned: _Span, work: Work) -> Effort:
    """Return the hours and ways that were kept for nobody, and their cost; a begun grosz is not the others'."""
    idle_s, idle_m = idle(was.working_s, planned.working_s, work), idle(was.metres, planned.metres, work)
    by_hour = -(-cost.time_gr * idle_s // was.working_s) if was.working_s else 0
    by_way = -(-cost.way_gr * idle_m // was.metres) if was.metres else 0
    return Effort(time_s=idle_s, way_m=idle_m, cost_gr=by_hour + by_way)


def _cost(book: DayBook, shift_id: ShiftId, span: _Span) -> _Cost:
    """Return what a span costs, as plans count it."""
    rates = book.rates_of(shift_id)
    extra = -(-rates.hour_gr * max(0, book.town.policy.prices.overtime_permille - 1000) // 1000)
    return _Cost(
        time_gr=-(-span.working_s * rates.hour_gr // _HOUR_S) - (-_overtime_s(book, shift_id, span) * extra // _HOUR_S),
        way_gr=-(-span.metres * rates.km_gr // 1000),
    )
