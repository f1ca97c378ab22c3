"""The nine shifts of the sample: two buses, visits by car, on foot and by city bus, meals, a night."""

from datetime import date, timedelta
from typing import Any

from scheduler.domain.itinerary import Itinerary
from tests.formats.sheets.sample_crew import DAY, HOSTILE, Crew, at, task
from tests.formats.sheets.sample_town import (
    BASE,
    DAY_CENTRE,
    DEPOT,
    DIALYSIS,
    HOSPITAL,
    KIELCE,
    KITCHEN,
    Where,
    home,
)

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
    name = {"name": HOSTILE, "note": HOSTILE, "access": HOSTILE, "contacts": (HOSTILE,)} if hostile else {}
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
