"""A believable planned day: nine shifts, some fifty requests, two of them not served."""

from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.itinerary import DayView, UnassignedCard
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
from tests.formats.sheets.sample_crew import DAY, HOSTILE, at
from tests.formats.sheets.sample_routes import MEAL, PHYSIO, RIDE, sample_itineraries
from tests.formats.sheets.sample_town import (
    DISTRICTS,
    home,
    person,
)

__all__ = ["DAY", "HOSTILE", "at", "sample_itineraries", "sample_plan", "sample_unassigned", "sample_view"]


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
            "12 minut później zmieści się w dyżurze Fizjoterapia 1 (o 9:27).",
            "12 minutes later it fits shift Fizjoterapia 1 (at 9:27).",
        ),
    )
    return tuple(
        UnassignedCard(
            request_id=reason.request_id,
            service=service,
            clients=(person(number),),
            phones=("41 274 00 12",),
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
