"""What sentences say of times, on days on which the clocks change."""

from datetime import date

import pytest

from fixtures.builder import TownBuilder
from scheduler.services.planning.naming import names_of

PLAIN, SPRING, AUTUMN = date(2026, 11, 23), date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "hours", "said"),
    [
        (PLAIN, 9.5, "09:30"), (PLAIN, 26, "02:00(+1)"), (PLAIN, -1, "23:00(-1)"),
        (SPRING, 1.5, "01:30"), (SPRING, 2, "03:00"), (SPRING, 9, "10:00"), (SPRING, 23, "00:00(+1)"),
        (AUTUMN, 2.5, "02:30+02:00"), (AUTUMN, 3.5, "02:30+01:00"), (AUTUMN, 10, "09:00"), (AUTUMN, 24, "23:00"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_hour_that_the_clock_shows(day: date, hours: float, said: str) -> None:
    """On two Sundays of the year a caller would be told to ask for a place an hour beside the one that is free."""
    names = names_of(TownBuilder(service_day=day).build(), day)
    assert names.clock(int(hours * 3600)) == said
