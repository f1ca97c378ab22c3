"""A running day: how far crews are, what is to be expected, and plans from now on that are proposed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, Strict

from api.schemas.base import Document
from api.schemas.moments import Instant
from api.schemas.plans import ComparisonShown, NameOf, UnassignedShown
from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.live import Outcome, ShiftProgress, TaskProgress, TaskStatus
from scheduler.services.dispatching.replanning import Proposal
from scheduler.services.live.expecting import ExpectedShift, ExpectedTask, expected_tasks
from scheduler.services.live.late import late_by
from scheduler.services.live.refreshing import Running


class LiveTaskShown(Document):
    """One task of a running day."""

    task_id: str
    request_id: str
    kind: str = Field(description="visit, pickup, dropoff, load or drop.")
    shift_id: str = Field(description="Whose crew reported it last, or is to do it.")
    status: TaskStatus = Field(description="As it was reported; `planned`: nobody has reported anything.")
    planned_start: Instant | None = Field(description="As crews know it; null: the published plan has it no more.")
    en_route_at: Instant | None
    arrived_at: Instant | None
    ended_at: Instant | None
    expected_arrival: Instant | None = Field(description="Null: it is over.")
    expected_start: Instant | None
    expected_end: Instant | None
    late_s: int | None = Field(
        description="Seconds by which it is, was or will be late against what was promised; null: nothing was promised "
        "about this task."
    )
    clock_off: bool = Field(description="The clock of a device that reported it was off by more than two minutes.")


class LiveShiftShown(Document):
    """One crew on its way."""

    shift_id: str
    heard_at: Instant | None = Field(description="When anything of it came in last; null: nothing did.")
    current: list[str] = Field(description="Tasks of the door it is at, or on its way to.")
    left_behind: list[str] = Field(description="Tasks at whose door it was, and went on without saying how they ended.")
    expected_end: Instant | None = Field(description="When it is back.")
    tasks: list[LiveTaskShown] = Field(description="Those reported first, in their order, then the plan's.")


class OutcomeShown(Document):
    """What became of a request."""

    request_id: str
    outcome: Outcome


class BesideShown(Document):
    """Somebody who stands by a broken vehicle."""

    request_id: str
    disruption_id: str = Field(description="The breakdown, which says where.")


class LiveDayShown(Document):
    """A published day as it runs."""

    day: date
    published: int = Field(description="Version of the plan that crews know.")
    as_of: Instant
    shifts: list[LiveShiftShown]
    aboard: list[str] = Field(description="Requests whose parties are in a vehicle now.")
    beside: list[BesideShown] = Field(
        description="Whose parties stand by a broken vehicle that they were in, and wait to be fetched. When the "
        "breakdown is taken back or over, whoever nobody has fetched is `aboard` that vehicle again."
    )
    outcomes: list[OutcomeShown]

    @classmethod
    def of(cls, found: Running, bookings: Mapping[RequestId, Booking], zone: ZoneInfo, now: datetime) -> "LiveDayShown":
        """Return a running day as the API shows it, by the town's clock."""
        shifts = found.progress.shifts.values()
        rows = _Rows(found, bookings, zone)
        return cls.model_construct(
            day=found.plan.day,
            published=found.plan.version,
            as_of=now.astimezone(zone).replace(microsecond=0),
            shifts=[rows.shift(one, found.expected.get(one.shift_id)) for one in shifts],
            aboard=list(found.progress.aboard),
            beside=[
                BesideShown.model_construct(request_id=key, disruption_id=one)
                for key, one in found.progress.beside.items()
            ],
            outcomes=[
                OutcomeShown.model_construct(request_id=key, outcome=one)
                for key, one in found.progress.outcomes.items()
            ],
        )


class _Rows:
    def __init__(self, found: Running, bookings: Mapping[RequestId, Booking], zone: ZoneInfo) -> None:
        self._tasks = found.progress.tasks
        self._due = expected_tasks(found.expected)
        self._bookings = bookings
        self._zone = zone

    def shift(self, one: ShiftProgress, due: ExpectedShift | None) -> LiveShiftShown:
        return LiveShiftShown.model_construct(
            shift_id=one.shift_id,
            heard_at=self._local(one.heard_at),
            current=list(one.current),
            left_behind=list(one.left_behind),
            expected_end=self._local(due.end if due else None),
            tasks=[self._task(self._tasks[key], self._due.get(key)) for key in one.tasks],
        )

    def _task(self, one: TaskProgress, due: ExpectedTask | None) -> LiveTaskShown:
        late = late_by(one, due, self._bookings.get(one.request_id))
        same = ("task_id", "request_id", "kind", "shift_id", "status", "clock_off")
        reported: dict[str, Any] = {
            name: self._local(getattr(one, name)) for name in ("en_route_at", "arrived_at", "ended_at")
        }
        expected: dict[str, Any] = {
            f"expected_{name}": self._local(getattr(due, name, None)) for name in ("arrival", "start", "end")
        }
        return LiveTaskShown.model_construct(
            **{name: getattr(one, name) for name in same},
            **reported,
            **expected,
            planned_start=self._local(one.planned.start if one.planned else None),
            late_s=None if late is None else max(0, -(-late // timedelta(seconds=1))),
        )

    def _local(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(self._zone)


class ReplanWish(Document):
    """How long a dispatcher wants to wait for a plan from now on."""

    model_config = ConfigDict(json_schema_extra={"example": {"seconds": 1}})

    seconds: Annotated[float, Strict(), Field(ge=0.1, le=10)] = Field(default=1.0, description="Of search, at most.")


class LateShown(Document):
    """A promise that will be broken."""

    request_id: str
    late_s: int = Field(description="Seconds; as few as can be.")


class ProposalShown(Document):
    """A plan from now on, which holds when somebody confirms it; the ETag is the day's version with it."""

    version: int = Field(description="Of the plan, which can be read like any other.")
    comparison: ComparisonShown = Field(description="With the published plan: who moves, and whom to phone.")
    late: list[LateShown] = Field(
        description="Promises that will be broken until somebody renegotiates or withdraws them."
    )
    left_out: list[UnassignedShown] = Field(
        description="Who knows a time, promised or published, and has no place at any hour, and why; no sentence: "
        "nobody found out."
    )

    @classmethod
    def of(cls, found: Proposal, name_of: NameOf) -> "ProposalShown":
        """Return a proposal as the API shows it, with the names that its sentences leave open."""
        return cls.model_construct(
            version=found.plan.version,
            comparison=ComparisonShown.of(found.comparison),
            late=list(_late(found.late_s.items())),
            left_out=[UnassignedShown.of(one, name_of) for one in found.left_out],
        )


def _late(found: Iterable[tuple[RequestId, int]]) -> Iterable[LateShown]:
    ordered = sorted(found, key=lambda one: (-one[1], one[0]))
    return (LateShown.model_construct(request_id=key, late_s=late_s) for key, late_s in ordered)
