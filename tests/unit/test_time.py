"""Instants, windows and the service day, above all when the clocks change."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain import plan, promise, request, roster
from scheduler.domain.errors import NaiveTimeError, NoSuchTimeError
from scheduler.domain.time import ServiceDay, TimeWindow, local_instant

WARSAW = ZoneInfo("Europe/Warsaw")
INSTANTS = [
    kind
    for module in (plan, promise, request, roster)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
    if any(field.type in (datetime, datetime | None) for field in fields(kind))
]
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def test_a_window_refuses_a_naive_time() -> None:
    """A window an hour off would put somebody on a cold pavement."""
    with pytest.raises(NaiveTimeError, match="window start"):
        TimeWindow(start=datetime(2026, 11, 23, 9), end=datetime(2026, 11, 23, 10, tzinfo=UTC))  # noqa: DTZ001


def test_a_window_does_not_end_before_it_starts() -> None:
    """A window the wrong way round would make a request silently impossible."""
    nine = datetime(2026, 11, 23, 9, tzinfo=WARSAW)
    with pytest.raises(ValueError, match="before it starts"):
        TimeWindow(start=nine, end=nine - timedelta(minutes=1))


def test_a_window_across_the_autumn_change_has_its_true_length() -> None:
    """A night visit would be thought an hour shorter than it is."""
    window = TimeWindow(start=local_instant(AUTUMN, time(1), WARSAW), end=local_instant(AUTUMN, time(4), WARSAW))
    assert window.length == timedelta(hours=4)


@pytest.mark.parametrize(("day", "said"), [(SPRING, "does not exist"), (AUTUMN, "comes twice")])
def test_a_local_time_the_clocks_skip_or_repeat_is_refused(day: date, said: str) -> None:
    """A visit at 02:30 on that night would be planned at a time nobody can know."""
    with pytest.raises(NoSuchTimeError, match=said):
        local_instant(day, time(2, 30), WARSAW)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 11, 23), 24)])
def test_a_service_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    """Shifts after the change would be an hour off all day."""
    last = ServiceDay(date=day + timedelta(days=1), zone=WARSAW).midnight
    assert ServiceDay(date=day, zone=WARSAW).seconds(last) == hours * 3600


@given(day=st.sampled_from([SPRING, AUTUMN, date(2026, 11, 23)]), second=st.integers(-40_000, 140_000))
def test_seconds_and_instants_are_each_others_inverse(day: date, second: int) -> None:
    """A plan read back from its file would differ from the one that was made."""
    service_day = ServiceDay(date=day, zone=WARSAW)
    assert service_day.seconds(service_day.instant(second)) == second


def test_the_day_of_a_zone_that_skips_midnight_starts_later() -> None:
    """The first second of such a day would lie in the day before."""
    day = ServiceDay(date=date(2018, 11, 4), zone=ZoneInfo("America/Sao_Paulo"))
    assert day.midnight.hour == 1
    assert day.midnight.date() == day.date


def test_every_type_that_holds_an_instant_refuses_a_naive_one() -> None:
    """A time without a zone would be read an hour off after the clocks change."""
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    for kind in INSTANTS:
        values = {field.name: naive if field.type in (datetime, datetime | None) else None for field in fields(kind)}
        with pytest.raises(NaiveTimeError, match=kind.__name__):
            kind(**values)


def test_two_towns_have_midnights_of_their_own() -> None:
    """A process that serves towns of two countries would begin the day of one of them an hour early."""
    day, zones = date(2026, 11, 24), (ZoneInfo("Europe/Warsaw"), ZoneInfo("Europe/London"))
    begins = [ServiceDay(date=day, zone=zone).midnight.astimezone(UTC) for zone in zones]
    assert begins[1] - begins[0] == timedelta(hours=1)
    assert [ServiceDay(date=day, zone=zone).instant(3600).utcoffset() for zone in zones] == [
        timedelta(hours=1),
        timedelta(0),
    ]
