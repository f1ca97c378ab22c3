"""Leaves a server alone that keeps failing, so that nobody waits for it again and again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pybreaker

from scheduler.travel.http.errors import ServerFailedError


class RestingError(Exception):
    """The server is left alone just now.

    Parameters
    ----------
    for_s : float
        So many seconds more; zero while another thread is trying it.
    """

    def __init__(self, for_s: float) -> None:
        super().__init__(for_s)
        self.for_s = for_s


class Breaker:
    """A circuit breaker around whole questions: closed, open after failures in a row, then one trial.

    pybreaker's `call` holds a lock for as long as the call takes, which would put all threads in one row; its `calling`
    does not. That in turn would let several threads try a server at once, so the trial has a lock of its own.

    Parameters
    ----------
    failures : int
        `ServerFailedError` so many times in a row opens it; any other outcome is an answer and counts as none.
    recovery_s : float
        For so long nobody asks.
    monotonic : callable
        The clock it goes by.
    """

    def __init__(self, *, failures: int, recovery_s: float, monotonic: Callable[[], float]) -> None:
        self._recovery_s = recovery_s
        self._memory = _Memory(monotonic)
        self._trial = threading.Lock()
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures,
            reset_timeout=recovery_s,
            exclude=[lambda error: not isinstance(error, ServerFailedError)],
            state_storage=self._memory,
            throw_new_error_on_trip=False,
        )

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run the body of a with statement and count how it ends.

        Raises
        ------
        RestingError
            Instead of running it, while the server is left alone.
        """
        if self._breaker.current_state == pybreaker.STATE_CLOSED:
            with self._calling():
                yield
        elif self._trial.acquire(blocking=False):
            try:
                with self._calling():
                    yield
            finally:
                self._trial.release()
        else:
            raise RestingError(0)

    @contextmanager
    def _calling(self) -> Iterator[None]:
        try:
            with self._breaker.calling():
                yield
        except pybreaker.CircuitBreakerError as error:
            raise RestingError(self._recovery_s - self._memory.open_for_s()) from error


class _Memory(pybreaker.CircuitMemoryStorage):
    """When the breaker opened, by a clock that can be given: pybreaker itself looks at the wall clock."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__(pybreaker.STATE_CLOSED)
        self._monotonic = monotonic
        self._since = monotonic()

    def open_for_s(self) -> float:
        return self._monotonic() - self._since

    @property
    def opened_at(self) -> datetime | None:
        # As long ago by the wall clock as it is by ours.
        return datetime.now(UTC) - timedelta(seconds=self.open_for_s())

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:  # noqa: ARG002  # the wall clock's, which is not asked
        self._since = self._monotonic()
