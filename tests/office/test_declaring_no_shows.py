"""A no-show that is declared too early is kept and said so; where nobody answers, somebody has to find out why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.booking_policy import ServiceBooking
from scheduler.domain.checks import Asked, Check, CheckStep, Found, StepOutcome
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, StaleError
from scheduler.domain.ids import CheckId, ClientId
from scheduler.services.field import Outcome
from scheduler.services.hindrances import hindrances
from scheduler.services.live.unanswered import Closing, Doubt, add_step, close, open_by_hand
from scheduler.services.manifests import manifests
from tests.office.field_day import somebody
from tests.office.office import ANNA, Office
from tests.office.running_day import FIRST, MINUTE, OUT, deliver, moment, running_day, told

VISIT, PICKUP = f"{FIRST}:visit", f"{OUT}:pickup"


@pytest.fixture
def here() -> Office:
    """The day, on which crews wait for a quarter of an hour."""
    return running_day(ServiceBooking(no_show_wait=timedelta(minutes=15)))


def answered(here: Office, *arrived: str, declared: str, task: str = VISIT) -> tuple[Outcome, str | None]:
    """Report arrivals and a no-show; return what became of that, and how many minutes after ten it might have been."""
    events = [told(here, task, "arrived", hour) for hour in arrived]
    answer = deliver(here, *events, told(here, task, "no_show", declared), at="16:00").events[-1]
    minutes = None if answer.earliest is None else str((answer.earliest - moment(here, "10:00")) // MINUTE)
    return answer.outcome, minutes


def window_start(here: Office, key: str = FIRST) -> int:
    """Return how many minutes after ten the promised window of the visit begins."""
    promise = here.booking(key).promise
    assert promise is not None
    return (promise.window.start - moment(here, "10:00")) // MINUTE


def test_the_crew_waits_from_the_promised_window_on(here: Office) -> None:
    """Somebody who was told ten o'clock would be crossed off at five to ten."""
    assert window_start(here) == 0
    assert answered(here, "09:40", declared="10:14") == (Outcome.KEPT, "15")


def test_the_last_minute_is_waited_for(here: Office) -> None:
    """A crew that has waited as long as it must would be blamed."""
    assert answered(here, "09:40", declared="10:15") == (Outcome.KEPT, None)


def test_who_comes_late_waits_from_its_arrival_on(here: Office) -> None:
    """A crew half an hour late would ring once and drive on."""
    assert answered(here, "10:30", declared="10:44") == (Outcome.KEPT, "45")


def test_without_an_arrival_the_window_alone_counts(here: Office) -> None:
    """A crew without a signal for the first tap would be blamed for nothing."""
    assert answered(here, declared="10:15") == (Outcome.KEPT, None)


def test_the_same_is_said_however_often_it_is_sent(here: Office) -> None:
    """A phone that lost the answer would show another one."""
    early = told(here, VISIT, "no_show", "10:05")
    first = deliver(here, early, at="10:06").events[0]
    again = deliver(here, early, at="10:30").events[0]

    assert (first.outcome, again.outcome) == (Outcome.KEPT, Outcome.KNOWN)
    assert first.earliest == again.earliest == moment(here, "10:15")


def test_what_is_no_no_show_is_never_too_early(here: Office) -> None:
    """A client who cancels at the door would have to be waited for."""
    answer = deliver(
        here, told(here, VISIT, "cancelled_late", "09:00"), told(here, PICKUP, "done", "08:00"), at="10:00"
    )
    assert [one.earliest for one in answer.events] == [None, None]


def test_the_crew_reads_beforehand_when_it_may(here: Office) -> None:
    """A driver would have to ask the office by phone at each closed door."""
    with here.store.reading(here.id) as unit:
        found = manifests(unit, here.day, somebody(here, Role.DISPATCHER), here.clock.now())
    told_of = {task: at for one in found for task, at in one.no_show_from.items()}

    assert told_of[VISIT] == moment(here, "10:15")
    pickup = here.booking(OUT).promise
    assert pickup is not None
    assert pickup.pickup is not None
    assert told_of[PICKUP] >= pickup.pickup.start + timedelta(minutes=15)
    assert not any(task.endswith("dropoff") for task in told_of)
    assert {waits for one in found for waits in one.waits.values()} == {timedelta(minutes=15)}


