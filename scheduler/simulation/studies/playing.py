"""Replications played by whoever is there: each one once, none lost, and the figures in the order of the tasks."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import replace

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import StudyError, StudyStoppedError
from scheduler.simulation.studies.hands import Hands, Play
from scheduler.simulation.studies.kept import Kept
from scheduler.simulation.studies.keys import Keys
from scheduler.simulation.studies.progress import Tally, Watch

LOOK_S = 0.2
"""So often a study looks whether it shall end."""
AHEAD = 2
"""So many replications wait beside each one that is being played, so that nobody is idle and little lies in queues."""
MOST_LOSSES = 3
"""So many times in a row workers may die before one replication is finished; then it is not an accident."""


type _Future = Future[Sequence[Figure]]


class Stage:
    """Where the replications of one study are played.

    Parameters
    ----------
    play : Play
        What a replication is.
    hands : Hands
        Who plays them.
    kept : Kept
        Where finished ones are found and put.
    program : str
        The mark of the program: figures of another one are not taken for its own.
    """

    def __init__(self, *, play: Play, hands: Hands, kept: Kept, watch: Watch, program: str = "") -> None:
        self._play, self._hands, self._kept, self._watch = play, hands, kept, watch
        self._keys, self._tally = Keys(program), Tally(watch)

    def figures(self, tasks: Sequence[Task]) -> tuple[Figure, ...]:
        """Return the figures of tasks, in their order.

        Raises
        ------
        StudyStoppedError
            If somebody wanted it to end.
        StudyError
            If workers die again and again, or cannot be reached any more.
        """
        keys = [self._keys(task) for task in tasks]
        self._tally.expect(len(set(keys)))
        found = dict(self._found(keys))
        self._play_rest({key: task for key, task in zip(keys, tasks, strict=True) if key not in found}, found)
        return tuple(figure for key in keys for figure in found[key])

    def _found(self, keys: Iterable[str]) -> Iterable[tuple[str, tuple[Figure, ...]]]:
        for key in dict.fromkeys(keys):
            kept = self._kept.get(key)
            if kept is not None:
                self._tally.found()
                yield key, kept

    def _play_rest(self, tasks: Mapping[str, Task], found: dict[str, tuple[Figure, ...]]) -> None:
        waiting, flying, losses = deque(tasks), dict[_Future, str](), 0
        while waiting or flying:
            self._look()
            lost = self._send(tasks, waiting, flying)
            for future in [] if lost else wait(flying, LOOK_S, FIRST_COMPLETED).done:
                figures = self._result(future)
                if figures is None:
                    lost = True
                    continue
                key = flying.pop(future)
                self._kept.keep(key, figures)
                found[key], losses = figures, 0
                self._tally.played()
            if lost:
                losses += 1
                self._renew(losses)
                waiting.extendleft(reversed(flying.values()))
                for future in flying:
                    future.cancel()
                flying.clear()

    def _look(self) -> None:
        if self._watch.stopped():
            self._hands.close()
            raise StudyStoppedError("the study was stopped; its finished replications are kept")

    def _send(self, tasks: Mapping[str, Task], waiting: deque[str], flying: dict[_Future, str]) -> bool:
        """Give out as much as can be played soon; return whether that showed that a worker is lost."""
        width = self._hands.width
        while waiting and len(flying) < (width * AHEAD if width > 1 else 1):
            try:
                future = self._hands.submit(self._play, tasks[waiting[0]])
            except BrokenExecutor:
                return True
            flying[future] = waiting.popleft()
        return False

    def _result(self, future: _Future) -> tuple[Figure, ...] | None:
        """Return the figures of a replication; None: whoever played it is lost."""
        try:
            figures = future.result()
        except self._hands.lost:
            return None
        except CancelledError as error:
            raise StudyError("the workers cannot be reached any more; finished replications are kept") from error
        # A count may come as an integer; read back from where it is kept it would be a float.
        return tuple(replace(figure, value=float(figure.value)) for figure in figures)

    def _renew(self, losses: int) -> None:
        if losses >= MOST_LOSSES:
            msg = f"workers died {losses} times in a row, perhaps for want of memory; finished replications are kept"
            raise StudyError(msg)
        self._hands.renew()
