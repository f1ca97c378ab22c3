"""The smallest fleet that is enough."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.statistics.fleets import Answer, Question, Run, Verdict, smallest


def fleet(share_of: Callable[[int], float], seed: int, sd: float = 0.01, played: list[int] | None = None) -> Run:
    """Return a made-up town: the share served with each size, and how it varies from one replication to the next."""

    def run(size: int, replications: Sequence[int]) -> Sequence[float]:
        if played is not None:
            played.extend([size] * len(replications))
        return [
            share_of(size) + Random(f"{seed} {number}").gauss(0, sd) + Random(f"{seed} {number} {size}").gauss(0, sd)
            for number in replications
        ]

    return run


def rising(planted: int) -> Callable[[int], float]:
    """Return a share that comes to 95 % with `planted` buses: a little above it there, below it before."""
    return lambda size: 0.965 + 0.005 * (size - planted) if size >= planted else 0.93 - 0.05 * (planted - size)


@given(planted=st.integers(0, 9), seed=st.integers(0, 1000))
def test_the_planted_fleet_is_found(planted: int, seed: int) -> None:
    """A manager would buy a bus too many, or promise what the fleet cannot do."""
    answer = smallest(fleet(rising(planted), seed), Question(target=0.95, most=9))

    assert answer.size == planted
    assert answer.is_monotone
    assert answer.looked[planted].verdict is Verdict.ENOUGH
    if planted:
        assert answer.looked[planted - 1].verdict is not Verdict.ENOUGH


def test_none_is_said_when_none_is_enough() -> None:
    """The largest fleet looked at would be recommended though it does not do."""
    answer = smallest(fleet(rising(7), 1), Question(target=0.95, least=1, most=4))

    assert answer.size is None
    assert list(answer.looked) == [3, 4]
    assert answer.looked[4].verdict is Verdict.TOO_SMALL
    assert answer.looked[4].estimate.mean < 0.95


def test_halving_looks_at_few_sizes_and_plays_few_replications() -> None:
    """Thirty-two sizes at eighty replications each would take a week."""
    played: list[int] = []

    answer = smallest(fleet(rising(20), 3, played=played), Question(target=0.95, most=31))

    assert answer.size == 20
    assert len(answer.looked) <= 7
    assert sum(one.estimate.count for one in answer.looked.values()) == len(played) < 7 * 80


def test_what_is_undecided_at_the_cap_is_not_promised() -> None:
    """A fleet exactly on the line would be called enough by whoever looks often enough."""
    answer = smallest(fleet(lambda _: 0.95, 5, sd=0.05), Question(target=0.95, most=0, cap=20))

    assert answer.size is None
    assert answer.looked[0].verdict is Verdict.UNDECIDED
    assert answer.looked[0].estimate.count == 20


def test_a_larger_fleet_that_serves_worse_is_noticed() -> None:
    """Where a third bus only stands in the yard's way, halving would pass over the two that are enough."""
    shares = [0.5, 0.6, 0.99, 0.7, 0.99, 0.99, 0.99, 0.99]

    answer = smallest(fleet(lambda size: shares[size], 8), Question(target=0.95, most=7))

    assert not answer.is_monotone
    assert answer.size == 2
    assert set(answer.looked) >= {0, 1, 2}


def test_replications_are_never_played_twice() -> None:
    """Half the night would be spent on what is known, and the same number would be counted twice."""
    asked: dict[int, list[int]] = {}
    town = fleet(lambda _: 0.952, 2, sd=0.02)

    def run(size: int, replications: Sequence[int]) -> Sequence[float]:
        asked.setdefault(size, []).extend(replications)
        return town(size, replications)

    smallest(run, Question(target=0.95, most=3))

    assert all(numbers == list(range(len(numbers))) for numbers in asked.values())


def test_a_fleet_just_too_small_is_hardly_ever_named() -> None:
    """90 % confidence would be told where it is a coin's."""

    def wrong(seed: int) -> bool:
        answer: Answer = smallest(fleet(lambda size: 0.948 if size < 3 else 0.97, seed), Question(target=0.95, most=4))
        return answer.size is not None and answer.size < 3

    assert sum(map(wrong, range(100))) <= 10


@pytest.mark.parametrize(
    "slip", [{"most": -1}, {"most": 3, "least": 4}, {"most": 3, "first": 1}, {"most": 3, "cap": 5}]
)
def test_a_question_without_an_answer_is_refused(slip: dict[str, int]) -> None:
    """The search would end in an error in the middle of the night."""
    with pytest.raises(ValueError, match="searched"):
        Question(target=0.95, **slip)
