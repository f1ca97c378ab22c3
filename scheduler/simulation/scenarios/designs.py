"""Which scenarios a study plays: those that are written, and combinations of the levels of its factors."""

from collections.abc import Iterator
from itertools import product
from math import prod
from random import Random

from scheduler.domain.capacity.changes import AddVehicle
from scheduler.domain.capacity.scenarios import BASE, Factor, Level, Scenario, Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.simulation.scenarios.varying import level_at, levels_of

MOST_COMBINATIONS = 64
"""Each is played as often as any scenario; more than these are for a sampled design."""


def expand(study: Study) -> tuple[Scenario, ...]:
    """Return all scenarios of a study: the reference first, then as they are written, then the design's.

    Raises
    ------
    InputError
        If the reference is none of them, if two have the same id, or if a full design has too many combinations.
    """
    written = study.scenarios
    if study.reference == BASE and all(one.id != BASE for one in written):
        written = (Scenario(id=BASE, name=""), *written)
    every = (*written, *_combined(study))
    ids = [one.id for one in every]
    if study.reference not in ids:
        raise _wrong(study, "compare_with", study.reference, "is no scenario of the study", f"use {', '.join(ids)}")
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise _wrong(study, "scenarios", twice, "stands there twice", "give one of the two another id")
    return tuple(sorted(every, key=lambda one: one.id != study.reference))


def with_fleet(study: Study, size: int) -> Scenario:
    """Return the reference scenario with so many more of the vehicle that the study asks about.

    Raises
    ------
    ValueError
        If it asks about none.
    """
    if study.fleet is None:
        raise ValueError(f"the study {study.id} asks for no fleet")
    reference = next(one for one in expand(study) if one.id == study.reference)
    more = (AddVehicle(like=study.fleet.like),) * size
    return Scenario(id=f"{reference.id}+{size}", name=f"{reference.name} +{size}", changes=reference.changes + more)


def _combined(study: Study) -> Iterator[Scenario]:
    if not study.factors:
        return
    for levels in _full(study) if study.design.samples is None else _sampled(study, study.design.samples):
        changes = tuple(change for level in levels for change in level.changes)
        # The town as it is is played as such already.
        if changes or study.reference != BASE:
            name = "; ".join(level.name for level in levels)
            yield Scenario(id=".".join(level.id for level in levels), name=name, changes=changes)


def _full(study: Study) -> Iterator[tuple[Level, ...]]:
    number = prod(factor.count for factor in study.factors)
    if number > MOST_COMBINATIONS:
        right = f"use fewer levels, or samples = {MOST_COMBINATIONS} or less"
        raise _wrong(study, "factors", "", f"have {number} combinations, and {MOST_COMBINATIONS} are enough", right)
    return product(*(levels_of(factor) for factor in study.factors))


def _sampled(study: Study, samples: int) -> Iterator[tuple[Level, ...]]:
    """Yield a Latin hypercube sample: each level of each factor as often as any other, as far as that divides.

    Source: McKay, Beckman & Conover, A comparison of three methods for selecting values of input variables in the
    analysis of output from a computer code, Technometrics 21 (1979). A factor's dice have its name: one more factor
    moves none of the others. Combinations that come twice are played once.
    """
    columns = [_column(factor, samples, study.seed) for factor in study.factors]
    return iter(dict.fromkeys(zip(*columns, strict=True)))


def _column(factor: Factor, samples: int, seed: int) -> list[Level]:
    dice = Random(f"{seed} {factor.id}")
    strata = list(range(samples))
    dice.shuffle(strata)
    return [level_at(factor, (stratum + dice.random()) / samples) for stratum in strata]


def _wrong(study: Study, column: str, value: str, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file=f"study {study.id}", column=column, value=value, wrong=wrong, right=right)])
