"""A wish on another day means the same hours of the clock."""

from dataclasses import replace
from datetime import date, timedelta

from fixtures.builder import TownBuilder
from fixtures.moments import ZONE
from scheduler.domain.request import Request
from scheduler.services.booking.another_day import on_day


def wish(day: date, window: str) -> Request:
    """Return a visit wished for on a day."""
    return next(iter(TownBuilder(service_day=day).add_visit(window=window).build().requests.values()))


def told(request: Request) -> list[str]:
    """Return a request's windows by the clock of the town."""
    return [f"{w.start.astimezone(ZONE):%m-%d %H:%M}-{w.end.astimezone(ZONE):%H:%M}" for w in request.windows]


def test_nine_stays_nine_when_the_clocks_have_changed() -> None:
    """Everybody booked for the week after the change would be fetched an hour early."""
    (moved,) = on_day([wish(date(2026, 10, 23), "09:00-10:00")], date(2026, 10, 26), ZONE)
    assert told(moved) == ["10-26 09:00-10:00"]
    assert moved.day == date(2026, 10, 26)


def test_an_hour_that_the_clocks_skip_is_read_as_the_one_after_it() -> None:
    """A wish for the night of the change would end the call with an error."""
    (moved,) = on_day([wish(date(2026, 3, 22), "02:15-02:45")], date(2026, 3, 29), ZONE)
    assert told(moved) == ["03-29 03:15-03:45"]


def test_the_legs_of_a_journey_move_together() -> None:
    """The return ride would stay on the first day, and somebody in hospital."""
    there = wish(date(2026, 11, 23), "09:00-10:00")
    back = replace(there, id=there.id, wish=there.windows[0].end)
    moved = on_day([there, back], date(2026, 11, 25), ZONE)
    assert {one.day for one in moved} == {date(2026, 11, 25)}
    assert moved[1].wish == there.windows[0].end + timedelta(days=2)


def test_the_same_day_is_left_alone() -> None:
    """A wish would be rounded on its way through the desk."""
    request = wish(date(2026, 11, 23), "09:07-10:13")
    assert on_day([request], request.day, ZONE) == (request,)
