"""What planning the series came to, and what a change of one ended."""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Whole
from api.schemas.moments import Day
from api.schemas.offers import RefusalShown
from api.schemas.series import SeriesShown
from scheduler.services.series.desk import SeriesChange
from scheduler.services.series.planning import Assigned, Impossible, SeriesPlan


class SeriesKept(Document):
    """A series, and what was booked of it and has ended with the change."""

    series: SeriesShown
    withdrawn: list[str] = Field(description="Ids of bookings.")

    @classmethod
    def of(cls, change: SeriesChange) -> "SeriesKept":
        """Return it as the API shows it."""
        return cls.model_construct(series=SeriesShown.of(change.series), withdrawn=[one.id for one in change.withdrawn])


class SeriesSplit(Document):
    """The series until the day before, and the one that goes on."""

    former: SeriesKept
    following: SeriesKept


class SeriesPlanning(Document):
    """Which days are to be planned, and how long may be searched for."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"from": "2026-11-24", "to": "2026-12-07", "seconds": 1}},
        serialize_by_alias=True,
        populate_by_name=True,
    )

    first: Day = Field(alias="from", description="The first service day; earliest is tomorrow.")
    last: Day = Field(alias="to", description="The last one, included; latest is the last that may be booked.")
    seconds: Whole = Field(default=10, ge=1, le=30, description="Seconds for choosing who comes when.")
    reserve_percent: Whole = Field(
        default=10, ge=0, le=100, description="Per cent of each half-day that are kept free for those who call."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "SeriesPlanning":
        if self.last < self.first:
            raise ValueError("to is before from")
        return self


class AssignedShown(Document):
    """An occurrence that is booked now."""

    series_id: str
    day: date
    staff_ids: list[str]
    bookings: list[str] = Field(description="Ids; each has a promise.")
    without: list[str] = Field(description="Clients who are away, or have their booking of that day already.")

    @classmethod
    def of(cls, one: Assigned) -> "AssignedShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            series_id=one.series_id,
            day=one.day,
            staff_ids=list(one.staff_ids),
            bookings=[b.id for b in one.bookings],
            without=list(one.without),
        )


class ImpossibleShown(Document):
    """Occurrences that have no place."""

    series_id: str
    days: list[date] = Field(description="That they might have been on.")
    times: int = Field(description="So many are missing.")
    reasons: list[RefusalShown]
    enquiry_id: str | None = Field(description="The enquiry that waits for a place; null: there is no day to wait for.")

    @classmethod
    def of(cls, one: Impossible) -> "ImpossibleShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            series_id=one.series_id, days=list(one.days), times=one.times, enquiry_id=one.enquiry_id,
            reasons=[RefusalShown.of(each) for each in one.reasons],
        )  # fmt: skip


class CostTerms(Document):
    """What a choice costs, by what for, in grosze."""

    missing_gr: int = Field(description="Occurrences without a place.")
    strangers_gr: int = Field(description="Visits by nobody who was wished for.")
    changes_gr: int = Field(description="Workers whom a client has to get used to, beyond the first or those known.")
    uneven_gr: int = Field(description="Minutes that workers have above their fair part.")

    @classmethod
    def of(cls, plan: SeriesPlan) -> "CostTerms":
        """Return it as the API shows it."""
        cost = plan.terms_gr
        return cls.model_construct(
            missing_gr=cost["missing"],
            strangers_gr=cost["strangers"],
            changes_gr=cost["changes"],
            uneven_gr=cost["uneven"],
        )


class SeriesPlanned(Document):
    """What planning the series came to."""

    first: date
    last: date
    status: str = Field(description="optimal: no better choice is possible. feasible: the time was over first.")
    objective_gr: int = Field(description="Grosze: what the choice costs by the town's prices.")
    bound_gr: int = Field(description="Grosze: no choice costs less.")
    excess_gr: int = Field(description="Grosze: so much dearer than the best choice it is at most.")
    terms: CostTerms
    gap: float = Field(
        description="So much of the cost may be too much, 0 to 1; where it costs next to nothing, see excess_gr."
    )
    assigned: list[AssignedShown]
    impossible: list[ImpossibleShown]

    @classmethod
    def of(cls, plan: SeriesPlan) -> "SeriesPlanned":
        """Return it as the API shows it."""
        same = ("first", "last", "status", "objective_gr", "bound_gr", "excess_gr", "gap")
        return cls.model_construct(
            terms=CostTerms.of(plan),
            **{name: getattr(plan, name) for name in same},
            assigned=[AssignedShown.of(one) for one in plan.assigned],
            impossible=[ImpossibleShown.of(one) for one in plan.impossible],
        )
