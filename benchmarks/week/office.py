"""The office of a soak: a town with twelve shifts on every day of the week, kept in an empty database."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fixtures.builder import TownBuilder
from fixtures.weekly import WEEKEND
from scheduler.bootstrap import Office, web_office
from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.hooks import HookTopic
from scheduler.domain.ids import StaffId, TownId, UserId
from scheduler.domain.town import Town
from scheduler.services.access import NOT_FOR_MACHINES, Permission
from scheduler.services.keeping import keep_town
from scheduler.services.rota import horizon_of, roll_rota
from scheduler.settings import Settings

BUSES, WORKERS, CLIENTS, PLACES = 4, 8, 160, 8
HORIZON_DAYS = 3
ANNA = UserId("anna")
HOURS = "06:00-14:00", "08:00-16:00", "07:00-15:00", "10:00-18:00"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What clients of an office have to know."""

    town_id: TownId
    token: str
    hook_id: str
    hook_secret: str
    feeds: tuple[str, ...]
    clients: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "Told":
        """Read them as JSON has them."""
        told: Any = {key: tuple(one) if isinstance(one, list) else one for key, one in facts.items()}
        return cls(**told)


def keep_office(settings: Settings, first: date, hook_url: str) -> Told:
    """Keep the town, with a token for its machines, a hook and the calendars of three workers."""
    town = week_town(first)
    office = web_office(settings)
    try:
        return _kept(office, town, hook_url)
    finally:
        office.close()


def _kept(office: Office, town: Town, hook_url: str) -> Told:
    town_id, now = TownId(town.id), office.clock.now()
    with office.store.writing(town_id) as unit:
        keep_town(unit, town, now)
        roll_rota(unit, *horizon_of(town, now), now=now)
    token, _ = office.tokens.add(town_id, "soak", sorted(set(Permission) - NOT_FOR_MACHINES), by=ANNA)
    made = office.hooks.add(town_id, "soak", hook_url, list(HookTopic), by=ANNA)
    feeds = [office.feeds.make_for_staff(town_id, StaffId(one), by=ANNA) for one in list(town.staff)[:3]]
    return Told(
        town_id=town_id, token=token, hook_id=str(made.hook.id),
        hook_secret=made.hook.secret, feeds=tuple(one.token for one in feeds),
        clients=tuple(map(str, town.clients)), places=tuple(key for key in town.places if key.startswith("cel-")),
    )  # fmt: skip


def week_town(first: date) -> Town:
    """Return the town; its shifts are written out on its first day, a working day, and come every day after it.

    Those of the weekend are others' work, as whoever works all week has to rest.
    """
    booking = BookingPolicy(horizon_days=HORIZON_DAYS)
    builder = TownBuilder(seed=12, service_day=first).with_policy(booking=booking)
    for number in range(PLACES):
        builder.add_place(f"cel-{number}", f"Przychodnia {number}", at=(0.4 * number - 1.4, 0.3 * (number % 3) - 0.3))
    for number in range(BUSES):
        hours = HOURS[number % len(HOURS)]
        builder.add_bus(hours).every_week(on_holidays=True)
        bus = next(reversed(builder.vehicles))
        builder.add_staff(contract_id="driver").add_pattern(WEEKEND, hours, vehicle=bus, on_holidays=True)
    for number in range(WORKERS):
        hours = HOURS[number % len(HOURS)]
        builder.add_staff().add_shift(hours).every_week(on_holidays=True)
        builder.add_staff().add_pattern(WEEKEND, hours, on_holidays=True)
    for _ in range(CLIENTS):
        builder.add_client()
    return builder.build()


def settings_of(data: Path, url: str, master_key: str) -> Settings:
    """Return the settings that servers of the office and the soak itself share."""
    told = {"data": data, "database_url": url, "master_key": master_key, "hook_networks": ("127.0.0.0/8",)}
    return Settings(**told)  # type: ignore[arg-type]  # as text, from the environment


def told_moment(moment: datetime) -> str:
    """Return an instant as clients send it."""
    return moment.isoformat(timespec="seconds")
