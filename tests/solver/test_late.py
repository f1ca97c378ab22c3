"""A day that runs late: how late its plan is, and that a better one is found from there."""

from dataclasses import replace

import pytest

from solver.board import Board
from solver.facts.shifts import StartFact
from solver.inherited import with_inherited
from solver.late import with_lateness
from solver.lowering import lowered
from solver.objective import inherited
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, ride, shift, timed_solution, tiny, visit
from solver.schedule import schedule
from solver.verify import unaccepted, verify


def late_crew(*others: str, end: int = hm(18)) -> Problem:
    """Return a crew that is free at B at ten, and was to be at C at half past nine and at D at ten; and other crews."""
    window = {"windows_s": ((hm(9), hm(12)),)}
    return tiny(
        requests=[
            visit("V", "C", task=window, promise_s=(hm(9, 20), hm(9, 40))),
            visit("W", "D", task=window, promise_s=(hm(9, 50), hm(11))),
        ],
        shifts=[
            shift("late", start="B", end_s=end, begun=StartFact(free_s=hm(10))),
            *(shift(one, start="B", members=(member(one),)) for one in others),
        ],
    )


def allowed(problem: Problem) -> dict[tuple[str, str], int]:
    return {(one.rule, one.subject): one.amount for one in problem.allowances if one.inherited}


def test_a_late_crew_goes_on_and_is_late_by_what_is_unavoidable() -> None:
    """A resident with a promise would fall out of the plan because the crew was held up at the door before."""
    problem = with_lateness(with_inherited(late_crew()), {0: [0, 1]})
    found = schedule(lowered(problem), {0: [0, 1]})

    assert allowed(problem) == {("promise", "V"): hm(10, 10) - hm(9, 40)}
    assert found is not None
    assert unaccepted(verify(problem, found)) == ()
    assert inherited(problem, found) == hm(10, 10) - hm(9, 40)


def test_a_crew_on_time_may_not_be_late() -> None:
    """A plan would become late because a day had once begun."""
    problem = late_crew()
    on_time = replace(problem, shifts=(replace(problem.shifts[0], start=StartFact(free_s=hm(9))),))
    assert with_lateness(on_time, {0: [0, 1]}) == on_time


def test_what_no_lateness_makes_possible_has_no_allowance() -> None:
    """A crew would be sent to a door hours after its shift, for the sake of a promise."""
    problem = with_lateness(late_crew(end=hm(11, 5)), {0: [0, 1]})
    assert ("promise", "V") in allowed(problem)
    assert ("promise", "W") not in allowed(problem)
    kept = schedule(lowered(problem), {0: [0]})
    assert kept is not None


@pytest.mark.parametrize("start", [hm(9, 20) - 1, hm(9, 20), hm(10, 10), hm(10, 10) + 1])
def test_whoever_may_be_late_may_not_be_early(start: int) -> None:
    """A crew that is late elsewhere would ring at a door before anybody is up."""
    problem = with_lateness(with_inherited(late_crew("free")), {0: [0, 1]})
    possible = hm(9, 20) <= start <= hm(10, 10)
    plan = timed_solution(problem, {"free": "V"}, starts={"V": start})
    assert (unaccepted(verify(problem, plan)) == ()) == possible
    arrays = lowered(problem)
    assert arrays.windows[0] == ((hm(9, 20), hm(10, 10)),)


def test_a_late_plan_can_be_asked() -> None:
    """A dispatcher could move nothing on just the day on which it is needed."""
    problem = with_lateness(with_inherited(late_crew()), {0: [0, 1]})
    assert Board(problem, {0: [0, 1]}).sound
    assert not Board(with_inherited(late_crew()), {0: [0, 1]}).sound


def test_whoever_is_aboard_is_not_held_longer_for_it() -> None:
    """People in the bus would be driven about so that somebody at a door is less late."""
    ridden = ride("P", "BE", longest_ride_s=600, promise_s=(hm(9), hm(9, 30)), timed_task=0)
    bus = shift("late", start="B", begun=StartFact(free_s=hm(10)))
    found = with_lateness(tiny(requests=[ridden], shifts=[bus]), {0: [0, 1]})
    assert allowed(found) == {}, "thirty minutes to E are too long, however late it begins"
