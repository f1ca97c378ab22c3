"""A town whose therapists and bus work every weekday by patterns, in any store, for series of the weeks ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from fixtures.builder import TownBuilder
from fixtures.moments import ZONE
from scheduler.domain.booking import Booking
from scheduler.domain.ids import (
    ClientId,
    PatternId,
    PlaceId,
    RequestId,
    SeriesId,
    ServiceId,
    StaffId,
    TownId,
    VehicleId,
)
from scheduler.domain.place import Door
from scheduler.domain.request import Party, Ride, Visit
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.series import ClockSpan, Series, SeriesLeg
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store
from scheduler.services.rota import keep_pattern
from scheduler.services.series.desk import SeriesDesk
from scheduler.services.series.planning import SeriesPlan, Terms
from scheduler.store.memory import MemoryStore
from solver.mastering.stopping import Limit
from tests.office.office import ANNA, HandClock, travel_for

SUNDAY = date(2026, 11, 22)
MONDAY = SUNDAY + timedelta(days=1)
BASE = Door(place_id=PlaceId("baza"))
TERMS = Terms(limit=Limit(effort=5.0))
CLIENT = ClientId("K-01")


def town(day: date = MONDAY, staff: Sequence[str] = ("P-1",), clients: int = 3) -> TownBuilder:
    """Return a town with therapists, a bus and a few clients who live there."""
    builder = TownBuilder(service_day=day).add_place("baza").add_place("szpital")
    for one in staff:
        builder.add_staff(one, skills=("fizjoterapia",))
    builder.add_staff("D-1", skills=("przewozy",), contract_id="driver").add_vehicle("bus-1", lift_max_kg=300)
    builder.staff_waiting.clear()
    for number in range(1, clients + 1):
        builder.add_client(f"K-{number:02d}")
    return builder


def pattern(name: str, *staff: str, **fields: Any) -> WeeklyPattern:
    """Return a weekday from 8 to 16 of some workers."""
    usual: dict[str, Any] = {
        "id": PatternId(name), "name": name, "weekdays": frozenset({1, 2, 3, 4, 5}), "start": time(8), "end": time(16),
        "valid_from": date(2026, 1, 5), "staff_ids": tuple(StaffId(one) for one in staff), "start_door": BASE,
        "end_door": BASE,
    }  # fmt: skip
    return WeeklyPattern(**(usual | fields))


@dataclass
class SeriesOffice:
    """A kept town on the evening before a Monday, in which therapists work the patterns given."""

    builder: TownBuilder
    patterns: Sequence[WeeklyPattern] = (pattern("fizjo", "P-1"),)
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 20, tzinfo=ZONE))
    store: Store = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        made = self.builder.build()
        self.id, self.clock, numbers = TownId(made.id), HandClock(self.now), count(1)
        self.call = Call(town_id=self.id, by=ANNA)
        with self.store.writing(self.id) as unit:
            keep_town(unit, made, self.now)
            for one in self.patterns:
                keep_pattern(unit, one, now=self.now)
        self.days = OpenDays(travel_for)
        self.booking = BookingDesk(self.store, self.days, self.clock, lambda prefix: f"{prefix}-{next(numbers)}")
        self.series = SeriesDesk(self.booking)

    def visits(self, key: str = "S-1", rule: str = "FREQ=WEEKLY;BYDAY=MO,WE,FR", **fields: Any) -> Series:
        """Take down a series of visits; what is no field of a series is one of its request."""
        clients = fields.pop("clients", (CLIENT,))
        windows = fields.pop("windows", ((9, 11),))
        known = {name: fields.pop(name) for name in tuple(fields) if name not in Series.__dataclass_fields__}
        request = Visit(
            id=RequestId(key), day=MONDAY, service_id=ServiceId("fizjoterapia"), windows=(),
            party=Party(client_ids=tuple(ClientId(one) for one in clients)),
            door=Door(place_id=PlaceId(f"dom-{clients[0]}")), **({"service_time": timedelta(minutes=45)} | known),
        )  # fmt: skip
        return self._put(key, rule, (SeriesLeg(request=request, windows=spans(*windows)),), fields)

    def rides(self, key: str = "S-R", rule: str = "FREQ=WEEKLY;BYDAY=MO,WE,FR", **fields: Any) -> Series:
        """Take down a series of rides to the hospital and back."""
        home, hospital = Door(place_id=PlaceId(f"dom-{CLIENT}")), Door(place_id=PlaceId("szpital"))
        common: dict[str, Any] = {
            "id": RequestId(key), "day": MONDAY, "service_id": ServiceId("bus"), "windows": (),
            "party": Party(client_ids=(CLIENT,)),
        }  # fmt: skip
        there = Ride(**common, origin=home, destination=hospital, arrive_by=True)
        back = Ride(**common, origin=hospital, destination=home, arrive_by=False, leg=2)
        legs = SeriesLeg(request=there, windows=spans((9, 10))), SeriesLeg(request=back, windows=spans((13, 15)))
        return self._put(key, rule, legs, fields)

    def _put(self, key: str, rule: str, legs: tuple[SeriesLeg, ...], fields: dict[str, Any]) -> Series:
        first = fields.pop("first", self.now.date() + timedelta(days=1))
        made = Series(id=SeriesId(key), legs=legs, rule=rule, first=first, made_at=self.now, **fields)
        return self.series.put(self.call, made).series

    def plan(self, days: int = 14, **terms: Any) -> SeriesPlan:
        """Plan the series of some days from tomorrow on."""
        first = self.clock.now().date() + timedelta(days=1)
        return self.series.plan(
            self.call, first, first + timedelta(days=days - 1), Terms(**({"limit": TERMS.limit} | terms))
        )

    def bookings(self, client: str = CLIENT) -> list[Booking]:
        """Return what is held for a client, by day."""
        with self.store.reading(self.id) as unit:
            return [one for one in unit.bookings.of_client(ClientId(client)).values() if one.held]

    def days_of(self, client: str = CLIENT) -> list[str]:
        """Return the days on which something is held for a client."""
        return [one.day.isoformat() for one in self.bookings(client)]

    def get(self, key: str = "S-1") -> Series:
        """Return a series as it is kept."""
        with self.store.reading(self.id) as unit:
            return unit.series.get(SeriesId(key))


def spans(*hours: tuple[float, float]) -> tuple[ClockSpan, ...]:
    """Return spans from hour to hour; 9.5 is half past nine."""
    return tuple(ClockSpan(start=_clock(start), end=_clock(end)) for start, end in hours)


def _clock(hour: float) -> time:
    return time(int(hour), round(hour % 1 * 60))


def with_bus() -> SeriesOffice:
    """Return an office with a bus beside the therapist."""
    bus = pattern("bus", "D-1", vehicle_id=VehicleId("bus-1"), start=time(6), end=time(16))
    return SeriesOffice(builder=town(), patterns=(pattern("fizjo", "P-1"), bus))
