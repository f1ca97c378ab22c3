"""Events from the field: what is kept, what is known, what is refused and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind, EventSource
from scheduler.domain.ids import EventId, RequestId, ShiftId
from scheduler.domain.plan import request_of
from scheduler.services.dispatching import Move, move
from scheduler.services.field import Outcome, Reported
from scheduler.services.field.sentences import SENTENCES, Reason
from tests.office.field_day import (
    MINUTE,
    kept,
    outcomes,
    publish_all,
    reasons,
    report,
    route,
    sent,
    somebody,
    two_workers,
    withdraw_all,
    worker,
)
from tests.office.office import Office


@pytest.fixture
def here() -> Office:
    """The two workers' office, before publication."""
    return two_workers()


def test_what_was_queued_without_signal_is_kept_whole(here: Office) -> None:
    """A driver comes back into the town hours later, and the office would never know who was served when."""
    publish_all(here)
    who, *_ = route(here)
    begun = here.clock.now()
    kinds = (EventKind.DONE, EventKind.EN_ROUTE, EventKind.ARRIVED)
    queued = [report(here, kind=kind, at=begun + k * MINUTE) for k, kind in enumerate(kinds)]
    here.clock.moment += timedelta(hours=9)
    told = sent(here, who, *queued)

    assert outcomes(told) == [Outcome.KEPT] * 3
    assert [(one.kind, one.at, one.sequence) for one in kept(here)] == [(q.kind, q.at, q.sequence) for q in queued]
    assert {(one.received_at, one.skew_s, one.by, one.source) for one in kept(here)} == {
        (here.clock.now(), 0, who.user_id, EventSource.PHONE)
    }
    assert {one.request_id for one in kept(here)} == {request_of(queued[0].task_id)} <= set(here.town.requests)


def test_what_is_sent_again_is_known_and_changes_nothing(here: Office) -> None:
    """A phone that never heard the answer would make two no-shows of one, or keep its queue for ever."""
    publish_all(here)
    who, *_ = route(here)
    first, second = report(here), report(here)
    sent(here, who, first)
    before, stamp = kept(here), here.store.stamp(here.id)
    here.clock.moment += timedelta(hours=100)

    assert outcomes(sent(here, who, first, first)) == [Outcome.KNOWN] * 2
    assert here.store.stamp(here.id) == stamp
    here.clock.moment -= timedelta(hours=100)
    assert outcomes(sent(here, who, second, first, second)) == [Outcome.KEPT, Outcome.KNOWN, Outcome.KNOWN]
    assert kept(here)[:1] == before
    assert len(kept(here)) == 2


def wrong(here: Office) -> Iterable[tuple[Reported, Reason]]:
    """Yield events that cannot be kept; the first worker has sent an arrival before."""
    _, shift_id, task = route(here)
    other = next(one.id for one in here.town.shifts if one.id != shift_id)
    (first, *_) = kept(here)
    undone = {"kind": EventKind.UNDONE, "undoes": first.id}
    back = report(here, **undone)
    yield report(here, shift_id=other), Reason.NO_SHIFT
    yield report(here, shift_id=ShiftId("nowhere")), Reason.NO_SHIFT
    yield report(here, day=here.day + timedelta(days=1)), Reason.NO_SHIFT
    yield report(here, task_id="R-99:visit"), Reason.NOT_PLANNED
    yield report(here, task_id=task.replace("visit", "pickup")), Reason.NOT_PLANNED
    yield report(here, at=here.clock.now() + timedelta(hours=24, seconds=1)), Reason.IN_FUTURE
    yield report(here, id=first.id, sequence=first.sequence, at=first.at, kind=EventKind.NO_SHOW), Reason.CONFLICT
    yield replace(back, task_id="R-99:visit"), Reason.NOT_PLANNED
    sent(here, worker(here, shift_id), back)
    yield report(here, kind=EventKind.UNDONE, undoes=back.id), Reason.WRONG_UNDO


def test_one_bad_event_is_refused_alone_with_its_reason(here: Office) -> None:
    """One slip in a queue would hold up a day's work behind it, or somebody report for a colleague."""
    publish_all(here)
    who, *_ = route(here)
    sent(here, who, report(here))
    bad = list(wrong(here))
    good = [report(here), report(here, at=here.clock.now() + timedelta(seconds=119))]
    before = kept(here)
    told = sent(here, who, good[0], *(one for one, _ in bad), good[1])

    assert reasons(told) == [None, *(reason for _, reason in bad), None]
    assert [one.id for one in kept(here)] == [one.id for one in before] + [one.id for one in good]
    assert all(set(one.said) == {"pl", "en"} for one in told.events[1:-1])
    assert "differs in: kind)" in next(one.said["en"] for one in told.events if one.reason is Reason.CONFLICT)


