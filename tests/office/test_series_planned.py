"""Series become bookings: each occurrence with a promise in the plan of its day, once, or with the reason why not."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from fixtures.moments import ZONE
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.booking_policy import BookingPolicy, HolidayRule, ServiceBooking
from scheduler.domain.ids import ClientId, RequestId, StaffId
from scheduler.domain.plan import LockKind
from scheduler.domain.series import ChangedDay, monday_of
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import placed
from scheduler.services.rota import keep_pattern
from tests.office.office import ANNA
from tests.office.series_town import CLIENT, MONDAY, SeriesOffice, pattern, spans, town, with_bus

pytestmark = pytest.mark.ordinary_day

NEXT = MONDAY + timedelta(days=7)


def crew_of(here: SeriesOffice, request_id: RequestId) -> tuple[StaffId, ...]:
    """Return who serves a request by the plan that holds."""
    with here.store.reading(here.id) as unit:
        booking = unit.bookings.get(request_id)
        state = unit.days.get(booking.day)
        assert state.plan is not None
        where = placed(unit.plans.get(booking.day, state.plan))[request_id]
        return unit.shifts.get(where.shift_id).staff_ids


def test_each_occurrence_is_promised_in_the_plan_of_its_day() -> None:
    """A patient would be in the calendar, and no therapist would know."""
    here = SeriesOffice(builder=town())
    here.visits()
    plan = here.plan()
    assert here.days_of() == ["2026-11-23", "2026-11-25", "2026-11-27", "2026-11-30", "2026-12-02", "2026-12-04"]
    assert [one.day.isoformat() for one in plan.assigned] == here.days_of()
    assert plan.impossible == ()
    for booking in here.bookings():
        assert booking.promise is not None
        window = booking.promise.window
        assert window.start.astimezone(ZONE).hour >= 9
        assert window.end.astimezone(ZONE).time() <= time(11)
        assert crew_of(here, booking.id) == ("P-1",)


def test_planning_twice_books_nothing_twice() -> None:
    """Each night the therapist would get the same patient once more."""
    here = SeriesOffice(builder=town())
    here.visits()
    here.plan()
    before, stamp = here.bookings(), here.store.stamp(here.id)
    again = here.plan()
    assert not again.assigned
    assert not again.impossible
    assert here.bookings() == before
    assert here.store.stamp(here.id) == stamp


def test_the_weeks_roll_on_with_the_same_worker() -> None:
    """Every Monday another therapist would begin from the start."""
    here = SeriesOffice(
        builder=town(staff=("P-1", "P-2", "P-3")), patterns=[pattern(f"W-{k}", f"P-{k}") for k in (1, 2, 3)]
    )
    here.visits(rule="FREQ=WEEKLY;BYDAY=TU,TH", preferred=(StaffId("P-3"),))
    here.plan(days=7)
    here.clock.moment += timedelta(days=7)
    here.plan(days=14)
    assert here.days_of() == ["2026-11-24", "2026-11-26", "2026-12-01", "2026-12-03", "2026-12-08", "2026-12-10"]
    assert {crew_of(here, one.id) for one in here.bookings()} == {("P-3",)}


def test_twice_a_week_the_same_therapist_not_on_consecutive_days() -> None:
    """The wish that every other patient has could not be taken down."""
    here = SeriesOffice(builder=town(staff=("P-1", "P-2")), patterns=[pattern("W-1", "P-1"), pattern("W-2", "P-2")])
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", times_per_week=2, gap_days=2, same_staff=True)
    plan = here.plan()
    days = [one.day for one in here.bookings()]
    assert plan.impossible == ()
    assert [monday_of(day) for day in days] == [MONDAY, MONDAY, NEXT, NEXT]
    assert min(b - a for a, b in pairwise(days)) >= timedelta(days=2)
    assert len({crew_of(here, one.id) for one in here.bookings()}) == 1


def test_one_worker_alone_is_held_fast_in_the_plan() -> None:
    """The night's search would send a stranger, because that is three minutes shorter."""
    here = SeriesOffice(builder=town())
    here.visits(same_staff=True)
    here.visits("S-2", clients=("K-02",))
    here.plan(days=1)
    with here.store.reading(here.id) as unit:
        pins = unit.days.get(MONDAY).pins
        assert [(pin.kind, pin.request_ids) for pin in pins] == [(LockKind.SHIFT, (here.bookings()[0].id,))]
        assert pins[0].shift_id == f"fizjo@{MONDAY.isoformat()}"
    assert here.bookings("K-02")[0].request.preferred == ("P-1",)


