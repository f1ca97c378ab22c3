"""Replications in rounds, until the figures are sure enough."""

from collections.abc import Callable, Sequence

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.studies.playing import Stage

type More = Callable[[Sequence[Figure]], int]
"""How many more replications of all scenarios are wanted, by the figures of all that were played; 0: it is enough."""


def play_in_rounds(
    stage: Stage, tasks_of: Callable[[int], Sequence[Task]], first: int, more: More
) -> tuple[Figure, ...]:
    """Return the figures of as many replications as it takes, by replication and scenario.

    Whether to go on is asked only when a round is complete, of figures in a fixed order. So the answer cannot depend on
    which worker was quicker.

    Parameters
    ----------
    tasks_of : callable
        All scenarios' tasks of one replication, by its number from 0.
    first : int
        Replications of the first round.

    Raises
    ------
    StudyError
        As `Stage.figures`.
    """
    figures: tuple[Figure, ...] = ()
    done, wanted = 0, first
    while wanted > 0:
        numbers = range(done, done + wanted)
        figures += stage.figures([task for number in numbers for task in tasks_of(number)])
        done += wanted
        wanted = more(figures)
    return figures
