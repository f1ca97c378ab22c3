"""HTTP/1.1 with deadlines."""

import asyncio
from enum import Enum, auto
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from scheduler.cli.connections.patience import Patience
from scheduler.cli.connections.places import Place, Places, Standing
from scheduler.cli.connections.turning_away import TurnedAway

LARGEST_HEAD = 32 * 1024
"""Bytes of a request's line and headers."""


class _Owed(Enum):
    """What a client still owes."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()


class _Counted(h11.Connection):
    """Counts what is given out to be sent, and notes that an answer has begun."""

    def __init__(self, place: Place) -> None:
        super().__init__(h11.SERVER, LARGEST_HEAD)
        self._place = place

    def send_with_data_passthrough(self, event: h11.Event) -> list[bytes] | None:
        """Return the bytes of an event, in pieces; `send` joins them."""
        if isinstance(event, h11.Response) and self._place.standing is Standing.UNFINISHED:
            self._place.stand(Standing.BUSY)  # what has begun is said to its end
        pieces = super().send_with_data_passthrough(event)
        self._place.answered += sum(map(len, pieces or ()))
        return pieces


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with deadlines; a byte now and then does not put them off.

    Parameters
    ----------
    no_place : bytes
        The answer to whoever finds no place.
    **of_uvicorn
        What uvicorn gives each of its protocols.
    """

    def __init__(self, patience: Patience, places: Places, no_place: bytes, **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._patience, self._places, self._no_place = patience, places, no_place
        self._place: Place | None = None
        self._owed = _Owed.NOTHING
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, if there is a place."""
        place = self._places.take(transport)
        if place is not None:
            self.take_over(transport, place)

    def take_over(self, transport: asyncio.Transport, place: Place) -> asyncio.Protocol:
        """Begin to wait for a request on a connection that has a place, or turn it away; return who listens now."""
        if place.standing is Standing.TURNED_AWAY:
            away = TurnedAway(place, self._no_place)
            transport.set_protocol(away)
            away.connection_made(transport)
            return away
        transport.set_protocol(self)
        self._place, self.conn = place, _Counted(place)
        place.last_word = self._say_too_late
        super().connection_made(transport)
        self._wait_for(_Owed.HEAD)
        return self

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting, and free the place."""
        if self._place is None:
            return
        self._place.leave()
        self._wait_for(_Owed.NOTHING)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and see what is missing."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """See what is there of the next request."""
        super().on_response_complete()
        self._look()

    def _look(self) -> None:
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._wait_for(_Owed.BODY)
        elif state is h11.IDLE and (self._owed is _Owed.HEAD or self.conn.trailing_data[0]):
            self._wait_for(_Owed.HEAD)
        else:  # the server's turn, or between two requests, for which there is `timeout_keep_alive`
            self._wait_for(_Owed.NOTHING)
        self._stand()

    def _stand(self) -> None:
        """Note whether anything would be lost if somebody else got the place."""
        if self._place is not None and self.cycle is not None:
            self._place.stand(self._standing())

    def _standing(self) -> Standing:
        if self.cycle.response_complete or self.transport.is_closing():
            return Standing.BETWEEN
        unfinished = self._owed is _Owed.BODY and not self.cycle.response_started
        return Standing.UNFINISHED if unfinished else Standing.BUSY

    def _wait_for(self, owed: _Owed) -> None:
        if owed is self._owed:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        wait_s = {_Owed.HEAD: self._patience.head_s, _Owed.BODY: self._patience.body_s}.get(owed)
        self._owed = owed
        self._deadline = None if wait_s is None else self.loop.call_later(wait_s, self._lose_patience)

    def _lose_patience(self) -> None:
        """Say so, if there was the beginning of a request and nothing is answered yet, and close."""
        if self.transport.is_closing():
            return
        if self._owed is _Owed.BODY or self.conn.trailing_data[0]:
            self._say_too_late()
        self.transport.close()
        self._stand()

    def _say_too_late(self) -> None:
        if self._owed is _Owed.BODY:
            if self.cycle.response_started:
                return
            self.cycle.disconnected = True  # nobody else answers now
        head = [("content-length", "0"), ("connection", "close")]
        for event in (h11.Response(status_code=408, headers=head, reason=b"Request Timeout"), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
