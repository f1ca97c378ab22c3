"""What a worker's phone keeps, and that its reader has seen it."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Whole
from api.schemas.itineraries import ItineraryShown
from api.schemas.moments import Instant
from scheduler.domain.ids import UserId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.services.own_day import OwnDay, OwnShift


class ProgressShown(Document):
    """How far a task is, as was reported by any phone of the crew, or by the office."""

    task_id: str
    status: TaskStatus
    en_route_at: Instant | None
    arrived_at: Instant | None
    ended_at: Instant | None

    @classmethod
    def of(cls, one: TaskProgress, zone: ZoneInfo) -> "ProgressShown":
        """Return it as the API shows it."""
        told: dict[str, Any] = {
            name: None if (at := getattr(one, name)) is None else at.astimezone(zone)
            for name in ("en_route_at", "arrived_at", "ended_at")
        }
        return cls.model_construct(task_id=one.task_id, status=one.status, **told)


class OwnShiftShown(ItineraryShown):
    """A shift of one's own in the published plan."""

    seen: bool = Field(description="Whether its reader has said that they have seen just these stops.")
    read_until: Instant = Field(description="When the phone has to forget it.")
    progress: list[ProgressShown] = Field(description="Tasks of which something was reported.")

    @classmethod
    def of_own(cls, one: OwnShift, zone: ZoneInfo) -> "OwnShiftShown":
        """Return it as the API shows it."""
        shown: dict[str, Any] = vars(ItineraryShown.of(one.manifest, office=False))
        reported = (task for task in one.progress.values() if task.status is not TaskStatus.PLANNED)
        return cls.model_construct(
            **shown,
            seen=one.seen,
            read_until=one.read_until.astimezone(zone),
            progress=[ProgressShown.of(task, zone) for task in reported],
        )


class OwnDayShown(Document):
    """All that a worker's phone keeps: the shifts of yesterday that go on, of today and of tomorrow."""

    user_id: str = Field(description="Whose it is. What they report is sent in their own session alone.")
    town: str
    zone: str = Field(description="IANA name; service days are dates in it.")
    office_phone: str
    items: list[OwnShiftShown]

    @classmethod
    def of(cls, found: OwnDay, user_id: UserId) -> "OwnDayShown":
        """Return it as the API shows it."""
        head = found.head
        return cls.model_construct(
            user_id=user_id, town=head.name, zone=head.zone.key, office_phone=head.office_phone,
            items=[OwnShiftShown.of_own(one, head.zone) for one in found.shifts],
        )  # fmt: skip


class Seen(Document):
    """Which version of the plan somebody has seen."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 1}})

    version: Annotated[Whole, Field(ge=1, le=1_000_000, description="As the shift names it.")]
