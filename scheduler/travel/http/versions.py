"""What a server's map is called, so that legs of another map are not mixed with its own."""

from collections.abc import Callable
from datetime import UTC

from scheduler.domain.time import Clock
from scheduler.travel.engine import Profile
from scheduler.travel.http.settings import Ticker


class Versions:
    """Remembers for a short time what each profile's server said.

    Parameters
    ----------
    fixed : str or None
        The version whatever the server says: its owner keeps the books.
    keep_s : float
        How long an answer is good for.
    """

    def __init__(self, *, fixed: str | None, keep_s: float, clock: Clock, ticker: Ticker) -> None:
        self._fixed = fixed
        self._keep_s = keep_s
        self._clock = clock
        self._ticker = ticker
        self._said: dict[Profile, tuple[float, str | None]] = {}

    def of(self, profile: Profile, address: str, ask: Callable[[], str | None]) -> str:
        """Return the version of a profile's map.

        A server that does not say gets today's date (UTC): what is kept under this name lives for a day at most. Two
        servers may call their maps alike, so the address is a part of it.

        Parameters
        ----------
        ask : callable
            What the server says, None if nothing.
        """
        if self._fixed is not None:
            return self._fixed
        now = self._ticker.monotonic()
        if profile not in self._said or now - self._said[profile][0] >= self._keep_s:
            self._said[profile] = (now, ask())
        said = self._said[profile][1] or f"{self._clock.now().astimezone(UTC):%Y-%m-%d}"
        return f"{said} {address}"
