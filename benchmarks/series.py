"""Recurring requests over the weeks ahead: how long until it is known who comes when, and how good that is.

`python -m benchmarks series [--series 300] [--shifts 32] [--weeks 4] [--seconds 10] [--seed 1] [--book]` keeps a
made-up city in memory whose crews work the same hours each weekday, takes down a series for each of its residents'
wishes (dialysis three times a week, twice a week on days that the town may choose, once a week), and prints one line of
JSON: `building_s` until the assignment problem stands (the days' plans read, the rules asked who may serve what),
`choosing_s` for the choice; of what its cost is made (`terms_gr`), how much dearer than the best it may be
(`excess_zl`), also as a part of its cost (`gap`: it says little where that is next to nothing) and of what all
occurrences are worth (`gap_of_all`); with `--book`, `planning_s` until every occurrence has a promise.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from fixtures.metropolis import metropolis
from fixtures.moments import SERVICE_DAY, ZONE
from scheduler.bootstrap import travel_for
from scheduler.domain.ids import SeriesId, ShiftId, TownId, UserId
from scheduler.domain.request import Request
from scheduler.domain.roster import Shift
from scheduler.domain.series import ClockSpan, Series, SeriesLeg
from scheduler.domain.time import clock_instant
from scheduler.domain.town import Town
from scheduler.services.booking import BookingDesk, Call, OpenDays
from scheduler.services.keeping import keep_town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.series.building import weeks_of
from scheduler.services.series.planning import plan_series, terms_of
from scheduler.store.memory import MemoryStore
from solver.mastering.stopping import Limit
from solver.series import assign, cost_gr

_DAY = timedelta(days=1)
NOW = datetime.combine(SERVICE_DAY - _DAY, datetime.min.time(), tzinfo=UTC) + timedelta(hours=20)
RHYTHMS: tuple[Mapping[str, Any], ...] = (
    {"rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR"},
    {"rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "times_per_week": 2, "gap_days": 2, "same_staff": True},
    {"rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "times_per_week": 1},
    {"rule": "FREQ=WEEKLY;BYDAY=TU,TH"},
    {"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"},
)


@dataclass(frozen=True)
class _Clock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=300)
    parser.add_argument("--shifts", type=int, default=32, help="each weekday")
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10, help="for the choice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--book", action="store_true", help="book all of it, too")
    print(json.dumps(_measured(parser.parse_args())))
    return 0


def _measured(given: argparse.Namespace) -> Mapping[str, Any]:
    town = metropolis(2 * given.series, given.shifts, seed=given.seed)
    days = [SERVICE_DAY + k * _DAY for k in range(7 * given.weeks)]
    store, town_id, numbers = MemoryStore(), TownId(town.id), count(1)
    desk = BookingDesk(store, OpenDays(travel_for), _Clock(NOW), lambda prefix: f"{prefix}-{next(numbers)}")
    with store.writing(town_id) as unit:
        keep_town(unit, replace(town, requests={}, promises={}, shifts=tuple(_rota(town, days))), NOW)
        for series in _series(town, given.series, Random(given.seed)):
            unit.series.put(series)
    for day in days:
        ensure_tentative(store, town_id, day, travel_for(town), NOW)
    begun = time.perf_counter()
    with store.reading(town_id) as unit:
        weeks = weeks_of(unit, travel_for(town), days[0], days[-1], reserve_permille=100)
    built = time.perf_counter()
    found = assign(weeks.problem, limit=Limit(seconds=given.seconds), workers=os.cpu_count() or 1)
    chosen = time.perf_counter()
    told = {
        "series": given.series,
        "wanted": sum(quota.times for one in weeks.problem.series for quota in one.quotas),
        "assigned": len(found.choices),
        "building_s": round(built - begun, 2),
        "choosing_s": round(chosen - built, 2),
        "status": found.status,
        "objective_zl": round(found.objective_gr / 100, 2),
        "bound_zl": round(found.bound_gr / 100, 2),
        "excess_zl": round(found.excess_gr / 100, 2),
        "terms_gr": dict(found.terms_gr),
        "gap": round(found.gap, 4),
        "gap_of_all": round((found.objective_gr - found.bound_gr) / max(1, cost_gr(weeks.problem, ())), 6),
        "cores": os.cpu_count(),
    }
    if given.book:
        begun = time.perf_counter()
        call = Call(town_id=town_id, by=UserId("anna"))
        plan = plan_series(desk, call, days[0], days[-1], terms_of(given.seconds))
        told |= {"booked": len(plan.assigned), "planning_s": round(time.perf_counter() - begun, 2)}
    return told


def _rota(town: Town, days: list[date]) -> Iterator[Shift]:
    """Yield the city's shifts, the same on each weekday."""
    for day in days:
        for shift in town.shifts if day.isoweekday() < 6 else ():
            start, end = (_on(moment, day) for moment in (shift.start, shift.end))
            yield replace(shift, id=ShiftId(f"{shift.id}@{day.isoformat()}"), day=day, start=start, end=end)


def _on(moment: datetime, day: date) -> datetime:
    local = moment.astimezone(ZONE)
    return clock_instant(day + (local.date() - SERVICE_DAY), local.time(), ZONE)


def _series(town: Town, most: int, rng: Random) -> Iterator[Series]:
    """Yield a series for each wish of the city's day: a visit, a ride, or a ride and its return."""
    wishes: dict[str, list[Request]] = {}
    for request in town.requests.values():
        wishes.setdefault(request.group or request.id, []).append(request)
    for number, own in enumerate(list(wishes.values())[:most]):
        legs = tuple(SeriesLeg(request=replace(one, windows=()), windows=_spans(one)) for one in own)
        rhythm = dict(rng.choice(RHYTHMS))
        if len(own) > 1 or own[0].service_id != "fizjoterapia":
            rhythm.pop("same_staff", None)
        yield Series(id=SeriesId(f"S-{number}"), legs=legs, first=SERVICE_DAY, made_at=NOW, **rhythm)


def _spans(request: Request) -> tuple[ClockSpan, ...]:
    hours = ((w.start.astimezone(ZONE).time(), w.end.astimezone(ZONE).time()) for w in request.windows)
    return tuple(ClockSpan(start=start, end=end) for start, end in hours)


if __name__ == "__main__":
    raise SystemExit(main())
