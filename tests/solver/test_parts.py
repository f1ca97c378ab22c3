"""What has nothing to do with each other is planned apart, and nothing else is."""

from dataclasses import fields
from random import Random
from typing import Any

import pytest

from solver.arrays import Arrays, blank
from solver.inherited import with_inherited
from solver.kinship import kin
from solver.lowering import lowered
from solver.parts import parts_of
from solver.problem import Problem
from solver.rules import all_rules
from solver.slicing import Numbers, sliced
from tests.solver.generate import FEATURES, make_problem, random_orders
from tests.solver.side_by_side import GEOMETRY, differing, same, side_by_side

LOOSE = ("rides", "deliveries", "two_windows", "breaks", "bands", "prices", "wait", "ride_limits")
"""Features that leave everybody to every shift."""


def _pair(seed: int, features: Any) -> tuple[Problem, Problem, Problem]:
    a = make_problem(seed, requests=5, shifts=2, features=features)
    b = make_problem(seed + 1000, requests=4, shifts=3, features=features)
    return side_by_side(with_inherited(a), with_inherited(b))


def _some(seed: int) -> set[str]:
    rng = Random(seed)
    share = rng.choice([0.2, 0.5, 1.0])
    return {name for name in sorted(FEATURES) if rng.random() < share}


def _heard(alone: Problem, both: Problem) -> Arrays:
    """Return the arrays of a day by all rules that have something to say where it is only half of the day."""
    arrays = blank(alone)
    for rule in all_rules():
        if rule.applies(both):
            rule.lower(alone, arrays)
    return arrays


def _all_of(arrays: Arrays) -> Arrays:
    return sliced(arrays, Numbers(arrays, range(arrays.n_requests), range(arrays.n_shifts)))


@pytest.mark.parametrize("seed", range(12))
def test_two_towns_are_two_days(seed: int) -> None:
    """A county would be planned as slowly as a town of its size, or each town by other rules than alone."""
    both, left, right = _pair(seed, LOOSE)
    parts = parts_of(lowered(both))
    assert [part.size for part in parts] == [5, 4]
    for part, alone, tasks, shifts in zip(parts, (left, right), _tasks(left, right), _shifts(left, right), strict=True):
        assert differing(part.arrays, _heard(alone, both)) == []
        assert (part.tasks, part.shifts) == (tasks, shifts)


def _tasks(left: Problem, right: Problem) -> tuple[tuple[int, ...], ...]:
    n, m = len(left.tasks), len(right.tasks)
    return tuple(range(n)), tuple(range(n, n + m))


def _shifts(left: Problem, right: Problem) -> tuple[tuple[int, ...], ...]:
    n, m = len(left.shifts), len(right.shifts)
    return tuple(range(n)), tuple(range(n, n + m))


@pytest.mark.parametrize("seed", range(60))
def test_half_a_day_is_what_it_would_be_alone(seed: int) -> None:
    """A rule would be forgotten, or be said of somebody else, in a part of the day that is planned apart."""
    both, left, right = _pair(seed, _some(seed))
    arrays, n, s = lowered(both), len(left.requests), len(left.shifts)
    labels = kin(arrays, money=True)
    requests, shifts = labels[: arrays.n_requests], labels[arrays.n_requests :]
    assert not {*requests[:n], *shifts[:s]} & {*requests[n:], *shifts[s:]}
    first = Numbers(arrays, range(n), range(s))
    second = Numbers(arrays, range(n, arrays.n_requests), range(s, arrays.n_shifts))
    assert differing(sliced(arrays, first), _heard(left, both)) == []
    assert differing(sliced(arrays, second), _heard(right, both)) == []


@pytest.mark.parametrize("seed", range(60))
def test_all_of_a_day_is_the_day(seed: int) -> None:
    """A rule would be lost as soon as somebody who has no shift is left aside."""
    arrays = lowered(with_inherited(make_problem(seed, requests=7, shifts=3, features=_some(seed))))
    whole = _all_of(arrays)
    assert differing(whole, arrays) == []
    places = sorted({*arrays.location, *arrays.start_location, *arrays.end_location})
    assert [whole.seconds[0].shape, whole.metres[0].shape] == [(len(places), len(places))] * 2
    if len(places) == len(arrays.seconds[0]):
        assert all(same(getattr(whole, name), getattr(arrays, name)) for name in GEOMETRY)


def test_a_new_primitive_is_not_sliced_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule added next year would be heard in no part of the day, or in all."""
    arrays = lowered(make_problem(1))
    monkeypatch.setattr("solver.slicing.fields", lambda one: [*fields(one), Unheard])
    with pytest.raises(TypeError, match="unheard"):
        _all_of(arrays)


class Unheard:
    """A field that nobody has thought of."""

    name = "unheard"


@pytest.mark.parametrize("seed", range(20))
def test_orders_come_back_as_they_went(seed: int) -> None:
    """A visit would be sent to the other town, or forgotten on the way."""
    both, *_ = _pair(seed, LOOSE)
    orders = {s: tuple(order) for s, order in random_orders(both, Random(seed)).items()}
    allowed = {s: tuple(t for t in order if _may(both, s, t)) for s, order in orders.items()}
    assert allowed != orders
    back: dict[int, tuple[int, ...]] = {}
    for part in parts_of(lowered(both)):
        inward = part.inward(orders)
        assert part.inward(part.outward(inward)) == {s: order for s, order in inward.items() if order}
        back |= part.outward(inward)
    assert {s: order for s, order in back.items() if order} == {s: order for s, order in allowed.items() if order}


def _may(both: Problem, shift: int, task: int) -> bool:
    asked = both.requests[both.tasks[task].request]
    return asked.id.split()[0] == both.shifts[shift].id.split()[0]
