"""Crews that have decided otherwise than the plan."""

from scheduler.services.planning.begun_orders import as_begun
from solver.facts.shifts import StartFact
from solver.problem import Problem
from solver.rulekit.tiny import aboard, hm, ride, shift, tiny, visit


def two_crews(prefix: tuple[int, ...] = ()) -> Problem:
    """Return a bus that has begun and a car; two visits (0, 1), a ride (2, 3), and somebody aboard the bus (4)."""
    return tiny(
        requests=[visit("V", "B"), visit("W", "C"), ride("R", "CD"), aboard("P", "E", since_s=hm(9))],
        shifts=[shift("bus", begun=StartFact(free_s=hm(10), prefix=prefix)), shift("car")],
    )


def test_a_crew_that_keeps_to_the_plan_has_its_order() -> None:
    """Every event would shuffle what dispatchers have laid out."""
    orders = {0: [0, 1, 4], 1: [2, 3]}
    assert as_begun(two_crews(), orders) == orders
    assert as_begun(two_crews((0,)), orders) == orders


def test_what_a_crew_is_on_its_way_to_comes_first() -> None:
    """The plan would have the crew turn round."""
    assert as_begun(two_crews((1,)), {0: [0, 1, 4]}) == {0: [1, 0, 4]}


def test_whom_a_crew_goes_to_fetch_it_also_takes_there() -> None:
    """The car would set down somebody whom the bus has picked up."""
    assert as_begun(two_crews((2,)), {0: [0, 4], 1: [1, 2, 3]}) == {0: [2, 3, 0, 4], 1: [1]}


def test_who_is_aboard_is_set_down_by_the_vehicle_that_has_them() -> None:
    """Somebody in the bus would be waited for by the car."""
    assert as_begun(two_crews(), {0: [0], 1: [1, 4]}) == {0: [4, 0], 1: [1]}
    assert as_begun(two_crews(), {1: [1]}) == {0: [4], 1: [1]}
