"""What has to hold before a study is kept or played: it can be asked of the town as it is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.capacity.scenarios import Scenario, Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.capacity.study_writer import study_text
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.scenarios import expand, problems_of
from scheduler.simulation.studies.kept_town import town_to_play

MOST_SCENARIOS, MOST_CHANGES = 100, 1_000
"""Of one study, as it is written: more would take days, and the looking at them minutes."""
MOST_DAYS = 100_000
"""Simulated at most, of all scenarios and replications together: some days and nights of one computer's work."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What would become of a question.

    Attributes
    ----------
    scenarios : sequence of Scenario
        All that would be played; none if they cannot be told.
    """

    toml: str
    scenarios: Sequence[Scenario]
    problems: Sequence[InputProblem]


def look_at(unit: UnitOfWork, question: Study) -> Looked:
    """Return what would become of a question."""
    problems = [*_too_much(question)]
    if problems:
        return Looked(toml=study_text(question), scenarios=(), problems=problems)
    problems = [*problems_of(question, town_to_play(unit, ()))]
    try:
        scenarios = expand(question)
    except InputError:
        scenarios = ()
    problems += _too_long(question, len(scenarios))
    return Looked(toml=study_text(question), scenarios=scenarios, problems=problems)


def check_question(unit: UnitOfWork, question: Study) -> None:
    """Refuse a question that cannot be asked of a town.

    Raises
    ------
    InputError
        With every reason.
    """
    if problems := look_at(unit, question).problems:
        raise InputError(problems)


def _too_long(question: Study, scenarios: int) -> Iterator[InputProblem]:
    days = scenarios * question.repetition.most * question.days
    if days > MOST_DAYS:
        wrong = f"comes to {days} simulated days with {scenarios} scenarios of {question.days} days"
        right = f"use {max(2, MOST_DAYS // max(1, scenarios * question.days))} at most, or fewer scenarios or days"
        yield InputProblem(
            file="question", column="replications.most", value=str(question.repetition.most), wrong=wrong, right=right
        )


def _too_much(question: Study) -> Iterator[InputProblem]:
    changes = [len(one.changes) for one in question.scenarios]
    changes += [len(level.changes) for factor in question.factors for level in factor.levels]
    for column, number, most in (
        ("scenarios", len(changes), MOST_SCENARIOS),
        ("scenarios.changes", sum(changes), MOST_CHANGES),
    ):
        if number > most:
            right = f"use {most} at most, in all scenarios and levels together"
            yield InputProblem(file="question", column=column, value=str(number), wrong="are too many", right=right)
