"""All connections of a service, as its server has them."""

import asyncio
import ssl
from typing import Any

from scheduler.cli.connections.handshake import Handshake
from scheduler.cli.connections.http import PatientProtocol
from scheduler.cli.connections.patience import Patience
from scheduler.cli.connections.places import Places
from scheduler.cli.connections.unread import Unread


class Connections:
    """The connections of one process.

    Parameters
    ----------
    context : SSLContext or None
        How to encrypt; none: not at all.
    no_place : bytes
        The whole answer to whoever finds no place.
    """

    def __init__(self, patience: Patience, context: ssl.SSLContext | None, no_place: bytes) -> None:
        self._patience, self._context, self._no_place = patience, context, no_place
        self._places = Places(patience)

    def protocol(self, **of_uvicorn: Any) -> asyncio.Protocol:
        """Return who speaks on a new connection."""
        http = PatientProtocol(self._patience, self._places, self._no_place, **of_uvicorn)
        return http if self._context is None else Handshake(http, self._patience, self._places, self._context)

    async def watch(self) -> None:
        """See, until it is cancelled, that answers are read."""
        await Unread(self._patience, self._places).watch()

    def close(self) -> None:
        """Take no more, and let go who has not asked for anything."""
        self._places.close()
