"""Requests of the domain as requests and tasks of the solver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.domain.client import Client, Mobility
from scheduler.domain.learning import Where
from scheduler.domain.loads import places_taken
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.roster import StartState
from scheduler.domain.time import TimeWindow
from scheduler.services.door_times import agreed_time, time_at
from scheduler.services.horizon.frame import Frame, seconds_up
from solver.facts import requests as request_facts
from solver.facts.requests import TaskKind

LOAD_KINDS = ("seats", "wheelchairs", "rollators", "luggage", "portions")


@dataclass(frozen=True, kw_only=True)
class Halt:
    """A task before it has an index: what is done where, for how long."""

    kind: TaskKind
    door: Door
    service: timedelta
    timed: bool


def halts(frame: Frame, request: Request) -> tuple[Halt, ...]:
    """Return what has to be done for a request, in order."""

    def length(where: Where) -> timedelta:
        return time_at(frame.town, request, where)

    match request:
        case Ride():
            there, back = length(Where.PICKUP), length(Where.DROPOFF)
            return (
                Halt(kind=TaskKind.PICKUP, door=request.origin, service=there, timed=not request.arrive_by),
                Halt(kind=TaskKind.DROPOFF, door=request.destination, service=back, timed=request.arrive_by),
            )
        case Delivery():
            return (
                Halt(kind=TaskKind.LOAD, door=request.source, service=timedelta(0), timed=False),
                Halt(kind=TaskKind.DROP, door=request.door, service=length(Where.DROP), timed=True),
            )
        case Visit():
            return (Halt(kind=TaskKind.VISIT, door=request.door, service=length(Where.VISIT), timed=True),)
        case _:
            msg = f"request {request.id} is of no known kind"
            raise TypeError(msg)


def work_s(frame: Frame, request: Request) -> int:
    """Return the seconds of service at the doors of a request that count for its clients, whatever was learned.

    As one of its crews works them; what somebody is entitled to, and pays, does not move with what others took.
    """
    return seconds_up(agreed_time(frame.town, request) * (2 if isinstance(request, Ride) else 1))


def priority_of(frame: Frame, request: Request) -> int:
    """Return the request's priority; the ordinary one (3) of a ride gives way to its purpose's."""
    if request.priority == 3 and isinstance(request, Ride) and request.purpose_id is not None:
        return frame.town.purposes[request.purpose_id].priority
    return request.priority


def _clients(frame: Frame, request: Request) -> Iterator[Client]:
    return (frame.town.clients[client] for client in request.party.client_ids)


@dataclass(frozen=True, kw_only=True)
class Share:
    """Which of the crews of a request a solver request stands for: the k-th of n."""

    part: int
    crews: int

    def of(self, amount: int) -> int:
        """Return this crew's part of an amount; together the crews have all of it."""
        return amount * (self.part + 1) // self.crews - amount * self.part // self.crews


@dataclass(frozen=True, kw_only=True)
class At:
    """The numbers that a request, and the first of its tasks, get."""

    request: int
    task: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A request in the solver's words."""

    tasks: tuple[request_facts.Task, ...]
    request: request_facts.Request


def facts_of(frame: Frame, request: Request, share: Share, aboard: request_facts.AboardFact | None, at: At) -> Facts:
    """Return what one crew's part of a request comes to: its tasks, and itself."""
    name = request.id if share.crews == 1 else f"{request.id}#{share.part + 1}"
    todo = halts(frame, request)[1:] if aboard is not None else halts(frame, request)
    base = request_facts.Request(
        id=name,
        source_id=request.id,
        kind=frame.town.services[request.service_id].kind,
        tasks=tuple(range(at.task, at.task + len(todo))),
        timed_task=next((at.task + k for k, halt in enumerate(todo) if halt.timed), at.task),
        aboard=aboard,
    )
    priced = _with_prices(frame, request, share, _with_people(frame, request, base))
    limited = _with_limits(frame, request, priced)
    return Facts(
        tasks=tuple(_task(frame, request, name, at.request, halt) for halt in todo),
        request=limited if any(halt.timed for halt in todo) else _past_its_time(limited),
    )


def _past_its_time(request: request_facts.Request) -> request_facts.Request:
    """Forget what was told or wished about a task that is done: whoever is aboard was picked up when they were."""
    return replace(request, promise_s=None, wish_s=None, published=None, call_gr=0)


def _task(frame: Frame, request: Request, name: str, index: int, halt: Halt) -> request_facts.Task:
    windows = sorted((frame.earliest(w.start), frame.latest(w.end)) for w in _windows(frame, request, halt))
    setup = frame.town.services[request.service_id].setup_time
    return request_facts.Task(
        id=f"{name}:{halt.kind}",
        request=index,
        kind=halt.kind,
        location=frame.door(halt.door),
        windows_s=_merged(tuple(windows)),
        service_s=seconds_up(halt.service),
        setup_s=seconds_up(setup),
    )


