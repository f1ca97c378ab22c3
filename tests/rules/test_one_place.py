"""One client in one place: journeys, sisters, double visits, and what may be allowed."""

from collections.abc import Mapping

import pytest

from solver.arrays import FAR, NeverAtOnce
from solver.facts.locks import Allowance
from solver.facts.ties import Engagement
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import CAR, FOOT, STEP_S, aboard, delivery, hm, ride, shift, timed_solution, tiny, visit
from solver.rules.client_in_one_place import RULE

OUT = {"R1+": hm(9), "R1-": hm(9, 30)}
ON = {"R2+": hm(10, 30), "R2-": hm(11)}
BACK = {"R3+": hm(12), "R3-": hm(12, 30)}


def _engagements(*requests: tuple[int, ...], client: str = "maria") -> tuple[Engagement, ...]:
    return tuple(Engagement(client=client, requests=legs) for legs in requests)


def _journey(**fields: object) -> Problem:
    """Return home in B, the doctor in C, the pharmacy in D, home; and a visit at home."""
    return tiny(
        requests=[ride("R1", "BC"), ride("R2", "CD"), ride("R3", "DB"), visit("V1", "B")],
        shifts=[shift("bus"), shift("s2")],
        engagements=_engagements((0, 1, 2), (3,)),
        **fields,
    )


def _found(problem: Problem, routes: Mapping[str, str], starts: Mapping[str, int]) -> list[int]:
    return [found.amount for found in RULE.check(problem, timed_solution(problem, routes, starts=starts))]


@pytest.mark.parametrize(
    ("bus", "legs", "visit_s", "amounts"),
    [
        ("R1+ R1- R2+ R2- R3+ R3-", OUT | ON | BACK, hm(12, 31), []),
        ("R1+ R1- R2+ R2- R3+ R3-", OUT | ON | BACK, hm(12), [31 * 60]),
        ("R1+ R1- R3+ R3-", OUT | BACK, hm(12, 31), []),  # she walked to the pharmacy
        ("R1+ R1- R2+ R2-", OUT | ON, hm(15), [hm(15, 30) - hm(9)]),  # no way home: before 9, or never
        ("R1+ R1- R2+ R2-", OUT | ON, hm(8, 30), []),
    ],
)
def test_a_journey_of_three_legs(bus: str, legs: Mapping[str, int], visit_s: int, amounts: list[int]) -> None:
    """The physiotherapist would ring at the flat of somebody who sits at the pharmacy."""
    assert _found(_journey(), {"bus": bus, "s2": "V1"}, {**legs, "V1": visit_s}) == amounts


def test_sisters_on_one_ride_are_two_people() -> None:
    """The ride of two sisters would stand in the way of the visit to one of them twice, or not at all."""
    both = [_engagements((0,), (1,), client=name) for name in ("maria", "zofia")]
    problem = tiny(
        requests=[ride("R1", "BC"), visit("V1", "C")], shifts=[shift("bus"), shift("s2")], engagements=both[0] + both[1]
    )

    assert len(_found(problem, {"bus": "R1+ R1-", "s2": "V1"}, OUT | {"V1": hm(9)})) == 2
    assert len(lowered(problem, [RULE]).never_at_once) == 1


def test_two_workers_at_one_door_are_one_engagement() -> None:
    """With one of the two crews missing the client would count as away until midnight."""
    problem = tiny(
        requests=[visit("V1#1", "B"), visit("V1#2", "B"), visit("V2", "B")],
        shifts=[shift("s1"), shift("s2")],
        engagements=_engagements((0, 1), (2,)),
    )

    assert _found(problem, {"s1": "V1#1", "s2": "V2"}, {"V1#1": hm(9), "V2": hm(10)}) == []


def test_the_way_is_the_clients_own() -> None:
    """Maria would be expected to walk as fast as the bus drives."""
    for mode, way in ((CAR, STEP_S), (FOOT, 3 * STEP_S)):
        problem = tiny(
            requests=[visit("V1", "B"), visit("V2", "C")], engagements=_engagements((0,), (1,)), person_mode=mode
        )

        assert lowered(problem, [RULE]).never_at_once == [NeverAtOnce((0,), (1,), way, way, False, False)]


def test_only_a_journey_may_stay_open() -> None:
    """A visit before the day's journey would be taken for one, and its client for somebody who never comes home."""
    problem = tiny(
        requests=[visit("V1", "B"), ride("R1", "BC"), ride("R2", "CB")], engagements=_engagements((0,), (1, 2))
    )
    row = lowered(problem, [RULE]).never_at_once[0]

    assert (row.a, row.b, row.open_a, row.open_b) == ((0,), (1, 2, 3, 4), False, True)


def test_nothing_comes_before_who_is_aboard() -> None:
    """A visit would be planned in the half hour before the bus arrives with the client in it."""
    problem = tiny(requests=[aboard("R1", "C", since_s=0), visit("V1", "C")], engagements=_engagements((0,), (1,)))

    assert lowered(problem, [RULE]).never_at_once == [NeverAtOnce((0,), (1,), 0, FAR, False, False)]


def test_the_kitchen_is_not_the_clients_place() -> None:
    """Whoever gets a meal at one could not be at the doctor's at noon, when it was loaded."""
    problem = tiny(
        requests=[delivery("M1", "AB"), visit("V1", "C")],
        shifts=[shift("car"), shift("s2")],
        engagements=_engagements((0,), (1,)),
    )
    starts = {"M1+": hm(9), "V1": hm(8, 30), "M1-": hm(9, 10)}

    assert _found(problem, {"car": "M1+ M1-", "s2": "V1"}, starts) == []


@pytest.mark.parametrize(("inherited", "gap"), [(True, STEP_S - 60), (False, STEP_S)])
def test_only_the_past_may_bend_it(inherited: bool, gap: int) -> None:
    """A dispatcher's reason would put a client in two places; a late bus would leave no plan at all."""
    allowance = Allowance(rule=RULE.code, subject="V2", amount=60, inherited=inherited)
    problem = tiny(
        requests=[visit("V1", "B"), visit("V2", "C")], engagements=_engagements((0,), (1,)), allowances=(allowance,)
    )

    assert lowered(problem, [RULE]).never_at_once[0].gap_ab_s == gap
