"""The running day: how many events a second are kept, and how long a replan takes after a breakdown.

`python -m benchmarks live [--requests 150] [--shifts 22] [--events 2000] [--phones 8] [--seconds 1] [--seed 1]
[--only PART]` keeps a made-up city in a SQLite file, plans, promises and publishes its day, and prints one line of JSON
for each part:

`intake`: phones send an event each, side by side, as fast as they are answered; then in batches of twenty, as after an
hour without signal. Target: 200 events a second.

`replan`: crews report all that the plan has until the fullest bus of the morning breaks down, and a dispatcher asks for
a plan: seconds until the proposal is there, published stops that change, and people to phone, beside those of a plan of
the same facts that was made as if nothing had been published. Target: 2 s at 150 requests.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import batched, count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.ids import DisruptionId, EventId, ShiftId, TownId, UserId
from scheduler.domain.live_day import Breakdown, Disruption
from scheduler.domain.plan import Plan, PlannedRoute, PlannedTask
from scheduler.domain.promise import Promise
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.access import Principal
from scheduler.services.comparing import Comparison, compare
from scheduler.services.dispatching import Hand
from scheduler.services.dispatching.replanning import propose
from scheduler.services.disruptions.reporting import report_disruption
from scheduler.services.field import Batch, Outcome, Reported, record
from scheduler.services.keeping import keep_town
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.past import with_past
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import ensure_tentative, improve
from scheduler.services.planning.writing import plan_from
from scheduler.services.publishing import publish
from scheduler.services.reporting.served import is_timed, planned_tasks
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import SqlStore, open_store, ring_of
from solver.engine import solve

MINUTE = timedelta(minutes=1)
PLANNED_S = 10.0
"""So long the published plan is searched for, in seconds."""
BATCH = 20
MORNING = range(8 * 60, 12 * 60)
"""Minutes after midnight in which a bus may break down."""
_ENDS = {"pickup": EventKind.ABOARD}


@dataclass(frozen=True, kw_only=True)
class City:
    """A kept city whose day is published, with a promise for everybody whom its plan serves."""

    store: SqlStore
    town: Town

    @property
    def id(self) -> TownId:
        """The town's id."""
        return TownId(self.town.id)

    @property
    def day(self) -> date:
        """Its service day."""
        return self.town.shifts[0].day

    @property
    def plan(self) -> Plan:
        """What crews know."""
        with self.store.reading(self.id) as unit:
            version = unit.days.get(self.day).published
            return unit.plans.get(self.day, version or 0)


def kept(folder: Path, requests: int, shifts: int, seed: int) -> City:
    """Return a city kept in a SQLite file of a folder; close its store afterwards."""
    town = metropolis(requests, shifts, seed=seed)
    store = open_store(f"sqlite:///{folder / 'live.sqlite'}", ring_of(MasterKey.fresh()))
    city, travel = City(store=store, town=town), travel_for(town)
    before = _midnight(town) - timedelta(hours=12)
    with store.writing(city.id) as unit:
        keep_town(unit, town, before)
    ensure_tentative(store, city.id, city.day, travel, before)
    improve(store, city.id, city.day, travel, _effort(PLANNED_S), now=lambda: before)
    with store.writing(city.id) as unit:
        plan = unit.plans.get(city.day, unit.days.get(city.day).plan or 0)
        for promise in _promises(town, plan):
            unit.bookings.put(replace(unit.bookings.get(promise.request_id), promise=promise))
        state = unit.days.lock(city.day)
        unit.days.put(replace(state, version=state.version + 1))
    numbers = count(1)
    with store.writing(city.id) as unit:
        hand = Hand(by=UserId("U-anna"), at=before)
        publish(unit, travel, city.day, hand, lambda kind: f"{kind}-{next(numbers)}")
    return city


