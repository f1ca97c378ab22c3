"""The rota: who works when, by week or month; shifts, absences and weekly patterns are changed here."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Path, Request
from starlette.responses import RedirectResponse, Response

from api.asking import office_of, who
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.domain.time import clock_instant
from scheduler.domain.town import TownHead
from scheduler.services.access import Permission, Principal, sees_crew, sees_shift
from scheduler.services.facts import town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork

router = page_router("/rota")
_read = [needs(Permission.ROTA_READ)]
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_SPAN = re.compile(r"(20[0-9]{2})-(?:W([0-9]{2})|([0-9]{2}))")
SpanKey = Annotated[str, Path(max_length=8, description="A week, `2026-W48`, or a month, `2026-11`.")]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of somebody, or of a vehicle."""

    day: date
    shifts: Sequence[Shift]
    absences: Sequence[Absence]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Somebody, or a vehicle, with their days."""

    kind: str
    id: str
    name: str
    cells: Sequence[Cell]


@router.get("", dependencies=_read)
def this_week(request: Request) -> Response:
    """Go to the week that it is in the town."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        today = office.clock.now().astimezone(town_head(unit).zone).date()
    return RedirectResponse(f"/rota/{_week(today)}", status_code=303)


@router.get("/{span}", dependencies=_read)
def show(request: Request, span: SpanKey) -> Response:
    """Show the rota of a week or a month."""
    days = _days(span)
    is_week = "W" in span
    before, after = days[0] - _DAY, days[-1] + _DAY
    return page(
        request, "rota.html", kind="rota-page", span=span, is_week=is_week, title_days=(days[0], days[-1]),
        before=_week(before) if is_week else _month(before), after=_week(after) if is_week else _month(after),
        week=_week(days[0]), month=_month(days[0]), **_shown(request, days),
    )  # fmt: skip


@router.get("/{span}/grid", dependencies=_read)
def show_grid(request: Request, span: SpanKey) -> Response:
    """Show the grid alone, as it is now."""
    return page(request, "rota_grid.html", span=span, is_week="W" in span, **_shown(request, _days(span)))


def _shown(request: Request, days: Sequence[date]) -> Mapping[str, Any]:
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        head = town_head(unit)
        calendar_of = HolidayCalendar(head.policy.booking)
        staff = unit.staff.all()
        patterns = [
            one for one in unit.patterns.all().values()
            if sees_crew(me, one.staff_ids, one.vehicle_id, staff, unit.vehicles.all())
        ]  # fmt: skip
        return {
            "days": days, "rows": _rows(unit, me, head, days), "may_write": Permission.ROTA_WRITE in me.permissions,
            "today": office.clock.now().astimezone(head.zone).date(),
            "published": {day for day in days if unit.days.get(day).published is not None},
            "holidays": {day: name for day in days if (name := calendar_of.name(day))},
            "patterns": sorted(patterns, key=lambda one: (one.name, one.id)),
            "names": {key: one.name for key, one in staff.items()},
            "vehicles": {key: one.name for key, one in unit.vehicles.all().items()},
        }  # fmt: skip


def _rows(unit: UnitOfWork, me: Principal, head: TownHead, days: Sequence[date]) -> Sequence[Row]:
    staff, vehicles = unit.staff.all(), unit.vehicles.all()
    shifts = [one for one in unit.shifts.between(days[0], days[-1]).values() if sees_shift(me, one, staff, vehicles)]
    absences = sorted(unit.absences.all().values(), key=lambda one: one.start)
    people = sorted(staff.values(), key=lambda one: one.name)
    rows = [
        _row("staff", one.id, one.name, days, [s for s in shifts if one.id in s.staff_ids],
             [a for a in absences if a.staff_id == one.id], head.zone)
        for one in people if sees_crew(me, (one.id,), None, staff, vehicles)
    ]  # fmt: skip
    return rows + [
        _row("vehicle", one.id, one.name, days, [s for s in shifts if s.vehicle_id == one.id],
             [a for a in absences if a.vehicle_id == one.id], head.zone)
        for one in sorted(vehicles.values(), key=lambda one: one.name) if sees_crew(me, (), one.id, staff, vehicles)
    ]  # fmt: skip


def _row(  # noqa: PLR0917 - of one table
    kind: str, key: str, name: str, days: Sequence[date], shifts: Sequence[Shift], absences: Sequence[Absence],
    zone: ZoneInfo,
) -> Row:  # fmt: skip
    cells = [
        Cell(
            day=day, shifts=sorted((one for one in shifts if one.day == day), key=lambda one: one.start),
            absences=[one for one in absences if _is_away(one, day, zone)],
        )
        for day in days
    ]  # fmt: skip
    return Row(kind=kind, id=key, name=name, cells=cells)


def _is_away(one: Absence, day: date, zone: ZoneInfo) -> bool:
    begin, end = (clock_instant(each, datetime.min.time(), zone) for each in (day, day + _DAY))
    return one.start < end and begin < one.end


def _days(span: str) -> Sequence[date]:
    """Return the days of a week or a month."""
    found = _SPAN.fullmatch(span)
    try:
        if found and found[2]:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return [monday + k * _DAY for k in range(7)]
        if found:
            first = date(int(found[1]), int(found[3]), 1)
            return [first + k * _DAY for k in range(calendar.monthrange(first.year, first.month)[1])]
    except ValueError:
        pass
    raise NotFoundError(f"{span} is no week and no month")


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
