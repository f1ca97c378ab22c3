"""The rota and entitlements on every store: what use cases rely on holds in a database, too."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.errors import RefusedError, StaleError
from scheduler.domain.ids import AbsenceId
from scheduler.services.entitling import consume, give_back
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store
from scheduler.services.rota import (
    cancel_absence,
    change_absence,
    keep_pattern,
    pattern_shift_id,
    report_absence,
    roll_rota,
)
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, all_day, at, pattern, staffed

DAY = timedelta(days=1)
MORNING = pattern_shift_id(pattern().id, MONDAY)
WEEK = MONDAY + 6 * DAY


def with_mornings(store: Store) -> Store:
    """Keep a town with a pattern of weekday mornings, rolled up to its horizon."""
    with store.writing(TOWN) as unit:
        keep_town(unit, staffed().build(), NOW)
    with store.writing(TOWN) as unit:
        keep_pattern(unit, pattern(), now=NOW)
    return store


def days_of(store: Store) -> list[int]:
    """Return the days of the first week that have their morning, 0 being Monday."""
    with store.reading(TOWN) as unit:
        return [(shift.day - MONDAY).days for shift in unit.shifts.between(MONDAY, WEEK).values()]


def test_rolling_twice_writes_nothing(store: Store) -> None:
    """A shift read back from the database would differ by its time zone, and be made again each night."""
    with_mornings(store)
    stamp = store.stamp(TOWN)
    with store.writing(TOWN) as unit:
        change = roll_rota(unit, MONDAY, WEEK, now=NOW)
    with store.writing(TOWN) as unit:
        again = keep_pattern(unit, pattern(), now=NOW)

    assert (change.made, again.days) == ((), ())
    assert store.stamp(TOWN) <= stamp + 1
    assert days_of(store) == [0, 1, 2, 3, 4]


def test_a_town_of_files_brings_its_weekly_patterns(store: Store) -> None:
    """A town that is taken in could book nothing but the days that its files write out."""
    made = pattern(valid_from=MONDAY + DAY, weekdays=frozenset({1, 2, 5}))
    builder = staffed().add_shift("08:00-16:00", staff="N", start="baza")
    builder.on_day(MONDAY + DAY).add_shift("08:00-16:00", staff="N", start="baza")
    with store.writing(TOWN) as unit:
        keep_town(unit, replace(builder.build(), patterns={made.id: made}), NOW)

    with store.reading(TOWN) as unit:
        assert unit.patterns.all() == {made.id: made}
        days = [shift.day for shift in unit.shifts.all().values() if shift.id.startswith("rano@")]
        versions = [unit.days.get(MONDAY + k * DAY).version for k in range(6)]
    assert days[:3] == [MONDAY + k * DAY for k in (1, 4, 7)]
    assert max(days) == MONDAY + 25 * DAY, "to the end of the four weeks that may be booked, and no further"
    assert versions[0] == 1
    assert versions[2:] == [0, 0, 1, 0]
    with store.writing(TOWN) as unit:
        assert roll_rota(unit, MONDAY, MONDAY + 26 * DAY, now=NOW).made == ()


def test_hands_off_what_was_done_by_hand(store: Store) -> None:
    """Shifts that somebody removed or changed would come back as they were."""
    with_mornings(store)
    with store.writing(TOWN) as unit:
        unit.shifts.remove(MORNING)
        tuesday = unit.shifts.get(pattern_shift_id(pattern().id, MONDAY + DAY))
        unit.shifts.put(replace(tuesday, end=at(MONDAY + DAY, "11:00")))
    with store.writing(TOWN) as unit:
        roll_rota(unit, MONDAY, WEEK, now=NOW)
    with store.writing(TOWN) as unit:
        keep_pattern(unit, pattern(end=time(15)), now=NOW)

    with store.reading(TOWN) as unit:
        ends = [shift.end for shift in unit.shifts.between(MONDAY, WEEK).values()]
    assert ends == [at(MONDAY + k * DAY, "11:00" if k == 1 else "15:00") for k in range(1, 5)]


def test_a_changed_and_cancelled_absence_leaves_no_trace(store: Store) -> None:
    """A worker who got well would stay off the rota."""
    with_mornings(store)
    with store.reading(TOWN) as unit:
        before = dict(unit.shifts.all())
    with store.writing(TOWN) as unit:
        effect = report_absence(unit, all_day(MONDAY, days=3), NOW)
    assert [one.before.id for one in effect.shifts] == [
        pattern_shift_id(pattern().id, MONDAY + k * DAY) for k in range(3)
    ]
    assert days_of(store) == [3, 4]

    with store.writing(TOWN) as unit:
        change_absence(unit, all_day(MONDAY, days=1), NOW)
    assert days_of(store) == [1, 2, 3, 4]
    with store.writing(TOWN) as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)

    with store.reading(TOWN) as unit:
        assert unit.shifts.all() == before
        assert dict(unit.absences.all()) == {}


def entitled(store: Store) -> tuple[Booking, Booking]:
    """Keep a town with one ride left, and return two bookings of two days that want it."""
    builder = TownBuilder().add_client("K-1").add_entitlement(20, "bus", unit="rides", used=19)
    builder.add_ride("09:00-09:30", to="baza", client="K-1")
    with store.writing(TOWN) as unit:
        keep_town(unit, replace(builder.build(), requests={}), NOW)
    (request,) = builder.build().requests.values()
    other = replace(request, id=type(request.id)("Z-other"), day=MONDAY + DAY)
    bookings = Booking(request=request), Booking(request=other)
    with store.writing(TOWN) as unit:
        for booking in bookings:
            unit.bookings.put(booking)
    return bookings


def test_the_last_ride_is_taken_given_back_and_taken_by_the_next(store: Store) -> None:
    """The ride that somebody gave back in time would be lost."""
    first, second = entitled(store)
    with store.writing(TOWN) as unit:
        consume(unit, first, NOW)
    with store.writing(TOWN) as unit, pytest.raises(RefusedError):
        consume(unit, second, NOW)
    with store.writing(TOWN) as unit:
        give_back(unit, replace(first, status=BookingStatus.CANCELLED), NOW)
    with store.writing(TOWN) as unit:
        consume(unit, second, NOW)

    with store.reading(TOWN) as unit:
        assert [one.request_id for one in unit.consumptions.all().values() if one.counts] == [second.id]


def test_of_two_who_take_the_last_ride_at_once_one_gets_it(store: Store) -> None:
    """Two dispatchers would promise the last ride on two days, each seeing it free."""
    bookings, outcomes = entitled(store), list[str]()
    both = threading.Barrier(2, timeout=0.3)

    def take(booking: Booking) -> None:
        try:
            with store.writing(TOWN) as unit:
                consume(unit, booking, NOW)
                # Where units that write go one after the other, nobody else comes; where not, both have seen it free.
                with suppress(threading.BrokenBarrierError):
                    both.wait()
            outcomes.append("taken")
        except (RefusedError, StaleError) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=take, args=(booking,)) for booking in bookings]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)

    with store.reading(TOWN) as unit:
        assert len(unit.consumptions.all()) == 1
    assert max(outcomes) == "taken"
    assert min(outcomes) in {"RefusedError", "StaleError"}
