"""Every rule's own boundary cases: just inside, just outside."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from solver.facts.locks import Allowance
from solver.rule import Example, Level, Rule, Violation
from solver.rules import all_rules
from solver.sentences import LANGUAGES, sentence
from solver.structure import structure

CASES = [(rule, example) for rule in all_rules() for example in rule.examples()]
BROKEN = [(rule, example) for rule, example in CASES if rule.level is Level.HARD and example.expected]


def _names(cases: list[tuple[Rule, Example]]) -> list[str]:
    return [f"{rule.code}: {example.name}" for rule, example in cases]


def found(rule: Rule, example: Example) -> int:
    """Return how often a rule is broken, or what it charges; nothing where it has nothing to say."""
    if not rule.applies(example.problem):
        return 0
    if rule.level is Level.PRICED:
        return sum(charge.amount_gr for charge in rule.charge(example.problem, example.solution))
    return len(list(rule.check(example.problem, example.solution)))


@pytest.mark.parametrize(("rule", "example"), CASES, ids=_names(CASES))
def test_a_boundary_case_is_judged_as_it_should_be(rule: Rule, example: Example) -> None:
    """A plan that breaks the law by a second would be published, or one that keeps it by a second refused."""
    assert found(rule, example) == example.expected


@pytest.mark.parametrize(("rule", "example"), CASES, ids=_names(CASES))
def test_a_boundary_case_is_a_plan(rule: Rule, example: Example) -> None:
    """A case that no plan can look like would prove nothing."""
    assert not list(structure(example.problem, example.solution))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_shows_both_sides_of_its_boundary(rule: Rule) -> None:
    """A rule that never complains, or always does, would pass for one that works."""
    expected = [example.expected for example in rule.examples()]

    assert min(expected) == 0 < max(expected)


@pytest.mark.parametrize(("rule", "example"), BROKEN, ids=_names(BROKEN))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_violation_is_told_in_a_sentence(rule: Rule, example: Example, lang: str) -> None:
    """The dispatcher would read a template with holes to a client on the phone."""
    for violation in rule.check(example.problem, example.solution):
        said = sentence(violation, lang)

        assert said
        assert "{" not in said
        assert "_s" not in said
        assert said == said.strip()


@pytest.mark.parametrize(("rule", "example"), BROKEN, ids=_names(BROKEN))
def test_a_violation_names_what_it_is_about(rule: Rule, example: Example) -> None:
    """The board could not show where the plan is wrong, nor an override say what it is for."""
    for violation in rule.check(example.problem, example.solution):
        assert violation.rule == rule.code
        assert violation.subjects[0] in set(_ids(example))
        assert violation.amount > 0
        assert violation.unit


def _ids(example: Example) -> Iterator[str]:
    problem = example.problem
    for things in (problem.tasks, problem.requests, problem.shifts, problem.caps):
        yield from (thing.id for thing in things)


@pytest.mark.parametrize(("rule", "example"), BROKEN, ids=_names(BROKEN))
def test_an_override_counts_where_it_may(rule: Rule, example: Example) -> None:
    """A dispatcher's override would change nothing, or five people could be put on four seats."""
    for violation in allowed(rule, example, max, inherited=False):
        assert violation.accepted == rule.overridable
        assert not violation.inherited


@pytest.mark.parametrize(("rule", "example"), BROKEN, ids=_names(BROKEN))
def test_what_the_past_made_unavoidable_is_accepted(rule: Rule, example: Example) -> None:
    """A bus that is late already would never get a plan again."""
    for violation in allowed(rule, example, max, inherited=True):
        assert violation.accepted
        assert violation.inherited


@pytest.mark.parametrize(("rule", "example"), BROKEN, ids=_names(BROKEN))
def test_an_allowance_ends_where_it_ends(rule: Rule, example: Example) -> None:
    """Ten minutes late, agreed on the phone, would become an hour."""
    for violation in allowed(rule, example, lambda amounts: min(amounts) - 1, inherited=True):
        assert not violation.accepted


def allowed(
    rule: Rule, example: Example, how_much: Callable[[list[int]], int], *, inherited: bool
) -> Iterator[Violation]:
    """Yield the violations of an example after each subject was allowed `how_much` of its violations' amounts."""
    bare = replace(example.problem, allowances=())
    amounts: dict[str, list[int]] = {}
    for violation in rule.check(bare, example.solution):
        amounts.setdefault(violation.subjects[0], []).append(violation.amount)
    allowances = tuple(
        Allowance(rule=rule.code, subject=subject, amount=how_much(found), inherited=inherited)
        for subject, found in amounts.items()
    )
    yield from rule.check(replace(bare, allowances=allowances), example.solution)
