"""Recurring requests over the weeks: the law by itself, the search against every possible assignment, and reasons."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from solver.mastering.stopping import Limit, Stop
from solver.series import Cap, Choice, Obstacle, Part, Problem, Quota, Result, Series, Slot, assign, check, cost_gr
from tests.solver.series_problems import best_gr, problems

EFFORT = Limit(effort=5.0)


def week(*free_min: int, staff: int = 1, need: int = 60, **series: object) -> Problem:
    """Return five days with a morning of each worker, and a series that comes every day."""
    days = range(len(free_min))
    slots = tuple(
        Slot(day=day, half=0, crew=(member,), free_min=free_min[day]) for day in days for member in range(staff)
    )
    asked = {
        "id": "S-1",
        "quotas": tuple(Quota(days=(day,)) for day in days),
        "parts": (Part(need_min=need, slots=tuple(range(len(slots)))),),
        "missing_gr": 60_000,
    }
    return Problem(
        staff=tuple(f"P-{k}" for k in range(staff)),
        slots=slots,
        series=(Series(**(asked | series)),),  # type: ignore[arg-type]
    )


def days_of(found: Result) -> list[int]:
    return [one.day for one in found.choices]


@settings(max_examples=60)
@given(problem=problems())
def test_nothing_is_better_than_what_is_said_to_be_the_best(problem: Problem) -> None:
    """A resident would be left without a therapist whom a better look at the weeks would have found."""
    found = assign(problem, limit=EFFORT)
    assert check(problem, found.choices) == []
    assert found.objective_gr == cost_gr(problem, found.choices)
    best = best_gr(problem)
    assert found.bound_gr <= best <= found.objective_gr
    assert found.status == "optimal"
    assert found.objective_gr == best


@settings(max_examples=60)
@given(problem=problems(most_series=5, days=6))
def test_whoever_has_no_place_is_told_why(problem: Problem) -> None:
    """An old man's visits would just not be in the calendar, and nobody would know."""
    found = assign(problem, limit=EFFORT)
    wanted = sum(quota.times for series in problem.series for quota in series.quotas)
    assert len(found.choices) + sum(one.times for one in found.left) == wanted
    for one in found.left:
        chosen = {c.day for c in found.choices if (c.series, c.quota) == (one.series, one.quota)}
        assert {way.day for way in one.obstacles} == set(problem.series[one.series].quotas[one.quota].days) - chosen


@settings(max_examples=20)
@given(problem=problems(most_series=5, days=6))
def test_the_same_question_has_the_same_answer(problem: Problem) -> None:
    """Two desks that plan the same weeks would tell two residents different days."""
    first = assign(problem, limit=Limit(effort=0.5))
    again = assign(problem, limit=Limit(effort=0.5))
    assert replace(first, seconds=0) == replace(again, seconds=0)


def test_twice_a_week_is_never_on_two_days_in_a_row() -> None:
    """A tired patient would have exercises on Monday and Tuesday, and then none for a week."""
    found = assign(week(60, 60, 60, 60, 60, quotas=(Quota(days=(0, 1, 2, 3, 4), times=2),), gap_days=2), limit=EFFORT)
    first, second = days_of(found)
    assert second - first >= 2


def test_what_is_booked_already_keeps_its_distance() -> None:
    """Sunday's visit of last week would be followed by one on Monday."""
    found = assign(week(60, 60, 60, gap_days=2, held_days=(-1, 3)), limit=EFFORT)
    assert days_of(found) == [1]
    assert [(one.quota, one.obstacles[0].code) for one in found.left] == [(0, "gap"), (2, "gap")]


def test_one_worker_comes_each_time_or_nobody() -> None:
    """Somebody with dementia would find a stranger at the door on Thursday."""
    problem = week(60, 60, 60, staff=2, same_staff=True)
    slots = tuple(replace(slot, free_min=0) if (slot.day, slot.crew) == (2, (0,)) else slot for slot in problem.slots)
    other = tuple(replace(slot, free_min=0) if (slot.day, slot.crew) == (1, (1,)) else slot for slot in slots)
    found = assign(replace(problem, slots=other), limit=EFFORT)
    assert len({one.staff for one in found.choices}) == 1
    assert len(found.choices) == 2
    assert [one.obstacles[0].code for one in found.left] == ["staff"]


def test_the_worker_who_came_before_comes_again() -> None:
    """Each time the weeks are planned on, another therapist would begin from the start."""
    found = assign(week(60, 60, staff=3, known=frozenset({2}), change_gr=1000), limit=EFFORT)
    assert {one.staff for one in found.choices} == {(2,)}
    assert found.objective_gr == 0


