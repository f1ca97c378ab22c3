"""Promises that a plan cannot hold: whoever asks later finds them, and somebody is asked to phone."""

from dataclasses import replace

import pytest

from scheduler.domain.client import Channel
from scheduler.domain.ids import AbsenceId, NoticeId, RequestId
from scheduler.domain.notices import Attempt, NoticeKind, NoticeOutcome
from scheduler.domain.rota import Absence
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.absent import absent, back
from scheduler.services.dispatching import Move, move
from scheduler.services.planning.left_out import LeftOut, left_out
from scheduler.services.publishing import note_attempt, publish
from tests.office.calendars import DayBuilder, at
from tests.office.office import ANNA, Office, office

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")
ILL = AbsenceId("A-1")


def promised(workers: int = 1) -> Office:
    """Return a day with a visit that was promised, and another one that was not."""
    builder = DayBuilder()
    for _ in range(workers):
        builder.add_staff().add_shift("08:00-16:00")
    builder.add_client(channel=Channel.SMS).add_visit(window="09:00-12:00", length_min=50).promise("09:00-09:30")
    builder.add_visit(window="09:00-12:00", length_min=50)
    return office(builder)


def all_ill(here: Office) -> None:
    """Let every worker be ill on the day."""
    for number, shift in enumerate(here.town.shifts_on(here.day), 1):
        one = Absence(
            id=AbsenceId(f"A-{number}"), staff_id=shift.staff_ids[0], start=shift.start, end=shift.end
        )  # fmt: skip
        with here.store.writing(here.id) as unit:
            absent(unit, here.travel, one, replace(here.hand, seen=None))


def well(here: Office) -> None:
    """Let the first one be well again."""
    with here.store.writing(here.id) as unit:
        back(unit, here.travel, ILL, replace(here.hand, seen=None))


def found(here: Office) -> tuple[LeftOut, ...]:
    """Return the promises that the day's plan leaves out."""
    with here.store.reading(here.id) as unit:
        return left_out(unit, unit.days.get(here.day))


def calls(here: Office) -> list[tuple[str, NoticeOutcome]]:
    """Return the calls to those whose promise cannot be held."""
    with here.store.reading(here.id) as unit:
        known = unit.notices.between(here.day, here.day).values()
    return [(one.request_id, one.outcome) for one in known if one.kind is NoticeKind.LEFT_OUT]


def test_a_promise_without_a_place_is_found_by_whoever_asks_later() -> None:
    """Only who reported the illness would know whom to phone; on Monday nobody would."""
    here = promised()
    assert found(here) == ()
    all_ill(here)
    (one,) = found(here)
    assert one.booking.id == FIRST
    assert one.reason.rule == "no_shift"
    assert set(one.reason.summary) == {"pl", "en"}


def test_whose_promise_cannot_be_held_is_on_the_list_of_calls_once() -> None:
    """The resident would wait at the door, or be phoned after every change of that day."""
    here = promised(2)
    all_ill(here)
    assert calls(here) == [(FIRST, NoticeOutcome.TO_DO)]
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    assert calls(here) == [(FIRST, NoticeOutcome.TO_DO)]
    with here.store.reading(here.id) as unit:
        (notice,) = [one for one in unit.notices.all().values() if one.kind is NoticeKind.LEFT_OUT]
    assert (notice.channel, notice.window) == (Channel.SMS, here.town.promises[FIRST].window)


def test_who_has_a_place_again_need_not_be_called() -> None:
    """The office would call off a visit that takes place."""
    here = promised()
    all_ill(here)
    well(here)
    assert calls(here) == [(FIRST, NoticeOutcome.NEEDLESS)]
    assert found(here) == ()


@pytest.mark.parametrize("way", ["renegotiated", "cancelled", "withdrawn"])
def test_what_is_settled_with_the_client_is_not_left_out_any_more(way: str) -> None:
    """The list of broken promises would grow for ever, and nobody read it."""
    here = promised()
    with here.store.writing(here.id) as unit:
        shift = here.town.shifts[0]
        unit.shifts.put(replace(shift, start=at("11:00")))
        unit.days.put(replace(unit.days.lock(here.day), version=here.state.version + 1))
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    assert [one.booking.id for one in found(here)] == [FIRST]
    if way == "renegotiated":
        later = TimeWindow(start=at("12:00"), end=at("14:00"))
        answer = here.desk.ask(here.call, [replace(here.booking(FIRST).request, windows=(later,))], [here.day])
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    else:
        ending = Ending(by=ANNA, at=here.clock.now(), by_office=way == "withdrawn")
        with here.store.writing(here.id) as unit:
            end_bookings(unit, here.travel, [FIRST], ending)
    assert found(here) == ()
    assert calls(here) == [(FIRST, NoticeOutcome.NEEDLESS)]


def test_who_was_told_is_told_back_when_the_plan_holds_it_after_all() -> None:
    """Somebody who was called off would not be at home when the worker comes."""
    here = promised()
    all_ill(here)
    with here.store.reading(here.id) as unit:
        key = next(iter(unit.notices.all()))
    told = Attempt(at=here.clock.now(), by=ANNA, channel=Channel.PHONE, outcome=NoticeOutcome.TOLD)
    with here.store.writing(here.id) as unit:
        note_attempt(unit, NoticeId(key), told)
    well(here)
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)
    with here.store.reading(here.id) as unit:
        kinds = {one.kind for one in unit.notices.all().values() if one.request_id == FIRST}
    assert kinds == {NoticeKind.LEFT_OUT, NoticeKind.PLANNED}
    all_ill_again = replace(here.hand, seen=None)
    shift = here.town.shifts[0]
    with here.store.writing(here.id) as unit:
        again = Absence(id=AbsenceId("A-2"), staff_id=shift.staff_ids[0], start=shift.start, end=shift.end)
        absent(unit, here.travel, again, all_ill_again)
    assert [outcome for _, outcome in calls(here)] == [NoticeOutcome.TOLD, NoticeOutcome.TO_DO]


def test_a_place_that_is_found_by_hand_settles_it() -> None:
    """The dispatcher would find a worker, and a colleague call the visit off."""
    here = promised(2)
    all_ill(here)
    shift = here.town.shifts[1]
    with here.store.writing(here.id) as unit:
        unit.shifts.put(shift)
        unit.days.put(replace(unit.days.lock(here.day), version=here.state.version + 1))
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=FIRST, shift_id=shift.id), replace(here.hand, seen=None))
    assert calls(here) == [(FIRST, NoticeOutcome.NEEDLESS)]
