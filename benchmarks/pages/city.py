"""A made-up city's office with its day under way, in the demo's own kind of database."""

import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.cli.demo_office import DAWN, demo_settings, keep_demo_office, on_its_clock
from scheduler.services.planning import Wish, plan_day

DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Warsaw")


def keep_city(home: Path, requests: int, shifts: int, *, seconds: float, seed: int) -> None:
    """Keep a city in a folder: its plan published, its crews at what they have to do at twenty to eleven."""
    town = metropolis(requests, shifts, seed=seed, service_day=DAY)
    dawn = datetime.combine(DAY, DAWN, ZONE)
    wish = Wish(clock=time.monotonic, seconds=seconds, seed=seed, made_at=dawn, workers=2)
    plan = plan_day(town, DAY, travel_for(town, home), wish).plan
    keep_demo_office(on_its_clock(demo_settings(home), DAY, ZONE), town, plan, behind=0)
