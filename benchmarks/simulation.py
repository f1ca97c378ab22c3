"""Simulated days of a demo town, from the first call to the figures: how many a minute, and where the time goes.

`python -m benchmarks simulation [--days 20] [--requests 70] [--effort 1] [--against 10] [--every 5] [--seed 1]
[--stores]` plays that many working days of Starachowice in this process, in memory, one after the other. Calls for so
many requests a day are drawn from a demand that is like the town's own day. It prints one line of JSON: `days_per_min`;
seconds of each day apart (`booking_s`, `planning_s`, `dispatching_s`, `closing_s`) by the processor's clock; memory;
and how much dearer each `--every`-th evening's plan is than one of `--against` seconds (`loss`; 0: not measured).
One day is played before, which compiles and warms. With `--stores` the same days are played on SQLite, too, and on
PostgreSQL if `DOJAZD_DATABASE_URL` names an empty one; it fails if any figure is another one.

With `--workers 1 2 [--replications 4]` so many replications of the days are played by one worker process, and then by
two: days a minute by the clock, how many times faster each is than the first, seconds until all workers were ready, and
the memory of each; it fails if the figures differ.
"""

import argparse
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from benchmarks.capacity.demand import demand_like
from benchmarks.capacity.quality import Quality
from benchmarks.capacity.scaling import scaled
from benchmarks.capacity.stores import alike
from benchmarks.memory import forget_peak, peak_mb
from fixtures.demo.index import build_town
from fixtures.moments import SERVICE_DAY
from scheduler.bootstrap import travel_for
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.ids import TownId
from scheduler.services.holidays import HolidayCalendar
from scheduler.simulation.office import Spent, simulate
from scheduler.simulation.office.simulator import calls_of, play
from scheduler.store.memory import MemoryStore

SHOWN = ("calls", "asked", "refused", "declined", "served", "late", "not_served", "replans")


def main() -> int:
    """Run the benchmark; return the exit code: 1 if stores, or processes, disagree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--requests", type=int, default=70, help="on each day")
    parser.add_argument("--effort", type=int, default=1, help="of the planner, each evening and for each replanning")
    parser.add_argument("--against", type=float, default=10.0, help="seconds of the other plan; 0: none")
    parser.add_argument("--every", type=int, default=5, help="so many evenings on, one is planned twice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stores", action="store_true", help="play the days on databases, too")
    parser.add_argument("--workers", type=int, nargs="+", help="numbers of worker processes, one after the other")
    parser.add_argument("--replications", type=int, default=4, help="that each number of workers plays")
    given = parser.parse_args()
    task = _task(given)
    if given.workers:
        told, same = scaled(task, given.workers, given.replications)
        print(json.dumps(told))
        return 0 if same else 1
    measured, figures = _measured(task)
    print(json.dumps({**measured, "figures": _means(figures, len(task.days)), **_quality(task, given)}))
    return 0 if not given.stores or alike(task, figures) else 1


def _task(given: argparse.Namespace) -> Task:
    town = build_town()
    calendar = HolidayCalendar(town.policy.booking)
    later = (SERVICE_DAY + timedelta(days=1 + k) for k in range(3 * given.days + 14))
    days = [day for day in later if day.isoweekday() <= 5 and calendar.works(day)][: given.days]
    return Task(
        scenario="base", replication=0, seed=given.seed, town=town, demand=demand_like(town, given.requests),
        days=tuple(days), effort=given.effort, travel="straight",
    )  # fmt: skip


def _measured(task: Task) -> tuple[Mapping[str, Any], list[Figure]]:
    travel = travel_for(task.town)
    simulate(replace(task, days=task.days[:1]), travel, MemoryStore())
    forget_peak()
    spent, began = Spent(clock=time.process_time), time.process_time()
    figures = simulate(task, travel, MemoryStore(), spent=spent)
    took_s, days = time.process_time() - began, len(task.days)
    each = {name: round(getattr(spent, name) / days, 3) for name in vars(spent) if name.endswith("_s")}
    return {"days": days, "effort": task.effort, "days_per_min": round(60 * days / took_s, 1),
            "day_s": round(took_s / days, 3), **each, "peak_mb": round(peak_mb())}, figures  # fmt: skip


def _means(figures: list[Figure], days: int) -> Mapping[str, float]:
    """Return what a day came to on average."""
    totals = [one for one in figures if not one.district and not one.service]
    return {kpi: round(sum(one.value for one in totals if one.kpi == kpi) / days, 2) for kpi in SHOWN}


def _quality(task: Task, given: argparse.Namespace) -> Mapping[str, Any]:
    if not given.against:
        return {}
    store, travel = MemoryStore(), travel_for(task.town)
    quality = Quality(store, TownId(task.town.id), travel, task.effort, given.against, given.every)
    play(task, calls_of(task), travel, store, before_search=quality.look)
    return {"evenings": len(quality.costs_gr), "against_s": given.against, "loss": quality.loss}
