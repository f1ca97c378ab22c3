"""`python -m benchmarks day ...`, `python -m benchmarks offers ...` and so on; without a word, what there is."""

import sys
from importlib import import_module

BENCHMARKS = {
    "day": "whole days: served, cost, time and memory",
    "best": "town days against the best that anybody finds of them",
    "speed": "iterations per second",
    "soak": "random days, orders and offices, and killed servers, until something is wrong or the time is over",
    "office": "calls at the desk, moves on the board, residents looked up: milliseconds",
    "pages": "the board in a browser: milliseconds until it is there and until the hand feels it; weight of each page",
    "live": "events kept a second, and plans from now on after a breakdown: seconds, changes and calls",
    "offers": "what a caller could be offered, and how long that takes to find",
    "series": "recurring requests over weeks: who comes when, and how far that is proven",
    "simulation": "simulated days: how many a minute, and where the time goes",
    "addresses": "finding addresses as they are typed: milliseconds",
    "travel": "travel times: milliseconds, memory, and how far estimates are off the roads",
    "image": "the Dockerfile carried out in Debian roots, without an engine, and what it makes started read-only",
    "operations": "OPERATIONS.md followed word by word on machines made of clean Debian roots",
    "solve": "public benchmark files (vrptw, pdptw, darp), one line of JSON each",
    "peer": "one other solver on such files (group bench)",
    "compare": "other solvers beside ours on such files: a table (group bench)",
}
HELP = "\n".join([
    "usage: python -m benchmarks NAME [OPTIONS]     (NAME --help tells its options)",
    *(f"  {name:10} {text}" for name, text in BENCHMARKS.items()),
])  # fmt: skip


def main() -> int:
    """Run the benchmark that the command line names; return the exit code, 2 if it names none."""
    words = sys.argv[1:]
    if words and words[0] in BENCHMARKS:
        sys.argv = [f"python -m benchmarks {words[0]}", *words[1:]]
        return import_module(f"benchmarks.{words[0]}").main() or 0
    print(HELP)
    return 0 if words in (["--help"], ["-h"]) else 2


if __name__ == "__main__":
    raise SystemExit(main())
