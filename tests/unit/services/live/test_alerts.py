"""What somebody in the office has to look at: each rule alone, just before and just after it counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.alerts import AlertKind, Remedy, Severity
from scheduler.domain.booking import BookingStatus
from scheduler.domain.checks import Asked, Check, CheckStep, Found, StepOutcome
from scheduler.domain.events import Event
from scheduler.domain.ids import CheckId, ClientId, EventId, RequestId, ServiceId, UserId
from scheduler.domain.labour import BreakRule
from scheduler.domain.live_policy import LivePolicy
from scheduler.domain.policy import Policy
from scheduler.domain.request import Ride
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.sentences import OUTCOMES, SENTENCES
from tests.unit.services.live.running import BUS, DAY, EIGHT, ZONE, Phone, at
from tests.unit.services.live.watching import bookings, only, told, watched

A, B, C = RequestId("A"), RequestId("B"), RequestId("C")
NEVER = timedelta(days=9)


def policy(**limits: timedelta) -> Policy:
    """Return a policy with these limits, and nothing else to look at."""
    quiet: dict[str, Any] = {"late_after": NEVER, "missed_after": NEVER, "unseen_before": -NEVER, "silent_after": NEVER}
    return Policy(live=LivePolicy(**(quiet | limits)))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def as_planned(until: float) -> list[Event]:
    """Return what the crew reports of a morning that goes as planned, up to a minute."""
    phone = Phone()
    story = (
        ("A:pickup", "en_route", 0), ("A:pickup", "arrived", 10), ("A:pickup", "aboard", 20),
        ("B:pickup", "arrived", 30), ("B:pickup", "aboard", 32),
        ("A:dropoff", "arrived", 55), ("A:dropoff", "done", 57), ("B:dropoff", "done", 59),
        ("C:visit", "arrived", 69), ("C:visit", "done", 99),
    )  # fmt: skip
    return [phone.tells(*one) for one in story if one[2] <= until]


@pytest.mark.parametrize("minute", [-60, 0, 9, 21, 33, 58, 70, 100, 300])
def test_a_day_that_goes_as_planned_is_quiet(minute: float) -> None:
    """Whoever is called to look for nothing all day does not look any more."""
    assert told(watched(minute, *as_planned(minute))) == {}


# Promises


def test_who_is_expected_past_the_promise_is_late() -> None:
    """Somebody would stand at the kerb past the time they were told, and nobody had phoned."""
    # Twenty-five past is the last promised minute of A; the bus needs ten minutes to get there.
    assert "late:A" not in told(watched(15, policy=policy(late_after=minutes(0))))
    found = told(watched(16, policy=policy(late_after=minutes(0))))
    assert found["late:A"] == 1


def test_the_town_says_how_late_is_late() -> None:
    """A town that bears five minutes would be called to each of them."""
    assert "late:A" not in told(watched(20, policy=policy(late_after=minutes(5))))
    assert told(watched(21, policy=policy(late_after=minutes(5))))["late:A"] == 6


def test_an_arrival_that_cannot_be_kept_is_late() -> None:
    """A rider would miss the doctor, although the bus was at her door in time."""
    aboard = as_planned(32)
    late = watched(32 + 40, *aboard, policy=policy(late_after=minutes(0)))
    found = {one.id: one for one in alerts(late) if one.kind is AlertKind.LATE}

    # The break of fifteen minutes and eight of driving are still to come: twenty-five past nine, not ten past.
    assert {key: one.minutes for key, one in found.items() if key != "late:C"} == {"late:A": 10, "late:B": 12}
    assert found["late:A"].request_id == A
    ids = [one.id for one in alerts(watched(60, policy=policy(late_after=minutes(0))))]
    assert ids.count("late:A") == 1  # once a request, for its first task
    assert found["late:A"].shift_id == BUS


def test_who_is_being_served_is_not_late_any_more() -> None:
    """The list would be full of people who are sitting in the bus."""
    phone = Phone()
    limits = policy(late_after=minutes(0))
    assert "late:A" in told(watched(26, phone.tells("A:pickup", "en_route", 25), policy=limits))
    assert "late:A" not in told(watched(27, phone.tells("A:pickup", "arrived", 26), policy=limits))


def test_nobody_is_late_for_somebody_who_does_not_come() -> None:
    """The office would phone somebody who has cancelled."""
    gone = {key: replace(one, status=BookingStatus.CANCELLED) for key, one in bookings().items()}
    assert told(watched(60, policy=policy(late_after=minutes(0), missed_after=minutes(0)), bookings=gone)) == {}


def test_a_promise_that_is_over_is_missed() -> None:
    """Somebody would wait for a crew that has driven past, until evening."""
    limits = policy(missed_after=minutes(20), late_after=minutes(0))
    assert "missed:A" not in told(watched(44.9, policy=limits))
    found = told(watched(45, policy=limits))

    assert found["missed:A"] == 20
    assert "late:A" not in found


def test_who_has_come_or_ended_is_not_missed() -> None:
    """The office would look for people who were served."""
    phone = Phone()
    events = [phone.tells("A:pickup", "arrived", 24), phone.tells("B:pickup", "cancelled_late", 30)]
    found = told(watched(200, *events, policy=policy(missed_after=minutes(20))))
    assert set(found) - {"left_behind:A:pickup"} == {"missed:C"}


def test_who_is_in_no_plan_is_missed_too() -> None:
    """A promise that a plan has left out would be forgotten by everybody."""
    apart = bookings()
    left_out = apart.pop(C)
    moved = {**apart, RequestId("Z"): replace(left_out, request=replace(left_out.request, id=RequestId("Z")))}
    found = watched(101, *as_planned(100), policy=policy(missed_after=minutes(20)), bookings=moved)
    assert only(found).id == "missed:Z"


# Crews


def test_an_itinerary_that_nobody_has_read_is_asked_after() -> None:
    """A driver would lie in bed, or drive yesterday's list."""
    limits = policy(unseen_before=minutes(30))
    nobody: dict[str, Any] = {"policy": limits, "seen": frozenset()}
    assert told(watched(-30.1, **nobody)) == {}
    assert only(watched(-30, **nobody)).id == "unseen:bus"
    assert only(watched(60, *as_planned(59), **nobody)).id == "unseen:bus"
    assert told(watched(109, *as_planned(100), **nobody)) == {}
    assert told(watched(-10, policy=limits)) == {}


