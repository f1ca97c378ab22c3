"""What is in a running day's way: reported, shown, taken back; and the promises that are at risk."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Id, Text, Whole
from api.schemas.moments import Instant, Moment
from api.schemas.requests import seconds
from scheduler.domain.ids import DisruptionId, DistrictId, RequestId, ShiftId, UserId
from scheduler.domain.live_day import Breakdown, Disruption, DisruptionKind, Overrun, RoadClosed, Snow
from scheduler.domain.place import GeoPoint
from scheduler.services.dispatching.at_risk import AtRisk

_ONE_OF = ("snow", "road", "breakdown", "overrun")


class PointDoc(Document):
    """A point on the map."""

    lat: Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)] = Field(
        description="Degrees, WGS 84."
    )
    lon: Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)] = Field(
        description="Degrees, WGS 84."
    )

    @property
    def point(self) -> GeoPoint:
        """The point that this describes."""
        return GeoPoint(lat=self.lat, lon=self.lon)

    @classmethod
    def of(cls, point: GeoPoint) -> "PointDoc":
        """Return a point as the API shows it."""
        return cls.model_construct(lat=point.lat, lon=point.lon)


class SnowDoc(Document):
    """Everybody is slower."""

    permille: Annotated[Whole, Field(ge=50, le=999)] = Field(description="Of the speed there would be otherwise.")
    districts: Annotated[list[Id], Field(max_length=200)] = Field(
        default=[], description="On ways that begin or end there; empty: in the whole town."
    )

    @classmethod
    def of(cls, snow: Snow) -> "SnowDoc":
        """Return snow as the API shows it."""
        return cls.model_construct(permille=snow.permille, districts=sorted(snow.districts))


class RoadDoc(Document):
    """Ways that cross here, straight from door to door, take longer."""

    line: Annotated[list[PointDoc], Field(min_length=1, max_length=100)] = Field(
        description="What cannot be crossed: two points or more; or one, with a radius."
    )
    radius_m: Annotated[Whole, Field(ge=0, le=10_000)] = Field(default=0, description="Metres around a single point.")
    detour_s: Annotated[Whole, Field(ge=1, le=14_400)] = Field(description="Seconds that going round takes longer.")

    @model_validator(mode="after")
    def _line_or_circle(self) -> "RoadDoc":
        if (len(self.line) == 1) != (self.radius_m > 0):
            raise ValueError("is a line of two points or more, or one point with a radius")
        return self

    @classmethod
    def of(cls, road: RoadClosed) -> "RoadDoc":
        """Return a closed road as the API shows it."""
        line = [PointDoc.of(point) for point in road.line]
        return cls.model_construct(line=line, radius_m=road.radius_m, detour_s=seconds(road.detour))


class BreakdownDoc(Document):
    """The vehicle of a shift cannot go on."""

    shift_id: Id
    point: PointDoc = Field(description="Where it stands.")
    aboard: Annotated[list[Id], Field(max_length=50)] = Field(
        default=[], description="Rides in it, by what the crew says; those that their phone reported are added."
    )

    @classmethod
    def of(cls, broken: Breakdown) -> "BreakdownDoc":
        """Return a breakdown as the API shows it."""
        point = PointDoc.of(broken.point)
        return cls.model_construct(shift_id=broken.shift_id, point=point, aboard=list(broken.aboard))


class OverrunDoc(Document):
    """A task takes until the end of the disruption."""

    task_id: Annotated[str, Field(min_length=1, max_length=120)] = Field(examples=["R-024:visit"])


class DisruptionReport(Document):
    """Something that is in the way; exactly one of snow, road, breakdown and overrun."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "since": "2026-11-23T12:00:00+01:00", "until": None, "note": "Pada od południa, drogi białe.",
                "snow": {"permille": 600, "districts": []}, "road": None, "breakdown": None, "overrun": None,
            }
        }
    )  # fmt: skip

    since: Moment
    until: Moment | None = Field(
        default=None,
        description="Streets are clear, the vehicle is repaired, the task is done; null: nobody knows. Needed for an "
        "overrun.",
    )
    note: Text = ""
    snow: SnowDoc | None = None
    road: RoadDoc | None = None
    breakdown: BreakdownDoc | None = None
    overrun: OverrunDoc | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "DisruptionReport":
        if sum(getattr(self, name) is not None for name in _ONE_OF) != 1:
            raise ValueError(f"is exactly one of {', '.join(_ONE_OF)}")
        if self.until is not None and self.until <= self.since:
            raise ValueError("ends before it begins")
        if self.overrun is not None and self.until is None:
            raise ValueError("says until when the task takes")
        return self

    def disruption(self, disruption_id: str, by: UserId, now: datetime) -> Disruption:
        """Return the disruption that this describes."""
        snow, road, broken = self.snow, self.road, self.breakdown
        what: dict[str, Any] = {
            "snow": snow and Snow(permille=snow.permille, districts=frozenset(map(DistrictId, snow.districts))),
            "road": road and _closed(road),
            "breakdown": broken
            and Breakdown(
                shift_id=ShiftId(broken.shift_id),
                point=broken.point.point,
                aboard=tuple(dict.fromkeys(map(RequestId, broken.aboard))),
            ),
            "overrun": self.overrun and Overrun(task_id=self.overrun.task_id),
        }
        return Disruption(
            id=DisruptionId(disruption_id),
            since=self.since,
            until=self.until,
            by=by,
            note=self.note,
            reported_at=now,
            **what,
        )