def test_dialysis_is_a_ride_there_and_back_three_times_a_week() -> None:
    """A patient would be taken to the hospital and find no bus home."""
    here = with_bus()
    here.rides()
    plan = here.plan(days=5)
    assert plan.impossible == ()
    held = here.bookings()
    assert len(held) == 6
    for there, back in zip(held[::2], held[1::2], strict=True):
        assert there.day == back.day
        assert there.request.group == back.request.group == there.id
        assert there.promise is not None
        assert there.promise.pickup is not None


def test_whoever_has_no_place_is_listed_with_the_reason_and_waits() -> None:
    """A patient whom nobody can take would vanish between two lists."""
    here = SeriesOffice(builder=town(clients=9))
    for number in range(1, 9):
        here.visits(f"S-{number}", "FREQ=WEEKLY;BYDAY=MO", clients=(f"K-{number:02d}",), windows=((8, 9),))
    plan = here.plan(days=7)
    assert len(plan.assigned) + len(plan.impossible) == 8
    assert plan.assigned
    assert plan.impossible
    with here.store.reading(here.id) as unit:
        for one in plan.impossible:
            assert one.enquiry_id is not None
            assert unit.enquiries.get(one.enquiry_id).outcome is EnquiryOutcome.WAITING
            assert unit.waiting.get(one.enquiry_id).until == MONDAY
            assert all(why.summary["pl"] and why.summary["en"] for why in one.reasons)


def test_a_freed_place_goes_to_the_series_that_waits_and_leaves_the_list() -> None:
    """The patient would be served, and be called about the same visit once more."""
    here = SeriesOffice(builder=town())
    here.visits("S-1", "FREQ=WEEKLY;BYDAY=MO", windows=((8.5, 8.75),))
    here.plan(days=1)
    here.visits("S-2", "FREQ=WEEKLY;BYDAY=MO", clients=("K-02",), windows=((8.5, 8.75),))
    (left,) = here.plan(days=1).impossible
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.days.travel(unit), [here.bookings()[0].id], Ending(by=ANNA, at=here.clock.now()))
    assert [one.series_id for one in here.plan(days=1).assigned] == ["S-2"]
    with here.store.reading(here.id) as unit:
        assert unit.waiting.all() == {}
        assert left.enquiry_id is not None
        assert unit.enquiries.get(left.enquiry_id).outcome is EnquiryOutcome.PROMISED


def test_what_somebody_cancelled_is_not_booked_again() -> None:
    """The therapist would ring at the door of somebody who has said that she is away."""
    here = SeriesOffice(builder=town())
    here.visits()
    here.plan(days=5)
    here.clock.moment += timedelta(minutes=5)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.days.travel(unit), [here.bookings()[1].id], Ending(by=ANNA, at=here.clock.now()))
    assert here.plan(days=5).assigned == ()
    assert here.days_of() == ["2026-11-23", "2026-11-27"]


def test_a_reserve_stays_free_for_those_who_call() -> None:
    """The standing patients would take every hour, and nobody who phones would ever get one."""
    here = SeriesOffice(builder=town(clients=9))
    for number in range(1, 8):
        here.visits(f"S-{number}", "FREQ=WEEKLY;BYDAY=MO", clients=(f"K-{number:02d}",), windows=((8, 11.75),))
    assert len(here.plan(days=1, reserve_permille=600).assigned) == 1
    assert len(here.plan(days=1, reserve_permille=0).assigned) >= 2


def test_no_more_than_the_entitlement_has_left() -> None:
    """Hours would be promised that nobody pays for."""
    builder = town().add_client("K-07").add_entitlement(1.5, "fizjoterapia", client="K-07", programme_id=None)
    here = SeriesOffice(builder=builder)
    here.visits(clients=("K-07",))
    plan = here.plan(days=5)
    assert len(plan.assigned) == 2
    assert [why.code for one in plan.impossible for why in one.reasons] == ["entitlement"]


def test_holidays_are_left_out_moved_or_kept_as_the_town_decides() -> None:
    """A therapist would be sent out on Christmas Day, or a patient forgotten for a week."""
    expected = {HolidayRule.SKIP: [], HolidayRule.MOVE: ["2026-12-28"], HolidayRule.KEEP: []}
    for rule, days in expected.items():
        builder = town(day=MONDAY + timedelta(days=28))
        builder.with_policy(booking=BookingPolicy(default=ServiceBooking(holidays=rule)))
        here = SeriesOffice(builder=builder, now=datetime(2026, 12, 20, 20, tzinfo=ZONE))
        here.visits(rule="FREQ=WEEKLY;BYDAY=FR")
        plan = here.plan(days=10)
        assert here.days_of() == days, rule
        codes = [why.code for one in plan.impossible for why in one.reasons]
        assert codes == {HolidayRule.SKIP: ["holiday"], HolidayRule.MOVE: [], HolidayRule.KEEP: ["nobody"]}[rule]


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    """After the last Sunday of March or October everybody would wait an hour for the therapist."""
    for now, before, after in (
        (datetime(2026, 3, 26, 20, tzinfo=ZONE), "2026-03-27T08:00:00+00:00", "2026-03-30T07:00:00+00:00"),
        (datetime(2026, 10, 22, 20, tzinfo=ZONE), "2026-10-23T07:00:00+00:00", "2026-10-26T08:00:00+00:00"),
    ):
        here = SeriesOffice(builder=town(day=now.date()), now=now)
        here.visits(rule="FREQ=DAILY", windows=((9, 9.5),))
        here.plan(days=4)
        starts = [one.request.windows[0].start.astimezone(UTC).isoformat() for one in here.bookings()]
        assert starts == [before, after]


