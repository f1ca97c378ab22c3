"""A kept office for processes that die: three days to come, with room to book, and a list of people to phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fixtures.builder import TownBuilder
from scheduler.bootstrap import travel_for, web_office
from scheduler.domain.ids import ShiftId, TownId, UserId
from scheduler.domain.town import Town
from scheduler.services.dispatching import Hand
from scheduler.services.keeping import keep_town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.publishing import publish
from scheduler.settings import Settings, load_settings
from tests.serving.serving import Served, served
from tests.store.conftest import MASTER_KEY

CLIENTS, SHIFTS, UNTOLD = 40, 6, 8
SCOPES = (
    "bookings.read", "bookings.write", "enquiries.read", "notices.read", "notices.write", "plans.read", "plans.write",
    "events.write", "town.read",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Busy:
    """An office on a database, and a machine that may write to it.

    Attributes
    ----------
    data : Path
        The folder of its servers, for their logs.
    token : str
        The machine's.
    tasks : tuple of (ShiftId, str)
        What crews know of the first day: shifts, and the ids of their tasks.
    """

    url: str
    data: Path
    town_id: TownId
    days: tuple[date, ...]
    token: str
    tasks: tuple[tuple[ShiftId, str], ...] = ()

    @property
    def settings(self) -> Settings:
        """As its servers have them."""
        told = {"database_url": self.url, "master_key": MASTER_KEY.text, "data": self.data}
        return Settings(**{**load_settings().model_dump(), **told})

    @property
    def headers(self) -> dict[str, str]:
        """As its machine says who it is."""
        return {"Authorization": f"Bearer {self.token}"}

    @contextmanager
    def served(self, **settings: str) -> Iterator[Served]:
        """Have a server of it, a process of its own."""
        told = {"DOJAZD_DATABASE_URL": self.url, "DOJAZD_MASTER_KEY": MASTER_KEY.text, **settings}
        with served(self.data, DOJAZD_REQUESTS_PER_MINUTE="1000000", **told) as running:
            yield running


def busy_office(url: str, data: Path) -> Busy:
    """Keep an office in an empty database; the first of its days is published."""
    town, days = _town()
    busy = Busy(url=url, data=data, town_id=TownId(town.id), days=days, token="")
    office = web_office(busy.settings)
    try:
        now, travel = office.clock.now(), travel_for(town)
        with office.store.writing(busy.town_id) as unit:
            keep_town(unit, town, now)
        for day in days:
            ensure_tentative(office.store, busy.town_id, day, travel, now)
        with office.store.writing(busy.town_id) as unit:
            publish(unit, travel, days[0], Hand(by=UserId("anna"), at=now), office.new_id)
        with office.store.reading(busy.town_id) as unit:
            orders = unit.plans.orders(days[0], unit.days.get(days[0]).published or 0)
        secret, _ = office.tokens.add(busy.town_id, "writers", SCOPES, by=UserId("anna"))
    finally:
        office.close()
    tasks = tuple((shift_id, task) for shift_id, order in orders.items() for task in order)
    return replace(busy, token=secret, tasks=tasks)


def _town() -> tuple[Town, tuple[date, ...]]:
    """Return a town with some visits on its first day that nobody has told anybody about."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    days = tuple(tomorrow + timedelta(days=k) for k in range(3))
    builder = TownBuilder(seed=7, service_day=days[0])
    for day in days:
        builder.on_day(day)
        for k in range(SHIFTS):
            known = f"P-{k + 1:02d}"
            if day == days[0]:
                builder.add_staff(known)
            builder.add_shift("07:00-19:00", staff=known)
    builder.on_day(days[0])
    for _ in range(UNTOLD):
        builder.add_visit(window="08:00-18:00", length_min=15)
    for _ in range(CLIENTS):
        builder.add_client()
    return builder.build(), days