def test_an_undo_of_another_task_is_refused_when_it_is_seen(here: Office) -> None:
    """Somebody's "aboard" would vanish because a colleague pressed the wrong button."""
    publish_all(here)
    desk = somebody(here, Role.DISPATCHER)
    (first, task), (second, other) = [(one, tasks[0]) for one, tasks in two_busy(here)]
    arrived = report(here, shift_id=first, task_id=task)
    sent(here, desk, arrived)
    wrong_one = report(here, shift_id=second, task_id=other, kind=EventKind.UNDONE, undoes=arrived.id)
    early = report(here, shift_id=first, task_id=task, kind=EventKind.UNDONE, undoes=EventId("0" * 36))

    assert reasons(sent(here, desk, wrong_one, early)) == [Reason.WRONG_UNDO, None]


def two_busy(here: Office) -> list[tuple[ShiftId, tuple[str, ...]]]:
    """Return two shifts with their tasks; if one has them all, the second visit is moved to the other."""
    if not all(here.plan.orders.get(one.id) for one in here.town.shifts):
        give_away(here)
        publish_all(here)
    return [(one.id, tuple(here.plan.orders[one.id])) for one in here.town.shifts]


def give_away(here: Office) -> tuple[ShiftId, ShiftId, str]:
    """Move the first task to the other shift; return where it was, where it is, and the task."""
    _, shift_id, task = route(here)
    other = next(one.id for one in here.town.shifts if one.id != shift_id)
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=request_of(task), shift_id=other), here.hand)
    return shift_id, other, task


def test_a_draft_is_nothing_to_report_of(here: Office) -> None:
    """A phone would report of a plan that the office has never shown anybody."""
    who, *_ = route(here)
    assert reasons(sent(here, who, report(here))) == [Reason.NOT_PUBLISHED]
    publish_all(here)
    was, now, task = give_away(here)
    assert reasons(sent(here, worker(here, now), report(here, shift_id=now, task_id=task))) == [Reason.NOT_PLANNED]
    assert reasons(sent(here, worker(here, was), report(here, shift_id=was, task_id=task))) == [None]


def test_what_was_published_once_may_be_reported_of(here: Office) -> None:
    """The crew has done it before the office planned it away, and nobody would be told."""
    publish_all(here)
    was, now, task = give_away(here)
    publish_all(here)
    withdraw_all(here)
    for shift_id in (was, now):
        assert reasons(sent(here, worker(here, shift_id), report(here, shift_id=shift_id, task_id=task))) == [None]


@pytest.mark.parametrize(("seconds", "reason"), [(0, None), (1, Reason.TOO_LATE)])
def test_a_phone_delivers_until_72_hours_after_the_end(here: Office, seconds: int, reason: Reason | None) -> None:
    """A phone found weeks later would change days that are long settled, or one of yesterday be turned away."""
    publish_all(here)
    who, shift_id, _ = route(here)
    late = report(here)
    end = next(one.end for one in here.town.shifts if one.id == shift_id)
    here.clock.moment = end + timedelta(hours=72, seconds=seconds)

    assert reasons(sent(here, who, late)) == [reason]
    assert reasons(sent(here, somebody(here, Role.DISPATCHER), report(here))) == [None]


def test_a_sheet_is_typed_in_under_the_dispatchers_name(here: Office) -> None:
    """Nobody could tell what a driver saw from what was written up at the office a week later."""
    publish_all(here)
    desk = somebody(here, Role.DISPATCHER)
    typed = [report(here), report(here)]
    sent(here, desk, *typed, typed[0], report(here, task_id="R-99:visit"))
    sent(here, somebody(here, None), report(here))
    who, shift_id, _ = route(here)
    sent(here, who, report(here))

    sources = [EventSource.PAPER, EventSource.PAPER, EventSource.PHONE, EventSource.PHONE]
    assert [one.source for one in kept(here)] == sources
    with here.store.reading(here.id) as unit:
        noted = [one.event for one in unit.audit.about(f"shift:{shift_id}")]
    assert [(one.action, one.by, one.fields) for one in noted] == [("events.typed_in", desk.user_id, ("events=2",))]


