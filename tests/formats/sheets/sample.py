"""A believable planned day: nine shifts, some sixty requests, two of them not served."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.itinerary import BreakCard, DayView, Itinerary, StopCard, TaskCard, UnassignedCard
from scheduler.domain.kpi import DayKpis
from scheduler.domain.plan import (
    Override,
    Plan,
    PlannedBreak,
    PlannedRoute,
    PlannedStop,
    PlannedTask,
    RuleFinding,
    UnassignedReason,
)
from tests.formats.sheets.sample_town import (
    BASE,
    DAY_CENTRE,
    DEPOT,
    DIALYSIS,
    DISTRICTS,
    HOSPITAL,
    KIELCE,
    KITCHEN,
    Where,
    home,
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
        "phone": f"41 27{number % 10} {number:02} {number * 7 % 100:02}",
        "promised": number % 3 != 0,
    }
    return TaskCard(**{**fields, **more})


def at(clock: str, day: date = DAY) -> datetime:
    """Return the local instant; "31:00" is 7:00 on the next day."""
    hours, minutes = map(int, clock.split(":"))
    return datetime.combine(day + timedelta(days=hours // 24), time(hours % 24, minutes), tzinfo=ZONE)


RIDE = "Przejazd „od drzwi do drzwi”"
PHYSIO = "Fizjoterapia w domu"
MEAL = "Posiłek na wynos"
SEAT, WHEELCHAIR = {"seats": 1}, {"wheelchairs": 1}


def _ride(crew: Crew, numbers: list[int], to: Where, **first: Any) -> None:
    """Collect some clients and take them to one door."""
    riding = []
    for count, number in enumerate(numbers):
        wheel, carer = number % 5 == 0, number % 7 == 1
        more: dict[str, Any] = {
            "party": "1 osoba, wózek elektryczny 140 kg"
            if wheel
            else ("2 osoby (z opiekunem)" if carer else "1 osoba"),
            "tags": ("wheelchair", "needs_lift") if wheel else ("walker",) if number % 3 == 1 else (),
            "note": "Wejście od podwórza; brama zamykana na skobel." if number % 4 == 0 else "",
            "access": "2. piętro, bez windy, 34 stopnie; kod 4471#" if number % 4 == 2 else "parter",
        }
        load = WHEELCHAIR if wheel else {"seats": 2} if carer else SEAT
        extra = first if count == 0 else {}
        crew.stop(
            home(number),
            6 if wheel else 3,
            task("pickup", number, RIDE, counterpart=to.place, load_after=load, **{**more, **extra}),
        )
        riding.append((number, {key: -count for key, count in load.items()}, more))
    tasks = [
        task(
            "dropoff",
            number,
            RIDE,
            counterpart=home(number).address,
            load_after=load,
            **{**more, "access": "", "note": ""},
        )
        for number, load, more in riding
    ]
    crew.stop(to, 3 * len(tasks), *tasks)


def _bus_early(day: date, hostile: bool) -> Itinerary:
    crew = Crew(
        "bus-1-rano",
        "Autobus 1, rano",
        "Jan Wójcik",
        at("6:00", day),
        at("14:00", day),
        DEPOT,
        "Ford Transit TSA 41KX (8+0 / 4+2)",
        "van",
        "driver",
    )
    name = {"name": HOSTILE, "note": HOSTILE, "access": HOSTILE, "contact": HOSTILE} if hostile else {}
    _ride(crew, [1, 5, 3], DIALYSIS, **name)
    _ride(crew, [8, 10], HOSPITAL)
    crew.rest()
    _ride(crew, [12, 13], DAY_CENTRE)
    _ride(crew, [14, 15], HOSPITAL)
    crew.rest()
    crew.stop(HOSPITAL, 6, *(task("pickup", n, RIDE, load_after=SEAT, counterpart="dom") for n in (8, 14)))
    for number in (8, 14):
        crew.stop(home(number), 4, task("dropoff", number, RIDE, load_after={"seats": -1}, counterpart="Szpital"))
    return crew.itinerary()


def _bus_far(day: date) -> Itinerary:
    crew = Crew(
        "bus-2",
        "Autobus 2",
        "Marek Żuraw, Ewa Śliwa",
        at("7:30", day),
        at("15:30", day),
        DEPOT,
        "Renault Master TSA 7KL2 (6+1)",
        "van",
        "driver",
        "Spółdzielnia Socjalna „Razem”",
        contracted=True,
    )
    _ride(crew, [16], KIELCE)
    crew.rest(45, "art. 13 ustawy o czasie pracy kierowców")
    assert crew.now
    crew.now += timedelta(minutes=40)
    crew.stop(KIELCE, 5, task("pickup", 16, RIDE, counterpart=home(16).address, load_after=SEAT))
    crew.stop(home(16), 4, task("dropoff", 16, RIDE, counterpart=KIELCE.place, load_after={"seats": -1}))
    _ride(crew, [20, 21, 22], DAY_CENTRE)
    crew.stop(DIALYSIS, 6, *(task("pickup", n, RIDE, load_after=SEAT, counterpart="dom") for n in (1, 3)))
    for number in (1, 3):
        crew.stop(home(number), 4, task("dropoff", number, RIDE, load_after={"seats": -1}, counterpart="Stacja dializ"))
    return crew.itinerary()


def _visits(crew: Crew, numbers: range, service: str, minutes: int, skip_break: bool = False) -> Itinerary:
    for count, number in enumerate(numbers):
        if count == 4 and not skip_break:
            crew.rest()
        tags = {0: ("hard_of_hearing",), 1: ("assistance_animal", "person_only"), 2: ()}[number % 3]
        access = "3. piętro, winda; klucz w biurze (nr 14)" if number % 3 == 0 else "domofon 12"
        wait = at(f"{9 + count}:40", crew.at.date()) if number % 11 == 0 and count < 5 else None
        crew.stop(
            home(number),
            minutes,
            task(
                "visit",
                number,
                service,
                tags=tags,
                access=access,
                note=("Ćwiczenia barku; zeszyt leży na lodówce." if number % 4 == 0 else ""),
            ),
            not_before=wait,
        )
    return crew.itinerary()


def _meals(day: date) -> Itinerary:
    crew = Crew(
        "posilki",
        "Posiłki",
        "Beata Kuś",
        at("10:30", day),
        at("14:30", day),
        KITCHEN,
        "Dacia Dokker TSA 90PP",
        "car",
        "worker",
        "Bar „Pod Dębem” sp. z o.o.",
        contracted=True,
    )
    for first in (70, 75):
        numbers = range(first, first + 5)
        crew.stop(
            KITCHEN,
            5,
            *(task("load", n, MEAL, portions=1, party="1 porcja", load_after={"portions": 1}) for n in numbers),
        )
        for n in numbers:
            crew.stop(
                home(n),
                4,
                task(
                    "drop",
                    n,
                    MEAL,
                    portions=1,
                    party="1 porcja, dieta cukrzycowa" if n % 2 else "1 porcja",
                    load_after={"portions": -1},
                    tags=("person_only",) if n % 2 else (),
                ),
            )
    return crew.itinerary()


def _night(day: date) -> Itinerary:
    crew = Crew(
        "noc", "Opieka nocna", "Grażyna Ołdak", at("21:00", day), at("31:00", day), BASE, "Skoda Fabia TSA 3CC4"
    )
    crew.stop(
        home(90), 15, task("visit", 90, "Opieka wytchnieniowa", tags=("person_only",), access="parter, klucz w biurze")
    )
    crew.stop(
        home(91),
        480,
        task("visit", 91, "Opieka wytchnieniowa (noc)", note="Leki o 22:00 i 6:00.", tags=("hard_of_hearing",)),
    )
    return crew.itinerary()


def sample_itineraries(day: date = DAY, *, hostile: bool = False) -> tuple[Itinerary, ...]:
    """Return the nine manifests of the day."""

    def crew(shift_id: str, name: str, staff: str, start: str, end: str, **more: Any) -> Crew:
        return Crew(shift_id, name, staff, at(start, day), at(end, day), BASE, **more)

    return (
        _bus_early(day, hostile),
        _bus_far(day),
        _visits(
            crew("fizjo-1", "Fizjoterapia 1", "Anna Bąk", "7:30", "15:30", vehicle="Toyota Yaris TSA 1AA1"),
            range(30, 37),
            PHYSIO,
            45,
        ),
        _visits(
            crew("fizjo-2", "Fizjoterapia 2", "Paweł Gąska", "8:00", "15:00", vehicle="Kia Picanto TSA 2BB2"),
            range(37, 43),
            PHYSIO,
            45,
        ),
        _visits(
            crew("zlota-raczka", "Złota rączka", "Ryszard Młot", "8:00", "16:00", vehicle="Fiat Doblo TSA 5FD5"),
            range(44, 50),
            "Złota rączka: naprawy",
            50,
        ),
        _visits(
            crew("asystent", "Asystentka osobista", "Iwona Łoś", "8:00", "14:00", mode="foot"),
            range(52, 56),
            "Asystencja osobista",
            55,
            skip_break=True,
        ),
        _meals(day),
        _visits(
            crew(
                "psycholog",
                "Psycholog",
                "Ewa Jeż",
                "14:00",
                "19:00",
                mode="table",
                contracted=True,
                provider="Fundacja „Bliżej”",
            ),
            range(60, 63),
            "Psycholog dla rodzin",
            60,
            skip_break=True,
        ),
        _night(day),
    )


def _said(pl: str, en: str) -> Mapping[str, str]:
    return {"pl": pl, "en": en}


def sample_unassigned(day: date = DAY) -> tuple[UnassignedCard, ...]:
    """Return two requests that are not served, one of them impossible even alone."""
    lift = UnassignedReason(
        request_id=RequestId("r95"),
        rule="lift",
        summary=_said(
            "Wózek z osobą waży 310 kg; żadna winda tego nie uniesie.",
            "The wheelchair weighs 310 kg with its rider; no lift takes that.",
        ),
        alone=_said(
            "Niemożliwe nawet w pusty dzień: najmocniejsza winda unosi 300 kg.",
            "Impossible even on an empty day: the strongest lift takes 300 kg.",
        ),
    )
    late = UnassignedReason(
        request_id=RequestId("r96"),
        rule="time_windows",
        summary=_said("Nikt z uprawnieniami nie zdąży przed 9:15.", "Nobody qualified can be there by 9:15."),
        per_shift={
            ShiftId("fizjo-1"): _said("Do 9:20 u pani Ślusarczyk.", "Until 9:20 at Ms Ślusarczyk's."),
            ShiftId("fizjo-2"): _said(
                "Musiałby pominąć obiecaną wizytę o 8:55.", "Would drop the visit promised for 8:55."
            ),
        },
        change=_said(
            "12 minut później zmieści się w zmianie Fizjoterapia 1 (o 9:27).",
            "12 minutes later it fits shift Fizjoterapia 1 (at 9:27).",
        ),
    )
    return tuple(
        UnassignedCard(
            request_id=reason.request_id,
            service=service,
            clients=(person(number),),
            phone="41 274 00 12",
            district=home(number).district,
            point=home(number).point,
            reason=reason,
            window=(at("8:30", day), at("9:15", day)),
        )
        for number, service, reason in ((95, RIDE, lift), (96, PHYSIO, late))
    )


def sample_view(day: date = DAY, *, hostile: bool = False) -> DayView:
    """Return the whole day."""
    crews = sample_itineraries(day, hostile=hostile)
    served = {task.request_id for crew in crews for stop in crew.stops for task in stop.tasks}
    driving, metres = sum(crew.driving_s for crew in crews), sum(crew.distance_m for crew in crews)
    working = int(sum((crew.end - crew.start).total_seconds() for crew in crews))
    return DayView(
        town="Starachowice",
        town_id="starachowice",
        office_phone="41 274 88 00",
        day=day,
        zone="Europe/Warsaw",
        version=3,
        made_at=at("17:42", day - timedelta(days=1)),
        districts=DISTRICTS,
        itineraries=crews,
        unassigned=sample_unassigned(day),
        idle=("Fizjoterapia 3",),
        engine="routing",
        travel_engine="straight",
        kpis=DayKpis(
            requested=len(served) + 2,
            served=len(served),
            clients_served=len(served) - 4,
            calls=3,
            distance_m=metres,
            driving_s=driving,
            working_s=working,
            overtime_s=1500,
            waiting_s=4300,
            cost_gr=394_845,
            contracted_permille=338,
            served_by_service={
                RIDE: (13, 14),
                PHYSIO: (13, 14),
                MEAL: (10, 10),
                "Złota rączka: naprawy": (6, 6),
                "Opieka wytchnieniowa": (2, 2),
                "Psycholog dla rodzin": (3, 3),
                "Asystencja osobista": (4, 4),
            },
        ),
        terms={
            "driving": 61_230,
            "working": 301_115,
            "overtime": 4_500,
            "contracted_work": 28_000,
            "excess_ride": 9_000,
            "deviation": 7_600,
            "stability": 900,
        },
        findings=(
            RuleFinding(
                rule="longest_ride",
                subject="r16",
                amount=420,
                unit="s",
                status="accepted",
                text=_said(
                    "Przejazd do Kielc trwa 7 minut dłużej niż wolno; przyjęto: „klient się zgodził”.",
                    "The ride to Kielce takes 7 minutes more than allowed; accepted: “the client agreed”.",
                ),
            ),
            RuleFinding(
                rule="time_windows",
                subject="r30",
                amount=180,
                unit="s",
                status="inherited",
                text=_said(
                    "Wizyta zacznie się 3 minuty po obiecanej porze.", "The visit starts 3 minutes after the promise."
                ),
            ),
        ),
    )


def sample_plan(view: DayView) -> Plan:
    """Return the plan that the view shows."""
    routes = tuple(
        PlannedRoute(
            shift_id=ShiftId(crew.shift_id),
            start=crew.start,
            end=crew.end,
            driving_s=crew.driving_s,
            distance_m=crew.distance_m,
            breaks=tuple(
                PlannedBreak(start=rest.start, end=rest.end, after_stop=rest.after_stop) for rest in crew.breaks
            ),
            stops=tuple(
                PlannedStop(
                    location_id=stop.address,
                    arrival=stop.arrival,
                    departure=stop.departure,
                    tasks=tuple(
                        PlannedTask(
                            task_id=task.task_id,
                            request_id=RequestId(task.request_id),
                            kind=task.kind,
                            start=task.start,
                            end=task.end,
                        )
                        for task in stop.tasks
                    ),
                )
                for stop in crew.stops
            ),
        )
        for crew in view.itineraries
    )
    return Plan(
        town_id=view.town_id,
        day=view.day,
        version=view.version,
        made_at=view.made_at,
        routes=routes,
        unassigned=tuple(card.reason for card in view.unassigned),
        terms=view.terms,
        findings=view.findings,
        overrides=(
            Override(
                rule="longest_ride", request_id=RequestId("r16"), amount=420, reason="klient się zgodził", by="ola"
            ),
        ),
        engine="routing",
        travel_engine="straight",
        seed=7,
    )