def test_a_crew_that_reports_nothing_is_asked_after() -> None:
    """A bus in the ditch would be missed by those who wait for it, and by nobody else."""
    limits = policy(silent_after=minutes(45))
    assert told(watched(54, policy=limits)) == {}
    assert told(watched(55, policy=limits)) == {"silent:bus": 45}


def test_who_has_reported_since_is_not_silent() -> None:
    """A crew that is late, and says so, would be rung all the time."""
    limits = policy(silent_after=minutes(45))
    arrived = Phone().tells("A:pickup", "arrived", 50)
    assert told(watched(94, arrived, policy=limits)) == {}
    assert told(watched(95, arrived, policy=limits)) == {"silent:bus": 45}


def test_a_long_visit_is_no_silence() -> None:
    """A carer with somebody for the night would be rung every hour."""
    limits = policy(silent_after=minutes(20))
    assert told(watched(118, *as_planned(69), policy=limits)) == {}
    assert told(watched(119, *as_planned(69), policy=limits)) == {"silent:bus": 20}
    early = [*as_planned(59), replace(Phone().tells("C:visit", "arrived", 62), sequence=20, id=EventId("early"))]
    assert told(watched(118, *early, policy=limits)) == {}  # who comes early begins when it was planned


def test_who_has_nothing_left_to_do_is_silent_in_peace() -> None:
    """Drivers would be rung at home."""
    assert told(watched(900, *as_planned(100), policy=policy(silent_after=minutes(20)))) == {}


def test_a_clock_that_is_wrong_is_said_until_it_is_right() -> None:
    """Times of a whole day would be believed that are an hour off."""
    wrong, right = Phone("w", skew_s=3600).tells("A:pickup", "arrived", 10), Phone("w").tells("A:pickup", "aboard", 20)
    assert told(watched(21, wrong, policy=policy())) == {"clock:bus/w": 0}
    assert told(watched(21, wrong, replace(right, sequence=2, id=right.id), policy=policy())) == {}


def test_a_door_that_was_left_without_a_word_is_asked_about() -> None:
    """Nobody would know whether somebody was served."""
    phone = Phone()
    events = [phone.tells("A:pickup", "arrived", 10), phone.tells("B:pickup", "en_route", 21)]
    found = only(watched(22, *events, policy=policy()))
    assert (found.id, found.since, found.severity) == ("left_behind:A:pickup", at(10), Severity.NOTICE)


