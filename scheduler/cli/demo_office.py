"""The demo's own office: its town kept in a new database, and a server of this computer alone on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from scheduler.cli.demo_addresses import keep_demo_addresses
from scheduler.cli.demo_studies import keep_demo_studies
from scheduler.domain.accounts import Role
from scheduler.domain.ids import DisruptionId, TownId
from scheduler.domain.plan import Plan
from scheduler.domain.town import Town

if TYPE_CHECKING:  # imported late: whoever only looks at the demo's pictures need not load a database
    from scheduler.bootstrap import Office
    from scheduler.settings import Settings
    from scheduler.simulation.bad_day import Script
    from scheduler.simulation.crews import Crews

STARTS_AT = time(10, 40)
"""The demo's hour when it begins, whatever the hour outside."""
DAWN = time(4, 0)
"""When the office got its plan, before any crew has left."""
DAYS_BEHIND = 10
"""Two weeks without weekends: each takes about half a second."""
PORT = 8000
LATER = 1_000_000
"""Numbers of what crews report while the demo is served begin here: a day has fewer reports."""


def demo_settings(home: Path) -> "Settings":
    """Return the settings of a demo: a database and a key of its own in its folder, and no proxy before it."""
    from scheduler.settings import load_settings

    own = {
        "data": (home / "office").absolute(), "database_url": SecretStr(""), "master_key": SecretStr(""),
        "master_key_file": None, "public_url": None, "trusted_proxies": (),
    }  # fmt: skip
    return load_settings().model_copy(update=own)


def on_its_clock(settings: "Settings", day: date, zone: tzinfo) -> "Settings":
    """Return settings by whose clock it is twenty to eleven of a day now, when a day is in full swing."""
    ahead = datetime.combine(day, STARTS_AT, zone) - datetime.now(UTC)
    return settings.model_copy(update={"clock_ahead_seconds": ahead.total_seconds()})


def keep_demo_office(
    settings: "Settings", town: Town, plan: Plan, *, behind: int = DAYS_BEHIND, broken: "Script | None" = None
) -> None:
    """Keep the demo's town in its new database: closed days behind it, a plan under way, and a user of each role.

    Parameters
    ----------
    broken : Script, optional
        Of a bad day: its bus has broken down by now, and nobody has made a new plan yet.
    """
    from scheduler.bootstrap import travel_for, web_office
    from scheduler.services.demonstrating import keep_demo, publish_demo
    from scheduler.simulation.breaking import break_down
    from scheduler.simulation.crews import Crews
    from scheduler.simulation.days_before import DaysBefore, since, working_days
    from scheduler.simulation.under_way import play_until

    office = web_office(settings, told=lambda _key, _path: None)  # who would keep a recovery sheet of invented people
    try:
        past = working_days(town, plan.day, behind)
        first, dawn = (datetime.combine(day, DAWN, town.zone) for day in ([*past, plan.day][0], plan.day))
        town = since(town, first.date())
        keep_demo(office.store, office.accounts, town, first)
        home = settings.data / "towns" / town.id
        keep_demo_addresses(home, town)
        travel = travel_for(town, home)
        before = DaysBefore(store=office.store, town=town, travel=travel, new_id=office.new_id)
        for day in past:
            before.play(day)
        before.begin(dawn)
        publish_demo(office.store, travel, plan, dawn, office.new_id)
        keep_demo_studies(office.store, TownId(town.id), plan.day, dawn)
        crews = Crews(store=office.store, town_id=TownId(town.id), day=plan.day, unanswered=(), acted=dawn)
        if broken:
            play_until(crews, broken.breaks_at)
            break_down(crews, travel, broken.bus, key=DisruptionId(office.new_id("D")), until=broken.repaired_at)
        play_until(crews, office.clock.now())
    finally:
        office.close()


def serve_demo(settings: "Settings", day: date, port: int | None, *, greet: Callable[[str], object]) -> None:
    """Serve the demo's office at this computer until it is stopped; meanwhile its crews go on with their day.

    Parameters
    ----------
    port : int or None
        None: 8000, or a free one if somebody else listens there.
    greet : callable
        What is done once it answers, with the address where.
    """
    from scheduler.bootstrap import web_office
    from scheduler.cli.listening import Listening, is_free
    from scheduler.cli.serving import run_service
    from scheduler.simulation.under_way import going_on

    asked = Listening(host="127.0.0.1", port=port if port is not None else PORT, greet=greet)
    if port is None and not is_free(asked):
        asked = replace(asked, port=0)
    office = web_office(settings)
    try:
        with going_on(_crews(office, day), office.clock.now):
            run_service(asked, settings=settings, is_demo=True)
    finally:
        office.close()


def _crews(office: "Office", day: date) -> "Crews":
    """Return the crews of a demo's day; the demo's driver leaves the phone to whoever looks around."""
    from scheduler.services.demonstrating import user_id
    from scheduler.simulation.crews import Crews

    (town_id,) = office.store.towns()
    worker = office.accounts.users.find(user_id(Role.WORKER))
    with office.store.reading(town_id) as unit:
        own = {one.id for one in unit.shifts.between(day, day).values() if worker and worker.staff_id in one.staff_ids}
    return Crews(
        store=office.store, town_id=town_id, day=day, unanswered=(), acted=office.clock.now(), gone=own, alone=False,
        numbers=count(LATER),
    )  # fmt: skip