def test_a_wished_worker_is_worth_a_price_and_not_an_occurrence() -> None:
    """A visit would be left out because the favourite is on leave that day."""
    problem = week(60, 60, staff=2, preferred=frozenset({0}), other_gr=1000)
    slots = tuple(replace(slot, free_min=0) if (slot.day, slot.crew) == (1, (0,)) else slot for slot in problem.slots)
    found = assign(replace(problem, slots=slots), limit=EFFORT)
    assert [one.staff for one in found.choices] == [(0,), (1,)]
    assert found.objective_gr == 1000


def test_work_is_spread() -> None:
    """One therapist would have all the new patients, and her colleague none."""
    one = week(120, staff=2).series[0]
    problem = replace(
        week(120, staff=2), series=tuple(replace(one, id=f"S-{k}") for k in range(4)), spread_gr_per_min=8
    )
    problem = replace(problem, slots=tuple(replace(slot, free_min=240) for slot in problem.slots))
    found = assign(problem, limit=EFFORT)
    assert sorted(choice.staff for choice in found.choices) == [(0,), (0,), (1,), (1,)]


def test_a_ride_and_its_return_are_on_one_day_or_not_at_all() -> None:
    """A patient would be taken to the dialysis and not home again."""
    problem = week(60, 60)
    back = Slot(day=0, half=1, crew=(0,), free_min=60)
    there, home = Part(need_min=60, slots=(0, 1)), Part(need_min=60, slots=(2,))
    problem = replace(problem, slots=(*problem.slots, back), series=(replace(problem.series[0], parts=(there, home)),))
    found = assign(problem, limit=EFFORT)
    assert [(one.day, one.slots) for one in found.choices] == [(0, (0, 2))]
    assert found.left[0].obstacles == (Obstacle(day=1, code="nobody"),)


def test_no_more_than_is_left_of_an_entitlement() -> None:
    """Visits would be promised that the programme does not pay for."""
    problem = replace(week(60, 60, 60), caps=(Cap(left=5, first=0, last=1, weights=((0, 3),)),))
    found = assign(problem, limit=EFFORT)
    assert len([day for day in days_of(found) if day <= 1]) == 1
    assert 2 in days_of(found)
    assert [one.obstacles[0].code for one in found.left] == ["entitlement"]


def test_reasons_tell_a_full_half_day_from_nobody_at_work() -> None:
    """The dispatcher would look for a therapist where only an hour is missing."""
    problem = week(60, 30, 0)
    only_first = replace(problem.series[0], parts=(Part(need_min=60, slots=(0, 1)),))
    found = assign(replace(problem, series=(only_first,)), limit=EFFORT)
    assert [one.obstacles for one in found.left] == [
        (Obstacle(day=1, code="capacity", halves=(0,)),),
        (Obstacle(day=2, code="nobody"),),
    ]


def test_a_quota_without_a_day_is_left_and_not_forgotten() -> None:
    """A series whose only day is a holiday would vanish from the list."""
    found = assign(week(60, quotas=(Quota(days=()),)), limit=EFFORT)
    assert [(one.times, one.obstacles) for one in found.left] == [(1, ())]


def test_a_stop_before_the_beginning_still_gives_an_assignment() -> None:
    """Whoever ends the planning at night would find nothing in the morning."""
    stop = Stop()
    stop.stop()
    found = assign(week(60, 60), limit=EFFORT, stop=stop)
    assert (found.status, len(found.choices), found.bound_gr) == ("cancelled", 2, 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Choice(series=0, quota=0, day=1, slots=(1,), staff=(0,)), "not asked for"),
        (Choice(series=0, quota=0, day=0, slots=(1,), staff=(0,)), "may not be"),
        (Choice(series=0, quota=0, day=0, slots=(0,), staff=(1,)), "does not work there"),
    ],
)
def test_the_law_sees_what_is_wrong(wrong: Choice, said: str) -> None:
    """A check that lets everything pass would make the search's own slips promises."""
    problem = replace(week(60, 60), staff=("P-0", "P-1"))
    assert any(said in sentence for sentence in check(problem, [wrong]))


def test_the_law_sees_too_much_in_one_place() -> None:
    """Two visits of an hour would be promised in one free hour."""
    problem = week(60, 60, same_staff=True, gap_days=2)
    both = [Choice(series=0, quota=day, day=day, slots=(day,), staff=(0,)) for day in (0, 1)]
    assert any("comes on the days 0 and 1" in one for one in check(problem, both))
    assert any("comes 2 times" in one for one in check(problem, [both[0], both[0]]))
    assert any("of 60 min" in one for one in check(problem, [both[0], both[0]]))