def checks(here: Office) -> list[Check]:
    with here.store.reading(here.id) as unit:
        return list(unit.checks.all().values())


def test_where_nobody_answers_one_check_is_opened(here: Office) -> None:
    """Somebody who fell behind their door would lie there until the evening."""
    report = replace(told(here, VISIT, "no_show", "10:20"), nobody_answers=True)
    for _ in range(2):
        deliver(here, report, report, at="10:21")
    (check,) = checks(here)

    (client,) = here.booking(FIRST).request.party.client_ids
    assert (check.client_id, check.request_id, check.open, check.event_id) == (client, FIRST, True, report.id)
    undone = told(here, VISIT, "undone", "10:22", undoes=report.id)
    deliver(here, undone, at="10:23")
    assert checks(here) == [check]  # whatever the crew says since, somebody has to have seen the client


def test_a_plain_no_show_opens_no_check(here: Office) -> None:
    """The office would ring through families of people who are at the hairdresser's."""
    deliver(here, told(here, VISIT, "no_show", "10:20"), at="10:21")
    assert checks(here) == []


def test_of_whoever_is_erased_by_then_no_check_is_opened(here: Office) -> None:
    """A phone that comes back into the net days later would keep a day from being closed, and nobody could help it."""
    report = replace(told(here, VISIT, "no_show", "10:20"), nobody_answers=True)
    with here.store.writing(here.id) as unit:
        unit.clients.remove(party(here, FIRST))
    deliver(here, report, at="10:21")
    assert checks(here) == []


def by_hand(here: Office) -> Check:
    """Open a check of the visit's client."""
    (client,) = here.booking(FIRST).request.party.client_ids
    with here.store.writing(here.id) as unit:
        doubt = Doubt(day=here.day, client_id=client, request_id=FIRST)
        return open_by_hand(unit, CheckId("C-1"), doubt, ANNA, here.clock.now())


def ask(here: Office, asked: Asked, outcome: StepOutcome = StepOutcome.NO_ANSWER) -> Check:
    """Ask somebody about the client."""
    with here.store.writing(here.id) as unit:
        step = CheckStep(asked=asked, at=here.clock.now(), by=ANNA, outcome=outcome)
        return add_step(unit, CheckId("C-1"), step, seen=unit.checks.stamp_of(CheckId("C-1")))


def end(here: Office, outcome: Found, note: str = "") -> Check:
    """Close the check."""
    closing = Closing(outcome=outcome, by=ANNA, at=here.clock.now(), note=note)
    with here.store.writing(here.id) as unit:
        return close(unit, CheckId("C-1"), closing, seen=unit.checks.stamp_of(CheckId("C-1")))


def test_the_list_is_gone_through_before_it_is_closed(here: Office) -> None:
    """A check would be clicked away at the end of a long day."""
    by_hand(here)
    for asked in Asked:
        with pytest.raises(ConflictError, match="was not asked"):
            end(here, Found.OTHER, "nikogo")
        ask(here, asked)
    with pytest.raises(ConflictError, match="112"):
        end(here, Found.EMERGENCY)
    with pytest.raises(InputError, match="is empty"):
        end(here, Found.OTHER, "  ")
    assert not end(here, Found.OTHER, "sąsiadka widziała ją rano").open


def test_who_was_reached_ends_the_list(here: Office) -> None:
    """The office would ring the social worker about somebody who has just answered."""
    check = by_hand(here)
    assert check.next is Asked.CLIENT
    assert ask(here, Asked.CLIENT).next is Asked.CONTACTS
    assert ask(here, Asked.CONTACTS, StepOutcome.REACHED).next is None
    closed = end(here, Found.HOSPITAL)

    assert (closed.outcome, closed.closed_by) == (Found.HOSPITAL, ANNA)
    with pytest.raises(ConflictError, match="is closed"):
        ask(here, Asked.EMERGENCY)
    with pytest.raises(ConflictError, match="is closed"):
        end(here, Found.WELL)


