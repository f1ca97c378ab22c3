"""Plan against actual of closed days."""

from datetime import date

from pydantic import ConfigDict, Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from scheduler.domain.plan_actual import Band, PlanActual, PlanActualTable


class BandShown(Document):
    """How many of something lie in a range."""

    above_min: int | None = Field(description="More than so many minutes; null: no lower end.")
    upto_min: int | None = Field(description="So many minutes at most; null: no upper end.")
    count: int = Field(description="Doors, or requests.")

    @classmethod
    def of(cls, one: Band) -> "BandShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(one))


class PlanActualShown(Document):
    """What one day, shift or service was to be, and what it came to."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "key": "W-10@2026-11-20", "name": "Bus 1", "day": "2026-11-20", "served": 11,
                "planned_begin": "2026-11-20T06:40:00+01:00", "began": "2026-11-20T06:42:10+01:00",
                "planned_end": "2026-11-20T14:20:00+01:00", "ended": "2026-11-20T14:31:00+01:00",
                "planned_s": 27600, "worked_s": 28130, "planned_m": 61200, "driven_m": 58900, "doors": 22,
                "planned_doors_s": 3960, "at_doors_s": 4310, "arrivals": 22, "apart_s": 2640,
                "apart": [{"above_min": -5, "upto_min": 5, "count": 18}, {"above_min": 5, "upto_min": 15, "count": 4}],
                "timed": 11, "on_time": 10, "late_s": 540,
                "late": [{"above_min": None, "upto_min": 0, "count": 10}, {"above_min": 5, "upto_min": 15, "count": 1}],
            }
        }
    )  # fmt: skip

    key: str = Field(description="A date, a shift's id or a service's; empty: hours in which nothing was served.")
    name: str
    day: date | None = Field(description="Of a day or a shift.")
    served: int = Field(description="Requests that were served.")
    planned_begin: Instant | None = Field(description="When the crew of a shift was to leave.")
    began: Instant | None = Field(description="When it left: as reported, else as planned.")
    planned_end: Instant | None = Field(description="When it was to be back.")
    ended: Instant | None = Field(description="When it was back: as reported, else as planned.")
    planned_s: int = Field(description="Working time of crews by the plan, ways and breaks included, in seconds.")
    worked_s: int = Field(description="The same as it was, in seconds.")
    planned_m: int = Field(description="How far crews were to go, in metres.")
    driven_m: int = Field(description="The planned legs to the doors at which they were, in metres.")
    doors: int = Field(description="Doors of what was served whose arrival and end were reported.")
    planned_doors_s: int = Field(description="Planned time at these doors, in seconds.")
    at_doors_s: int = Field(description="Time at these doors, in seconds.")
    arrivals: int = Field(description="Doors of what was served whose arrival was planned, and reported.")
    apart_s: int = Field(description="Sum of arrival less planned arrival, in seconds; negative: earlier.")
    apart: list[BandShown] = Field(description="How arrivals lie around the planned ones.")
    timed: int = Field(description="Requests served with a time to be kept: at pickup, at a visit's door.")
    on_time: int = Field(description="Requests of these where nobody was late, by what was promised.")
    late_s: int = Field(description="Sum of the lateness of the others, in seconds.")
    late: list[BandShown] = Field(description="How their lateness lies; the first band is what was on time.")

    @classmethod
    def of(cls, one: PlanActual) -> "PlanActualShown":
        """Return it as the API shows it."""
        bands = {"apart": [BandShown.of(band) for band in one.apart], "late": [BandShown.of(band) for band in one.late]}
        return cls.model_construct(**{**vars(one), **bands})


class PlanActualsShown(Document):
    """Plan against actual of a span of days. Add up sums and divide once: never average the rows' quotients."""

    first: date
    last: date
    by: str
    closed: list[date] = Field(description="Days that are in it.")
    open_days: list[date] = Field(description="Days with bookings that nobody has closed: they are not in it.")
    rows: list[PlanActualShown]
    total: PlanActualShown

    @classmethod
    def of(cls, table: PlanActualTable) -> "PlanActualsShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            first=table.first,
            last=table.last,
            by=table.by,
            closed=[*table.closed],
            open_days=[*table.open_days],
            rows=[PlanActualShown.of(one) for one in table.rows],
            total=PlanActualShown.of(table.total),
        )
