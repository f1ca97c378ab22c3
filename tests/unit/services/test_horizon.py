"""From a town's day to the planning problem: rounding, rest, journeys, entitlements, locks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from fixtures.builder import TownBuilder
from fixtures.demo.index import DEMO_TOWNS, build_town
from fixtures.scenarios import late_bus
from scheduler.domain.errors import InputError
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import LockKind, Override, Pin, Published
from scheduler.domain.policy import ContractedShare, ShareMeasure, SpeedBand
from scheduler.domain.promise import Promise
from scheduler.domain.request import Ride
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.domain.town import Town
from scheduler.services.horizon import build_problem
from scheduler.travel.straight import StraightTravel
from solver.facts.requests import TaskKind
from solver.problem import Problem


def problem_of(town: Town, day: date | None = None) -> Problem:
    """Return the problem of a town's (first) day."""
    day = day or min(request.day for request in town.requests.values())
    return build_problem(town, ServiceDay(date=day, zone=town.zone), StraightTravel(town.policy))


def test_windows_round_against_ourselves() -> None:
    """A client promised 09:00-09:30 would be visited a second outside of it."""
    town = TownBuilder().add_visit(window="09:00-09:30").build()
    request = next(iter(town.requests.values()))
    odd = TimeWindow(
        start=request.windows[0].start + timedelta(microseconds=1),
        end=request.windows[0].end - timedelta(microseconds=1),
    )
    town = replace(town, requests={request.id: replace(request, windows=(odd,))})
    assert problem_of(town).tasks[0].windows_s == ((9 * 3600 + 1, 9 * 3600 + 30 * 60 - 1),)


def test_seconds_count_from_midnight_across_the_change_of_clocks() -> None:
    """After the clocks change every shift would be an hour off."""
    spring = TownBuilder(service_day=date(2027, 3, 28)).add_visit(window="09:00-09:30").build()
    assert problem_of(spring).tasks[0].windows_s[0][0] == 8 * 3600


def test_a_ride_is_a_pair_whose_window_bounds_the_task_it_speaks_of() -> None:
    """A wish to arrive by ten would be read as one to leave at ten."""
    arrive = problem_of(TownBuilder().add_bus().add_ride("09:00-10:00", to="baza").build())
    leave = problem_of(TownBuilder().add_bus().add_ride("09:00-10:00", to="baza", arrive_by=False).build())
    assert [bool(task.windows_s) for task in arrive.tasks] == [False, True]
    assert [bool(task.windows_s) for task in leave.tasks] == [True, False]
    assert arrive.requests[0].timed_task == 1


def test_meals_are_loaded_at_the_kitchen_and_dropped_at_the_door() -> None:
    """A meal round would start without any meals in the car."""
    problem = problem_of(TownBuilder().add_delivery("11:00-12:30", portions=3).build())
    assert [task.kind for task in problem.tasks] == [TaskKind.LOAD, TaskKind.DROP]
    assert problem.requests[0].load[problem.load_kinds.index("portions")] == 3


def test_two_workers_at_a_door_are_two_requests_that_stand_and_fall_together() -> None:
    """Only one of two carers would turn up to lift somebody."""
    problem = problem_of(TownBuilder().add_visit(window="09:00-10:00", workers=2).build())
    assert [request.id for request in problem.requests] == ["R-001#1", "R-001#2"]
    assert problem.groups == ((0, 1),)
    assert problem.same_starts == ((0, 1),)
    assert [(link.a, link.b, link.same) for link in problem.staff_links] == [(0, 1, False)]
    single = problem_of(TownBuilder().add_visit(window="09:00-10:00").build())
    assert sum(r.unassigned_gr for r in problem.requests) == single.requests[0].unassigned_gr


def test_a_return_pair_is_one_engagement_with_a_stay() -> None:
    """Somebody would be visited at home while sitting at the doctor's."""
    town = TownBuilder().add_bus().add_client().add_return_pair("09:00-09:30", "10:30-11:30", to="baza").build()
    problem = problem_of(town)
    assert [engagement.requests for engagement in problem.engagements] == [(0, 1)]
    assert [(gap.before, gap.after, gap.why) for gap in problem.gaps] == [(0, 1, "stay")]
    assert problem.groups == ((0, 1),)


def test_the_policy_may_let_an_outbound_ride_stand_alone() -> None:
    """A town whose families drive people home would see rides refused because the return does not fit."""
    builder = TownBuilder().add_bus().add_client().add_return_pair("09:00-09:30", "10:30-11:30", to="baza")
    town = builder.with_policy(journeys_whole=False).build()
    alone = {key: replace(request, group=None) for key, request in town.requests.items()}
    assert problem_of(replace(town, requests=alone)).groups == ()
    assert problem_of(town).groups == ((0, 1),), "a group that a request names stays one"


