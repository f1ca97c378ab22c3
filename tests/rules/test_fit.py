"""Who may serve whom: crews of two, and what an override opens."""

from collections.abc import Mapping
from typing import Any

import pytest

from solver.facts.locks import Allowance
from solver.facts.shifts import SkillFact
from solver.lowering import lowered
from solver.rulekit.tiny import member, ride, shift, tiny, visit
from solver.rules import all_rules

RULES = {rule.code: rule for rule in all_rules()}


def test_skills_of_a_crew_add_up() -> None:
    """A visit that needs a nurse and a physiotherapist could never be done by a nurse and a physiotherapist."""
    crew = tuple(member(name, skills=(SkillFact(code=name),)) for name in ("nurse", "physio"))
    problem = tiny(requests=[visit("V1", "B", skills=("nurse", "physio"))], shifts=[shift(members=crew)])

    assert lowered(problem, [RULES["skill"]]).compatible.all()


@pytest.mark.parametrize("code", ["skill", "district", "excluded_staff", "attendant"])
def test_an_override_opens_one_request_only(code: str) -> None:
    """What was accepted for one client would be done to the next one too."""
    asked: Mapping[str, Mapping[str, Any]] = {
        "skill": {"skills": ("physio",)},
        "district": {"districts": ("south",)},
        "excluded_staff": {"excluded_staff": ("anna",)},
        "attendant": {"needs_attendant": True},
    }
    fields = asked[code]
    problem = tiny(
        requests=[ride("R1", "BC", **fields), ride("R2", "BC", **fields)],
        shifts=[shift(districts=("north",))],
        allowances=(Allowance(rule=code, subject="R1", amount=1, reason="agreed by phone"),),
    )

    assert lowered(problem, [RULES[code]]).compatible.tolist() == [[True], [False]]


def test_pooling_is_asked_of_both() -> None:
    """Whoever must ride alone would get company from somebody who does not mind."""
    asked = [("never", "BC"), ("common_destination", "BD"), ("free", "BE"), ("free", "FG")]
    problem = tiny(requests=[ride(f"R{n}", places, pooling=policy) for n, (policy, places) in enumerate(asked)])

    assert lowered(problem, [RULES["pooling"]]).together.tolist() == [
        [True, False, False, False],
        [False, True, True, False],
        [False, True, True, True],
        [False, False, True, True],
    ]
