"""A plan as people read it: everything a sheet, a map or a calendar shows, with nothing left to look up.

Notes are chosen by task already: a sheet prints what its reader may know. What is for the office alone stands apart, in
fields called `office`, which no crew's sheet may show. Words that a card makes up itself come in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from scheduler.domain.kpi import DayKpis
from scheduler.domain.place import District, GeoPoint
from scheduler.domain.plan import RuleFinding, UnassignedReason


@dataclass(frozen=True, kw_only=True)
class TaskCard:
    """One task as the crew reads it.

    Attributes
    ----------
    window : tuple of datetime or None
        The promise if there is one, else the request's own window.
    party : mapping of str to str
        By language, kind-neutral counts ("2 osoby, wózek elektryczny 140 kg, opiekun").
    phones : tuple of str
        Of everybody in the party, each once.
    contacts : tuple of str
        Whom to phone about them, in the order of calling.
    access : mapping of str to str
        By language, the way to the doors of those who live here.
    tags : tuple of str
        hard_of_hearing, assistance_animal, wheelchair, walker, needs_lift, person_only, attendant, carer; how far the
        crew goes with a rider: help_kerb, help_door, help_flat.
    note : str
        For whoever does this task.
    office : str
        For the dispatcher only.
    counterpart : str
        Where a rider goes or comes from.
    cash_gr : int
        What the crew collects at this task, in grosze.
    """

    task_id: str
    request_id: str
    kind: str
    service: str
    service_id: str
    clients: tuple[str, ...]
    party: Mapping[str, str]
    start: datetime
    end: datetime
    window: tuple[datetime, datetime] | None = None
    promised: bool = False
    phones: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    access: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    note: str = ""
    office: str = ""
    counterpart: str = ""
    portions: int = 0
    cash_gr: int = 0
    load_after: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StopCard:
    """One halt: where, when, and its tasks; `phone` is the place's own, `entrance_note` how to find the door."""

    number: int
    place: str
    address: str
    entrance: str
    district: str
    point: GeoPoint
    arrival: datetime
    departure: datetime
    tasks: tuple[TaskCard, ...]
    travel_s: int = 0
    travel_m: int = 0
    waiting_s: int = 0
    entrance_note: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class BreakCard:
    """A break and the articles that give it."""

    start: datetime
    end: datetime
    after_stop: int
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Itinerary:
    """The manifest of one shift.

    Attributes
    ----------
    reader : str
        "driver" for a shift that takes people, "worker" otherwise; chooses the form and its wording.
    path : tuple of GeoPoint
        From start place over the stops to end place.
    ways : tuple of str
        The way of each leg of the path along the roads, as encoded polylines of five digits; empty: not drawn.
    """

    shift_id: str
    name: str
    staff: tuple[str, ...]
    staff_phones: tuple[str, ...]
    vehicle: str
    mode: str
    provider: str
    contracted: bool
    reader: str
    rostered: tuple[datetime, datetime]
    start: datetime
    end: datetime
    start_place: str
    start_point: GeoPoint
    end_place: str
    end_point: GeoPoint
    stops: tuple[StopCard, ...]
    breaks: tuple[BreakCard, ...] = ()
    distance_m: int = 0
    driving_s: int = 0
    path: tuple[GeoPoint, ...] = ()
    ways: tuple[str, ...] = ()


class DayHead(Protocol):
    """What every sheet of a day says at its top: a `DayView`, or whatever else knows as much."""

    @property
    def town(self) -> str:
        """Name of the town."""

    @property
    def office_phone(self) -> str:
        """Whom crews phone."""

    @property
    def day(self) -> date:
        """The service day."""

    @property
    def zone(self) -> str:
        """The town's time zone."""

    @property
    def version(self) -> int:
        """Of the plan."""

    @property
    def made_at(self) -> datetime:
        """When the plan was made."""


@dataclass(frozen=True, kw_only=True)
class UnassignedCard:
    """A request that is not served, with its reason and the office's notes, as the dispatcher reads it."""

    request_id: str
    service: str
    clients: tuple[str, ...]
    phones: tuple[str, ...]
    district: str
    point: GeoPoint
    window: tuple[datetime, datetime] | None
    reason: UnassignedReason
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One planned day, complete: the source of every sheet and page.

    Attributes
    ----------
    idle : tuple of str
        Names of shifts without a stop.
    terms : mapping of str to int
        Objective terms, grosze.
    travel_notes : tuple of mapping of str to str
        By language, what the dispatcher has to know about the travel times.
    """

    town: str
    town_id: str
    office_phone: str
    day: date
    zone: str
    version: int
    made_at: datetime
    districts: tuple[District, ...]
    itineraries: tuple[Itinerary, ...]
    unassigned: tuple[UnassignedCard, ...]
    kpis: DayKpis
    terms: Mapping[str, int]
    findings: tuple[RuleFinding, ...] = ()
    idle: tuple[str, ...] = ()
    engine: str = ""
    travel_engine: str = ""
    travel_notes: tuple[Mapping[str, str], ...] = ()
    note: str = ""
