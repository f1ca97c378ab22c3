"""Weekly patterns in a town's files, beside the shifts that the files hold."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from scheduler.domain.errors import InputError
from scheduler.domain.ids import StaffId, VehicleId
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.rota import require_no_doubles
from tests.unit.services.rota_town import MONDAY, Office, pattern, staffed

SUNDAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def doubled(made: WeeklyPattern, **shift: Any) -> list[str]:
    """Return what is wrong with a pattern beside a shift of driver A with bus 1 on Monday, from ten to six."""
    said: Mapping[str, Any] = {"hours": "10:00-18:00", "staff": "A", "vehicle": "bus-1"} | shift
    builder = staffed().add_shift(said["hours"], staff=said["staff"], vehicle=said["vehicle"], start="baza")
    try:
        require_no_doubles(replace(builder.build(), patterns={made.id: made}))
    except InputError as error:
        return [problem.wrong for problem in error.problems]
    return []


B, BUS_2 = (StaffId("B"),), VehicleId("bus-2")


@pytest.mark.parametrize(
    ("made", "shift", "who"),
    [
        (pattern(), {}, "A"),
        (pattern(staff_ids=B), {}, "bus-1"),
        (pattern(vehicle_id=BUS_2), {}, "A"),
        (pattern(vehicle_id=None), {}, "A"),
        (pattern(staff_ids=B, vehicle_id=BUS_2), {}, ""),
        (pattern(staff_ids=B, vehicle_id=None), {"vehicle": None}, ""),
        (pattern(end=time(10)), {}, ""),
        (pattern(end=time(10, 1)), {}, "A"),
        (pattern(valid_from=MONDAY + DAY), {}, ""),
        (pattern(valid_until=SUNDAY), {}, ""),
        (pattern(weekdays=frozenset({2})), {}, ""),
        (pattern(weekdays=frozenset({7}), start=time(22), end=time(6)), {"hours": "05:00-09:00"}, "A"),
        (pattern(weekdays=frozenset({2}), start=time(5), end=time(9)), {"hours": "22:00-06:00"}, "A"),
    ],
)
def test_nobody_is_in_two_shifts_at_once(made: WeeklyPattern, shift: dict[str, Any], who: str) -> None:
    """A driver would be sent out twice on the day of the move to Dojazd, or a town be refused for nothing."""
    said = doubled(made, **shift)
    assert bool(said) == bool(who)
    assert not who or f"has {who} work on 2026-11-2" in said[0]


def test_a_holiday_on_which_the_pattern_rests_may_have_a_shift_by_hand() -> None:
    """Christmas duty, written by hand, would be refused because of every other Friday."""
    builder = staffed(service_day=date(2026, 12, 25)).add_shift("06:00-14:00", staff="A", vehicle="bus-1", start="baza")
    town = replace(builder.build(), patterns={pattern().id: pattern()})
    require_no_doubles(town)
    worked = pattern(on_holidays=True)
    with pytest.raises(InputError, match="on top of the shift"):
        require_no_doubles(replace(town, patterns={worked.id: worked}))


def test_nothing_is_kept_of_a_town_whose_patterns_double_a_shift() -> None:
    """Half a town would be in the database, and the corrected one be refused."""
    builder = staffed().add_shift("06:00-14:00", staff="A", vehicle="bus-1", start="baza")
    with pytest.raises(InputError, match="on top of the shift Z-01"):
        Office(replace(builder.build(), patterns={pattern().id: pattern()}))
