"""The demo's own office: its town kept in a new database, and a server of this computer alone on it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from scheduler.cli.language import Language
from scheduler.domain.accounts import Role
from scheduler.domain.ids import TownId
from scheduler.domain.plan import Plan
from scheduler.domain.town import Town

if TYPE_CHECKING:  # imported late: whoever only looks at the demo's pictures need not load a database
    from scheduler.settings import Settings

GREETING: Mapping[Language, str] = {
    Language.PL: "Opis: {address}/openapi.json\nWejście w roli ({roles}), bez hasła i tylko z tego komputera:",
    Language.EN: "Description: {address}/openapi.json\nSign in as a role ({roles}), without a password, at this "
    "computer alone:",
}
STARTS_AT = time(10, 40)
"""The demo's hour when it begins, whatever the hour outside."""
DAWN = time(4, 0)
"""When the office got its plan, before any crew has left."""
DAYS_BEHIND = 10
"""Two weeks without weekends: each takes about half a second."""
_CURL = (
    "  curl -c cookies.txt -H 'Content-Type: application/json' -d '{\"role\": \"dispatcher\"}' {address}/api/v1/demo/"
    "sign-in"
)


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


def keep_demo_office(settings: "Settings", town: Town, plan: Plan, *, behind: int = DAYS_BEHIND) -> None:
    """Keep the demo's town in its new database: closed days behind it, a plan under way, and a user of each role."""
    from scheduler.bootstrap import travel_for, web_office
    from scheduler.services.demonstrating import keep_demo, publish_demo
    from scheduler.simulation.days_before import DaysBefore, working_days
    from scheduler.simulation.under_way import play_until

    office = web_office(settings, told=lambda _key, _path: None)  # who would keep a recovery sheet of invented people
    try:
        past = working_days(town, plan.day, behind)
        first, dawn = (datetime.combine(day, DAWN, town.zone) for day in ([*past, plan.day][0], plan.day))
        keep_demo(office.store, office.accounts, town, first)
        travel = travel_for(town, settings.data / "towns" / town.id)
        before = DaysBefore(store=office.store, town=town, travel=travel, new_id=office.new_id)
        for day in past:
            before.play(day)
        before.begin(dawn)
        publish_demo(office.store, travel, plan, dawn, office.new_id)
        play_until(office.store, TownId(town.id), plan.day, dawn, office.clock.now())
    finally:
        office.close()


def serve_demo(settings: "Settings", port: int, lang: Language) -> None:
    """Serve the demo's office at this computer until it is stopped."""
    from scheduler.cli.listening import Listening
    from scheduler.cli.serving import run_service

    greeting = GREETING[lang].replace("{roles}", ", ".join(Role)) + "\n" + _CURL
    run_service(Listening(host="127.0.0.1", port=port, greeting=greeting), settings=settings, is_demo=True)
