"""What a shift's fair part of the work is, and what the contracted share lacks."""

from dataclasses import replace

import pytest

from solver.facts.shifts import SkillFact
from solver.facts.ties import Share
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.rules.contracted_share import RULE as CONTRACTED_SHARE
from solver.rules.workload import fair_parts
from solver.solution import Solution

HALF_H = 1800


def _fair(problem: Problem) -> list[int]:
    """Return the fair parts of the shifts, -1 without one."""
    parts = fair_parts(problem)
    return [parts.get(s, -1) for s in range(len(problem.shifts))]


def _nurses(**second: object) -> Problem:
    return tiny(
        requests=[visit("V1", "B"), visit("V2", "B", skills=("physio",))],
        shifts=[shift("s1", kind="nurse"), shift("s2", **({"kind": "nurse"} | second))],
    )


def test_nobody_is_blamed_for_work_they_cannot_do() -> None:
    """The nurses would be said to be idle because the physiotherapists have much to do."""
    physio = member(skills=(SkillFact(code="physio"),))
    problem = replace(_nurses(), shifts=(*_nurses().shifts, shift("p1", kind="p", members=(physio,))))
    problem = replace(problem, shifts=(*problem.shifts, replace(problem.shifts[2], id="p2")))

    assert _fair(problem) == [HALF_H // 4] * 2 + [(HALF_H // 2 + HALF_H) // 2] * 2


def test_work_that_nobody_can_do_is_nobodys() -> None:
    """One request that asks for an unknown skill would make the whole staff look lazy."""
    assert _fair(_nurses()) == [HALF_H // 2, HALF_H // 2]


def test_half_a_shift_has_half_the_work() -> None:
    """Whoever works mornings only would be given as many visits as the others."""
    assert _fair(_nurses(end_s=hm(12))) == [1200, 600]


def test_who_walks_carries_nobody() -> None:
    """The carers on foot would be counted in for the rides."""
    problem = tiny(
        requests=[ride("R1", "BC")],
        shifts=[shift("s1", kind="k"), shift("s2", kind="k"), shift("w1", kind="w", layouts=()), shift("w2", kind="w")],
    )

    assert _fair(problem) == [40, 40, 20, 20]


@pytest.mark.parametrize("kind", ["", "other"])
def test_one_of_a_kind_shares_with_nobody(kind: str) -> None:
    """The only psychologist of the town would be compared with the drivers."""
    problem = _nurses(kind=kind)
    problem = replace(problem, shifts=(replace(problem.shifts[0], kind=kind), replace(problem.shifts[1], kind="")))

    assert _fair(problem) == [-1, -1]


@pytest.mark.parametrize(("part", "price"), [(34, 1), (35, 0), (90, 0)])
def test_a_share_is_missed_by_the_smallest_part(part: int, price: int) -> None:
    """A shortfall would be rounded away, or a town paid for contracting more than it must."""
    share = Share(
        target_permille=350, weights=(), counts=(True,), part_balance=part, all_balance=100, price_gr=1, price_unit=100
    )

    assert sum(c.amount_gr for c in CONTRACTED_SHARE.charge(tiny(share=share), Solution())) == price
