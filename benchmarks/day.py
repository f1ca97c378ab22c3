"""Whole days: how much is served, at what cost, in what time and memory.

`python -m benchmarks day [--seconds 10] [--seeds 3] [--cut] [--metropolis N] [TOWN...]` plans the demo towns (or a
made-up city of N requests) once per seed, verifies every plan from scratch, and prints a table.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pandas as pd

from benchmarks.memory import forget_peak, peak_mb
from fixtures.demo.index import DEMO_TOWNS, build_town
from fixtures.metropolis import metropolis
from fixtures.scenarios import cut_fleet
from scheduler.bootstrap import travel_for
from scheduler.domain.town import Town
from scheduler.services.planning import Wish, check_plan, plan_day
from scheduler.services.reporting import day_kpis

CORES = 2
COLUMNS = ["town", "seed", "requests", "served", "must_left", "cost_zl", "broken", "seconds", "first_s", "peak_mb"]


def planned(town: Town, seconds: float, seed: int) -> list[object]:
    """Plan a town's first day and return a row of the table.

    Notes
    -----
    `seconds` is the whole call: building the problem, the search, verifying, and no more than ten seconds of reasons.
    `first_s` is when the first complete plan stood.
    """
    day = min(request.day for request in town.requests.values())
    first: list[float] = []
    patience = time.monotonic() + seconds + 10
    wish = Wish(
        clock=time.monotonic,
        seconds=seconds,
        seed=seed,
        made_at=datetime.now(UTC),
        workers=CORES,
        on_progress=lambda step: first.append(step.elapsed_s),
        reasons_by=lambda: time.monotonic() > patience,
    )
    forget_peak()
    began = time.monotonic()
    plan = plan_day(town, day, travel_for(town), wish).plan
    took = time.monotonic() - began
    broken = sum(found.status == "broken" for found in check_plan(town, travel_for(town), plan))
    kpis = day_kpis(town, plan)
    cost = sum(plan.terms.values()) / 100
    return [town.name, seed, kpis.requested, kpis.served, plan.unassigned_must, cost, broken, took, first[0], peak_mb()]


def towns(told: argparse.Namespace) -> Iterator[Town]:
    """Yield what the command line asks for."""
    if told.metropolis:
        yield metropolis(told.metropolis)
        return
    for name in told.towns or DEMO_TOWNS:
        town = build_town(name)
        yield cut_fleet(town) if told.cut else town


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cut", action="store_true", help="with a quarter fewer shifts")
    parser.add_argument("--metropolis", type=int, metavar="N", help="a made-up city of N requests instead of the towns")
    parser.add_argument("towns", nargs="*", metavar="TOWN", help=", ".join(DEMO_TOWNS))
    told = parser.parse_args()
    rows = [planned(town, told.seconds, seed) for town in towns(told) for seed in range(1, told.seeds + 1)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    print(table.to_string(index=False, float_format="%.1f"))
    summary = table.groupby("town").agg({"served": ["mean", "min"], "cost_zl": ["mean", "max"], "broken": "sum"})
    print(summary.to_string(float_format="%.1f"))


if __name__ == "__main__":
    main()
