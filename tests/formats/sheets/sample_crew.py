"""Builds a believable shift stop by stop, and the tasks at its stops."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain.itinerary import BreakCard, Itinerary, StopCard, TaskCard
from tests.formats.sheets.sample_town import (
    Where,
    km_between,
    person,
)

DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Warsaw")
HOSTILE = '=1+1 <b>O\'Łódź #read("x")'


@dataclass
class Crew:
    """Builds one itinerary stop by stop, at plausible speeds."""

    shift_id: str
    name: str
    staff: str
    at: datetime
    until: datetime
    base: Where
    vehicle: str = ""
    mode: str = "car"
    reader: str = "worker"
    provider: str = "Centrum Usług Społecznych"
    contracted: bool = False
    stops: list[StopCard] = field(default_factory=list)
    breaks: list[BreakCard] = field(default_factory=list)
    load: Counter[str] = field(default_factory=Counter)
    here: Where | None = None
    now: datetime | None = None
    driving_s: int = 0
    distance_m: int = 0

    def travel(self, to: Where) -> tuple[int, int]:
        """Move to another door; return seconds and metres."""
        km = km_between((self.here or self.base).point, to.point) * 1.29
        seconds = int(km * (700 if self.mode == "foot" else 118)) + 60 if km else 0
        self.here, self.now = to, (self.now or self.at) + timedelta(seconds=seconds)
        self.driving_s, self.distance_m = self.driving_s + seconds, self.distance_m + int(km * 1000)
        return seconds, int(km * 1000)

    def stop(self, where: Where, minutes: float, *tasks: TaskCard, not_before: datetime | None = None) -> None:
        """Halt at a door for some tasks, one after the other."""
        seconds, metres = self.travel(where)
        assert self.now
        arrival = self.now
        start = max(arrival, not_before.astimezone(UTC).astimezone(ZONE)) if not_before else arrival
        each = timedelta(minutes=minutes / len(tasks))
        timed = []
        for number, task in enumerate(tasks):
            self.load.update(dict(task.load_after))
            begins = start + number * each
            end = begins + each
            window = task.window or (begins - timedelta(minutes=10), begins + timedelta(minutes=20))
            timed.append(replace(task, start=begins, end=end, window=window, load_after=dict(+self.load)))
        self.now = start + timedelta(minutes=minutes)
        self.stops.append(
            StopCard(
                number=len(self.stops) + 1,
                place=where.place,
                address=where.address,
                entrance=where.entrance,
                district=where.district,
                point=where.point,
                arrival=arrival,
                departure=self.now,
                tasks=tuple(timed),
                travel_s=seconds,
                travel_m=metres,
                waiting_s=int((start - arrival).total_seconds()),
            )
        )

    def rest(self, minutes: int = 15, article: str = "art. 134 § 1 KP") -> None:
        """Take a break here."""
        assert self.now
        end = self.now + timedelta(minutes=minutes)
        self.breaks.append(BreakCard(start=self.now, end=end, after_stop=len(self.stops) - 1, article=article))
        self.now = end

    def itinerary(self) -> Itinerary:
        """Drive home and return what was built."""
        self.travel(self.base)
        assert self.now
        points = (self.base.point, *(stop.point for stop in self.stops), self.base.point)
        return Itinerary(
            shift_id=self.shift_id,
            name=self.name,
            staff=tuple(self.staff.split(", ")),
            staff_phones=("600 100 200",),
            vehicle=self.vehicle,
            mode=self.mode,
            provider=self.provider,
            contracted=self.contracted,
            reader=self.reader,
            rostered=(self.at, self.until),
            start=self.at,
            end=self.now,
            start_place=self.base.place,
            start_point=self.base.point,
            end_place=self.base.place,
            end_point=self.base.point,
            stops=tuple(self.stops),
            breaks=tuple(self.breaks),
            distance_m=self.distance_m,
            driving_s=self.driving_s,
            path=points,
        )


NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def task(kind: str, number: int, service: str, *, name: str = "", **more: Any) -> TaskCard:
    """Return a task of client `number`, to be timed by the stop that holds it."""
    service_id = service.split(maxsplit=1)[0].lower()
    fields: dict[str, Any] = {
        "task_id": f"r{number:02}:{kind}",
        "request_id": f"r{number:02}",
        "kind": kind,
        "service": service,
        "service_id": service_id,
        "clients": (name or person(number),),
        "party": "1 osoba",
        "start": NEVER,
        "end": NEVER,
        "phones": (f"41 27{number % 10} {number:02} {number * 7 % 100:02}",),
        "promised": number % 3 != 0,
        **more,
    }
    return TaskCard(**fields | {name: in_polish(fields[name]) for name in ("party", "access") if name in fields})


def in_polish(text: str) -> Mapping[str, str]:
    """Return a text that only Polish has."""
    return {"pl": text}


def at(clock: str, day: date = DAY) -> datetime:
    """Return the local instant; "31:00" is 7:00 on the next day."""
    hours, minutes = map(int, clock.split(":"))
    return datetime.combine(day + timedelta(days=hours // 24), time(hours % 24, minutes), tzinfo=ZONE)
