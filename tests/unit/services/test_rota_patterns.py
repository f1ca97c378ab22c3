"""Weekly patterns make shifts, each once, also in the nights on which the clocks change."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.errors import InputError
from scheduler.domain.ids import PatternId, PlaceId, ShiftId, StaffId, VehicleId
from scheduler.domain.place import Door
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.rota import drop_pattern, keep_pattern, pattern_shift_id, roll_rota, shift_of
from tests.unit.services.rota_town import MONDAY, NOW, WARSAW, Office, at, pattern, staffed

CALENDAR = HolidayCalendar(BookingPolicy())
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
DAY = timedelta(days=1)


def made(one: WeeklyPattern, day: date) -> Shift | None:
    """Return what a pattern makes on a day."""
    return shift_of(replace(one, weekdays=frozenset(range(1, 8))), day, WARSAW, CALENDAR)


def length_h(shift: Shift | None) -> float:
    """Return the elapsed hours of a shift."""
    assert shift is not None
    return (shift.end.astimezone(UTC) - shift.start.astimezone(UTC)) / timedelta(hours=1)


def office(*patterns: WeeklyPattern) -> Office:
    """Return a town with patterns that nobody has rolled yet."""
    kept = Office(staffed().build())
    with kept.unit() as unit:
        for one in patterns:
            unit.patterns.put(one)
    return kept


@pytest.mark.parametrize(
    ("day", "start", "end", "hours"),
    [
        (SPRING - DAY, time(22), time(6), 7),
        (AUTUMN - DAY, time(22), time(6), 9),
        (SPRING, time(2, 30), time(10), 7),
        (SPRING - DAY, time(20), time(2, 30), 6),
        (AUTUMN, time(2, 30), time(10), 8.5),
        (AUTUMN - DAY, time(20), time(2, 30), 6.5),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(day: date, start: time, end: time, hours: float) -> None:
    """Carers would be planned for an hour that does not exist, or be an hour short of pay."""
    assert length_h(made(pattern(start=start, end=end), day)) == hours


def test_a_skipped_time_is_the_moment_of_the_change() -> None:
    """A driver's day would begin half an hour after the first client was promised."""
    shift = made(pattern(start=time(2, 30)), SPRING)

    assert shift is not None
    assert shift.start == at(SPRING, "03:00")


def test_nothing_is_made_of_the_hour_that_is_skipped() -> None:
    """A shift of no length would be handed to the planner, or rolling stop for the whole town."""
    assert made(pattern(start=time(2), end=time(3)), SPRING) is None


@given(st.sampled_from((SPRING, SPRING - DAY, AUTUMN, AUTUMN - DAY, MONDAY)), st.times(), st.times(), st.times())
def test_shifts_that_meet_on_the_clock_meet_in_time(day: date, start: time, between: time, end: time) -> None:
    """A bus would stand without a driver for an hour, or have two, twice a year."""
    start, between, end = sorted((start, between, end))
    first, second = made(pattern(start=start, end=between), day), made(pattern(start=between, end=end), day)

    if start < between < end and first is not None and second is not None:
        assert first.end == second.start
        assert first.start.astimezone(UTC) < first.end.astimezone(UTC)


def test_every_other_week_is_counted_from_the_first() -> None:
    """The weekend nurse would come in the wrong weeks."""
    fortnightly = pattern(every=2, valid_from=date(2026, 11, 25), weekdays=frozenset({1}))
    mondays = [MONDAY + timedelta(weeks=k) for k in range(5)]

    assert [shift_of(fortnightly, day, WARSAW, CALENDAR) is not None for day in mondays] == [
        False, False, True, False, True,
    ]  # fmt: skip


def test_a_pattern_holds_from_its_first_to_its_last_day() -> None:
    """A worker whose contract has ended would still be planned."""
    one = pattern(valid_from=MONDAY, valid_until=MONDAY + DAY)

    assert [made(one, MONDAY + k * DAY) is not None for k in (-1, 0, 1, 2)] == [False, True, True, False]