def test_the_crews_second_member_takes_a_seat() -> None:
    """An attendant would find no seat in a full bus."""
    builder = TownBuilder().add_vehicle("bus").add_staff("a").add_staff("b")
    builder.add_shift(staff="a", vehicle="bus").add_shift(staff=["a", "b"], vehicle="bus")
    problem = problem_of(builder.add_visit().build())
    alone, both = problem.shifts
    assert [row[0] for row in alone.layouts] == [row[0] + 1 for row in both.layouts]


@pytest.mark.parametrize(("gap_h", "from_h"), [(8, 3), (20, None)])
def test_daily_rest_bounds_the_shift_by_the_evening_before(gap_h: int, from_h: int | None) -> None:
    """A worker would be planned before eleven hours of rest are over."""
    builder = TownBuilder().add_staff("a").add_shift("08:00-16:00", staff="a").add_visit()
    town = builder.build()
    shift = town.shifts[0]
    before = replace(
        shift,
        id=ShiftId("before"),
        day=shift.day - timedelta(days=1),
        start=shift.start - timedelta(hours=gap_h + 8),
        end=shift.start - timedelta(hours=gap_h),
    )
    member = problem_of(replace(town, shifts=(before, shift))).shifts[0].members[0]
    expected = 8 * 3600 - gap_h * 3600 + 11 * 3600
    assert member.rest_from_s == expected
    assert (expected > 8 * 3600) is (from_h is not None)


def bounds_in_week(on: int, worked: Iterable[int]) -> tuple[float | None, float | None]:
    """Return within which hours of a weekday a worker may work who works from two to ten, on these days and on it."""
    monday = date(2026, 11, 16)
    town = TownBuilder(service_day=monday + timedelta(days=on)).add_staff("a").add_shift("14:00-22:00", staff="a")
    own = town.add_visit().build().shifts[0]
    others = []
    for away in (timedelta(days=k - on) for k in worked if k != on):
        name = ShiftId(f"other{away.days}")
        others.append(replace(own, id=name, day=own.day + away, start=own.start + away, end=own.end + away))
    member = problem_of(replace(town.build(), shifts=(own, *others))).shifts[0].members[0]
    low, high = (None if bound is None else bound / 3600 for bound in (member.rest_from_s, member.rest_until_s))
    return low, high


def test_weekly_rest_is_asked_for_where_the_week_has_no_other_gap() -> None:
    """A worker would work a week without thirty-five hours off."""
    assert bounds_in_week(5, range(6)) == (9, 48 - 35), "until the week ends"
    assert bounds_in_week(5, (0, 1, 4, 5)) == (9, None), "from Tuesday to Friday the rest is long enough"


def test_of_a_week_without_rest_one_shift_gives_way() -> None:
    """A shift added for Sunday would take the crew of all that was promised before it, from Monday on."""
    by_day = [(9 if day else None, 27 if day < 6 else None) for day in range(7)]
    by_day[5] = (-2 + 35, 27)  # from Friday's evening to Sunday's noon it is enough, later it is not
    assert [bounds_in_week(day, range(7)) for day in range(7)] == by_day


def test_an_entitlement_caps_what_its_programme_pays() -> None:
    """A client would be given more hours than the programme grants."""
    builder = TownBuilder().add_client("k").add_visit("asystent", length_min=120)
    builder.add_entitlement(3, "asystent", used=1.5, client="k")
    problem = problem_of(builder.build())
    assert [(cap.limit, cap.unit, cap.weights) for cap in problem.caps] == [(5400, "s", ((0, 7200),))]


@pytest.mark.parametrize(
    ("measure", "weight"), [(ShareMeasure.REQUESTS, 1000), (ShareMeasure.HOURS, 3600), (ShareMeasure.VALUE, None)]
)
def test_the_contracted_share_is_measured_as_the_grant_says(measure: ShareMeasure, weight: int | None) -> None:
    """The town would miss its grant's condition without noticing."""
    share = ContractedShare(measure=measure, target_permille=350, price_gr_per_unit=Decimal(5))
    town = TownBuilder().with_policy(contracted_share=share).add_visit(length_min=60).build()
    found = problem_of(town).share
    assert found is not None
    value = next(iter(town.services.values())).value_gr
    assert found.weights == (value if weight is None else weight,)


def test_a_pin_an_override_and_a_publication_reach_the_solver() -> None:
    """A dispatcher's pin would be lost at the next solve."""
    builder = TownBuilder().add_staff("a").add_shift(staff="a").add_visit(window="09:00-10:00")
    request, shift = builder.request_id, builder.shift_id
    start = builder.last_request.windows[0].start
    builder.add_pin(Pin(kind=LockKind.START, request_ids=(request,), start=start))
    builder.add_override(Override(rule="time_window", request_id=request, amount=600, reason="umówione"))
    told = Published(request_id=request, shift_id=shift, start=start)
    problem = problem_of(replace(builder.build(), published={request: told}))
    assert problem.locks[0].start_s == 9 * 3600
    assert problem.allowance("time_window", f"{request}:visit") == 600
    assert problem.requests[0].published is not None
    assert problem.requests[0].call_gr > 0


