"""What nobody knows when the telephone rings, ways home, and calls that ask for a series."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import log
from statistics import fmean, median, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.parts import Doors, Endings, Repeating, WayBack, Wishes
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Mobility
from scheduler.domain.ids import RequestId
from scheduler.domain.learning import LearnedTimes, Where
from scheduler.domain.place import Door
from scheduler.domain.request import Party, Ride, Visit
from scheduler.domain.time import TimeWindow, elapsed
from scheduler.domain.town import Town
from scheduler.services.door_times import time_at
from scheduler.simulation.demand import draw, occurrences
from scheduler.simulation.demand.repeats import spread
from tests.simulation.demand.asking_town import BUS, MONDAY, PHYSIO, days, demo, one_service, ride, service, town

MIX = Chances(options=((Mobility.WALKS, 1.0), (Mobility.WALKER, 1.0), (Mobility.WHEELCHAIR, 1.0)))
HELP = Chances(options=((HelpLevel.KERB, 1.0), (HelpLevel.DOOR, 1.0), (HelpLevel.FLAT, 1.0)))
EARLY = Wishes(hours=Chances(options=((8, 1.0), (11, 1.0), (14, 1.0))), lead_days=Chances.only(7))


def with_client(call: Call) -> Town:
    places = {**town().places, call.home.id: call.home}
    return replace(town(), clients={**town().clients, call.client.id: call.client}, places=places)


def planned(where: Town, call: Call) -> timedelta:
    """Return how long the town's planner takes a call to need at its door."""
    party = Party(client_ids=(call.client.id,))
    common: dict[str, Any] = {
        "id": RequestId("R-1"), "day": call.day, "service_id": call.service_id, "party": party,
        "windows": call.windows, "service_time": call.planned_time,
    }  # fmt: skip
    if call.service_id != BUS:
        return time_at(where, Visit(**common, door=Door(place_id=call.home.id)), Where.VISIT)
    assert call.destination is not None
    doors: dict[str, Any] = {"origin": Door(place_id=call.home.id), "destination": Door(place_id=call.destination)}
    return time_at(where, Ride(**common, **doors, arrive_by=True, help_level=call.help_level), Where.PICKUP)


def test_without_chance_doors_take_what_the_planner_takes_them_to() -> None:
    """A simulation without any randomness would not be the planned day, and no plan could be blamed or cleared."""
    own = Doors(planned_min=Chances(options=((0, 1.0), (75, 1.0))))
    bus = ride(4.0, doors=Doors(help_levels=HELP))
    demand = replace(one_service(service(4.0, doors=own), mobility=MIX), known=0.5)
    demand = replace(demand, services={**demand.services, BUS: bus})
    calls = draw(demand, town(), days(10), 1)
    assert {call.help_level for call in calls if call.service_id == BUS} == set(HelpLevel)
    assert {call.planned_time for call in calls} == {None, timedelta(minutes=75)}
    for call in calls:
        assert call.service_time + call.boarding == planned(with_client(call), call)


def test_a_town_that_has_learned_times_is_measured_against_them() -> None:
    """Doors would take the catalogue's time in a study though the town knows better, and every day run late."""
    calls = draw(one_service(service(4.0), known=0.0), town(), days(5), 1)
    learned = LearnedTimes(services={(PHYSIO, Where.VISIT): 1_200}, clients={})
    taught = draw(one_service(service(4.0), known=0.0), replace(town(), learned=learned), days(5), 1)
    assert [call.service_time / timedelta(minutes=1) for call in calls] == [50] * len(calls)
    assert [call.service_time / timedelta(minutes=1) for call in taught] == [60] * len(calls)


def test_true_times_at_doors_are_lognormal_around_the_plan() -> None:
    """Either no visit would ever overrun, or all of them would."""
    own = Doors(planned_min=Chances.only(60), ratio=Lognormal(median=1.1, sigma=0.3))
    calls = draw(one_service(service(10.0, doors=own)), town(), days(60), 1)
    logs = [log(call.service_time / timedelta(minutes=60)) for call in calls]
    assert len(logs) > 1_000
    assert fmean(logs) == pytest.approx(log(1.1), abs=0.03)
    assert stdev(logs) == pytest.approx(0.3, abs=0.03)