@pytest.mark.parametrize(("on_holidays", "works"), [(False, False), (True, True)])
def test_holidays_are_worked_only_if_the_pattern_says_so(on_holidays: bool, works: bool) -> None:
    """The office would send buses on Christmas Day, or leave a bedridden man without care."""
    assert (made(pattern(on_holidays=on_holidays), date(2026, 12, 25)) is not None) is works


def test_rolling_makes_each_shift_once_and_advances_only_days_that_changed() -> None:
    """Two buses would stand on the board for one, or open plans look stale each night for nothing."""
    kept = office(pattern())
    with kept.unit() as unit:
        first = roll_rota(unit, MONDAY, MONDAY + 6 * DAY, now=NOW)
    with kept.unit() as unit:
        second = roll_rota(unit, MONDAY, MONDAY + 6 * DAY, now=NOW)

    assert first.made == tuple(f"rano@{(MONDAY + k * DAY).isoformat()}" for k in range(5))
    assert (second.made, second.days) == ((), ())
    assert [kept.version(MONDAY + k * DAY) for k in range(7)] == [1, 1, 1, 1, 1, 0, 0]


def test_a_shift_that_has_begun_is_not_made_up() -> None:
    """A bus that nobody drove this morning would be planned for noon."""
    kept = office(pattern())
    with kept.unit() as unit:
        change = roll_rota(unit, MONDAY, MONDAY + DAY, now=at(MONDAY, "06:00"))

    assert change.made == ("rano@2026-11-24",)


def test_what_somebody_removed_or_changed_by_hand_stays_so() -> None:
    """The dispatcher's decision of yesterday would be undone every night."""
    kept = office(pattern())
    with kept.unit() as unit:
        roll_rota(unit, MONDAY, MONDAY + 2 * DAY, now=NOW)
    with kept.unit() as unit:
        unit.shifts.remove(shift_id(MONDAY))
        unit.shifts.put(replace(unit.shifts.get(shift_id(MONDAY + DAY)), end=at(MONDAY + DAY, "12:00")))
    with kept.unit() as unit:
        roll_rota(unit, MONDAY, MONDAY + 2 * DAY, now=NOW)
    with kept.unit() as unit:
        keep_pattern(unit, pattern(end=time(15)), now=NOW)

    ends = {one.day: one.end for one in kept.shifts().values()}
    assert MONDAY not in ends
    assert ends[MONDAY + DAY] == at(MONDAY + DAY, "12:00")
    assert ends[MONDAY + 2 * DAY] == at(MONDAY + 2 * DAY, "15:00")


def shift_id(day: date) -> ShiftId:
    """Return the id of the morning's shift."""
    return pattern_shift_id(PatternId("rano"), day)


def test_a_shift_kept_in_another_zone_is_still_the_patterns_own() -> None:
    """A night shift of October that a database wrote in UTC would count as changed by hand, and stay for ever."""
    night = pattern(start=time(2, 30), weekdays=frozenset({7}))
    kept, before = office(), at(AUTUMN - DAY, "12:00")
    with kept.unit() as unit:
        (name, *_) = keep_pattern(unit, night, now=before).made
        shift = unit.shifts.get(name)
        unit.shifts.put(replace(shift, start=shift.start.astimezone(UTC), end=shift.end.astimezone(UTC)))
    with kept.unit() as unit:
        change = keep_pattern(unit, replace(night, end=time(10)), now=before)

    assert name in change.changed


def test_a_new_pattern_makes_its_shifts_up_to_the_horizon() -> None:
    """A bus that starts next week could not be booked before the night's run."""
    kept = office()
    with kept.unit() as unit:
        change = keep_pattern(unit, pattern(), now=NOW)

    days = [one.day for one in kept.shifts().values()]
    assert (min(days), max(days), len(days)) == (MONDAY, date(2026, 12, 18), 20)
    assert change.days == tuple(days)


def test_a_pattern_that_moves_to_other_days_takes_its_shifts_along() -> None:
    """Fridays' bus would stay on the board after it was given up, and Saturdays' be missing."""
    kept = office()
    with kept.unit() as unit:
        keep_pattern(unit, pattern(weekdays=frozenset({5})), now=NOW)
    with kept.unit() as unit:
        change = keep_pattern(unit, pattern(weekdays=frozenset({6})), now=NOW)
    assert {one.day.isoweekday() for one in kept.shifts().values()} == {6}
    assert (len(change.removed), len(change.made)) == (4, 4)

    with kept.unit() as unit:
        keep_pattern(unit, pattern(weekdays=frozenset({5})), now=NOW)
    assert {one.day.isoweekday() for one in kept.shifts().values()} == {5}


