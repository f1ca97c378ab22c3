"""How patient and how pressing an engine is with its server."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class HttpSettings:
    """Limits of asking a server; all are positive.

    Attributes
    ----------
    connect_s, read_s : float
        Longest wait for a connection, and for the next piece of an answer.
    total_s : float
        Longest time for a whole question of ours: a matrix with all its blocks, repetitions and waits.
    attempts : int
        How often one request is sent before its failure counts.
    backoff_s, backoff_most_s : float
        The wait before repetition k is drawn evenly from 0 to min(backoff_most_s, backoff_s * 2 ** (k - 1)).
    retry_after_most_s : float
        A server that asks for more patience than this has failed.
    failures : int
        So many failed questions in a row, and the server is left alone.
    recovery_s : float
        For so long; then one question is tried.
    threads : int
        Requests under way at once for one matrix.
    most_bytes : int
        Longest answer that is read.
    version_s : float
        For so long the server's map is taken to be the one it last said it has.
    """

    connect_s: float = 3.0
    read_s: float = 20.0
    total_s: float = 60.0
    attempts: int = 3
    backoff_s: float = 0.2
    backoff_most_s: float = 3.0
    retry_after_most_s: float = 10.0
    failures: int = 3
    recovery_s: float = 30.0
    threads: int = 4
    most_bytes: int = 50_000_000
    version_s: float = 60.0

    def __post_init__(self) -> None:
        wrong = [field.name for field in fields(self) if not getattr(self, field.name) > 0]
        if wrong:
            msg = f"{', '.join(wrong)}: must be greater than 0"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Ticker:
    """The time that waiting, deadlines and recovery go by; a test brings its own.

    Attributes
    ----------
    monotonic : callable
        Seconds since some moment; never goes back.
    wait : callable
        Returns after so many seconds.
    """

    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep


class Deadline:
    """The moment by which a question is answered or given up; shared by its requests.

    Parameters
    ----------
    within_s : float
        From now on.
    monotonic : callable
        The clock it goes by, see `Ticker`.
    """

    def __init__(self, within_s: float, monotonic: Callable[[], float]) -> None:
        self.within_s = within_s
        self._monotonic = monotonic
        self._at = monotonic() + within_s

    def left_s(self) -> float:
        """Return the seconds that are left, zero or less when there are none."""
        return self._at - self._monotonic()

    def give_up(self) -> None:
        """Let the requests that are still under way end: their question has failed."""
        self._at = self._monotonic()