def _closed(road: RoadDoc) -> RoadClosed:
    detour = timedelta(seconds=road.detour_s)
    return RoadClosed(line=tuple(one.point for one in road.line), radius_m=road.radius_m, detour=detour)


class DisruptionShown(Document):
    """Something that is, or was, in the way."""

    id: str
    kind: DisruptionKind
    since: Instant
    until: Instant | None
    note: str
    by: str
    reported_at: Instant
    taken_back_at: Instant | None = Field(description="Null: it counts.")
    taken_back_by: str | None
    snow: SnowDoc | None
    road: RoadDoc | None
    breakdown: BreakdownDoc | None
    overrun: OverrunDoc | None

    @classmethod
    def of(cls, one: Disruption, zone: ZoneInfo) -> "DisruptionShown":
        """Return a disruption as the API shows it, by the town's clock."""
        times: dict[str, Any] = {
            name: moment and moment.astimezone(zone)
            for name in ("since", "until", "reported_at", "taken_back_at")
            for moment in (getattr(one, name),)
        }
        return cls.model_construct(
            **times,
            id=one.id,
            kind=one.kind,
            note=one.note,
            by=one.by,
            taken_back_by=one.taken_back_by or None,
            snow=SnowDoc.of(one.snow) if one.snow else None,
            road=RoadDoc.of(one.road) if one.road else None,
            breakdown=BreakdownDoc.of(one.breakdown) if one.breakdown else None,
            overrun=OverrunDoc.model_construct(task_id=one.overrun.task_id) if one.overrun else None,
        )


class AtRiskLate(Document):
    """A promise that is going to be broken if nobody does anything."""

    request_id: str
    late_s: int = Field(description="Seconds, if crews go on by the plan that holds.")


class GivenUpShown(Document):
    """A request that could be given up."""

    request_id: str
    promised: bool
    priority: int = Field(description="1 (first) to 5.")
    helps: list[str] = Field(description="Promises that would be kept then.")


class AtRiskShown(Document):
    """Promises at risk, before anything is replanned. Nothing is cancelled by asking."""

    day: date
    late: list[AtRiskLate]
    lost: list[str] = Field(description="Promises for which the plan that holds has no place any more.")
    give_up: list[GivenUpShown] = Field(
        description="What could be given up, one after the other: the least urgent without a promise first, then less "
        "urgent promises. Tried one by one, so pairs that help only together are not found; a replan may need fewer."
    )
    unhelped: list[str] = Field(description="Promises that would not be kept in time even so.")

    @classmethod
    def of(cls, day: date, found: AtRisk) -> "AtRiskShown":
        """Return the promises at risk as the API shows them, the latest first."""
        late = sorted(found.late_s.items(), key=lambda one: (-one[1], one[0]))
        return cls.model_construct(
            day=day,
            late=[AtRiskLate.model_construct(request_id=key, late_s=late_s) for key, late_s in late],
            lost=list(found.lost),
            give_up=[GivenUpShown.model_construct(**{**vars(one), "helps": list(one.helps)}) for one in found.give_up],
            unhelped=list(found.unhelped),
        )


class DisruptionList(Document):
    """Everything that is, or was, in a day's way."""

    items: list[DisruptionShown]

    @classmethod
    def of(cls, found: Iterable[Disruption], zone: ZoneInfo) -> "DisruptionList":
        """Return disruptions as the API shows them."""
        return cls.model_construct(items=[DisruptionShown.of(one, zone) for one in found])