def test_days_that_were_rolled_further_ahead_change_too_and_no_others() -> None:
    """A bus given up today would still stand on the board of next month, or the year be filled with shifts at once."""
    far = date(2027, 1, 4)
    kept = office(pattern())
    with kept.unit() as unit:
        roll_rota(unit, far, far, now=NOW)
    with kept.unit() as unit:
        keep_pattern(unit, pattern(end=time(15)), now=NOW)

    beyond = [one for one in kept.shifts().values() if one.day > date(2026, 12, 20)]
    assert [(one.day, one.end) for one in beyond] == [(far, at(far, "15:00"))]


def test_a_dropped_pattern_takes_its_shifts_along_but_not_those_of_today() -> None:
    """A crew on the road would lose its plan at noon."""
    kept = office()
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    with kept.unit() as unit:
        drop_pattern(unit, PatternId("rano"), now=at(MONDAY, "09:00"))

    assert [one.day for one in kept.shifts().values()] == [MONDAY]


def test_closed_days_are_left_alone() -> None:
    """The books of a day would change after it was closed."""
    kept = office(pattern())
    with kept.unit() as unit:
        state = unit.days.lock(MONDAY)
        unit.days.put(replace(state, version=1, closed=True))
    with kept.unit() as unit:
        change = roll_rota(unit, MONDAY, MONDAY + DAY, now=NOW)

    assert change.made == ("rano@2026-11-24",)


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"weekdays": frozenset({0})}, "weekdays"),
        ({"every": 0}, "every"),
        ({"staff_ids": ()}, "staff_ids"),
        ({"staff_ids": (StaffId("Z"),)}, "staff_ids"),
        ({"vehicle_id": VehicleId("bus-9")}, "vehicle_id"),
        ({"start_door": Door(place_id=PlaceId("nigdzie"))}, "start_door"),
        ({"valid_until": date(2025, 1, 1)}, "valid_until"),
    ],
)
def test_a_pattern_that_cannot_be_worked_is_refused(fields: dict[str, object], column: str) -> None:
    """A slip of the pen would come to light each night, in the log of a job that nobody reads."""
    kept = office()
    with kept.unit() as unit, pytest.raises(InputError) as caught:
        keep_pattern(unit, pattern(**fields), now=NOW)

    assert [one.column for one in caught.value.problems] == [column]
    assert kept.shifts() == {}


PATTERNS = st.builds(
    pattern,
    id=st.sampled_from((PatternId("a"), PatternId("b"))),
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    every=st.integers(1, 3),
    start=st.times(),
    end=st.times(),
    on_holidays=st.booleans(),
    staff_ids=st.just((StaffId("N"),)),  # whom no law has rest
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PATTERNS, min_size=1, max_size=4), st.dates(date(2026, 10, 20), date(2026, 12, 24)))
def test_rolling_again_changes_nothing_whatever_the_patterns_were(patterns: list[WeeklyPattern], first: date) -> None:
    """Each night's run would double shifts, or undo what changing a pattern did."""
    kept, now = office(), at(first, "00:00")
    for one in patterns:
        with kept.unit() as unit:
            keep_pattern(unit, one, now=now)
    before = kept.store.stamp(next(iter(kept.store.towns())))
    with kept.unit() as unit:
        change = roll_rota(unit, first, first + 28 * DAY, now=now)

    assert (change.made, change.days) == ((), ())
    assert kept.store.stamp(next(iter(kept.store.towns()))) == before
    by_pattern = {one.id: one for one in patterns}
    expected = {
        shift.id
        for one in by_pattern.values()
        for k in range(29)
        if (shift := shift_of(one, first + k * DAY, WARSAW, CALENDAR)) is not None and shift.start > now
    }
    assert set(kept.shifts()) == expected
