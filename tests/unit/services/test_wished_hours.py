"""Hours that are wished for are of the day that is wished for, its night included."""

from datetime import date, time
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from fixtures.moments import SERVICE_DAY
from scheduler.domain.errors import InputError
from scheduler.domain.ids import PatternId
from scheduler.domain.place import Door
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.wishing import check_requests
from tests.unit.services.kept_office import Office

NIGHT, CHANGES = "22:00-06:00+1", (date(2026, 3, 28), date(2026, 10, 24))


def office(window: str, *shifts: str, day: date = SERVICE_DAY) -> Office:
    """Return an office in which somebody wishes for a visit, and carers work some shifts."""
    builder = TownBuilder(service_day=day).add_staff()
    for one in shifts:
        builder.add_shift(one)
    return Office(builder.add_visit(window=window))


def check(here: Office) -> None:
    """Look at the wish as the desk does."""
    with here.reading() as unit:
        check_requests(unit, list(here.town.requests.values()))


@pytest.mark.parametrize("window", ["09:00+1-10:00+1", "00:00+1-01:00+1", "06:00+1-06:30+1"])
def test_an_hour_of_the_next_day_is_no_refusal_of_the_town(window: str) -> None:
    """A slip of the hand would be kept as a resident turned away, and read so by the council."""
    shifts = ["08:00-16:00"] if window.startswith("00") else ["08:00-16:00", NIGHT]
    with pytest.raises(InputError) as refused:
        check(office(window, *shifts))
    (problem,) = refused.value.problems

    assert problem.column == "windows"
    assert "2026-11-24" in problem.wrong
    assert SERVICE_DAY.isoformat() in problem.wrong
    assert ("06:00" in problem.right) == (len(shifts) == 2)


@pytest.mark.parametrize("day", [SERVICE_DAY, *CHANGES])
def test_the_night_of_a_service_day_is_its_own(day: date) -> None:
    """Nobody could book the carer who comes at five in the morning."""
    check(office("05:30+1-06:30+1", NIGHT, day=day))


def test_a_night_that_only_a_weekly_pattern_has_counts() -> None:
    """Nobody could book a night for which no roster is made yet."""
    here = office("05:30+1-06:30+1")
    with pytest.raises(InputError):
        check(here)
    with here.writing() as unit:
        unit.patterns.put(night(here))
    check(here)


def night(here: Office, **fields: Any) -> WeeklyPattern:
    """Return a night of every week."""
    base = Door(place_id=next(iter(here.town.places)))
    times = {"start": time(22), "end": time(6), "weekdays": frozenset({1}), "valid_from": SERVICE_DAY}
    return WeeklyPattern(
        id=PatternId("noc"), name="noc", staff_ids=tuple(here.town.staff), start_door=base, end_door=base,
        **{**times, **fields},
    )  # fmt: skip


def test_a_window_longer_than_a_day_is_refused() -> None:
    """A worker could be sent whenever it suits the plan."""
    with pytest.raises(InputError, match="longer than a day"):
        check(office("08:00-09:00+1", NIGHT))
