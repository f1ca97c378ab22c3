"""Times as somebody types them from paper."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.services.field.typed_clock import nearest, read_clock

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize("typed", ["9.30", "930", "9:30", "0930", "09:30", "9,30", "9 30", " 9.30 "])
def test_however_half_past_nine_is_written(typed: str) -> None:
    """Somebody would type a hundred colons a day, on a keyboard that has none beside the digits."""
    assert read_clock(typed) == time(9, 30)


@pytest.mark.parametrize("typed", ["", "9", "93", "9.3", "9.75", "2460", "24:00", "93045", "9-30", "ok", "٩٣٠"])
def test_what_no_clock_shows_is_refused(typed: str) -> None:
    """A slip would become a time at which nobody was anywhere."""
    assert read_clock(typed) is None


@pytest.mark.parametrize(
    ("clock", "planned", "wanted"),
    [
        (time(9, 30), "2026-11-23T09:20+01:00", "2026-11-23T08:30+00:00"),
        (time(0, 10), "2026-11-23T23:50+01:00", "2026-11-23T23:10+00:00"),
        (time(23, 55), "2026-11-24T00:10+01:00", "2026-11-23T22:55+00:00"),
        (time(2, 30), "2026-10-25T02:20+02:00", "2026-10-25T00:30+00:00"),
        (time(2, 30), "2026-10-25T02:20+01:00", "2026-10-25T01:30+00:00"),
        (time(1, 50), "2026-03-29T03:05+02:00", "2026-03-29T00:50+00:00"),
    ],
)
def test_a_time_belongs_to_the_day_that_fits(clock: time, planned: str, wanted: str) -> None:
    """Half past midnight of a night's crew would come before they had set out; or the hour that comes twice be off."""
    assert nearest(clock, datetime.fromisoformat(planned), WARSAW) == datetime.fromisoformat(wanted).astimezone(UTC)


def test_an_hour_that_was_skipped_was_on_no_clock() -> None:
    """It would be kept as an hour of another day."""
    assert nearest(time(2, 30), datetime.fromisoformat("2026-03-29T01:50+01:00"), WARSAW) is None