def test_a_no_show_before_its_time_is_shown() -> None:
    """Somebody who came down in time would be left standing, and nobody knew."""
    phone = Phone()
    early = [phone.tells("C:visit", "arrived", 66), phone.tells("C:visit", "no_show", 75.5)]
    assert told(watched(76, *early, policy=policy())) == {"too_early:C:visit": 1}
    enough = [phone.tells("C:visit", "arrived", 66), phone.tells("C:visit", "no_show", 76)]
    assert told(watched(77, *enough, policy=policy())) == {}


# Breaks

RULE = BreakRule(from_work=minutes(60), duration=minutes(15), latest_start=minutes(40), article="art. 134 KP")


def test_a_break_that_comes_too_late_is_told_while_it_can_be_helped() -> None:
    """A driver would sit at the wheel past what the law allows."""
    breaks: dict[str, Any] = {"policy": policy(), "breaks": {BUS: ((RULE,),)}}
    assert told(watched(33, *as_planned(30), **breaks)) == {}
    # Ten minutes to B and two for her to get in: at twenty-eight past the break can begin at forty past, just in time.
    assert told(watched(28, *as_planned(20), **breaks)) == {}
    found = only(watched(30, *as_planned(20), **breaks))
    assert (found.id, found.minutes, found.since) == ("break:bus/0", 2, at(40))
    assert told(watched(60, *as_planned(55), **breaks)) == {}


def test_a_break_that_lies_behind_the_crew_is_past_helping() -> None:
    """Dispatchers would be rung until evening about a break of the morning."""
    phone, breaks = Phone(), {BUS: ((RULE,),)}
    late = [*as_planned(20), replace(phone.tells("B:pickup", "aboard", 45), sequence=9, id=EventId("late"))]
    assert only(watched(46, *late, policy=policy(), breaks=breaks)).id == "break:bus/0"
    there = replace(phone.tells("A:dropoff", "arrived", 68), sequence=10, id=EventId("there"))
    assert told(watched(69, *late, there, policy=policy(), breaks=breaks)) == {}


def test_a_break_without_a_latest_start_is_never_too_late() -> None:
    """Dispatchers would be called to breaks that may come at any time."""
    free = replace(RULE, latest_start=None)
    assert told(watched(30, *as_planned(20), policy=policy(), breaks={BUS: ((free,),)})) == {}


def test_the_strictest_of_a_crew_counts() -> None:
    """One of two workers would go without the break that is hers."""
    other = replace(RULE, latest_start=minutes(34))
    late: dict[str, Any] = {"policy": policy(), "breaks": {BUS: ((RULE,), (other,))}}
    assert only(watched(25, *as_planned(20), **late)).minutes == 3


# People


def check(**fields: Any) -> Check:
    made: dict[str, Any] = {
        "id": CheckId("C-1"), "day": DAY, "client_id": ClientId("K-C"), "opened_at": at(80), "opened_by": UserId("u"),
    }  # fmt: skip
    return Check(**(made | fields))


def test_a_check_is_on_top_until_somebody_closes_it() -> None:
    """Somebody who fell at home would lie there behind forty lines about late buses."""
    step = CheckStep(asked=Asked.CLIENT, at=at(81), by=UserId("u"), outcome=StepOutcome.NO_ANSWER)
    reached = replace(step, asked=Asked.EMERGENCY, outcome=StepOutcome.REACHED)
    for steps, remedy in (((), Remedy.CALL_CLIENT), ((step,), Remedy.CALL_CONTACTS), ((reached,), Remedy.CLOSE_CHECK)):
        first, *_ = alerts(watched(200, checks=(check(steps=steps),)))
        assert (first.id, first.remedies, first.check_id) == ("unanswered:C-1", (remedy,), "C-1")
        assert first.client_ids == (ClientId("K-C"),)
    assert told(watched(200, *as_planned(100), checks=(check(outcome=Found.WELL),))) == {}


def test_who_sits_in_the_bus_too_long_is_told() -> None:
    """Somebody would be driven through the town until the evening."""
    aboard = as_planned(32)
    assert "aboard_long:A" not in told(watched(70, *aboard, policy=policy()))
    assert told(watched(70.1, *aboard, policy=policy())) == {"aboard_long:A": 50}
    assert told(watched(70.1, *as_planned(57), policy=policy())) == {}


