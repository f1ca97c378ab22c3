"""How far a study is, and when it is to be expected to end."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a study is.

    Attributes
    ----------
    done, total : int
        Replications of all scenarios; the total grows where the figures are not yet sure enough.
    resumed : int
        Of `done`: found finished, and not played again.
    elapsed_s : float
        Since the study began.
    left_s : float or None
        To be expected at the pace so far; None: nothing has been played yet that could tell.
    """

    done: int
    total: int
    resumed: int
    elapsed_s: float
    left_s: float | None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Who looks on.

    Attributes
    ----------
    clock : callable
        Seconds of a monotonic clock.
    on_progress : callable
        Called at the beginning of every round, and after each replication.
    stopped : callable
        Whether somebody wants it to end; asked several times a second.
    """

    clock: Callable[[], float]
    on_progress: Callable[[Progress], None] = lambda _: None
    stopped: Callable[[], bool] = lambda: False


class Tally:
    """Counts the replications of a study."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._began = watch, watch.clock()
        self._total = self._resumed = self._played = 0

    def expect(self, more: int) -> None:
        """Note that so many more replications are wanted."""
        self._total += more
        self._tell()

    def found(self) -> None:
        """Note one that was finished before."""
        self._resumed += 1
        self._tell()

    def played(self) -> None:
        """Note one that has just been finished."""
        self._played += 1
        self._tell()

    def _tell(self) -> None:
        elapsed_s, done = self._watch.clock() - self._began, self._resumed + self._played
        # Only what was played tells the pace: what was found finished took no time.
        left_s = elapsed_s / self._played * (self._total - done) if self._played else None
        if done == self._total:
            left_s = 0.0
        self._watch.on_progress(
            Progress(done=done, total=self._total, resumed=self._resumed, elapsed_s=elapsed_s, left_s=left_s)
        )
