"""Public benchmark files, solved like any other problem: one line of JSON a file.

`python -m benchmarks solve --family darp|vrptw|pdptw [--objective vehicles|distance] [--seconds 10] [--threads 2]
[--seed 1] [--check FOLDER] FILE...`. Every answer is checked against its raw file; what is wrong is told on the error
stream, and the exit code is then 1 (2: a file cannot be read).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.checking import check
from benchmarks.families.answer import Answer, answer, routes_of
from benchmarks.families.instance import Family, Instance
from benchmarks.families.problem import as_problem
from benchmarks.families.reading import read
from benchmarks.families.text import FileError
from benchmarks.memory import forget_peak, peak_mb
from solver.budget import Budget
from solver.engine import solve
from solver.kernel.warmup import warm
from solver.problem import Problem
from solver.result import Result


@dataclass(frozen=True, kw_only=True)
class Run:
    """A file with the way it is to be solved.

    Attributes
    ----------
    effort : int or None
        A limit that does not depend on the machine, instead of `seconds`.
    """

    path: Path
    family: Family
    vehicles_first: bool
    seconds: float
    threads: int
    seed: int
    effort: int | None = None


def engine(problem: Problem, run: Run) -> Result:
    """Return what the engine makes of a problem: the one place where benchmarks of public files call it."""
    seconds = run.seconds if run.effort is None else None
    budget = Budget(clock=time.monotonic, seconds=seconds, effort=run.effort)
    return solve(problem, budget=budget, seed=run.seed, workers=run.threads)


def solved(run: Run, instance: Instance) -> Answer:
    """Return the engine's answer, not yet checked."""
    problem = as_problem(instance, vehicles_first=run.vehicles_first)
    forget_peak()
    began = time.monotonic()
    result = engine(problem, run)
    took = time.monotonic() - began
    return answer(instance, routes_of(problem, result.solution), seconds=took, peak_mb=peak_mb())


def found_wrong(found: Answer, path: Path) -> list[str]:
    """Return what is wrong with an answer, by a reading of the raw file that shares nothing with the reader."""
    verdict = check(found.family, path, found.routes)
    wrong = list(verdict.wrong)
    if abs(verdict.cost - found.cost) > 1e-3:
        wrong.append(f"says cost {found.cost}, is {verdict.cost:.4f}")
    return wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `solve`, `peer` and `compare` have in common."""
    parser.add_argument("--family", type=Family, choices=list(Family), required=True)
    parser.add_argument("--objective", choices=["vehicles", "distance"], help="pdptw: vehicles first, else distance")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")


def vehicles_first(told: argparse.Namespace) -> bool:
    """Return whether vehicles come before distance: what is said, or the family's custom."""
    return (told.objective or ("vehicles" if told.family is Family.PDPTW else "distance")) == "vehicles"


def runs(told: argparse.Namespace) -> list[Run]:
    """Return a run for each file of the command line."""
    return [
        Run(
            path=path,
            family=told.family,
            vehicles_first=vehicles_first(told),
            seconds=told.seconds,
            threads=told.threads,
            seed=told.seed,
        )
        for path in told.files
    ]


def instances(asked: Sequence[Run]) -> list[Instance] | None:
    """Return all files read, or None after telling what is wrong with each that cannot be."""
    read_in, bad = [], 0
    for run in asked:
        try:
            read_in.append(read(run.family, run.path))
        except FileError as error:
            print(error, file=sys.stderr)
            bad += 1
    return None if bad else read_in


def checked_by(folder: Path, answers: Sequence[Answer], asked: Sequence[Run]) -> int:
    """Have `check.py` of a folder judge all answers, its words going to the error stream; return its exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch, "answers.jsonl")
        lines.write_text("".join(f"{found.to_json()}\n" for found in answers), encoding="utf-8")
        for run in asked:
            raw = Path(scratch, run.family, f"{run.path.stem}.txt")
            raw.parent.mkdir(exist_ok=True)
            raw.write_bytes(run.path.read_bytes())
        command = [sys.executable, str(folder / "check.py"), str(lines), scratch]
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode  # noqa: S603  # its user names it


def main() -> int:
    """Solve the files of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--check", type=Path, metavar="FOLDER", help="whose check.py judges the answers as well")
    told = parser.parse_args()
    asked = runs(told)
    read_in = instances(asked)
    if read_in is None:
        return 2
    warm(lambda said: print(said, file=sys.stderr), lang="en")  # compiling is paid once, not by the first file
    answers, wrong = [], 0
    for run, instance in zip(asked, read_in, strict=True):
        found = solved(run, instance)
        answers.append(found)
        print(found.to_json(), flush=True)
        for said in found_wrong(found, run.path):
            print(f"{run.path}: {said}", file=sys.stderr)
            wrong += 1
    if told.check:
        wrong += checked_by(told.check, answers, asked)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
