"""A small kept town whose rota is tested: two drivers, a nurse, a bus, a pattern of weekday mornings."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fixtures.builder import TownBuilder
from scheduler.domain.ids import AbsenceId, PatternId, PlaceId, ShiftId, StaffId, TownId, VehicleId
from scheduler.domain.place import Door
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence, WeeklyPattern
from scheduler.domain.town import Town
from scheduler.services.keeping import keep_town
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore

WARSAW = ZoneInfo("Europe/Warsaw")
TOWN = TownId("starachowice")
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=WARSAW)
BASE = Door(place_id=PlaceId("baza"))


def at(day: date, clock: str) -> datetime:
    """Return an instant by the town's clock."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=WARSAW)


def staffed(**fields: Any) -> TownBuilder:
    """Return a builder with drivers A and B, the nurse N, and two buses, of which nobody works yet."""
    builder = TownBuilder(**fields)
    builder.add_place("baza", "Baza")
    builder.add_staff("A", skills=("przewozy",), contract_id="driver")
    builder.add_staff("B", skills=("przewozy",), contract_id="driver")
    builder.add_staff("N", skills=("opieka",), contract_id="mandate")
    builder.add_vehicle("bus-1", lift_max_kg=300)
    builder.add_vehicle("bus-2", lift_max_kg=300)
    builder.staff_waiting.clear()
    return builder


def pattern(**fields: Any) -> WeeklyPattern:
    """Return a weekday morning of driver A on bus 1, but for the fields given."""
    usual: dict[str, Any] = {
        "id": PatternId("rano"),
        "name": "Bus, rano",
        "weekdays": frozenset({1, 2, 3, 4, 5}),
        "start": time(6),
        "end": time(14),
        "valid_from": date(2026, 1, 5),
        "staff_ids": (StaffId("A"),),
        "vehicle_id": VehicleId("bus-1"),
        "start_door": BASE,
        "end_door": BASE,
    }
    return WeeklyPattern(**{**usual, **fields})


def absence(start: datetime, end: datetime, *, staff: str = "A", vehicle: str = "", name: str = "N-1") -> Absence:
    """Return an absence of a worker or a vehicle."""
    who: dict[str, Any] = {"vehicle_id": VehicleId(vehicle)} if vehicle else {"staff_id": StaffId(staff)}
    return Absence(id=AbsenceId(name), start=start, end=end, **who)


def all_day(day: date, days: int = 1, **who: str) -> Absence:
    """Return an absence of whole days."""
    return absence(at(day, "00:00"), at(day + timedelta(days=days), "00:00"), **who)


class Office:
    """A memory store with one town in it."""

    def __init__(self, town: Town) -> None:
        self.store = MemoryStore()
        with self.unit() as unit:
            keep_town(unit, town, NOW)

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        """Open a unit that writes."""
        with self.store.writing(TOWN) as unit:
            yield unit

    def shifts(self) -> Mapping[ShiftId, Shift]:
        """Return the kept shifts by id."""
        with self.store.reading(TOWN) as unit:
            return unit.shifts.all()

    def version(self, day: date) -> int:
        """Return how often a day has changed."""
        with self.store.reading(TOWN) as unit:
            return unit.days.get(day).version
