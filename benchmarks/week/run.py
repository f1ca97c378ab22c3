"""`python -m benchmarks soak week`: an office's week at many times its speed, on two servers that are killed.

`[--days 7] [--first 2026-10-20] [--speed 20] [--kill-every 1] [--lives 2] [--seed 1] [--keep FOLDER]`: twelve shifts on
every day, two dispatchers, twelve phones, a manager, calendar programs and a receiver of hooks, each a process of its
own; one PostgreSQL and two servers with their workers. Every simulated hour one server is killed with all that belongs
to it, for two days the one and for the next two the other, so that the one that lives shows whether its memory stays;
both clocks are set by some seconds at the same time, as time services do. The default week has the night in which
clocks go back. After each kill, and at the end, what clients were told is compared with the store. One line of JSON for
each hour and one for the whole; exit code 1 if anything is wrong.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import UTC, date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.week.client import CLOCK, HOOKS, LEDGER, ROLES, TOLD
from benchmarks.week.clock import make_clock
from benchmarks.week.hours import Hours
from benchmarks.week.office import keep_office, settings_of
from benchmarks.week.server import live_by
from benchmarks.week.servers import Server, free_port
from fixtures.moments import ZONE
from scheduler.bootstrap import web_office
from scheduler.domain.time import clock_instant
from scheduler.store.sealing.master import MasterKey
from tests.postgres import postgres
from tests.serving.serving import ROOT

BEGINS, MIDNIGHT = clock_time(5, 0), clock_time(23, 59)
LONGEST_EVENING = timedelta(hours=10)
SETTLE_S = 60
"""So long postmen and searches may take to end once everybody has gone home, in seconds of the computer, at least."""


def options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks soak week", description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--first", type=date.fromisoformat, default=date(2026, 10, 20))
    parser.add_argument("--speed", type=float, default=20)
    parser.add_argument("--kill-every", type=float, default=1, metavar="HOURS")
    parser.add_argument("--lives", type=int, default=2, metavar="DAYS", help="before the other server is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for logs and ledgers; by default they are thrown away")
    return parser.parse_args()


def main() -> int:
    """Run the soak of the command line; return the exit code."""
    asked = options()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dojazd-week-")))
        (folder / LEDGER).mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(postgres())
        name = server.make()
        wrong = _soak(asked, folder, server.url(name), stack)
    print(*wrong, f"week: {len(wrong)} findings", sep="\n", flush=True)
    return 1 if wrong else 0


def _soak(asked: argparse.Namespace, folder: Path, url: str, stack: ExitStack) -> list[str]:
    last = asked.first + timedelta(days=asked.days - 1)
    clock = make_clock(folder / CLOCK, clock_instant(asked.first, BEGINS, ZONE), asked.speed)
    live_by(clock)
    key, hook_port = MasterKey.fresh().text, free_port()
    settings = settings_of(folder / "data", url, key)
    told = keep_office(settings, asked.first, f"http://127.0.0.1:{hook_port}/dojazd")
    servers = [_server(name, folder, clock, url, key) for name in ("A", "B")]
    facts = {
        "told": asdict(told), "bases": [one.base for one in servers], "first": str(asked.first), "last": str(last),
        "seed": asked.seed, "hook_port": hook_port,
    }  # fmt: skip
    (folder / TOLD).write_text(json.dumps(facts), encoding="utf-8")
    for one in servers:
        stack.callback(one.kill)
        one.start()
    clients = {role: _client(role, folder) for role in ROLES}
    stack.callback(_end, clients)
    office = web_office(settings)
    stack.callback(office.close)
    watching = stack.enter_context(psycopg.connect(url, autocommit=True))
    hours = Hours(office=office, told=told, servers=servers, clock=clock, folder=folder, first=asked.first,
                  lives=asked.lives, watching=watching)  # fmt: skip
    ends = clock_instant(last, MIDNIGHT, ZONE).astimezone(UTC) + LONGEST_EVENING
    hours.pass_by(timedelta(hours=asked.kill_every), lambda: _done(clients) or clock.now() > ends)
    stuck = [f"the client {role} has not ended: {one.poll()}" for role, one in clients.items() if _failed(role, one)]
    time.sleep(max(SETTLE_S, 900 / asked.speed))
    return [*stuck, *hours.finish([asked.first + timedelta(days=k) for k in range(asked.days)])]


def _server(name: str, folder: Path, clock: Any, url: str, key: str) -> Server:
    environment = {
        "DOJAZD_DATABASE_URL": url, "DOJAZD_MASTER_KEY": key, "DOJAZD_DATA": str(folder / "data"), "LANG": "C.UTF-8",
        "DOJAZD_HOOK_NETWORKS": "127.0.0.0/8", "DOJAZD_REQUESTS_PER_MINUTE": "1000000", "DOJAZD_STUDY_PROCESSES": "0",
    }  # fmt: skip
    own = clock.copy(folder / f"{name}.clock")
    return Server(name=name, port=free_port(), folder=folder, environment=environment, clock=own)


def _client(role: str, folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / f"{role}.log").open("ab") as log:
        command = [sys.executable, "-m", "benchmarks.week.client", role, str(folder)]
        told = {**os.environ, "LANG": "C.UTF-8"}
        return subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log)  # noqa: S603  # our own


def _done(clients: "dict[str, subprocess.Popen[bytes]]") -> bool:
    """Return whether everybody has gone home, or somebody has given up."""
    ended = {role: one.poll() for role, one in clients.items() if role != HOOKS}
    return None not in ended.values() or any(ended.values())


def _failed(role: str, one: "subprocess.Popen[bytes]") -> bool:
    return one.poll() != (None if role == HOOKS else 0)


def _end(clients: "dict[str, subprocess.Popen[bytes]]") -> None:
    for one in clients.values():
        with suppress(ProcessLookupError):
            one.kill()
        one.wait()