def test_who_knows_nothing_does_not_end_the_list(here: Office) -> None:
    """A neighbour who has just moved in would be the last one asked about somebody who lies behind the door."""
    by_hand(here)
    with pytest.raises(InputError, match="is said of the client"):
        ask(here, Asked.CLIENT, StepOutcome.KNOWS_NOTHING)
    ask(here, Asked.CLIENT)
    assert ask(here, Asked.CONTACTS, StepOutcome.KNOWS_NOTHING).next is Asked.SOCIAL_WORKER
    with pytest.raises(ConflictError, match="the social worker was not asked"):
        end(here, Found.WELL)
    assert ask(here, Asked.CONTACTS, StepOutcome.REACHED).next is None
    assert not end(here, Found.WELL).open


def test_police_is_called_by_a_step(here: Office) -> None:
    """It would stand there that an ambulance was called, and nobody has."""
    by_hand(here)
    for asked in (Asked.CLIENT, Asked.CONTACTS, Asked.SOCIAL_WORKER):
        ask(here, asked, StepOutcome.NONE if asked is Asked.SOCIAL_WORKER else StepOutcome.NO_ANSWER)
    ask(here, Asked.EMERGENCY, StepOutcome.REACHED)
    assert end(here, Found.EMERGENCY).outcome is Found.EMERGENCY


def test_two_who_write_at_once_see_each_other(here: Office) -> None:
    """Two dispatchers would both believe that the other one rings the daughter."""
    by_hand(here)
    step = CheckStep(asked=Asked.CLIENT, at=here.clock.now(), by=ANNA, outcome=StepOutcome.NO_ANSWER)
    with here.store.reading(here.id) as unit:
        seen = unit.checks.stamp_of(CheckId("C-1"))
    ask(here, Asked.CONTACTS)
    with here.store.writing(here.id) as unit, pytest.raises(StaleError):
        add_step(unit, CheckId("C-1"), step, seen=seen)


def test_a_check_is_of_somebody(here: Office) -> None:
    """A check would be opened for a number that nobody has, or for another one's visit."""
    with here.store.writing(here.id) as unit:
        for client, error in ((ClientId("nobody"), NotFoundError), (party(here, OUT), InputError)):
            doubt = Doubt(day=here.day, client_id=client, request_id=FIRST)
            with pytest.raises(error):
                open_by_hand(unit, CheckId("C-9"), doubt, ANNA, here.clock.now())


def party(here: Office, key: str) -> ClientId:
    """Return whose booking it is."""
    return here.booking(key).request.party.client_ids[0]


def test_the_audit_says_who_asked_and_not_what_they_heard(here: Office) -> None:
    """Whoever looks after accounts would read that somebody is in hospital."""
    by_hand(here)
    ask(here, Asked.CLIENT, StepOutcome.REACHED)
    end(here, Found.HOSPITAL, "udar")
    with here.store.reading(here.id) as unit:
        events = [one.event for one in unit.audit.about(f"client:{party(here, FIRST)}")]
    said = [(one.by, one.action, one.fields) for one in events if one.action.startswith("check.")]

    assert said == [
        (ANNA, "check.opened", ("check=C-1",)),
        (ANNA, "check.step", ("check=C-1",)),
        (ANNA, "check.closed", ("check=C-1",)),
    ]


def test_who_is_looked_for_is_not_erased(here: Office) -> None:
    """Nobody could be rung any more about somebody who does not answer."""
    by_hand(here)
    with here.store.reading(here.id) as unit:
        codes = [one.code for one in hindrances(unit, party(here, FIRST), here.clock.now())]
    assert "check" in codes
