"""Plans: versions of a day, what is in them, and what is another between two of them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from api.schemas.offers import Sentences
from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop, RuleFinding, UnassignedReason
from scheduler.domain.service_days import PlanHead
from scheduler.services.comparing import Comparison, Difference, Placed
from scheduler.services.planning.naming import with_names

type NameOf = Callable[[str], str | None]


def told(sentences: Mapping[str, str], name_of: NameOf) -> Sentences:
    """Return sentences of a kept plan with the names of clients as they are now."""
    return {language: with_names(text, name_of) for language, text in sentences.items()}


class PlanLine(Document):
    """A version of a day's plan in a list."""

    version: int = Field(description="From 1.")
    made_at: Instant
    by: str = Field(description="Id of a user; empty: the program itself.")
    why: str = Field(
        description="booked, cancelled, moved, solved, improved, tentative, overridden, imported, rota, learned, "
        "catalogue, replanned, proposed."
    )
    served: int = Field(description="Requests.")
    unassigned: int = Field(description="Requests.")
    cost_gr: int = Field(description="Grosze.")

    @classmethod
    def of(cls, head: PlanHead) -> "PlanLine":
        """Return it as the API shows it."""
        return cls.model_construct(**{name: getattr(head, name) for name in cls.model_fields})


class PlanList(Document):
    """All versions of a day's plan, the oldest first."""

    items: list[PlanLine]


class PlannedTaskShown(Document):
    """One task of a stop."""

    task_id: str
    request_id: str
    kind: str = Field(description="visit, pickup, dropoff, load or drop.")
    start: Instant
    end: Instant


class PlannedStopShown(Document):
    """One halt."""

    location_id: str = Field(description="Place and entrance.")
    arrival: Instant
    departure: Instant
    travel_m: int = Field(description="Metres of the leg that leads here.")
    tasks: list[PlannedTaskShown]

    @classmethod
    def of(cls, stop: PlannedStop) -> "PlannedStopShown":
        """Return it as the API shows it."""
        tasks = [PlannedTaskShown.model_construct(**vars(task)) for task in stop.tasks]
        return cls.model_construct(**{**vars(stop), "tasks": tasks})


class PlannedBreakShown(Document):
    """A legal break."""

    start: Instant
    end: Instant
    after_stop: int = Field(description="Index of the stop before it; -1: before the first.")
    paid: bool


class RouteShown(Document):
    """The ordered stops of one shift."""

    shift_id: str
    start: Instant
    end: Instant
    stops: list[PlannedStopShown]
    breaks: list[PlannedBreakShown]
    driving_s: int = Field(description="Seconds.")
    distance_m: int = Field(description="Metres.")
    ways: list[str] = Field(description="The way of each leg as an encoded polyline of five digits; empty: not drawn.")

    @classmethod
    def of(cls, route: PlannedRoute) -> "RouteShown":
        """Return it as the API shows it."""
        parts = {
            "stops": [PlannedStopShown.of(stop) for stop in route.stops],
            "breaks": [PlannedBreakShown.model_construct(**vars(one)) for one in route.breaks],
            "ways": list(route.ways),
        }
        return cls.model_construct(**{**vars(route), **parts})


class FindingShown(Document):
    """A rule that is broken, or accepted as broken, or was so already."""

    rule: str
    subject: str = Field(description="Id of what breaks it.")
    text: Sentences
    amount: int = Field(description="By how much, in `unit`.")
    unit: str
    status: str = Field(description="broken, accepted or inherited.")

    @classmethod
    def of(cls, finding: RuleFinding, name_of: NameOf = str) -> "FindingShown":
        """Return it as the API shows it."""
        return cls.model_construct(**{**vars(finding), "text": told(finding.text, name_of)})


class UnassignedShown(Document):
    """Why a request is not in the plan, and what would let it in."""

    request_id: str
    rule: str = Field(description="Empty: no rule by itself; or nobody has asked yet, if `summary` is empty, too.")
    summary: Sentences
    alone: Sentences = Field(description="Why it is impossible even on an empty day; empty: it is possible.")
    per_shift: dict[str, Sentences] = Field(description="What is in the way on each shift.")
    change: Sentences = Field(description="The smallest change that would fit; empty: none was found.")

    @classmethod
    def of(cls, reason: UnassignedReason, name_of: NameOf) -> "UnassignedShown":
        """Return it as the API shows it."""
        texts: dict[str, Any] = {name: told(getattr(reason, name), name_of) for name in ("summary", "alone", "change")}
        shifts = {shift: told(text, name_of) for shift, text in reason.per_shift.items()}
        return cls.model_construct(request_id=reason.request_id, rule=reason.rule, per_shift=shifts, **texts)


class PlanShown(Document):
    """One version of a day's plan."""

    day: date
    version: int = Field(description="From 1.")
    made_at: Instant
    routes: list[RouteShown]
    unassigned: list[UnassignedShown]
    unassigned_must: int = Field(description="Requests that must be served and are not.")
    terms: dict[str, int] = Field(description="What it costs, grosze, by term of the objective.")
    findings: list[FindingShown]
    engine: str
    travel_engine: str
    travel_notes: list[Sentences] = Field(description="What people have to know about the travel times.")

    @classmethod
    def of(cls, plan: Plan, name_of: NameOf) -> "PlanShown":
        """Return a plan as the API shows it, with the names that its sentences leave open."""
        same = ("day", "version", "made_at", "unassigned_must", "engine", "travel_engine")
        return cls.model_construct(
            **{name: getattr(plan, name) for name in same},
            routes=[RouteShown.of(one) for one in plan.routes],
            unassigned=[UnassignedShown.of(one, name_of) for one in plan.unassigned],
            terms=dict(plan.terms),
            findings=[FindingShown.of(one, name_of) for one in plan.findings],
            travel_notes=[told(one, name_of) for one in plan.travel_notes],
        )


class PlacedShown(Document):
    """Where a request is in a plan."""

    shift_id: str
    start: Instant = Field(description="Of its first task: of a ride the bus at the door.")

    @classmethod
    def of(cls, placed: Placed | None) -> "PlacedShown | None":
        """Return it as the API shows it."""
        return None if placed is None else cls.model_construct(shift_id=placed.shift_id, start=placed.start)


class DifferenceShown(Document):
    """What is another for one request; null: it is not in that plan."""

    request_id: str
    before: PlacedShown | None
    after: PlacedShown | None
    call: bool = Field(description="Somebody has to be told.")

    @classmethod
    def of(cls, one: Difference) -> "DifferenceShown":
        """Return it as the API shows it."""
        before, after = PlacedShown.of(one.before), PlacedShown.of(one.after)
        return cls.model_construct(request_id=one.request_id, before=before, after=after, call=one.call)


class ComparisonShown(Document):
    """All that is another in the second plan."""

    differences: list[DifferenceShown] = Field(description="Those to phone about come first.")
    calls: list[str] = Field(description="Requests to phone about.")
    terms: dict[str, int] = Field(description="Grosze that the second plan costs more, by term.")
    cost_gr: int = Field(description="Grosze that the second plan costs more.")
    unassigned_must: int = Field(description="How many more requests it leaves out that must be served.")

    @classmethod
    def of(cls, one: Comparison) -> "ComparisonShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            differences=[DifferenceShown.of(each) for each in one.differences], calls=list(one.calls),
            terms=dict(one.terms), cost_gr=one.cost_gr, unassigned_must=one.unassigned_must,
        )  # fmt: skip
