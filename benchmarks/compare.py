"""Peers side by side with ours in one run: a table of what each reached on the same files, in the same time and cores.

`python3 -m uv run --group bench python -m benchmarks compare [--peers ortools,pyvrp,pyvroom] --family vrptw
[--objective vehicles|distance] [--seconds 10] [--threads 2] [--seed 1] [--best-known CSV] FILE...`. One after the
other, each in a process of its own on the same `--threads` cores; every answer is checked against its raw file.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.checking import check
from benchmarks.peers.registry import LIBRARIES, PEERS
from benchmarks.peers.table import OURS, Cell, best_known, table
from benchmarks.solve import Run, add_arguments, instances, runs

GRACE_S = 180
"""Beyond its time a peer may need this long to start, to build its model, and to notice that its time is over."""


def command(solver: str, run: Run) -> list[str]:
    """Return the command line that has a solver answer one file."""
    who = ["solve"] if solver == OURS else ["peer", "--peer", solver]
    objective = "vehicles" if run.vehicles_first else "distance"
    return [
        *(sys.executable, "-m", "benchmarks", *who, "--family", run.family, "--objective", objective),
        *("--seconds", str(run.seconds), "--threads", str(run.threads), "--seed", str(run.seed), str(run.path)),
    ]


def outcome(solver: str, run: Run) -> Cell:
    """Return what a solver made of a file, judged here once more."""
    cannot = PEERS[solver].cannot.get(run.family) if solver in PEERS else None
    if cannot:
        return Cell(wrong=cannot)
    try:
        done = subprocess.run(  # noqa: S603  # our own command line
            command(solver, run), capture_output=True, text=True, check=False, timeout=run.seconds + GRACE_S
        )
    except subprocess.TimeoutExpired:
        return Cell(wrong="no answer in time")
    if not done.stdout.strip():
        return Cell(wrong=(done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    said = json.loads(done.stdout.strip().splitlines()[-1])
    verdict = check(run.family, run.path, said["routes"])
    return Cell(cost=verdict.cost, vehicles=verdict.vehicles, seconds=said["seconds"], wrong="; ".join(verdict.wrong))


def chosen(names: str) -> list[str]:
    """Return the solvers of a list of libraries, ours first."""
    wanted = [name for name in names.split(",") if name]
    if unknown := set(wanted) - set(LIBRARIES) - set(PEERS):
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(unknown))}: no such peer; there are {', '.join(LIBRARIES)}"
        )
    return [OURS, *(name for name, peer in PEERS.items() if {name, peer.library} & set(wanted))]


def pin(threads: int) -> None:
    """Keep this process and all that it starts on so many cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def missing(solvers: Sequence[str]) -> list[str]:
    """Return the libraries that are not installed."""
    return sorted({PEERS[name].library for name in solvers if name in PEERS and not PEERS[name].installed})


def main() -> int:
    """Compare on the files of the command line; exit 1 if an answer was wrong, 2 if nothing could be compared."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--peers", type=chosen, default=chosen(",".join(LIBRARIES)), help=",".join(LIBRARIES))
    parser.add_argument("--best-known", type=Path, metavar="CSV", help="columns family, instance, objective, vehicles")
    told = parser.parse_args()
    if absent := missing(told.peers):
        print(f"not installed: {', '.join(absent)}; python3 -m uv run --group bench ...", file=sys.stderr)
        return 2
    asked = runs(told)
    if instances(asked) is None:
        return 2
    known = best_known(told.best_known) if told.best_known else {}
    pin(told.threads)
    found: dict[tuple[Path, str], Cell] = {}
    for run in asked:
        for solver in told.peers:
            cell = found[run.path, solver] = outcome(solver, run)
            print(f"{run.path.stem} {solver}: {cell.told()}", file=sys.stderr, flush=True)
    print(table(told, found, known))
    return 1 if any(cell.is_failure for cell in found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
