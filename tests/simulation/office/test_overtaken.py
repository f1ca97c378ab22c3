"""Crews may be so late that the plan which holds has no times any more; nobody can be answered by it then."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduler.domain.errors import PlanRejectedError
from scheduler.services.booking.desk import BookingDesk
from scheduler.services.booking.open_returns import OpenReturns
from tests.simulation.office.callers import Callers, counts


def rejected_first[**P, R](step: Callable[P, R]) -> Callable[P, R]:
    """Return a step that finds the plan overtaken the first time."""
    left = [PlanRejectedError("the routes have no times")]

    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        if left:
            raise left.pop()
        return step(*args, **kwargs)

    return tried


def test_the_day_is_planned_anew_before_somebody_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A study of a thousand days would end on the first bad one, or leave people at the doctor's."""
    monkeypatch.setattr(OpenReturns, "called", rejected_first(OpenReturns.called))
    found = counts(Callers().ride("09:00-09:30", ready="11:10").visit("12:00-13:00").play())
    assert (found["served"], found["replans"]) == (3, 1)


def test_somebody_who_calls_meanwhile_is_answered_by_the_next_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call on a bad day would end the study, or the caller be forgotten."""
    asked: Any = rejected_first(BookingDesk.ask)
    monkeypatch.setattr(BookingDesk, "ask", asked)
    found = counts(Callers().visit("12:00-13:00").play())
    assert (found["calls"], found["served"]) == (1, 1)