def _windows(frame: Frame, request: Request, halt: Halt) -> tuple[TimeWindow, ...]:
    """Return the request's own windows on its timed task, and on a pickup when the party is to be, or stands, there."""
    if halt.kind is TaskKind.PICKUP and request.id in frame.town.stranded:
        return (TimeWindow(start=frame.town.stranded[request.id], end=_far(frame)),)
    promise = frame.town.promises.get(request.id)
    if halt.timed:
        return request.windows
    return (promise.pickup,) if promise and promise.pickup and halt.kind is TaskKind.PICKUP else ()


def _far(frame: Frame) -> datetime:
    """Return an instant that is later than everything a day plans."""
    return frame.day.instant(frame.hour(72))


def _merged(windows: tuple[request_facts.Span, ...]) -> tuple[request_facts.Span, ...]:
    merged: list[request_facts.Span] = []
    for start, end in windows:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start <= end:
            merged.append((start, end))
    return tuple(merged)


def _with_people(frame: Frame, request: Request, base: request_facts.Request) -> request_facts.Request:
    clients = tuple(_clients(frame, request))
    service = frame.town.services[request.service_id]
    return replace(
        base,
        clients=tuple(request.party.client_ids),
        skills=(service.skill,) if service.skill else (),
        districts=tuple(sorted({frame.district(halt.door) for halt in halts(frame, request)})),
        load=tuple(getattr(places_taken(request, clients), kind) for kind in LOAD_KINDS),
        excluded_staff=tuple(sorted({s for c in clients for s in c.excluded})),
        preferred_staff=request.preferred or tuple(s for c in clients for s in c.preferred),
        backup_staff=tuple(s for c in clients for s in c.backup),
    )


def _with_prices(frame: Frame, request: Request, share: Share, base: request_facts.Request) -> request_facts.Request:
    town, prices = frame.town, frame.town.policy.prices
    priority = priority_of(frame, request)
    promise = town.promises.get(request.id)
    must = request.must if request.must is not None else priority <= town.policy.must_up_to_priority
    late_gr_per_min = prices.stranded_per_min if request.id in town.stranded else prices.deviation_per_min
    call_gr = share.of(prices.call) if request.id in town.published else 0
    return replace(
        base,
        must=must or promise is not None,
        promise_s=None if promise is None else (frame.earliest(promise.window.start), frame.latest(promise.window.end)),
        unassigned_gr=share.of(prices.unassigned.get(priority, max(prices.unassigned.values()))),
        other_staff_gr=share.of(prices.other_than_preferred) if base.preferred_staff else 0,
        wish_s=None if request.wish is None else frame.earliest(request.wish),
        deviation_gr_per_min=late_gr_per_min if share.part == 0 else 0,
        call_gr=call_gr,
        published=_published(frame, request) if call_gr else None,
        value_gr=share.of(town.services[request.service_id].value_gr),
        work_s=work_s(frame, request),
    )


def _published(frame: Frame, request: Request) -> request_facts.PublishedFact | None:
    """Return what was told last of a request; nothing if that shift is not one of the day's any more."""
    told = frame.town.published[request.id]
    shift = frame.shift_numbers.get(told.shift_id)
    return None if shift is None else request_facts.PublishedFact(shift=shift, start_s=frame.earliest(told.start))


def _with_limits(frame: Frame, request: Request, base: request_facts.Request) -> request_facts.Request:
    policy, service = frame.town.policy, frame.town.services[request.service_id]
    match request:
        case Ride():
            return replace(
                base,
                lift_kg=max(_lift_kg(client, policy.lift_kg_standing) for client in _clients(frame, request)),
                needs_attendant=request.attendant or request.help_level in service.attendant_levels,
                longest_ride_s=seconds_up(request.longest_ride or service.longest_ride or policy.longest_ride),
                detour_permille=policy.ride_factor_permille,
                detour_slack_s=seconds_up(policy.ride_slack),
                pooling=service.pooling,
                excess_ride_gr_per_min=policy.prices.excess_ride_per_min * len(base.clients),
            )
        case Delivery():
            carry = request.longest_carry or service.longest_ride or policy.longest_carry
            return replace(base, longest_ride_s=seconds_up(carry))
        case _:
            return base


def _lift_kg(client: Client, standing_kg: int) -> int:
    if client.mobility is Mobility.WHEELCHAIR:
        return client.wheelchair.weight_with_person_kg if client.wheelchair else standing_kg
    return standing_kg if client.needs_lift else 0


def aboard_facts(frame: Frame, direct_s: dict[str, int]) -> tuple[dict[str, request_facts.AboardFact], frozenset[str]]:
    """Return who is aboard which shift of the day, and which requests are done."""
    aboard: dict[str, request_facts.AboardFact] = {}
    done: set[str] = set()
    for index, shift in enumerate(frame.shifts):
        state: StartState | None = shift.start_state
        if state is None:
            continue
        done |= state.done
        for rider in state.aboard:
            since = frame.latest(rider.since)
            aboard[rider.request_id] = request_facts.AboardFact(
                shift=index, since_s=since, direct_s=direct_s.get(rider.request_id, 0)
            )
    return aboard, frozenset(done)
