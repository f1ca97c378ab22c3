"""Itineraries: a shift of the published plan as its crew reads it."""

from datetime import date, timedelta
from typing import Any

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant, WindowDoc
from api.schemas.offers import Sentences
from scheduler.domain.itinerary import BreakCard, StopCard, TaskCard
from scheduler.domain.place import GeoPoint
from scheduler.domain.time import TimeWindow
from scheduler.services.manifests import Manifest


class PointShown(Document):
    """Degrees, WGS 84."""

    lat: float = Field(description="Degrees.")
    lon: float = Field(description="Degrees.")

    @classmethod
    def of(cls, point: GeoPoint) -> "PointShown":
        """Return a point as the API shows it."""
        return cls.model_construct(lat=point.lat, lon=point.lon)


class TaskShown(Document):
    """One task as the crew reads it."""

    task_id: str
    request_id: str
    kind: str = Field(description="visit, pickup, dropoff, load or drop.")
    service: str
    service_id: str
    clients: list[str] = Field(description="Names.")
    party: Sentences
    start: Instant
    end: Instant
    window: WindowDoc | None = Field(description="The promise if there is one, else what was wished for.")
    promised: bool
    phones: list[str]
    contacts: list[str] = Field(description="Whom to phone about them, in this order.")
    access: Sentences = Field(description="The way to the door.")
    tags: list[str] = Field(description="wheelchair, walker, needs_lift, hard_of_hearing, help_flat and the like.")
    note: str = Field(description="For whoever does this task.")
    office: str = Field(description="For the dispatcher alone; empty for everybody else.")
    counterpart: str = Field(description="Where a rider goes or comes from.")
    portions: int = Field(description="Pieces.")
    cash_gr: int = Field(description="What the crew collects at this task, in grosze.")
    load_after: dict[str, int] = Field(description="What is aboard afterwards, by kind of place.")
    no_show_from: Instant | None = Field(
        description="Not before then may the crew declare a no-show, and not before it has waited for `waits_s`; "
        "null: nobody is met at this task."
    )
    waits_s: int = Field(description="Seconds that a crew waits at the door before it may; 0: nobody is met.")
    ended: bool = Field(description="true: cancelled, or moved to another day since; nobody has to go there.")

    @classmethod
    def of(cls, card: TaskCard, manifest: Manifest, *, office: bool) -> "TaskShown":
        """Return a task as the API shows it."""
        added = {"ended", "no_show_from", "waits_s"}
        told: dict[str, Any] = {name: getattr(card, name) for name in cls.model_fields if name not in added}
        told |= {name: list(told[name]) for name in ("clients", "phones", "contacts", "tags")}
        told |= {name: dict(told[name]) for name in ("party", "access", "load_after")}
        window = WindowDoc.of(TimeWindow(start=card.window[0], end=card.window[1])) if card.window else None
        return cls.model_construct(
            **{**told, "window": window, "office": card.office if office else ""},
            ended=card.request_id in manifest.ended,
            no_show_from=manifest.no_show_from.get(card.task_id),
            waits_s=int(manifest.waits.get(card.task_id, timedelta(0)).total_seconds()),
        )


class StopShown(Document):
    """One halt: where, when, and what is done there."""

    number: int = Field(description="From 1.")
    place: str
    address: str
    entrance: str
    entrance_note: str
    district: str
    phone: str = Field(description="Of the place.")
    point: PointShown
    arrival: Instant
    departure: Instant
    travel_s: int = Field(description="Seconds from the stop before.")
    travel_m: int = Field(description="Metres from the stop before.")
    waiting_s: int = Field(description="Seconds.")
    tasks: list[TaskShown]

    @classmethod
    def of(cls, card: StopCard, tasks: list[TaskShown]) -> "StopShown":
        """Return a stop as the API shows it."""
        told = {name: getattr(card, name) for name in cls.model_fields}
        return cls.model_construct(**{**told, "point": PointShown.of(card.point), "tasks": tasks})


class BreakShown(Document):
    """A break."""

    start: Instant
    end: Instant
    after_stop: int = Field(description="Index of the stop before it; -1: before the first.")
    article: str = Field(description="Which article gives it.")

    @classmethod
    def of(cls, card: BreakCard) -> "BreakShown":
        """Return a break as the API shows it."""
        return cls.model_construct(**vars(card))


class ItineraryShown(Document):
    """A shift of the published plan."""

    day: date
    shift_id: str
    version: int = Field(description="Of the plan.")
    name: str
    staff: list[str]
    staff_phones: list[str]
    vehicle: str
    mode: str
    provider: str
    contracted: bool
    start: Instant
    end: Instant
    start_place: str
    start_point: PointShown
    end_place: str
    end_point: PointShown
    stops: list[StopShown]
    breaks: list[BreakShown]
    distance_m: int = Field(description="Metres.")
    driving_s: int = Field(description="Seconds.")
    ways: list[str] = Field(description="The way of each leg as an encoded polyline of five digits; empty: not drawn.")

    @classmethod
    def of(cls, manifest: Manifest, *, office: bool) -> "ItineraryShown":
        """Return a shift as its crew reads it.

        Parameters
        ----------
        office : bool
            Whether the office's own notes are shown.
        """
        card = manifest.itinerary
        same = ("shift_id", "name", "vehicle", "mode", "provider", "contracted", "start", "end", "start_place")
        more = ("end_place", "distance_m", "driving_s")
        stops = [
            StopShown.of(stop, [TaskShown.of(task, manifest, office=office) for task in stop.tasks])
            for stop in card.stops
        ]
        return cls.model_construct(
            **{name: getattr(card, name) for name in (*same, *more)},
            day=manifest.shift.day, version=manifest.version, staff=list(card.staff), stops=stops,
            staff_phones=list(card.staff_phones), start_point=PointShown.of(card.start_point), ways=list(card.ways),
            end_point=PointShown.of(card.end_point), breaks=[BreakShown.of(one) for one in card.breaks],
        )  # fmt: skip


class ItineraryList(Document):
    """Shifts of the published plan."""

    items: list[ItineraryShown]