def test_weeks_go_on_across_the_end_of_the_year() -> None:
    """In January every other week would become the wrong one."""
    here = SeriesOffice(builder=town(), now=datetime(2026, 12, 27, 20, tzinfo=ZONE))
    here.visits(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    here.plan(days=20)
    assert here.days_of() == ["2026-12-29", "2027-01-12"]


def test_a_client_who_is_not_there_any_more_does_not_stop_the_others() -> None:
    """One erased client would leave everybody without their visits."""
    here = SeriesOffice(builder=town())
    here.visits("S-1", clients=("K-02",))
    here.visits("S-2")
    with here.store.writing(here.id) as unit:
        series = unit.series.get(here.get("S-1").id)
        leg = series.legs[0]
        party = replace(leg.request.party, client_ids=(ClientId("K-99"),))
        unit.series.put(replace(series, legs=(replace(leg, request=replace(leg.request, party=party)),)))
    plan = here.plan(days=1)
    assert [one.series_id for one in plan.assigned] == ["S-2"]
    assert [one.series_id for one in plan.impossible] == ["S-1"]


def test_a_changed_occurrence_is_asked_for_at_its_own_hour() -> None:
    """The therapist would come in the morning although the afternoon was agreed for that day."""
    here = SeriesOffice(builder=town())

    here.visits(changed=(ChangedDay(day=MONDAY, windows=(spans((13, 14)),)),))
    here.plan(days=3)
    hours = [one.request.windows[0].start.astimezone(ZONE).hour for one in here.bookings(CLIENT)]
    assert hours == [13, 9]


def wishing_for_mondays(**fields: Any) -> SeriesOffice:
    """Return an office in which the wished worker works on Mondays and the first Friday, and another one later on."""
    builder = (
        town(staff=("P-1", "P-2"))
        .add_client("K-07")
        .add_entitlement(0, "fizjoterapia", client="K-07", programme_id=None, period_start=MONDAY, period_end=MONDAY)
    )
    patterns = [
        pattern("W-1", "P-1", weekdays=frozenset({4, 5}), valid_from=NEXT),
        pattern("W-2", "P-1", weekdays=frozenset({4}), valid_until=NEXT),
        pattern("W-3", "P-2", weekdays=frozenset({5}), valid_until=NEXT),
        pattern("W-4", "P-2", weekdays=frozenset({1})),
    ]
    here = SeriesOffice(builder=builder, patterns=patterns)
    here.visits(preferred=(StaffId("P-2"),), times_per_week=1, **fields)
    return here


def test_the_town_chooses_a_day_that_the_entitlement_pays_for() -> None:
    """The visit would be tried on a day that nobody pays for, and be left out, with a better day in the week."""
    here = wishing_for_mondays(clients=("K-07",), rule="FREQ=WEEKLY;BYDAY=MO,TH")
    assert not here.plan(days=7).impossible
    assert here.days_of("K-07") == ["2026-11-26"]


def test_what_is_booked_already_keeps_its_distance_from_the_next_week() -> None:
    """Friday's exercises would be followed by Monday's, for somebody who needs four days of rest."""
    here = wishing_for_mondays(rule="FREQ=WEEKLY;BYDAY=MO,FR", gap_days=4, first=MONDAY + timedelta(days=1))
    here.plan(days=7)
    here.plan(days=14)
    assert here.days_of() == ["2026-11-27", "2026-12-04"]


def test_a_week_that_got_its_visit_after_all_waits_no_longer() -> None:
    """The patient would be called about a free place, a day after the therapist has been."""
    here = SeriesOffice(builder=town(), patterns=())
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO,TU", times_per_week=1)
    (left,) = here.plan(days=7).impossible
    assert [why.code for why in left.reasons] == ["nobody", "nobody"]
    with here.store.writing(here.id) as unit:
        assert left.enquiry_id in unit.waiting.all()
        keep_pattern(unit, pattern("fizjo", "P-1", weekdays=frozenset({2})), now=here.now)
    assert [one.day for one in here.plan(days=7).assigned] == [MONDAY + timedelta(days=1)]
    with here.store.reading(here.id) as unit:
        assert unit.waiting.all() == {}
