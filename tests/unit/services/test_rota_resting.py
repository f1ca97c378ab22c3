"""Weekly patterns leave the long rest of each week: of one, of several, of crews that change places."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from scheduler.domain.errors import InputError
from scheduler.domain.ids import PatternId, StaffId
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.rota import keep_pattern, require_weekly_rest
from tests.unit.services.rota_town import NOW, Office, pattern, staffed

ALL_WEEK, MON_TO_SAT, WEEKEND = frozenset(range(1, 8)), frozenset(range(1, 7)), frozenset({6, 7})


def said(*patterns: WeeklyPattern) -> list[str]:
    """Return what is wrong with the patterns of a town."""
    town = replace(staffed().build(), patterns={one.id: one for one in patterns})
    try:
        require_weekly_rest(town)
    except InputError as error:
        return [problem.wrong for problem in error.problems]
    return []


def second(**fields: Any) -> WeeklyPattern:
    return pattern(**{"id": PatternId("weekend"), "weekdays": WEEKEND, **fields})


@pytest.mark.parametrize(
    ("patterns", "week"),
    [  # 6 January is a holiday, so the first whole week is that of the twelfth
        ([pattern()], ""),
        ([pattern(weekdays=ALL_WEEK)], "2026-01-12"),
        ([pattern(weekdays=ALL_WEEK, staff_ids=(StaffId("N"),))], ""),
        ([pattern(weekdays=MON_TO_SAT, end=time(13))], ""),
        ([pattern(weekdays=MON_TO_SAT, end=time(13, 1))], "2026-01-12"),
        ([pattern(), second()], "2026-01-12"),
        ([pattern(), second(staff_ids=(StaffId("B"),))], ""),
        ([pattern(), second(every=2, valid_from=date(2026, 1, 5))], "2026-01-19"),
        ([pattern(), second(valid_from=date(2026, 11, 23))], "2026-11-23"),
        ([pattern(valid_until=date(2026, 11, 22)), second(valid_from=date(2026, 11, 23))], ""),
        ([pattern(weekdays=MON_TO_SAT, end=time(13), valid_from=date(2026, 3, 23))], ""),
    ],
    ids=[
        "weekdays", "every day", "by mandate", "35 hours", "34 h 59", "two of one worker", "two workers",
        "every other week", "from later on", "one after the other", "the night that is an hour shorter",
    ],
)  # fmt: skip
def test_each_week_has_its_long_rest(patterns: list[WeeklyPattern], week: str) -> None:
    """All promises of a week would lose their crews when its last day is rostered, or a lawful rota be refused."""
    found = said(*patterns)

    assert [one.rpartition(" ")[2] for one in found] == ([week] if week else [])
    assert all("no 35 hours of rest at a stretch" in one for one in found)


def test_a_pattern_is_refused_for_what_another_one_takes_of_the_same_worker() -> None:
    """Whoever adds weekends to somebody's weekdays would hear of it from clients who were promised something."""
    office = Office(staffed().build())
    with office.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
        keep_pattern(unit, pattern(), now=NOW)  # kept again it stands in nobody's way, not its own either
        with pytest.raises(InputError, match=r"leaves A no 35 hours of rest.*let somebody else work it"):
            keep_pattern(unit, second(), now=NOW)
        keep_pattern(unit, second(staff_ids=(StaffId("B"),)), now=NOW)


def test_nothing_is_kept_of_a_town_whose_patterns_leave_no_rest() -> None:
    """A town would move to Dojazd with a rota by which nothing can be promised."""
    made = pattern(weekdays=ALL_WEEK)
    with pytest.raises(InputError, match="leaves A no 35 hours"):
        Office(replace(staffed().build(), patterns={made.id: made}))
