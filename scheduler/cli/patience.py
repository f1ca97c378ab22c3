"""How long reasons for the unassigned are looked for."""

import time

from scheduler.cli.interrupt import Stop

REASONS_S = 10.0
"""Reasons may take this long on top of the search; the rest is said to be not computed."""


class Patience:
    """True once reasons have been looked for long enough, or somebody asked to stop.

    The clock starts with the first question, which comes after the search.

    Parameters
    ----------
    deterministic : bool
        Never mind the clock.
    """

    def __init__(self, stop: Stop, *, deterministic: bool) -> None:
        self._stop = stop
        self._deterministic = deterministic
        self._since: float | None = None

    def __call__(self) -> bool:
        """Return whether to look no further."""
        if self._stop.asked:
            return True
        if self._since is None:
            self._since = time.monotonic()
        return not self._deterministic and time.monotonic() - self._since > REASONS_S
