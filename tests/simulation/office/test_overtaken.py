"""Crews may be so late that the plan which holds has no times any more; people are answered by the next one."""

from typing import Any

import pytest

from scheduler.domain.errors import PlanRejectedError
from scheduler.services.booking import answering, open_returns
from tests.simulation.office.callers import Callers, counts


def overtaken(monkeypatch: pytest.MonkeyPatch, place: Any, looks: int) -> None:
    """Let a plan have no places, so often as a module looks for some the first time, and no times."""
    offers_on, left = place.offers_on, [()] * looks

    def no_times(*_: Any) -> Any:
        raise PlanRejectedError("the routes have no times")

    monkeypatch.setattr(place, "offers_on", lambda *told, **more: left.pop() if left else offers_on(*told, **more))
    monkeypatch.setattr(answering, "timed", no_times)


def test_who_calls_from_the_doctors_is_fetched_by_the_next_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A study of a thousand days would end on the first bad one, or leave people at the doctor's."""
    overtaken(monkeypatch, open_returns, 1)
    found = counts(Callers().ride("09:00-09:30", ready="11:10").visit("12:00-13:00").play())
    assert found["served"] == 3


def test_somebody_who_calls_meanwhile_is_answered_by_the_next_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call on a bad day would end the study, or the caller be refused what there is room for."""
    overtaken(monkeypatch, answering, 2)
    found = counts(Callers().visit("12:00-13:00").play())
    assert (found["calls"], found["asked"], found["served"]) == (1, 1, 1)
