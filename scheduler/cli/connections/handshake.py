"""The agreement on encryption, which takes a place and has a deadline like everything else that comes first."""

import asyncio
import ssl
from typing import override

from scheduler.cli.connections.http import PatientProtocol
from scheduler.cli.connections.patience import LINGER_S, Patience
from scheduler.cli.connections.places import Place, Places, Standing


class Handshake(asyncio.Protocol):
    """Encrypts a connection, and hands it to HTTP.

    asyncio tells a server of a connection only when it is encrypted, so here it begins bare.
    """

    def __init__(self, http: PatientProtocol, patience: Patience, places: Places, context: ssl.SSLContext) -> None:
        self._http, self._patience, self._places, self._context = http, patience, places, context
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, if there is a place."""
        place = self._places.take(transport)
        if place is not None:
            transport.pause_reading()  # what comes is for the encryption
            self._task = asyncio.get_running_loop().create_task(self._encrypt(transport, place))

    async def _encrypt(self, transport: asyncio.Transport, place: Place) -> None:
        early = _Early()
        encrypted = None if transport.is_closing() else await self._agreed(transport, place, early)
        if encrypted is None or early.ended:
            transport.abort()
            place.leave()
            return
        listening = self._http.take_over(encrypted, place)
        if early.data:
            listening.data_received(early.data)

    async def _agreed(self, transport: asyncio.Transport, place: Place, early: "_Early") -> asyncio.Transport | None:
        turned_away = place.standing is Standing.TURNED_AWAY
        try:
            return await asyncio.get_running_loop().start_tls(
                transport, early, self._context, server_side=True, ssl_shutdown_timeout=LINGER_S,
                ssl_handshake_timeout=LINGER_S if turned_away else self._patience.head_s,
            )  # fmt: skip
        except OSError:  # too late, or no TLS, or gone
            return None


class _Early(asyncio.Protocol):
    """Keeps what comes before HTTP listens: encryption may be agreed on some steps of the loop earlier."""

    def __init__(self) -> None:
        self.data, self.ended = b"", False

    def data_received(self, data: bytes) -> None:
        """Keep it."""
        self.data += data

    def eof_received(self) -> None:
        """Note that nothing more comes."""
        self.ended = True

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Note that nobody is there any more."""
        self.ended = True
