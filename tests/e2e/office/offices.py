"""An office with its day under way, made once and copied for each server."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fixtures.demo.index import build_town
from scheduler.bootstrap import travel_for
from scheduler.cli.demo_office import DAWN, STARTS_AT, demo_settings, keep_demo_office, on_its_clock
from scheduler.services.planning import Wish, plan_day
from tests.serving.serving import ROOT, Certificate, ready

DAY = date(2026, 11, 23)
"""A Monday."""
ZONE = ZoneInfo("Europe/Warsaw")
UNDER_WAY = datetime.combine(DAY, STARTS_AT, ZONE)
"""When servers' clocks start."""
WAIT_MS = 30_000
"""Milliseconds: nobody waits for it where the computer is not busy with other tests."""
EFFORT = 200
"""Rounds of search: always the same plan."""


def make_office(home: Path) -> None:
    """Keep the demo's town in a folder, its plan published and worked until twenty to eleven."""
    town = build_town("starachowice", service_day=DAY)
    dawn = datetime.combine(DAY, DAWN, ZONE)
    wish = Wish(clock=time.monotonic, effort=EFFORT, seed=1, made_at=dawn, workers=1)
    plan = plan_day(town, DAY, travel_for(town, home), wish).plan
    keep_demo_office(on_its_clock(demo_settings(home), DAY, ZONE), town, plan)


@dataclass(frozen=True)
class Serving:
    """A server of such an office: where it answers, and its process."""

    address: str
    process: "subprocess.Popen[str]"


@contextmanager
def serving(made: Path, home: Path, tls: Certificate, *, starts: datetime = UNDER_WAY) -> Iterator[Serving]:
    """Serve a copy of an office by its own clock, which starts at twenty to eleven again, or at another time."""
    shutil.copytree(made, home)
    ahead = starts - datetime.now(UTC)
    command = [sys.executable, "-m", "tests.e2e.office.demo_server"]
    command += [str(home), str(tls.cert), str(tls.key), str(ahead.total_seconds())]
    with (home / "log").open("w", encoding="utf-8") as log:
        told = {**os.environ, "LANG": "C.UTF-8"}
        process = subprocess.Popen(
            command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8",
            start_new_session=True,
        )  # fmt: skip
    try:
        found = ready(process, home / "log")
        yield Serving(f"https://127.0.0.1:{found.port}", process)
    finally:
        # With all that it has started, and at once: nothing of the copy is needed any more.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()
