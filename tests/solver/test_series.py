"""Recurring requests over the weeks: the law by itself, the search against every possible assignment, and reasons."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from ortools.sat.python import cp_model

from solver.mastering.stopping import Limit, Stop
from solver.series import (
    Cap,
    Choice,
    Obstacle,
    Part,
    Problem,
    Quota,
    Result,
    Series,
    Slot,
    areas,
    assign,
    assigning,
    check,
    cost_gr,
)
from solver.series.greedy import begin
from solver.series.model import Model
from solver.series.relaxing import least_gr
from solver.series.trading import traded
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


@settings(max_examples=20)
@given(problem=problems(most_series=5, days=5))
def test_what_is_bettered_area_by_area_keeps_the_law(problem: Problem) -> None:
    """In a large town two visits would be promised in one free hour, and nothing said of what has no place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assigning, "_SMALL", 0)
        patch.setattr(assigning, "_PATIENCE", 5)
        patch.setattr(areas, "_MOST", 2)  # so that most of it is fixed
        found = assign(problem, limit=Limit(effort=0.2))
    assert check(problem, found.choices) == []
    assert found.bound_gr <= found.objective_gr == sum(found.terms_gr.values()) == cost_gr(problem, found.choices)
    wanted = sum(quota.times for series in problem.series for quota in series.quotas)
    assert len(found.choices) + sum(one.times for one in found.left) == wanted


@settings(max_examples=60)
@given(problem=problems(most_series=5, days=6))
def test_trades_never_make_weeks_dearer(problem: Problem) -> None:
    """Evening out the work would cost a resident the therapist whom she knows."""
    first = begin(problem)
    after = traded(problem, first)
    assert check(problem, after) == []
    assert cost_gr(problem, after) <= cost_gr(problem, first)


@settings(max_examples=100)
@given(problem=problems(most_series=4))
def test_nothing_costs_less_than_the_relaxation_says(problem: Problem) -> None:
    """A dispatcher would be told that nothing better is possible while a therapist sits at home."""
    assert least_gr(problem, EFFORT) <= best_gr(problem)


def test_changes_of_worker_that_nobody_can_avoid_are_in_the_bound() -> None:
    """A choice that cannot be better would look as if all of its price were wasted."""
    problem = week(60, 60, staff=2, change_gr=1000)
    away = tuple(
        replace(slot, free_min=0) if (slot.day, slot.crew) in {(0, (0,)), (1, (1,))} else slot for slot in problem.slots
    )
    assert least_gr(replace(problem, slots=away), EFFORT) == pytest.approx(1000, abs=1)
    assert least_gr(problem, EFFORT) == 0


def test_three_workers_who_share_a_week_are_two_changes_and_not_more() -> None:
    """A dispatcher would look for a better week than the best there is."""
    problem = week(60, 60, 60, staff=3, change_gr=1000)
    own = tuple(replace(slot, free_min=0) if slot.day != slot.crew[0] else slot for slot in problem.slots)
    found = assign(replace(problem, slots=own), limit=EFFORT)
    assert found.terms_gr["changes"] == 2000
    assert least_gr(replace(problem, slots=own), EFFORT) == pytest.approx(2000, abs=1)


def test_a_beginning_gives_whoever_was_wished_for() -> None:
    """Where the time is over at once, a resident would have a stranger while her own therapist is free."""
    problem = week(60, 60, staff=3, preferred=frozenset({2}), other_gr=1000)
    assert {one.staff for one in begin(problem)} == {(2,)}


