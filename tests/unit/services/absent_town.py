"""A town with one shift, S, and absences that may take it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.ids import AbsenceId, ShiftId, StaffId, VehicleId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.services.rota import (
    report_absence,
)
from tests.unit.services.rota_town import MONDAY, NOW, Office, absence, at, pattern, staffed

TUESDAY = MONDAY + timedelta(days=1)


def office(day: date = MONDAY, **fields: Any) -> Office:
    """Return a town in which one shift, S, of 6 to 14 was made by hand for a day."""
    usual: dict[str, Any] = {"staff": ("A",), "vehicle": "bus-1", "overtime": timedelta(minutes=30)}
    builder = staffed(service_day=day).add_shift("06:00-14:00", id="S", start="baza", **{**usual, **fields})
    return Office(builder.build())


def told(kept: Office, *absences: Absence, now: datetime = NOW) -> None:
    """Report absences, each in a unit of its own."""
    for one in absences:
        with kept.unit() as unit:
            report_absence(unit, one, now)


def span(kept: Office) -> tuple[str, str] | None:
    """Return when S begins and ends, by the clock."""
    shift = kept.shifts().get(ShiftId("S"))
    return None if shift is None else (f"{shift.start:%H:%M}", f"{shift.end:%H:%M}")


MINUTES = st.integers(-120, 26 * 60)


ABSENCES = st.builds(
    lambda who, start, length: absence(
        at(MONDAY, "00:00") + timedelta(minutes=start),
        at(MONDAY, "00:00") + timedelta(minutes=start + length),
        staff=who if who in {"A", "N"} else "",
        vehicle="" if who in {"A", "N"} else who,
    ),
    st.sampled_from(("A", "N", "bus-1")),
    MINUTES,
    st.integers(1, 900),
)


def several(drawn: Sequence[Absence]) -> list[Absence]:
    """Return absences with ids of their own."""
    return [replace(one, id=AbsenceId(f"N-{number}")) for number, one in enumerate(drawn)]


WHOLE = Shift(
    id=ShiftId("S"), day=MONDAY, name="S", staff_ids=(StaffId("A"), StaffId("N")), vehicle_id=VehicleId("bus-1"),
    start=at(MONDAY, "06:00"), end=at(MONDAY, "14:00"), start_door=pattern().start_door, end_door=pattern().end_door,
    overtime=timedelta(minutes=30),
)  # fmt: skip
