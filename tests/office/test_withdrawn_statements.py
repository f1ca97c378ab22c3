"""What a dispatcher has said by mistake is withdrawn: it is kept with the reason, and the day is as it was before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.closing import Statement, WayHome
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, RefusedError, StaleError
from scheduler.domain.ids import RequestId
from scheduler.services.reporting.months import settlements
from tests.office.closing_day import bus_day, close, reopen, reported, rides, state, view, visit, withdraw
from tests.office.office import ANNA, Office


@pytest.fixture
def here() -> Office:
    """The office in the evening of a published day; nobody has reported anything yet."""
    return bus_day()


def of_the_visit(here: Office) -> Statement:
    return state(here, visit(here), FinalOutcome.SERVED, "pomylone siostry")


def test_an_outcome_that_was_withdrawn_is_missing_again(here: Office) -> None:
    """Of two sisters the wrong one would count as served, and nobody would look for the other one's visit."""
    reported(here, but=[f"{visit(here)}:visit"])
    said = of_the_visit(here)
    assert view(here).missing == ()
    gone = withdraw(here, said, " to była siostra ")

    assert [one.request_id for one in view(here).missing] == [visit(here)]
    assert gone == replace(said, withdrawn_at=here.clock.now(), withdrawn_by=ANNA, withdrawn_because="to była siostra")
    assert view(here).statements == (gone,)
    with pytest.raises(RefusedError, match="stops"):
        close(here)


def test_a_way_home_that_was_withdrawn_is_looked_for_again(here: Office) -> None:
    """The taxi fetched somebody else, and an old woman still waits at the hospital."""
    there, back = rides(here)
    reported(here, but=[f"{back}:pickup", f"{back}:dropoff"])
    state(here, back, FinalOutcome.MISSED)
    said = state(here, there, WayHome.TAXI)
    assert view(here).stranded == ()
    withdraw(here, said)

    assert [one.request_id for one in view(here).stranded] == [there]
    with pytest.raises(RefusedError, match="got home"):
        close(here)
    state(here, there, WayHome.FAMILY)
    assert close(here).number == 1


def test_what_is_said_after_a_withdrawal_counts(here: Office) -> None:
    """The right outcome would be withdrawn together with the wrong one."""
    reported(here, but=[f"{visit(here)}:visit"])
    withdraw(here, of_the_visit(here))
    again = state(here, visit(here), FinalOutcome.MISSED)

    assert (again.counts, view(here).missing) == (True, ())
    assert close(here).counted.missed == 1


def test_a_dispute_is_withdrawn_on_a_closed_day_too(here: Office) -> None:
    """The daughter has found the signed card, and the provider would go on waiting for its money."""
    reported(here)
    close(here)
    said = state(here, visit(here), None, "nikogo nie było")
    assert disputed(here) == 1
    withdraw(here, said)
    assert disputed(here) == 0


def disputed(here: Office) -> int:
    with here.store.reading(here.id) as unit:
        return sum(one.total.disputed for one in settlements(unit, here.day).items)


@pytest.mark.parametrize("say", [of_the_visit, lambda here: state(here, rides(here)[0], WayHome.TAXI)])
def test_a_closed_day_keeps_what_was_said_until_it_is_opened(here: Office, say: Callable[[Office], Statement]) -> None:
    """The record of a closed day would say something else than what it was closed by."""
    reported(here, but=[f"{visit(here)}:visit"])
    of_the_visit(here)
    said = say(here)
    close(here)
    with pytest.raises(ConflictError, match="is closed; a manager may open it again"):
        withdraw(here, said)
    reopen(here)
    assert not withdraw(here, said).counts


def test_a_withdrawal_is_of_what_was_seen(here: Office) -> None:
    """What a colleague has just put right would be withdrawn instead of the mistake."""
    said = of_the_visit(here)
    with here.store.reading(here.id) as unit:
        seen = unit.statements.stamp_of(said.id)
    here.clock.moment += timedelta(minutes=1)
    state(here, visit(here), FinalOutcome.MISSED)
    with pytest.raises(StaleError):
        withdraw(here, said, seen=seen)
    with here.store.reading(here.id) as unit:
        seen = unit.statements.stamp_of(said.id)
    assert not withdraw(here, said, seen=seen).counts


def test_a_withdrawal_has_a_reason_and_something_to_withdraw(here: Office) -> None:
    """A slip of the hand would take away what somebody else has found out."""
    said = of_the_visit(here)
    with pytest.raises(InputError, match="say what was wrong about it"):
        withdraw(here, said, "  ")
    with pytest.raises(NotFoundError, match="nobody has stated R-99:outcome"):
        withdraw(here, replace(said, request_id=RequestId("R-99")))
    with pytest.raises(NotFoundError, match="nobody has stated"):
        withdraw(here, replace(said, day=here.day + timedelta(days=1)))


def test_the_audit_says_who_withdrew_and_never_what(here: Office) -> None:
    """Nobody would know who took back that somebody was taken to hospital; or everybody that they were."""
    there, _ = rides(here)
    withdraw(here, state(here, there, WayHome.HOSPITAL))
    with here.store.reading(here.id) as unit:
        last = unit.audit.entries(0, 1000)[-1].event
    assert (last.action, last.subject, last.fields) == (
        "day.statement_withdrawn", f"request:{there}", ("about=way_home",),
    )  # fmt: skip
    assert last.by == ANNA