def test_crews_of_two_trade_only_what_makes_all_loads_more_even() -> None:
    """The colleague who comes along would work ever more, and the night's planning would never end."""
    one = week(60).series[0]
    crews: tuple[tuple[int, ...], ...] = ((0,), (1, 2), (0,), (2,))
    slots = tuple(Slot(day=0, half=k // 2, crew=crew, free_min=240) for k, crew in enumerate(crews))
    wanted = tuple(
        replace(
            one, id=f"S-{k}", parts=(Part(need_min=60, slots=(0, 1) if k < 4 else (2, 3)),), quotas=(Quota(days=(0,)),)
        )
        for k in range(8)
    )
    problem = Problem(staff=("P-0", "P-1", "P-2"), slots=slots, series=wanted, spread_gr_per_min=8)
    first = tuple(
        Choice(series=k, quota=0, day=0, slots=(0 if k < 4 else 3,), staff=(0 if k < 4 else 2,)) for k in range(8)
    )
    assert sorted(traded(problem, first), key=lambda choice: choice.series) == list(first)


def test_an_area_leaves_what_is_entitled_to_those_outside_of_it() -> None:
    """Visits would be promised twice out of one entitlement."""
    problem = week(240)
    two = tuple(replace(problem.series[0], id=f"S-{k}") for k in range(2))
    problem = replace(problem, series=two, caps=(Cap(left=1, first=0, last=0, weights=((0, 1), (1, 1))),))
    first = (Choice(series=0, quota=0, day=0, slots=(0,), staff=(0,)),)
    model = Model(problem, first, areas.Area(frozenset({1}), frozenset({0})))
    solver = cp_model.CpSolver()
    assert solver.solve(model.model) == cp_model.OPTIMAL
    assert model.choices(solver.response_proto.solution) == first


def test_an_area_knows_what_those_outside_of_it_work() -> None:
    """A therapist whose week is full already would be given every new patient."""
    one = week(120, staff=2).series[0]
    problem = replace(
        week(240, staff=2),
        series=tuple(replace(one, id=f"S-{k}", quotas=(Quota(days=(0,)),)) for k in range(4)),
        spread_gr_per_min=8,
    )
    first = tuple(Choice(series=k, quota=0, day=0, slots=(0,), staff=(0,)) for k in range(4))
    model = Model(problem, first, areas.Area(frozenset({2, 3}), frozenset({0, 1})))
    solver = cp_model.CpSolver()
    assert solver.solve(model.model) == cp_model.OPTIMAL
    assert solver.objective_value == 0
    assert sorted(choice.staff for choice in model.choices(solver.response_proto.solution)) == [(0,), (0,), (1,), (1,)]


def test_one_worker_who_cannot_have_all_days_is_in_the_bound() -> None:
    """A visit that nobody can give would look as if it were forgotten."""
    problem = week(60, 60, staff=2, same_staff=True)
    away = tuple(
        replace(slot, free_min=0) if (slot.day, slot.crew) in {(0, (0,)), (1, (1,))} else slot for slot in problem.slots
    )
    assert least_gr(replace(problem, slots=away), EFFORT) == pytest.approx(60_000, abs=1)


def town_of(series: int, staff: int = 8, days: int = 15) -> Problem:
    """Return weeks with more series than CP-SAT is given whole; every one of them could have one worker alone."""
    slots = tuple(
        Slot(day=day, half=half, crew=(member,), free_min=180)
        for day, half, member in product(range(days), range(2), range(staff))
    )
    mine = [tuple(k for k, slot in enumerate(slots) if (slot.crew[0] + s) % 3) for s in range(3)]
    return Problem(
        staff=tuple(f"P-{k}" for k in range(staff)),
        slots=slots,
        series=tuple(
            Series(
                id=f"S-{s}",
                parts=(Part(need_min=17 + 7 * s % 30, slots=mine[s % 3]),),
                quotas=tuple(Quota(days=tuple(range(k, k + 5)), times=1 + s % 3) for k in range(0, days, 5)),
                missing_gr=60_000,
                change_gr=1000,
            )
            for s in range(series)
        ),
        spread_gr_per_min=8,
    )


def test_hundreds_of_visits_are_spread_evenly_and_by_one_face_each() -> None:
    """Every resident of a large town would get used to two strangers, and some therapists work for three."""
    found = assign(town_of(40), limit=Limit(effort=1.0))
    assert not found.left
    assert (found.terms_gr["changes"], found.terms_gr["missing"]) == (0, 0)
    assert found.excess_gr <= 8 * 20  # twenty minutes of three weeks of eight people


def test_large_weeks_that_are_planned_twice_are_the_same() -> None:
    """The night's plan would change for no reason when it is made once more."""
    first, again = (assign(town_of(40), limit=Limit(effort=0.5)) for _ in range(2))
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
    found = assign(week(60, 60, 0), limit=EFFORT, stop=stop)
    assert (found.status, len(found.choices), found.bound_gr) == ("cancelled", 2, 0)
    assert found.excess_gr == found.terms_gr["missing"] == 60_000


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
