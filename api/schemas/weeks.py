"""A week of the rota: on duty, planned, free, away."""

from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from api.schemas.offers import Sentences
from api.schemas.requests import seconds
from scheduler.domain.fleet import Vehicle
from scheduler.domain.roster import Shift, Staff
from scheduler.domain.time import TimeWindow
from scheduler.services.week import Hours, Week, WeekCell, WeekDay, WeekRow


class HoursShown(Document):
    """Time on duty, and what of it is planned."""

    on_duty_s: int = Field(description="From the start to the end of shifts, seconds.")
    busy_s: int = Field(description="Of the way, at doors and of breaks, as planned, seconds.")
    free_s: int = Field(description="What is left, seconds; nothing of a crew that comes home late.")

    load_permille: int | None = Field(description="Busy to on duty; above 1000: home late; null: nothing on duty.")

    @classmethod
    def of(cls, hours: Hours) -> "HoursShown":
        """Return times as the API shows them."""
        return cls.model_construct(
            on_duty_s=seconds(hours.on_duty),
            busy_s=seconds(hours.busy),
            free_s=seconds(hours.free),
            load_permille=None if hours.load is None else round(1000 * hours.load),
        )


class WeekShiftShown(Document):
    """A shift, as somebody's day names it."""

    shift_id: str
    name: str
    start: Instant
    end: Instant

    @classmethod
    def of(cls, shift: Shift) -> "WeekShiftShown":
        """Return a shift as the API shows it."""
        return cls.model_construct(shift_id=shift.id, name=shift.name, start=shift.start, end=shift.end)


class AwayShown(Document):
    """When somebody, or a vehicle, is not there; why is told elsewhere."""

    start: Instant
    end: Instant

    @classmethod
    def of(cls, window: TimeWindow) -> "AwayShown":
        """Return a time as the API shows it."""
        return cls.model_construct(start=window.start, end=window.end)


class WeekCellShown(Document):
    """One day of somebody, or of a vehicle."""

    day: date
    shifts: list[WeekShiftShown]
    hours: HoursShown
    requests: int = Field(description="How many are planned on these shifts.")
    away: list[AwayShown] = Field(description="What of the date, from midnight to midnight, falls into absences.")
    away_all_day: bool

    @classmethod
    def of(cls, day: date, cell: WeekCell) -> "WeekCellShown":
        """Return a day of a row as the API shows it."""
        return cls.model_construct(
            day=day,
            shifts=[WeekShiftShown.of(one) for one in cell.shifts],
            hours=HoursShown.of(cell.hours),
            requests=cell.requests,
            away=[AwayShown.of(one) for one in cell.away],
            away_all_day=cell.away_all_day,
        )


class WeekRowShown(Document):
    """Somebody's week, or a vehicle's."""

    id: str
    name: str
    registration: str = Field(description="A vehicle's; empty of people.")
    hours: HoursShown
    days: list[WeekCellShown] = Field(description="From Monday to Sunday.")

    @classmethod
    def of[Who: (Staff, Vehicle)](cls, row: WeekRow[Who], days: list[date]) -> "WeekRowShown":
        """Return a row as the API shows it."""
        who: Staff | Vehicle = row.who
        return cls.model_construct(
            id=who.id,
            name=who.name,
            registration=who.registration if isinstance(who, Vehicle) else "",
            hours=HoursShown.of(row.hours),
            days=[WeekCellShown.of(day, cell) for day, cell in zip(days, row.cells, strict=True)],
        )


class WeekDayShown(Document):
    """A day of the week as a whole."""

    day: date
    version: int = Field(description="Of the day: each change of it counts.")
    planned: bool = Field(description="Whether there is a plan; while there is none, nothing on duty is busy.")
    published: bool
    closed: bool
    holiday: Sentences | None = Field(description="What the holiday, or the town's day off, is called.")
    hours: HoursShown = Field(description="Of all shifts; a crew of two counts once.")
    requests: int = Field(description="Planned, or to be planned.")
    unserved: int = Field(description="Those that are to be served and on no shift.")

    @classmethod
    def of(cls, day: WeekDay) -> "WeekDayShown":
        """Return a day as the API shows it."""
        state = day.state
        return cls.model_construct(
            day=state.day,
            version=state.version,
            planned=state.plan is not None,
            published=state.published is not None,
            closed=state.closed,
            holiday=dict(day.holiday) or None,
            hours=HoursShown.of(day.hours),
            requests=day.requests,
            unserved=day.unserved,
        )


class WeekShown(Document):
    """Monday to Sunday: the days, and every worker's and vehicle's part in them."""

    first: date = Field(description="Its Monday.")
    last: date = Field(description="Its Sunday.")
    days: list[WeekDayShown]
    staff: list[WeekRowShown] = Field(description="All workers, by name.")
    vehicles: list[WeekRowShown] = Field(description="All vehicles, by name.")

    @classmethod
    def of(cls, week: Week) -> "WeekShown":
        """Return a week as the API shows it."""
        days = [one.state.day for one in week.days]
        return cls.model_construct(
            first=days[0],
            last=days[-1],
            days=[WeekDayShown.of(one) for one in week.days],
            staff=[WeekRowShown.of(one, days) for one in week.staff],
            vehicles=[WeekRowShown.of(one, days) for one in week.vehicles],
        )
