"""What is published of a town's rides, from its rota."""

from dataclasses import replace
from datetime import date, time, timedelta

from scheduler.domain.booking_policy import BookingPolicy, HolidayRule, ServiceBooking
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import DistrictId, PatternId, ShiftId, SkillId, StaffId
from scheduler.domain.ride_hours import PublicRides, RideHours
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.services.public_rides import kept_public_rides, public_rides
from tests.unit.services.rota_town import MONDAY, Office, at, pattern, staffed

AFTERNOON = pattern(id=PatternId("po-poludniu"), start=time(13), end=time(18), staff_ids=(StaffId("B"),))
CHRISTMAS_EVE = date(2026, 12, 24)


def town(*patterns: WeeklyPattern) -> Town:
    """Return a town of two drivers, a nurse and one service of rides, with a rota."""
    made = staffed().build()
    rides = [one for one in made.services.values() if one.kind is ServiceKind.RIDE]
    rota, bus = {one.id: one for one in patterns}, replace(rides[0], skill=SkillId("przewozy"))
    others = {key: one for key, one in made.services.items() if one not in rides}
    return replace(made, patterns=rota, shifts=(), services={**others, bus.id: bus})


def hours(found: PublicRides) -> list[tuple[float, float, int]]:
    """Return each of the hours as two clock hours and a number of days."""
    return [(one.start / timedelta(hours=1), one.end / timedelta(hours=1), len(one.days)) for one in found.hours]


def only(found: PublicRides) -> RideHours:
    (one,) = found.hours
    return one


def test_shifts_that_overlap_are_one_stretch_of_hours() -> None:
    """Somebody would read that nobody drives at half past one, when the buses change."""
    found = public_rides(town(pattern(), AFTERNOON), MONDAY)
    assert hours(found) == [(6, 18, 61)]
    assert all(day.isoweekday() < 6 for day in only(found).days)
    assert CHRISTMAS_EVE not in only(found).days


def test_only_who_may_drive_with_seats_gives_rides() -> None:
    """The nurse's car, or a driver whose licence has lapsed, would be published as a bus."""
    nurse = pattern(staff_ids=(StaffId("N"),))
    on_foot = pattern(vehicle_id=None)
    assert hours(public_rides(town(nurse), MONDAY)) == []
    assert hours(public_rides(town(on_foot), MONDAY)) == []
    made = town(pattern())
    lapsed = replace(made.staff[StaffId("A")], skills={SkillId("przewozy"): MONDAY + timedelta(days=4)})
    found = public_rides(replace(made, staff={**made.staff, lapsed.id: lapsed}), MONDAY)
    assert hours(found) == [(6, 14, 5)]


def test_a_service_that_rests_on_holidays_is_not_published_for_them() -> None:
    """A crew on duty for meals at Christmas would be published as a bus to church."""
    works = pattern(on_holidays=True)
    made = town(works)
    for rule, given in ((HolidayRule.SKIP, False), (HolidayRule.KEEP, True)):
        policy = replace(made.policy, booking=BookingPolicy(default=ServiceBooking(holidays=rule)))
        found = public_rides(replace(made, policy=policy), MONDAY)
        assert (CHRISTMAS_EVE in only(found).days) == given


def test_hours_of_some_districts_are_told_apart() -> None:
    """The evening bus of one district would be published for the whole town."""
    evening = replace(AFTERNOON, districts=frozenset({DistrictId("lazy")}))
    found = public_rides(town(pattern(), evening), MONDAY)
    assert {one.districts: one.start for one in found.hours} == {
        frozenset(): timedelta(hours=6), frozenset({DistrictId("lazy")}): timedelta(hours=13)
    }  # fmt: skip


def test_a_shift_past_midnight_and_one_put_by_hand_are_there() -> None:
    """The night bus would end before it starts, and the bus of All Saints' Day would not be published at all."""
    night = pattern(start=time(20), end=time(2))
    made = town(night)
    saturday = MONDAY + timedelta(days=5)
    by_hand = replace(
        staffed().add_shift("08:00-12:00").build().shifts[0], id=ShiftId("sobota"), day=saturday,
        start=at(saturday, "08:00"), end=at(saturday, "12:00"), staff_ids=(StaffId("A"),),
        vehicle_id=night.vehicle_id,
    )  # fmt: skip
    found = public_rides(replace(made, shifts=(by_hand,)), MONDAY)
    assert hours(found) == [(8, 12, 1), (20, 26, 61)]


def test_clock_changes_leave_the_hours_as_they_are() -> None:
    """In the week of summer time every bus would be published an hour off."""
    found = public_rides(town(pattern(weekdays=frozenset({7}))), date(2026, 3, 1))
    assert [(start, end) for start, end, _ in hours(found)] == [(6, 14)]
    assert date(2026, 3, 29) in only(found).days


def test_a_kept_town_publishes_the_same_as_its_files() -> None:
    """What the web service publishes would differ from what the town has looked at."""
    made = town(pattern(), AFTERNOON)
    office = Office(made)
    with office.unit() as unit:
        assert kept_public_rides(unit, MONDAY) == public_rides(made, MONDAY)
