"""The smallest fleet that does what is asked for, found by search.

Each size that is looked at gets a sequential test: replications are added, in steps that double, until one-sided bounds
of the mean (Student's t) lie wholly on one side of the target, or the cap is reached. Looking several times, and at
several sizes, would give chance as many tries to make a fleet look good; so every look at every size gets its part of
the doubt (Bonferroni), and the fleet named is large enough with at least the confidence that was asked for. What is
undecided at the cap has not been shown, and counts as too small.

Which size is looked at next is decided by halving, which is right if a larger fleet never serves worse. That is
assumed, and checked on what was played, to which one more size is added, two below the answer (one below the largest if
that is not enough); where it does not hold, all sizes are looked at from the smallest upwards.

Sources: Law, Simulation Modeling and Analysis (5th ed. 2015), 9.4.1 and 10.3; repeated looks: Armitage, McPherson &
Rowe, Repeated significance tests on accumulating data, Journal of the Royal Statistical Society A 132 (1969).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil, log2, sqrt
from statistics import fmean, stdev

from scheduler.simulation.statistics.estimates import Estimate, difference, estimate
from scheduler.simulation.statistics.quantiles import student_quantile

type Run = Callable[[int, Sequence[int]], Sequence[float]]
"""Plays some replications, by number, with a fleet of a size: one value each."""


class Verdict(StrEnum):
    """Of one size. UNDECIDED: the cap came first."""

    ENOUGH = "enough"
    TOO_SMALL = "too_small"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is searched for.

    Attributes
    ----------
    target : float
        The mean is to be at least this, 0.95 of what is asked for, say.
    confidence : float
        That the fleet named comes to it.
    least, most : int
        Sizes looked at, both included.
    first, cap : int
        Replications of a size before it is judged, and at most.
    """

    target: float
    confidence: float = 0.9
    least: int = 0
    most: int
    first: int = 10
    cap: int = 80

    def __post_init__(self) -> None:
        if not (0 <= self.least <= self.most and 2 <= self.first <= self.cap and 0 < self.confidence < 1):
            raise ValueError(f"nothing can be searched for by {self}")

    @property
    def looks(self) -> tuple[int, ...]:
        """How many replications there are at each look."""
        steps = ceil(log2(self.cap / self.first)) if self.cap > self.first else 0
        return tuple(min(self.first * 2**step, self.cap) for step in range(steps + 1))


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was found of one size.

    Attributes
    ----------
    estimate : Estimate
        With the two-sided interval of the search's confidence.
    """

    verdict: Verdict
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of the search.

    Attributes
    ----------
    size : int or None
        The smallest that was shown to be enough; None: none up to `question.most` was.
    looked : mapping of int to Looked
        The evidence, by size, smallest first.
    is_monotone : bool
        Whether nothing that was played speaks against larger fleets serving better; otherwise all were looked at.
    """

    question: Question
    size: int | None
    looked: Mapping[int, Looked]
    is_monotone: bool


def smallest(run: Run, question: Question) -> Answer:
    """Return the smallest size whose mean is shown to be at least the target.

    Parameters
    ----------
    run : callable
        Called with a size and the numbers of replications that are not played yet; the same number in two sizes meets
        the same chance.
    """
    search = _Search(run=run, question=question)
    size = search.halving()
    below = (question.most + 1 if size is None else size) - 2
    if below >= question.least:
        search.look(below)
    monotone = search.is_monotone()
    if not monotone:
        sizes = range(question.least, question.most + 1)
        size = next((one for one in sizes if search.look(one).verdict is Verdict.ENOUGH), None)
    return Answer(question=question, size=size, looked=dict(sorted(search.looked.items())), is_monotone=monotone)


@dataclass(kw_only=True)
class _Search:
    run: Run
    question: Question
    values: dict[int, list[float]] = field(default_factory=dict)
    looked: dict[int, Looked] = field(default_factory=dict)

    def halving(self) -> int | None:
        """Return the smallest size that is enough, if larger ones always serve better."""
        low, high = self.question.least - 1, self.question.most
        if self.look(high).verdict is not Verdict.ENOUGH:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self.look(middle).verdict is Verdict.ENOUGH:
                high = middle
            else:
                low = middle
        return high

    def look(self, size: int) -> Looked:
        """Return what is found of a size, playing no more of it than is needed."""
        if size not in self.looked:
            values = self.values.setdefault(size, [])
            verdict = Verdict.UNDECIDED
            for count in self.question.looks:
                values += self.run(size, range(len(values), count))
                verdict = self._judged(values)
                if verdict is not Verdict.UNDECIDED:
                    break
            self.looked[size] = Looked(verdict=verdict, estimate=estimate(values, self.question.confidence))
        return self.looked[size]

    def _judged(self, values: Sequence[float]) -> Verdict:
        reach = student_quantile(1 - self._doubt, len(values) - 1) * stdev(values) / sqrt(len(values))
        mean = fmean(values)
        if mean - reach >= self.question.target:
            return Verdict.ENOUGH
        return Verdict.TOO_SMALL if mean + reach < self.question.target else Verdict.UNDECIDED

    @property
    def _doubt(self) -> float:
        # Any size may come to be looked at, should larger fleets turn out not to serve better.
        sizes = self.question.most - self.question.least + 1
        return (1 - self.question.confidence) / (sizes * len(self.question.looks))

    def is_monotone(self) -> bool:
        """Return whether no size that was looked at serves surely worse than a smaller one."""
        sizes = sorted(self.values)
        pairs = [(one, other) for place, one in enumerate(sizes) for other in sizes[place + 1 :]]
        return not any(self._turns(one, other) or self._falls(one, other, len(pairs)) for one, other in pairs)

    def _turns(self, smaller: int, larger: int) -> bool:
        """Return whether the smaller size is shown to be enough and the larger one to be too small."""
        verdicts = self.looked[smaller].verdict, self.looked[larger].verdict
        return verdicts == (Verdict.ENOUGH, Verdict.TOO_SMALL)

    def _falls(self, smaller: int, larger: int, pairs: int) -> bool:
        count = min(len(self.values[smaller]), len(self.values[larger]))
        level = 1 - (1 - self.question.confidence) / pairs
        found = difference(self.values[larger][:count], self.values[smaller][:count], level)
        return found.interval is not None and found.interval.high < 0
