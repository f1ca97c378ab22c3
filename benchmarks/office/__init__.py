"""The office at work: one line of JSON.

`python -m benchmarks office [--requests 150] [--asks 60] [--seconds 5] [--seed 1]` keeps a made-up city's day in a new
SQLite database and asks the desk in this process: calls, moves, residents looked up; HTTP is not measured.

`--http [--database postgresql] [--worker]` starts two `dojazd serve` on one database and measures at a client's socket:
before each measured call the other process changes the day, and the caller's address is new.

`--load [--minutes 10]` has 500 phones and 50 dispatchers ask two servers on PostgreSQL at their own times, and measures
from the moment at which each request was due. Phones poll, and report events; at the end
each event that was answered must be in the database, once.
"""

import argparse
import json
import os
from collections.abc import Mapping
from typing import Any


def main() -> int:
    """Run the benchmark; return the exit code."""
    given = _parser().parse_args()
    print(json.dumps(_measured(given)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--asks", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=5, help="for the plan")
    parser.add_argument("--seed", type=int, default=1)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--http", action="store_true", help="ask two servers, not the desk in this process")
    how.add_argument("--load", action="store_true", help="500 phones and 50 dispatchers at two servers")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql", help="of --http")
    parser.add_argument("--worker", action="store_true", help="with --http: have a worker improve plans meanwhile")
    parser.add_argument("--minutes", type=float, default=10, help="of --load")
    return parser


def _measured(given: argparse.Namespace) -> Mapping[str, Any]:
    cores = {"cores": os.cpu_count()}
    if given.http:
        from benchmarks.office.boundary import Plan, measured_http

        plan = Plan(requests=given.requests, asks=given.asks, seconds=given.seconds, seed=given.seed)
        return measured_http(plan, database=given.database, worker=given.worker) | cores
    if given.load:
        from benchmarks.office.load import measured_load

        return measured_load(given.minutes, given.seed) | cores
    from benchmarks.office.desk import measured

    return measured(given.requests, given.asks, given.seconds, given.seed)
