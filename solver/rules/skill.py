"""The crew has every skill that is asked for, each with a qualification that is still valid."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from solver.facts.requests import Request
from solver.facts.shifts import Shift, SkillFact
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.fitting import FitRule
from solver.rulekit.tiny import hm, member, shift, timed_solution, tiny, visit


class Skill(FitRule):
    """A qualification counts if it is valid to the last instant at which the shift may work, overtime included.

    So no plan ever has to be made again because a visit moved past the hour at which a certificate expires.
    """

    code: ClassVar[str] = "skill"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} wymaga kwalifikacji {skill}. {shift} nie ma jej ważnej do końca dyżuru.",
        "en": "{request} needs the qualification {skill}; {shift} has none that is valid to the end of the shift.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Załoga ma wszystkie potrzebne kwalifikacje, ważne do końca dyżuru.",
        "en": "The crew has every skill needed, with qualifications valid to the end of the shift.",
    }

    def applies(self, problem: Problem) -> bool:
        """Return whether any request needs a skill."""
        return any(request.skills for request in problem.requests)

    def misfit(self, request: Request, shift: Shift) -> Mapping[str, str | int] | None:
        """Return the first skill that nobody of the crew validly has."""
        missing = (code for code in request.skills if not _has(shift, code))
        return next(({"skill": code} for code in missing), None)

    def examples(self) -> tuple[Example, ...]:
        """Valid to the last second of overtime, a second less, and a skill that only the colleague has."""
        return (
            _example("valid to the last second of overtime", 0, SkillFact(code="physio", valid_until_s=hm(17))),
            _example("expires a second too early", 1, SkillFact(code="physio", valid_until_s=hm(17) - 1)),
            _example("the other worker has it", 0, other=SkillFact(code="physio")),
            _example("nobody has it", 1, SkillFact(code="repair")),
        )


def _has(shift: Shift, code: str) -> bool:
    last_s = shift.end_s + shift.overtime_s
    return any(
        skill.code == code and (skill.valid_until_s is None or skill.valid_until_s >= last_s)
        for member in shift.members
        for skill in member.skills
    )


def _example(name: str, expected: int, *own: SkillFact, other: SkillFact | None = None) -> Example:
    crew = (member(skills=own), replace(member("piotr"), skills=(other,) if other else ()))
    facts = tiny(
        requests=[visit("V1", "B", skills=("physio",))], shifts=[shift(members=crew, end_s=hm(16), overtime_s=hm(1))]
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": "V1"}), expected=expected)


RULE = Skill()