def test_boarding_takes_longer_with_a_mobility_aid_as_measured_not_as_planned() -> None:
    """A wheelchair would board in a second, and the bus carry twice as many."""
    sizes = {Mobility.WHEELCHAIR: Lognormal(median=118, sigma=0.4)}
    demand = one_service(ride(8.0), BUS, mobility=MIX, known=0.0, boarding_s=sizes)
    calls = draw(demand, town(), days(60), 1)
    by = {one: [c.boarding.total_seconds() for c in calls if c.client.mobility is one] for one in Mobility}
    assert set(by[Mobility.WALKS]) == {0}
    assert set(by[Mobility.WALKER]) == {60}  # what the town plans: nothing is known of it
    assert median(by[Mobility.WHEELCHAIR]) == pytest.approx(118, rel=0.1)
    assert len(set(by[Mobility.WHEELCHAIR])) > 50
    visits = draw(one_service(service(8.0), mobility=MIX, known=0.0, boarding_s=sizes), town(), days(5), 1)
    assert {call.boarding for call in visits} == {timedelta(0)}


def test_bookings_end_as_often_as_said_and_late_ones_after_the_deadline() -> None:
    """Crews of the study would stand at more closed doors than real ones, or at none."""
    ends = Endings(cancelled=0.2, late=0.45, no_show=0.05)
    own = service(12.0, endings=ends, wishes=EARLY)
    calls = draw(one_service(own), town(), days(120), 1)
    number, gone = len(calls), [call for call in calls if call.cancels_before is not None]
    deadline = town().policy.booking.of(PHYSIO).cancel_until
    late = [call for call in gone if call.cancels_before is not None and call.cancels_before <= deadline]
    assert number > 1_500
    assert len(gone) / number == pytest.approx(0.2, abs=0.03)
    assert len(late) / len(gone) == pytest.approx(0.45, abs=0.08)
    assert sum(call.no_show for call in calls) / number == pytest.approx(0.05, abs=0.02)
    for call in gone:
        at = call.cancels_at
        assert at is not None
        assert call.at.timestamp() <= at.timestamp() <= call.windows[0].start.timestamp()
        assert not call.no_show


def test_more_cancellations_are_those_of_the_base_and_some_more() -> None:
    """Other people would cancel in each scenario, and a small effect drown in it."""

    def gone(cancelled: float) -> set[str]:
        own = service(12.0, endings=Endings(cancelled=cancelled, late=0.5))
        return {call.id for call in draw(one_service(own), town(), days(10), 1) if call.cancels_before is not None}

    assert gone(0.1) < gone(0.3)
    assert gone(0.0) == set()


def test_a_cancellation_keeps_its_distance_from_the_window_that_was_promised() -> None:
    """Late cancellations would become timely ones wherever a later window was promised."""
    own = service(12.0, endings=Endings(cancelled=1.0, late=1.0), wishes=EARLY)
    for call in draw(one_service(own), town(), days(2), 1):
        promised = call.windows[0].start + timedelta(hours=3)
        at = call.cancels_from(promised)
        assert at is not None
        assert promised - at == call.cancels_before
        assert call.cancels_from(call.at) == call.at


def test_ways_home_follow_the_appointment() -> None:
    """The bus would fetch people before it has brought them."""
    kinds = Chances(options=((Back.NONE, 1.0), (Back.AT, 2.0), (Back.OPEN, 1.0)))
    back = WayBack(kinds=kinds, stay_min=Lognormal(median=90, sigma=0.3), width_min=45)
    calls = draw(one_service(ride(8.0, back=back), BUS), town(), days(60), 1)
    numbers = Counter(call.back for call in calls)
    assert numbers[Back.AT] / len(calls) == pytest.approx(0.5, abs=0.05)
    stays = [(call.ready_at - call.windows[0].end).total_seconds() / 60 for call in calls if call.ready_at]
    assert median(stays) == pytest.approx(90, rel=0.08)
    for call in calls:
        assert (call.back_window is not None, call.ready_at is not None) == (
            call.back is Back.AT,
            call.back is Back.OPEN,
        )
        if call.back_window is not None:
            assert call.back_window.start > call.windows[0].end
            assert call.back_window.start.minute % 15 == 0
            assert call.back_window.length == timedelta(minutes=45)
    assert {call.back for call in draw(one_service(service()), town(), days(5), 1)} == {Back.NONE}


SERIES = Repeating(share=0.4, per_week=Chances(options=((1, 1.0), (2, 1.0), (5, 1.0))), weeks=Chances.only(4))
WORKING: dict[str, Any] = {"per_day": {"lazy": (3.0, 3.0, 3.0, 3.0, 3.0, 0.0, 0.0)}}