def test_how_long_is_too_long_is_the_rides_own_else_its_services_else_the_towns() -> None:
    """A town that lets nobody sit for an hour would let some."""
    plain = {
        key: replace(one, request=replace(one.request, longest_ride=None))
        for key, one in bookings().items()
        if isinstance(one.request, Ride)
    }
    services = {ServiceId("bus"): minutes(30)}
    for known, limit in ((services, 30), (dict[ServiceId, timedelta](), 60)):
        day: dict[str, Any] = {"policy": policy(), "bookings": plain, "longest_rides": known}
        assert "aboard_long:A" not in told(watched(20 + limit, *as_planned(32), **day))
        assert told(watched(20.1 + limit, *as_planned(32), **day))["aboard_long:A"] == limit


# All together

CHANGES = (
    datetime(2026, 3, 29, 1, 30, tzinfo=ZONE), datetime(2026, 10, 25, 1, 30, tzinfo=ZONE),
    datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=1), datetime(2026, 9, 15, 22, 50, tzinfo=ZONE),
)  # fmt: skip


@pytest.mark.parametrize("eight", CHANGES)
@pytest.mark.parametrize("minute", [30, 45, 60, 90, 150])
def test_neither_the_clock_change_nor_midnight_makes_a_difference(eight: datetime, minute: float) -> None:
    """At three in the morning of a Sunday in March a whole night shift would be an hour late."""
    events, breaks = as_planned(20), {BUS: ((RULE,),)}
    usual, then = (watched(minute, *events, eight=begin, breaks=breaks) for begin in (EIGHT, eight))
    by = at(0, eight) - at(0)

    assert [(one.id, one.minutes, one.since + by) for one in alerts(usual)] == [
        (one.id, one.minutes, one.since) for one in alerts(then)
    ]
    assert told(usual)


@given(order=st.permutations(range(9)), minute=st.sampled_from([33, 60, 75, 130]), count=st.integers(0, 9))
def test_the_order_in_which_reports_come_in_makes_no_difference(order: list[int], minute: float, count: int) -> None:
    """Two dispatchers would read two lists, as their servers were told in another order."""
    events = as_planned(999)
    some = [events[k] for k in order[:count]]
    there = [one for one in some if one.received_at <= at(minute)]

    assert alerts(watched(minute, *there)) == alerts(watched(minute, *sorted(there, key=lambda one: one.sequence)))


def test_an_alert_has_the_same_id_for_as_long_as_it_is_wrong() -> None:
    """A dispatcher would be rung again each minute about what she has seen."""
    found = [only(watched(minute, policy=policy(silent_after=minutes(45)))) for minute in (60, 61, 90)]
    assert {(one.id, one.since) for one in found} == {("silent:bus", at(55))}


def test_the_most_urgent_comes_first() -> None:
    """Somebody who is missed would stand below a clock that is wrong."""
    found = alerts(watched(130, *as_planned(20), checks=(check(),), seen=frozenset()))
    order, kinds = tuple(Severity), tuple(AlertKind)
    ranks = [(order.index(one.severity), kinds.index(one.kind), one.since) for one in found]
    assert ranks == sorted(ranks)
    assert len({one.kind for one in found}) >= 4


def test_every_kind_speaks_both_languages() -> None:
    """A Polish office would read English, or nothing."""
    for kind in AlertKind:
        polish, english = SENTENCES[kind]["pl"], SENTENCES[kind]["en"]
        assert {part.split("}")[0] for part in polish.split("{")[1:]} == {
            part.split("}")[0] for part in english.split("{")[1:]
        }
        assert polish != english
    for outcome in StepOutcome:
        assert OUTCOMES[outcome]["pl"] != OUTCOMES[outcome]["en"]


def test_a_sentence_marks_clients_and_tells_the_towns_time() -> None:
    """A name would be written where it outlives its erasure, or a time that no clock of the town shows."""
    found = next(one for one in alerts(watched(45, policy=policy(missed_after=minutes(20)))) if one.request_id == A)
    assert found.said["en"] == "⟨client:K-A⟩: the promise ended at 08:25, and nobody has arrived (autobus 1)."
    assert found.said["pl"].startswith("⟨client:K-A⟩: obietnica minęła o 08:25")
    assert found.since.tzinfo is UTC