def intake(city: City, events: int, phones: int) -> dict[str, object]:
    """Return how fast events are kept, one by one and in batches."""
    tasks = [(route.shift_id, task) for route, _, task in planned_tasks(city.plan)]
    found: dict[str, object] = {}
    sequences = count(1)
    for size in (1, BATCH):
        told = [_told(city, *tasks[k % len(tasks)], next(sequences), EventKind.ARRIVED) for k in range(events)]
        with ThreadPoolExecutor(phones) as pool:
            begin = time.perf_counter()
            took = sorted(pool.map(lambda some: _sent(city, some), batched(told, size)))
            all_s = time.perf_counter() - begin
        name = "one" if size == 1 else f"by_{size}"
        found |= {
            f"{name}_per_s": round(events / all_s),
            f"{name}_p50_ms": round(1000 * took[len(took) // 2], 1),
            f"{name}_p99_ms": round(1000 * took[min(len(took) - 1, len(took) * 99 // 100)], 1),
        }
    return {"benchmark": "live", "part": "intake", "events": events, "phones": phones, **found}


def replan(city: City, seconds: float) -> dict[str, object]:
    """Return how long a replan takes after a breakdown, and whom it concerns beside a plan made afresh."""
    travel, (aboard, bus, now) = travel_for(city.town), _fullest(city)
    for some in batched(_until(city, now), BATCH):
        _sent(city, some, now)
    point = city.town.entrance(next(one for one in city.town.shifts if one.id == bus).start_door).point
    told = Disruption(
        id=DisruptionId("D-1"),
        since=now,
        by=UserId("U-anna"),
        reported_at=now,
        breakdown=Breakdown(shift_id=bus, point=point),
    )
    hand = Hand(by=UserId("U-anna"), at=now)
    with city.store.writing(city.id) as unit:
        report_disruption(unit, travel, city.day, told, hand)
    begin = time.perf_counter()
    found = propose(city.store, city.id, travel, city.day, effort=_effort(seconds), hand=hand)
    took = time.perf_counter() - begin
    return {
        "benchmark": "live", "part": "replan", "requests": len(city.town.requests), "shifts": len(city.town.shifts),
        "aboard": aboard, "search_s": seconds, "replan_s": round(took, 2),
        **_counted("", found.comparison), "late": len(found.late_s), "left_out": len(found.left_out),
        **_counted("afresh_", _afresh(city, seconds)),
    }  # fmt: skip


def _afresh(city: City, seconds: float) -> Comparison:
    """Return what is another in a plan of the same facts that was made as if nobody knew the published one."""
    with city.store.reading(city.id) as unit:
        opened = open_day(unit, city.day, travel_for(city.town))
        bookings = unit.bookings.between(city.day, city.day)
    unknown = replace(opened.problem, requests=tuple(replace(one, call_gr=0) for one in opened.problem.requests))
    effort = _effort(seconds)
    result = solve(unknown, budget=effort.budget, seed=effort.seed, workers=effort.workers)
    orders = {route.shift: tuple(stop.task for stop in route.stops) for route in result.solution.routes if route.stops}
    plan = with_past(plan_from(opened, orders, made_at=_midnight(city.town), version=99), opened.past)
    return compare(city.plan, plan, bookings, city.town.policy.call_tolerance)


def _counted(name: str, found: Comparison) -> dict[str, int]:
    return {f"{name}changed": len(found.differences), f"{name}calls": len(found.calls)}


def _promises(town: Town, plan: Plan) -> Iterator[Promise]:
    """Yield a promise of half an hour around each planned start, as far as the request's own windows let it."""
    for _, _, task in planned_tasks(plan):
        request = town.requests[task.request_id]
        if not is_timed(request, task.kind) or (task.kind == "visit" and task.task_id.count("#")):
            continue
        own = next(one for one in request.windows if one.start <= task.start <= one.end)
        start, end = max(own.start, task.start - 10 * MINUTE), min(own.end, task.start + 20 * MINUTE)
        yield Promise(request_id=request.id, window=TimeWindow(start=start, end=end), made_by="anna")


def _until(city: City, now: datetime) -> Iterator[Reported]:
    """Yield what crews report by a time if everything goes as planned."""
    numbers = count(1)
    for route in city.plan.routes:
        for task in (task for stop in route.stops for task in stop.tasks):
            if task.start <= now:
                yield _told(city, route.shift_id, task, next(numbers), EventKind.ARRIVED)
            if task.end <= now:
                kind = _ENDS.get(task.kind, EventKind.DONE)
                yield _told(city, route.shift_id, task, next(numbers), kind)


def _told(city: City, shift: ShiftId, task: PlannedTask, number: int, kind: EventKind) -> Reported:
    return Reported(
        id=EventId(str(UUID(int=(number << 64) | time.perf_counter_ns(), version=4))),
        day=city.day,
        shift_id=shift,
        task_id=task.task_id,
        kind=kind,
        sequence=number,
        at=task.start if kind is EventKind.ARRIVED else task.end,
    )


def _sent(city: City, events: Sequence[Reported], now: datetime | None = None) -> float:
    """Send a batch, and return how many seconds its answer took."""
    at = now or max(event.at for event in events)
    me = Principal(user_id=UserId("U-anna"), town_id=city.id, role=Role.DISPATCHER)
    begin = time.perf_counter()
    answer = record(city.store, me, Batch(device_id=f"phone-{events[0].shift_id}", sent_at=at, events=events), at)
    took = time.perf_counter() - begin
    refused = [one.reason for one in answer.events if one.outcome is not Outcome.KEPT]
    if refused:
        raise SystemExit(f"an event was not kept: {refused[0]}")
    return took


def _fullest(city: City) -> tuple[int, ShiftId, datetime]:
    """Return how many requests are aboard which bus, and when, where that is most by the plan."""
    moments = [_midnight(city.town) + minute * MINUTE for minute in MORNING]
    found = ((_aboard(route, at), route.shift_id, at) for route in city.plan.routes for at in moments)
    return max(found, key=lambda one: one[0])


def _aboard(route: PlannedRoute, at: datetime) -> int:
    tasks = [task for stop in route.stops for task in stop.tasks]
    got_in = sum(task.end <= at for task in tasks if task.kind == "pickup")
    return got_in - sum(task.start <= at for task in tasks if task.kind == "dropoff")


def _midnight(town: Town) -> datetime:
    return datetime.combine(town.shifts[0].day, datetime.min.time(), tzinfo=town.zone)


def _effort(seconds: float) -> Effort:
    return Effort(clock=time.monotonic, seconds=seconds, workers=os.cpu_count() or 1)


def main() -> int:
    """Measure both parts; print a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--shifts", type=int, default=22)
    parser.add_argument("--events", type=int, default=2_000, help="so many for each way of sending")
    parser.add_argument("--phones", type=int, default=8, help="that send side by side")
    parser.add_argument("--seconds", type=float, default=1.0, help="of search for a replan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("replan", "intake"), help="one part of it")
    wish = parser.parse_args()
    for part in (wish.only,) if wish.only else ("replan", "intake"):
        with TemporaryDirectory() as folder:
            city = kept(Path(folder), wish.requests, wish.shifts, wish.seed)
            with city.store:
                told = replan(city, wish.seconds) if part == "replan" else intake(city, wish.events, wish.phones)
            print(json.dumps(told), flush=True)
    return 0