def test_series_that_run_already_are_among_the_calls() -> None:
    """A study would begin in a town without regular clients, and think the second bus superfluous for weeks."""
    demand = one_service(service(repeating=SERIES, **WORKING))
    calls = draw(demand, town(), days(5), 3)
    before = [call for call in calls if call.weekly and call.id.split("~")[2] < MONDAY.isoformat()]
    assert before
    for call in before:
        assert MONDAY <= call.day <= days(5)[-1]
        assert call.at.date() < MONDAY
        assert call.until is not None
        assert call.until >= call.day
    # On a day far within the study as many want something as on its first days: 40 % of calls come on 4 to 20 days.
    long = draw(demand, town(), days(60), 3)
    wanted = Counter(one.day for call in long for one in occurrences(call, demand, town(), days(60), 3))
    first = fmean(wanted[day] for day in days(12) if day.weekday() < 5)
    later = fmean(wanted[day] for day in days(60)[30:] if day.weekday() < 5)
    expected = 3 * (0.6 + 0.4 * 4 * (1 + 2 + 5) / 3)
    assert first == pytest.approx(expected, rel=0.2)
    assert later == pytest.approx(expected, rel=0.2)


def test_a_series_is_one_call_with_a_rule_that_names_its_day() -> None:
    """The office's series would begin on another day than the caller wanted."""
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    calls = draw(one_service(service(repeating=replace(SERIES, share=1.0), **WORKING)), town(), days(5), 3)
    numbers: Counter[int] = Counter()
    for call in calls:
        assert call.weekly is not None
        rule, _, by = call.weekly.rpartition("BYDAY=")
        assert rule == "FREQ=WEEKLY;"
        assert names[call.day.weekday()] in by.split(",")
        numbers[len(by.split(","))] += 1
        assert call.client.id not in town().clients
    assert numbers.keys() == {1, 2, 5}


@given(st.integers(0, 6), st.integers(1, 7))
def test_days_of_a_week_are_spread_evenly(weekday: int, number: int) -> None:
    """Two physiotherapy visits a week would be on Monday and Tuesday, and none on the rest."""
    found = spread(weekday, number)
    assert weekday in found
    assert len(found) == number
    if weekday < 5 and number <= 5:
        assert max(found) < 5
    if weekday < 5 and number == 2:
        assert min(abs(found[0] - found[1]), 5 - abs(found[0] - found[1])) == 2


def test_occurrences_share_what_is_asked_for_and_have_chance_of_their_own() -> None:
    """A client would be absent on all Mondays or on none, and every visit of hers take the same minute."""
    own = service(
        repeating=replace(SERIES, share=1.0, per_week=Chances.only(5)),
        doors=Doors(ratio=Lognormal(median=1, sigma=0.3)),
        endings=Endings(cancelled=0.2, late=0.5, no_show=0.2),
        **WORKING,
    )
    demand = one_service(own)
    ended = set()
    for call in draw(demand, town(), days(5), 3):
        found = occurrences(call, demand, town(), days(28), 3)
        assert found[0] == call.once()
        assert [one.day for one in found] == [day for day in days(28) if day == call.day or call.repeats_on(day)]
        assert all(one.day <= (call.until or MONDAY) for one in found)
        assert {(one.client.id, one.windows[0].start.time(), one.carers) for one in found} == {
            (call.client.id, call.windows[0].start.time(), call.carers)
        }
        if len(found) > 8:
            assert len({one.service_time for one in found}) > 5
            ended.add(len({(one.no_show, one.cancels_before is None) for one in found}))
        assert {one.weekly for one in found} == {None}
        assert occurrences(call, demand, town(), [found[-1].day], 3) == found[-1:]
    assert max(ended) == 3


def test_weekly_rides_home_are_agreed_once_and_called_for_anew() -> None:
    """The bus would be ordered for another hour each week, or every open return be called for at the same minute."""
    kinds = Chances(options=((Back.AT, 1.0), (Back.OPEN, 1.0)))
    back = WayBack(kinds=kinds, stay_min=Lognormal(median=90, sigma=0.4))
    own = ride(repeating=replace(SERIES, share=1.0, per_week=Chances.only(5)), back=back, **WORKING)
    demand = one_service(own, BUS)
    hours: dict[Back, set[int]] = {Back.AT: set(), Back.OPEN: set()}
    for call in draw(demand, town(), days(1), 3):
        found = occurrences(call, demand, town(), days(14), 3)
        assert {one.back for one in found} == {call.back}
        known = [one.ready_at or (one.back_window.start if one.back_window else None) for one in found]
        at = {one.time() for one in known if one is not None}
        hours[call.back].add(len(at) - len(found) if call.back is Back.OPEN else len(at))
    assert hours == {Back.AT: {1}, Back.OPEN: {0}}


