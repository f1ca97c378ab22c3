"""What a rule is. Dropping a file with a `RULE` into `solver/rules/` adds it everywhere.

A rule says the same thing twice: `check` is the law in plain Python over a finished solution, `lower` says it to the
engines with the primitives of `solver.arrays`. The agreement test holds the two together, one rule at a time.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Allowance
from solver.problem import Problem
from solver.solution import Solution


class Level(StrEnum):
    """HARD: a plan that breaks it is no plan. PRICED: it costs money."""

    HARD = "hard"
    PRICED = "priced"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A rule broken at one place.

    Attributes
    ----------
    subjects : tuple of str
        Ids; the first is what an override or an allowance names.
    amount : int
        By how much, in `unit` ("s", "people", "kg", "times" ...); 1 where there is no more or less.
    facts : mapping of str to str or int
        What the rule's sentence needs; names ending in `_s` are instants or durations in seconds.
    accepted : bool
        Within an override or an inherited allowance.
    """

    rule: str
    subjects: tuple[str, ...]
    amount: int
    unit: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    accepted: bool = False
    inherited: bool = False


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What a priced rule asks for one subject, in grosze."""

    subject: str
    amount_gr: int


@dataclass(frozen=True, kw_only=True)
class Example:
    """A boundary case: this solution of this problem breaks the rule so many times (or costs so much, if priced)."""

    name: str
    problem: Problem
    solution: Solution
    expected: int


class Rule(ABC):
    """Base of all rules.

    Attributes
    ----------
    code : str
        Also the file's name and, for a priced rule, the objective term's.
    says : mapping of str to str
        Sentence template per language ("pl", "en"), filled from `Violation.facts`.
    summary : mapping of str to str
        One line per language for the list of rules.
    overridable : bool
        Whether a dispatcher may accept a violation.
    primitives : tuple of int
        Which of the fifteen primitives `lower` uses.
    leans_on : tuple of str
        Codes of rules without which the agreement test of this one makes no sense.
    """

    code: ClassVar[str]
    says: ClassVar[Mapping[str, str]]
    summary: ClassVar[Mapping[str, str]]
    level: ClassVar[Level] = Level.HARD
    overridable: ClassVar[bool] = False
    primitives: ClassVar[tuple[int, ...]] = ()
    leans_on: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def applies(self, problem: Problem) -> bool:
        """Return whether the rule has anything to say; one that has not costs nothing."""

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:  # noqa: ARG002
        """Yield every violation (hard rules)."""
        return iter(())

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:  # noqa: ARG002
        """Yield every price (priced rules)."""
        return iter(())

    def lower(self, problem: Problem, arrays: Arrays) -> None:  # noqa: B027  # a rule of `check` alone lowers nothing
        """Write the rule's meaning into the primitives."""

    @abstractmethod
    def examples(self) -> tuple[Example, ...]:
        """Return boundary cases, just inside and just outside."""

    def allowed(self, problem: Problem, subject: str, *, early: bool = False) -> int:
        """Return by how much this rule may be broken at `subject`: what `violation` accepts and `lower` must relax.

        `early`: by being early, where a rule on times can be broken so, too.
        """
        if not problem.allowances:
            return 0  # of nearly all days: rules ask for each request and shift
        return max((a.amount for a in self._allowances(problem, subject, early=early)), default=0)

    def led(self, problem: Problem, *ids: str) -> tuple[str, ...]:
        """Return `ids` with the one first of which most is allowed: an override may name any of them."""
        first = max(ids, key=lambda one: self.allowed(problem, one))
        return (first, *(one for one in ids if one != first))

    def _allowances(self, problem: Problem, subject: str, *, early: bool = False) -> Iterator[Allowance]:
        named = problem.allowances_at.get((self.code, subject), ())
        return (a for a in named if (a.inherited or self.overridable) and not (early and a.late_only))

    def violation(
        self, problem: Problem, subjects: tuple[str, ...], amount: int, unit: str, **facts: str | int
    ) -> Violation:
        """Build a violation, marked accepted where an allowance of `problem` covers it."""
        early = facts.get("how") == "early"
        covering = [a for a in self._allowances(problem, subjects[0], early=early) if a.amount >= amount]
        return Violation(
            rule=self.code,
            subjects=subjects,
            amount=amount,
            unit=unit,
            facts=facts,
            accepted=bool(covering),
            inherited=any(a.inherited for a in covering),
        )
