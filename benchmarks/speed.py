"""How fast the compiled search iterates.

`python -m benchmarks speed [--seconds 5] [--threads 2] [--removed M] [--alone] [--metropolis N,N,...] [FILE...]`
solves dial-a-ride files, or made-up cities of N requests, and prints one line of JSON each: iterations per second of
all threads together, requests taken out and microseconds of a thread per iteration. `--removed` sets how many requests
are taken out on average, roughly, where the search would choose by itself. `--alone` measures ruin and recreate without
master, pool and judge: a searcher in each thread, cooling from beginning to end, on the largest part.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.families.instance import Family
from benchmarks.families.problem import as_problem
from benchmarks.families.reading import read
from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.domain.time import ServiceDay
from scheduler.services.horizon import build_problem
from solver import searcher
from solver.budget import Budget
from solver.cooling import REGIMES, cycles_of, moment
from solver.engine import solve
from solver.kernel import warm
from solver.lowering import lowered
from solver.parts import parts_of
from solver.problem import Problem

SLICE = 200
"""Iterations between two looks at the clock."""


def city(requests: int) -> Problem:
    """Return the day of a made-up city."""
    town = metropolis(requests)
    day = ServiceDay(date=min(request.day for request in town.requests.values()), zone=town.zone)
    return build_problem(town, day, travel_for(town))


def problems(told: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    """Yield what the command line names."""
    yield from ((path.stem, as_problem(read(Family.DARP, path))) for path in told.files)
    yield from ((f"city of {n}", city(n)) for n in told.metropolis)


def whole(problem: Problem, told: argparse.Namespace) -> Mapping[str, int]:
    """Return what a whole solve does."""
    budget = Budget(clock=time.monotonic, seconds=told.seconds)
    return solve(problem, budget=budget, seed=told.seed, workers=told.threads).effort


def alone(problem: Problem, told: argparse.Namespace) -> Mapping[str, int]:
    """Return what searchers do who are left alone."""
    arrays = parts_of(lowered(problem))[0].arrays
    ground = searcher.ground_of(arrays)
    searchers = [searcher.Searcher(ground, told.seed * 1000 + number) for number in range(told.threads)]
    for one in searchers:
        one.begin({})
        one.fill()

    def search(number: int) -> None:
        began = time.monotonic()
        while (part := (time.monotonic() - began) / told.seconds) < 1.0:
            heat = moment(part, cycles_of(told.seconds), REGIMES[number % len(REGIMES)]).heat
            searchers[number].run(SLICE, heat, heat)

    with ThreadPoolExecutor(told.threads) as pool:
        list(pool.map(search, range(told.threads)))
    return sum((Counter(one.effort) for one in searchers), Counter())


def measured(name: str, problem: Problem, told: argparse.Namespace) -> dict[str, object]:
    """Return a line of the output."""
    effort = (alone if told.alone else whole)(problem, told)
    iterations = max(1, effort["iterations"])
    return {
        "name": name,
        "iterations_per_s": round(iterations / told.seconds),
        "removed": round(effort["removed"] / iterations, 2),
        "us_per_iteration": round(1e6 * told.seconds * told.threads / iterations, 1),
        "asked": round(effort["asked"] / iterations, 1),
        "known": round(effort["known"] / iterations, 1),
        "timed": round(effort["tried"] / iterations, 1),
    }


def numbers(text: str) -> list[int]:
    """Return numbers from a list with commas."""
    return [int(part) for part in text.split(",")]


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--removed", type=float, help="requests taken out on average, roughly")
    parser.add_argument("--alone", action="store_true", help="ruin and recreate only")
    parser.add_argument("--metropolis", type=numbers, default=[], metavar="N,N,...")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    told = parser.parse_args()
    warm()
    if told.removed:
        searcher.MEAN = told.removed
    for name, problem in problems(told):
        print(json.dumps(measured(name, problem, told)), flush=True)