def test_occurrences_keep_the_hour_when_the_clocks_change() -> None:
    """From the end of October on the bus would come an hour early."""
    own = service(repeating=replace(SERIES, share=1.0, per_week=Chances.only(1), weeks=Chances.only(2)), **WORKING)
    first = days(5, date(2026, 10, 19))
    demand = one_service(own)
    calls = draw(demand, town(), first, 3)
    later = [one for call in calls for one in occurrences(call, demand, town(), days(5, date(2026, 10, 26)), 3)]
    assert later
    for one in later:
        before = next(call for call in calls if one.id.startswith(call.id))
        assert one.windows[0].start.time() == before.windows[0].start.time()
        assert one.windows[0].start.utcoffset() != before.windows[0].start.utcoffset()


WINDOW = TimeWindow(start=datetime(2026, 9, 7, 9, tzinfo=town().zone), end=datetime(2026, 9, 7, 10, tzinfo=town().zone))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"windows": ()}, "some window"),
        ({"patience": 1.0}, "patience"),
        ({"no_show": True, "cancels_before": timedelta(hours=1)}, "no-show"),
        ({"back": Back.AT}, "way back"),
        ({"back": Back.OPEN, "back_window": WINDOW}, "way back"),
        ({"ready_at": WINDOW.end}, "way back"),
    ],
)
def test_a_call_that_contradicts_itself_is_refused(wrong: dict[str, object], said: str) -> None:
    """The simulated office would book half a journey, or cancel what nobody was to come to."""
    call = replace(draw(demo(), town(), days(1), 1)[0], back=Back.NONE, back_window=None, ready_at=None)
    call = replace(call, no_show=False, cancels_before=None)
    with pytest.raises(ValueError, match=said):
        replace(call, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"cancelled": 0.8, "no_show": 0.3}, {"late": 1.1}, {"no_show": -0.1}])
def test_endings_of_more_than_all_bookings_are_refused(wrong: dict[str, float]) -> None:
    """More than every booking would end badly, and nobody see the slip."""
    with pytest.raises(ValueError, match="shares"):
        Endings(**wrong)


def test_whoever_calls_late_can_only_call_it_off_late() -> None:
    """A visit would be called off before anybody has asked for it."""
    own = service(12.0, endings=Endings(cancelled=1.0, late=0.0), wishes=replace(EARLY, lead_days=Chances.only(1)))
    late = [
        call for call in draw(one_service(own), town(), days(5), 1) if call.day - call.at.date() == timedelta(days=1)
    ]
    assert len(late) > 50
    for call in late:
        assert call.cancels_before is not None
        assert call.cancels_before <= elapsed(call.at, call.windows[0].start)


def test_a_series_lasts_as_many_weeks_as_it_is_wanted() -> None:
    """Every course of four weeks would take a fifth week of somebody's time."""
    own = service(repeating=replace(SERIES, share=1.0, per_week=Chances.only(2)), **WORKING)
    demand = one_service(own)
    for call in draw(demand, town(), days(1), 3):
        if call.id.split("~")[2] == MONDAY.isoformat():
            assert call.until == MONDAY + timedelta(days=27)
            assert len(occurrences(call, demand, town(), days(60), 3)) == 8


def test_a_series_that_begins_between_the_studied_days_is_not_forgotten() -> None:
    """A study of Mondays only would lose everybody whose series begins on a Tuesday."""
    own = service(repeating=replace(SERIES, share=1.0, per_week=Chances.only(5)), **WORKING)
    later = MONDAY + timedelta(days=7)
    whole = {
        call.id for call in draw(one_service(own), town(), days(8), 3) if call.day == later or call.repeats_on(later)
    }
    some = draw(one_service(own), town(), [MONDAY, later], 3)
    assert {call.id for call in some if call.day == later or call.repeats_on(later)} == whole
    assert {call.day for call in some} == {MONDAY, later}
