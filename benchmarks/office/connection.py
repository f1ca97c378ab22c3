"""A client's connection that is kept open: HTTP/1.1 by h11 on asyncio's streams, and nothing more."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import h11

READ = 65_536
PATIENCE_S = 60
"""After so long without an answer a request has failed."""
IDLE_S = 5
"""After so long a connection is opened anew, as clients do: the server may be about to close the old one."""


@dataclass(frozen=True)
class Reply:
    """An answer, read to its end."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes

    @property
    def document(self) -> Any:
        """What its JSON says."""
        return json.loads(self.body)


class Connection:
    """A signed-in client's connection to one server, opened when it is needed and again when the server closed it.

    Parameters
    ----------
    token : str
        Of the client's session.
    """

    def __init__(self, port: int, token: str) -> None:
        origin = f"127.0.0.1:{port}"
        self._port, self._token = port, token
        self._headers = [("Host", origin), ("Origin", f"http://{origin}"), ("Cookie", f"dojazd={token}")]
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._http = h11.Connection(h11.CLIENT)
        self._used = 0.0

    def another(self) -> "Connection":
        """Return another connection of the same client."""
        return Connection(self._port, self._token)

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Return the answer to a request.

        Raises
        ------
        OSError
            If there is none in time.
        h11.RemoteProtocolError
            If it is cut off.
        """
        async with asyncio.timeout(PATIENCE_S):
            head = await self._send(method, path, body, headers)
            read = [part async for part in self._parts()]
        return Reply(head.status_code, dict(head.headers), b"".join(read))

    async def stream(self, path: str) -> AsyncIterator[bytes]:
        """Yield what a stream sends, until the server ends it.

        Raises
        ------
        OSError, h11.RemoteProtocolError
            If there is no stream, or it is cut off.
        """
        head = await self._send("GET", path, None, {})
        if head.status_code != 200:
            raise OSError(f"{path}: {head.status_code}")
        async for part in self._parts():
            yield part

    def close(self) -> None:
        """Close it."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> h11.Response:
        """Send a request, and return the head of its answer."""
        reader, writer = await self._open()
        sent = b"" if body is None else json.dumps(body).encode()
        told = [*self._headers, *((name.replace("_", "-"), value) for name, value in headers.items())]
        if body is not None:
            told += [("Content-Type", "application/json"), ("Content-Length", str(len(sent)))]
        events = [h11.Request(method=method, target=path, headers=told), *([h11.Data(data=sent)] if sent else [])]
        writer.write(b"".join(self._http.send(one) or b"" for one in (*events, h11.EndOfMessage())))
        await writer.drain()
        head = await self._next(reader)
        if not isinstance(head, h11.Response):
            raise ConnectionError("the connection was closed without an answer")
        return head

    async def _parts(self) -> AsyncIterator[bytes]:
        """Yield the body, and make the connection ready for the next request."""
        if self._streams is None:
            return
        reader = self._streams[0]
        while isinstance(event := await self._next(reader), h11.Data):
            yield bytes(event.data)
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
            self._used = time.monotonic()
        else:
            self.close()

    async def _next(self, reader: asyncio.StreamReader) -> Any:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await reader.read(READ))
        return event

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        stale = time.monotonic() - self._used > IDLE_S or self._http.our_state is not h11.IDLE
        if self._streams and (stale or self._streams[0].at_eof()):
            self.close()
        if self._streams is None:
            self._http = h11.Connection(h11.CLIENT)
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        return self._streams
