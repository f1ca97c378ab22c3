"""Town days against the best that anybody finds of them: how far off ten seconds are.

`python -m benchmarks best [--seconds 10] [--seeds 5] [--long 120] [--first 1] [--threads 2] [TOWN...]` plans a town's
first day (starachowice and its five seeded siblings, unless told) once per seed, then once for `--long` seconds, and
with the first engine once per `--first` seed. The best of all of these is what gaps are measured to; a plan that leaves
somebody out whom another one serves is not compared by money, and says so.
"""

import argparse
import time
from collections.abc import Callable, Iterator

import pandas as pd

from fixtures.demo.index import DEMO_TOWNS, build_town
from fixtures.scenarios import siblings
from scheduler.bootstrap import travel_for
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import build_problem
from solver.budget import Budget
from solver.engine import solve
from solver.kernel import warm
from solver.problem import Problem
from solver.result import Result
from solver.yardstick.engine import solve as solve_first

HOME = "starachowice"
COLUMNS = ["town", "out", "mean_zl", "worst_zl", "best_zl", "mean_gap", "worst_gap", "first_out", "first_zl"]

type Engine = Callable[..., Result]


def days(names: list[str]) -> Iterator[tuple[str, Problem]]:
    """Yield the problems of the towns named, or of the home town and its siblings."""
    if names:
        yield from ((name, _day(build_town(name))) for name in names)
        return
    home = build_town(HOME)
    yield HOME, _day(home)
    yield from ((f"sibling {number}", _day(town)) for number, town in enumerate(siblings(home), 1))


def _day(town: Town) -> Problem:
    day = ServiceDay(date=min(request.day for request in town.requests.values()), zone=town.zone)
    return build_problem(town, day, travel_for(town))


def reached(engine: Engine, problem: Problem, seconds: float, seed: int, threads: int) -> tuple[int, int]:
    """Return how many requests a plan leaves out, and its money in grosze."""
    budget = Budget(clock=time.monotonic, seconds=seconds)
    result = engine(problem, budget=budget, seed=seed, workers=threads)
    return len(result.unassigned), result.score.money_gr


def compared(name: str, problem: Problem, told: argparse.Namespace) -> list[object]:
    """Return a row of the table."""
    seeds = range(1, told.seeds + 1)
    ours = [reached(solve, problem, told.seconds, seed, told.threads) for seed in seeds]
    long = [reached(solve, problem, told.long, 1, told.threads)] if told.long else []
    first = [reached(solve_first, problem, told.seconds, seed, told.threads) for seed in range(1, told.first + 1)]
    best = min(ours + long + first)
    money = [gr for out, gr in ours if out == best[0]]
    mean = sum(money) / len(money) if money else float("nan")
    worst = max(money, default=float("nan"))
    gaps = [100 * (gr / best[1] - 1) for gr in (mean, worst)]
    theirs = min(first, default=(-1, -1))
    zloty = [gr / 100 for gr in (mean, worst, best[1])]
    return [name, max(out for out, _ in ours), *zloty, *gaps, theirs[0], theirs[1] / 100]


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--long", type=float, default=120, help="seconds of the long run, 0: none")
    parser.add_argument("--first", type=int, default=1, help="seeds of the first engine")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("towns", nargs="*", metavar="TOWN", help=", ".join(DEMO_TOWNS))
    told = parser.parse_args()
    warm()
    rows = [compared(name, problem, told) for name, problem in days(told.towns)]
    print(pd.DataFrame(rows, columns=COLUMNS).to_string(index=False, float_format="%.2f"))
