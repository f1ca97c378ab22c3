"""The last word to somebody for whom there is no place."""

import asyncio
from typing import override

from scheduler.cli.connections.patience import LINGER_S
from scheduler.cli.connections.places import Place


class TurnedAway(asyncio.Protocol):
    """Says so, and sees that it is heard.

    To close while something is still coming tells the other side of a reset, which may throw away what was said. So
    only the own direction is closed, whatever comes is thrown away, and the end is the other side's, or comes after
    `LINGER_S`.

    Parameters
    ----------
    answer : bytes
        A whole answer.
    """

    def __init__(self, place: Place, answer: bytes) -> None:
        self._place, self._answer = place, answer
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Say it."""
        self._deadline = asyncio.get_running_loop().call_later(LINGER_S, transport.abort)
        transport.write(self._answer)
        if transport.can_write_eof():  # not if it is encrypted
            transport.write_eof()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._place.leave()
