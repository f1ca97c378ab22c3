"""Connections of the web service: how many there may be, and how long somebody may take to say what they want.

Whoever opens connections and then sends half a request costs nothing themselves; what they hold here is let go again.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What is put up with.

    Attributes
    ----------
    head_s : float
        Seconds from the opening of a connection, or from the first byte of a further request on it, until the request's
        headers are whole.
    body_s : float
        Seconds from then until its body is whole.
    most : int
        Connections at a time, silent ones counted; whoever comes next is answered with 503, and
    told : int
        when so many more have come, the next one is closed without an answer.
    """

    head_s: float
    body_s: float
    most: int

    @property
    def told(self) -> int:
        """A few more than `most`, so that whoever is turned away can be told."""
        return max(8, self.most // 8)


class _Owed(Enum):
    """What a client still owes."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with deadlines; a byte now and then does not put them off."""

    patience: ClassVar[Patience]
    _owed = _Owed.NOTHING
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, or turn away."""
        super().connection_made(transport)
        if len(self.connections) > self.patience.most + self.patience.told:
            transport.abort()
            return
        self._wait_for(_Owed.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
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

    def _wait_for(self, owed: _Owed) -> None:
        if owed is self._owed:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        wait_s = {_Owed.HEAD: self.patience.head_s, _Owed.BODY: self.patience.body_s}.get(owed)
        self._owed = owed
        self._deadline = None if wait_s is None else self.loop.call_later(wait_s, self._lose_patience)

    def _lose_patience(self) -> None:
        """Say so, if there was the beginning of a request and nothing is answered yet, and close."""
        if self.transport.is_closing():
            return
        if self._owed is _Owed.BODY or self.conn.trailing_data[0]:
            self._say_too_late()
        self.transport.close()

    def _say_too_late(self) -> None:
        if self._owed is _Owed.BODY:
            if self.cycle.response_started:
                return
            self.cycle.disconnected = True  # nobody else answers now
        head = [("content-length", "0"), ("connection", "close")]
        for event in (h11.Response(status_code=408, headers=head, reason=b"Request Timeout"), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))


def patient(patience: Patience) -> type[H11Protocol]:
    """Return the protocol with some patience, as uvicorn takes it."""
    return type("Protocol", (PatientProtocol,), {"patience": patience})