@pytest.mark.parametrize(("ahead_s", "off"), [(-121, True), (-120, False), (0, False), (120, False), (121, True)])
def test_a_clock_that_is_off_is_shown_and_one_without_signal_is_not(here: Office, ahead_s: int, off: bool) -> None:
    """Arrivals would be held against a driver whose phone is an hour slow, or every late delivery be doubted."""
    publish_all(here)
    who, *_ = route(here)
    device = here.clock.now() + timedelta(seconds=ahead_s)
    told = sent(here, who, report(here, at=device - timedelta(hours=3)), sent_at=device)

    assert (told.skew_s, told.clock_off, outcomes(told)) == (-ahead_s, off, [Outcome.KEPT])
    assert [(one.skew_s, one.clock_off) for one in kept(here)] == [(-ahead_s, off)]


def test_what_was_written_down_by_a_fast_clock_is_kept_and_shown_as_such(here: Office) -> None:
    """A phone that is half an hour fast is set right on reconnecting, and would lose all that it had queued."""
    publish_all(here)
    who, *_ = route(here)
    now = here.clock.now()
    fast = [report(here, at=now + timedelta(seconds=s)) for s in (120, 121, 1800, 24 * 3600)]
    told = sent(here, who, *fast)

    assert (told.clock_off, outcomes(told)) == (False, [Outcome.KEPT] * 4)
    assert [(one.at, one.clock_off) for one in kept(here)] == [
        (one.at, off) for one, off in zip(fast, (False, True, True, True), strict=True)
    ]
    slow = now - timedelta(seconds=100)  # the device's own moment of sending is what its events are held against
    sent(here, who, *(report(here, at=slow + timedelta(seconds=s)) for s in (120, 121)), sent_at=slow)
    assert [one.clock_off for one in kept(here)][4:] == [False, True]


def test_an_event_is_held_against_our_clock_and_not_the_devices(here: Office) -> None:
    """An arrival in 2099 would be the last word on its task for ever."""
    publish_all(here)
    who, *_ = route(here)
    far = here.clock.now().replace(year=2099)
    assert reasons(sent(here, who, report(here, at=far), report(here), sent_at=far)) == [Reason.IN_FUTURE, None]
    assert [one.clock_off for one in kept(here)] == [True]


@pytest.mark.parametrize(("seconds", "reason"), [(120, None), (121, Reason.IN_FUTURE)])
def test_what_is_typed_in_at_the_office_is_never_ahead(here: Office, seconds: int, reason: Reason | None) -> None:
    """A slip of a dispatcher's would be taken for a phone's clock, and kept."""
    publish_all(here)
    typed = report(here, at=here.clock.now() + timedelta(seconds=seconds))
    assert reasons(sent(here, somebody(here, Role.DISPATCHER), typed)) == [reason]


def test_a_phone_is_told_what_it_does_well_to_send_again(here: Office) -> None:
    """It would drop what happened while the office still puts its plan right, or try for ever what nobody can mend."""
    who, *_ = route(here)
    early = report(here)
    before = sent(here, who, early)
    publish_all(here)
    assert [one.again for one in (*before.events, *sent(here, who, early).events)] == [True, False]
    told = sent(here, who, *(one for one, _ in wrong(here))).events
    assert {one.reason for one in told if one.again} == {Reason.NO_SHIFT, Reason.NOT_PLANNED, Reason.IN_FUTURE}
    assert {one.reason for one in told if not one.again} == {Reason.CONFLICT, Reason.WRONG_UNDO}
    here.clock.moment += timedelta(hours=100)
    assert [one.again for one in sent(here, who, report(here)).events] == [False]


def test_every_reason_is_said_in_both_languages() -> None:
    """A driver would read a refusal in a language that they do not know."""
    assert set(SENTENCES) == set(Reason)
    assert all(set(said) == {"pl", "en"} for said in SENTENCES.values())


def test_the_request_of_a_task_is_found_in_its_name() -> None:
    """What a crew of two reports would be kept under a request that nobody has booked."""
    tasks = ("R-01:visit", "R-01#2:visit", "a:b:pickup")
    assert [request_of(one) for one in tasks] == [RequestId("R-01"), RequestId("R-01"), RequestId("a:b")]