@pytest.mark.parametrize(("rule", "said"), [("seats", "may not be overridden"), ("longst_ride", "is no rule")])
def test_an_override_that_cannot_be_is_refused(rule: str, said: str) -> None:
    """A dispatcher would believe that an exception was accepted which nothing heeds."""
    builder = TownBuilder().add_visit()
    builder.add_override(Override(rule=rule, request_id=builder.request_id, amount=1, reason="próba"))
    with pytest.raises(InputError, match=said):
        problem_of(builder.build())


def test_a_late_bus_keeps_those_aboard_and_where_it_is() -> None:
    """Three people in a late bus would be picked up a second time, or forgotten."""
    problem = problem_of(late_bus(build_town()))
    aboard = [request for request in problem.requests if request.aboard is not None]
    assert len(aboard) == 3
    for request in aboard:
        assert [problem.tasks[t].kind for t in request.tasks] == [TaskKind.DROPOFF]
        assert request.aboard is not None
        assert problem.shifts[request.aboard.shift].start is not None
        assert request.aboard.direct_s > 0


def test_what_was_promised_about_a_pickup_is_past_once_it_is_done() -> None:
    """A rider in a late bus would count as late at the dropoff against a window of the pickup."""
    town = late_bus(build_town())
    riders = [rider.request_id for shift in town.shifts if shift.start_state for rider in shift.start_state.aboard]
    window = TimeWindow(start=town.shifts[0].start, end=town.shifts[0].start)
    told = {rider: Promise(request_id=rider, window=window) for rider in riders}
    rides = {
        rider: replace(ride, arrive_by=False) for rider in riders if isinstance(ride := town.requests[rider], Ride)
    }
    problem = problem_of(replace(town, promises=told, requests={**town.requests, **rides}))
    aboard = [request for request in problem.requests if request.aboard is not None]
    assert len(aboard) == 3
    assert all(request.promise_s is None and request.wish_s is None for request in aboard)


def test_rush_hours_are_bands_of_the_local_clock() -> None:
    """The morning rush would be planned for the wrong hour."""
    town = TownBuilder().with_policy(speed_bands=(SpeedBand(start_h=7, end_h=9, permille=700),)).add_visit().build()
    band = problem_of(town).speed_bands[0]
    assert (band.start_s, band.end_s, band.permille) == (7 * 3600, 9 * 3600, 700)


@pytest.mark.parametrize("name", DEMO_TOWNS)
def test_every_demo_town_becomes_a_problem_with_whole_references(name: str) -> None:
    """A town's file would crash the planner."""
    town = build_town(name)
    for day in {request.day for request in town.requests.values()}:
        problem = problem_of(town, day)
        assert {task.request for task in problem.tasks} == set(range(len(problem.requests)))
        assert all(0 <= task.location < len(problem.locations) for task in problem.tasks)
        assert all(t.seconds.shape == (len(problem.locations),) * 2 for t in problem.travel)
        assert problem.end_s >= max(shift.end_s for shift in problem.shifts)


def test_a_night_shift_across_midnight_ends_after_the_day() -> None:
    """A night carer would be sent home at midnight."""
    town = TownBuilder().add_staff("a").add_shift("22:00-06:00+1", staff="a").add_visit(window="23:00-23:30").build()
    problem = problem_of(town)
    assert problem.shifts[0].end_s == 30 * 3600
    assert isinstance(town.shifts[0].end, datetime)


@pytest.mark.parametrize("name", DEMO_TOWNS)
def test_one_request_more_leaves_everything_before_it_where_it_was(name: str) -> None:
    """A caller would wait until a whole day has been lowered again: what is known could not be used."""
    town = build_town(name)
    day = min(request.day for request in town.requests.values())
    last = town.requests_on(day)[-1]
    fewer = replace(town, requests={key: one for key, one in town.requests.items() if key != last.id})
    before, after = problem_of(fewer, day), problem_of(town, day)
    assert after.locations[: len(before.locations)] == before.locations
    assert after.tasks[: len(before.tasks)] == before.tasks
    assert [one.id for one in after.requests][: len(before.requests)] == [one.id for one in before.requests]


def test_a_promised_pickup_bounds_the_bus_at_the_door() -> None:
    """The client would stand on the pavement from nine, and the bus come when it suits the arrival."""
    builder = TownBuilder().add_bus("06:00-14:00").add_ride("10:00-10:30").promise("10:00-10:30")
    told = TimeWindow(start=builder.moment("09:30"), end=builder.moment("09:45"))
    town = builder.build()
    request = builder.request_id
    promised = replace(town, promises={request: replace(town.promises[request], pickup=told)})
    pickup, dropoff = problem_of(promised, builder.day).tasks
    assert pickup.windows_s == ((9 * 3600 + 1800, 9 * 3600 + 2700),)
    assert dropoff.windows_s == problem_of(town, builder.day).tasks[1].windows_s
