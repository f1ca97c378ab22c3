"""Long repetitions of what the test suite does briefly.

`python -m benchmarks soak [--minutes M] [--batches N] [SOAK]...`: `times` compares the reference timing with an exact
model on random orders; `plans` plans random days and verifies them; `intervals` counts how often the intervals of small
studies hold the truth, and `coverage` the same of 200 studies that the real simulator plays on two workers, some
minutes a batch (`--batches 1 coverage`); `days` runs an office's days in memory, from the first call to the closed day;
`kills` kills servers that clients write to, five in a batch (`--batches 10 kills` kills 50). It ends with exit code 1
at the first failure, whose seed it prints. `python -m benchmarks soak week` is a soak of its own, with its own options.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping

from benchmarks.soak_coverage import coverage
from benchmarks.soak_days import days
from benchmarks.soak_intervals import intervals
from benchmarks.soak_kills import kills
from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.objective import score
from solver.verify import unaccepted, verify
from tests.solver.compare_times import soak as compare_times
from tests.solver.generate import make_problem

BATCH = 200


def times(seed: int) -> list[str]:
    """Return the disagreements of one batch of random orders with the exact model."""
    return compare_times(seed * BATCH, BATCH)


def plans(seed: int) -> list[str]:
    """Return what is wrong with the plan of one random day."""
    problem = make_problem(seed, requests=4 + seed % 12, shifts=1 + seed % 4)
    result = solve(problem, budget=Budget(clock=time.monotonic, effort=2), seed=seed, workers=0)
    told = with_inherited(problem)
    wrong = [f"seed {seed}: {violation}" for violation in unaccepted(verify(told, result.solution))]
    if score(told, result.solution).key != result.score.key:
        wrong.append(f"seed {seed}: the score is not what was told")
    return wrong


SOAKS: Mapping[str, Callable[[int], list[str]]] = {
    "times": times,
    "plans": plans,
    "intervals": intervals,
    "coverage": coverage,
    "days": days,
    "kills": kills,
}


def main() -> int:
    """Run the soaks of the command line in turn for as long as it says; return the exit code."""
    if sys.argv[1:2] == ["week"]:
        from benchmarks.week.run import main as week  # it brings servers and databases, which no other soak needs

        del sys.argv[1]
        return week()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--batches", type=int, help="of each soak, however long they take")
    parser.add_argument("soaks", nargs="*", metavar="SOAK", help=", ".join(SOAKS))
    told = parser.parse_args()
    names = told.soaks or list(SOAKS)
    for name in names:
        until = time.monotonic() + told.minutes * 60 / len(names)
        wrong, batches = _run(SOAKS[name], until, told.batches)
        print(*wrong, f"{name}: {batches} batches, {len(wrong)} findings", sep="\n")
        if wrong:
            return 1
    return 0


def _run(soak: Callable[[int], list[str]], until: float, most: int | None) -> tuple[list[str], int]:
    wrong: list[str] = []
    batches = 0
    while not wrong and (time.monotonic() < until if most is None else batches < most):
        wrong = soak(batches)
        batches += 1
    return wrong, batches


if __name__ == "__main__":
    raise SystemExit(main())
