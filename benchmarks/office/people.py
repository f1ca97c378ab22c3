"""The people of a load: phones that poll and report, and dispatchers who book and move; each when it is time to.

What is first in a turn is measured from the moment at which the turn was due, so that a server that keeps somebody
waiting is not spared the requests that they would have made meanwhile.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import uuid4

import h11

from benchmarks.office.connection import Connection, Reply
from benchmarks.office.tally import Tally

POLL_S, TURN_S, REPORT_S = 20.0, 10.0, 600.0
"""So often a phone polls, a dispatcher does something, and a phone reports an event."""
AGAIN = 0.1
"""The share of reports with which a phone sends its last few once more, as if it had not heard the answers."""
TAKEN = 0.25
"""The share of callers who take the first offer; whom the dispatcher booked before is cancelled then."""
KINDS = ("en_route", "arrived", "aboard", "done")
_FAILURES = (OSError, TimeoutError, h11.ProtocolError)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What everybody of a load knows.

    Attributes
    ----------
    until : float
        When it ends, by the monotonic clock, in seconds.
    tally : Tally
        Where answers are counted.
    reported : dict of str to list of str
        Of each event that was sent, what was answered each time, in any order.
    """

    until: float
    tally: Tally
    reported: dict[str, list[str]] = field(default_factory=dict)


async def every(seconds: float, offset: float, until: float, do: Callable[[float], Awaitable[None]]) -> None:
    """Do something at fixed times, telling it when it was due; what is late does not make the next time later."""
    due = time.monotonic() + offset
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await do(due)
        due += seconds


@dataclass
class _Asking:
    """Somebody who asks."""

    shared: Shared
    connection: Connection

    async def ask(
        self, kind: str, due: float, wanted: tuple[str, str, Any], good: Sequence[int], **headers: str
    ) -> Reply | None:
        """Return a good answer, counted from when it was due; None: there is none."""
        try:
            reply = await self.connection.ask(*wanted, **headers)
        except _FAILURES as error:
            self.connection.close()
            self.shared.tally.error(kind, repr(error))
            return None
        ms = 1e3 * (time.monotonic() - due)
        return reply if self.shared.tally.answer(kind, ms, reply.status, good, reply.body) else None


@dataclass
class Phone(_Asking):
    """A worker's phone, with the itinerary that it knows."""

    day: str
    known: str = ""

    async def poll(self, due: float) -> None:
        """Ask whether the itinerary is another one by now."""
        headers = {"If_None_Match": self.known} if self.known else {}
        reply = await self.ask(
            "itinerary", due, ("GET", f"/api/v1/itineraries/{self.day}", None), (200, 304), **headers
        )
        if reply and reply.status == 200:
            self.known = reply.headers[b"etag"].decode()


@dataclass
class Reporter(_Asking):
    """What a phone reports, on a connection of its own: a tap does not wait for a poll.

    Attributes
    ----------
    tasks : sequence of (str, str)
        Shifts of its worker, and the ids of their tasks.
    """

    day: str
    tasks: Sequence[Sequence[str]]
    rng: Random
    sent: list[Mapping[str, Any]] = field(default_factory=list)

    async def report(self, due: float) -> None:
        """Report an event, and now and then the last few again."""
        number, now = len(self.sent), datetime.now(UTC).isoformat()
        shift_id, task_id = self.tasks[number % len(self.tasks)]
        self.sent.append({
            "id": str(uuid4()), "day": self.day, "shift_id": shift_id, "task_id": task_id, "kind": KINDS[number % 4],
            "sequence": number, "at": now,
        })  # fmt: skip
        events = self.sent[-4 if self.rng.random() < AGAIN else -1 :]
        for one in events:
            self.shared.reported.setdefault(one["id"], [])
        batch = {"device_id": "phone", "sent_at": now, "events": events}
        reply = await self.ask("event", due, ("POST", "/api/v1/events", batch), (200,))
        for one in reply.document["items"] if reply else ():
            self.shared.reported[one["id"]].append(one["outcome"])


@dataclass
class Dispatcher(_Asking):
    """A dispatcher of one day: half of the turns are calls, half are moves on the board."""

    day: str
    callers: list[Mapping[str, Any]]
    requests: Sequence[str]
    shifts: Sequence[str]
    rng: Random
    booked: list[str] = field(default_factory=list)

    async def turn(self, due: float) -> None:
        """Answer a call, or move somebody."""
        if self.callers and self.rng.random() < 0.5:
            await self._call(due, self.callers.pop())
        else:
            await self._move(due)

    async def warm(self) -> None:
        """Do one turn of each kind, at once."""
        await self._call(time.monotonic(), self.callers.pop())
        await self._move(time.monotonic())
        self.connection.close()

    async def listen(self) -> None:
        """Hold a stream of changes open; one that the server ends is opened again, as browsers do."""
        stream = self.connection.another()
        while time.monotonic() < self.shared.until:
            try:
                async for _ in stream.stream("/api/v1/changes"):
                    self.shared.tally.heard += 1
            except _FAILURES as error:
                stream.close()
                self.shared.tally.error("stream", repr(error))
            await asyncio.sleep(1)

    async def _call(self, due: float, enquiry: Mapping[str, Any]) -> None:
        answer = await self.ask("offers", due, ("POST", "/api/v1/enquiries", enquiry), (201,))
        offers = answer.document["days"][0]["offers"] if answer else []
        if not answer or not offers:
            return
        path = f"/api/v1/enquiries/{answer.document['enquiry']['id']}"
        if self.rng.random() >= TAKEN:
            await self.ask("end", time.monotonic(), ("POST", f"{path}/end", {"outcome": "declined"}), (200,))
            return
        if self.booked:
            ids = {"ids": [self.booked.pop()]}
            await self.ask("cancellation", time.monotonic(), ("POST", "/api/v1/bookings/cancellation", ids), (200,))
        windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offers[0]["legs"]]
        wanted = {"day": offers[0]["day"], "windows": windows}
        kept = await self.ask("acceptance", time.monotonic(), ("POST", f"{path}/acceptance", wanted), (201, 409))
        if kept and kept.status == 201:
            self.booked.append(kept.document["items"][0]["id"])

    async def _move(self, due: float) -> None:
        path = f"/api/v1/days/{self.day}"
        day = await self.ask("day", due, ("GET", path, None), (200,))
        move = {"request_id": self.rng.choice(self.requests), "shift_id": self.rng.choice(self.shifts), "at": None}
        effect = await self.ask("check", time.monotonic(), ("POST", f"{path}/moves/check", move), (200, 409))
        if day and effect and effect.status == 200 and effect.document["possible"]:
            seen = day.headers[b"etag"].decode()
            order = ("POST", f"{path}/moves", move)
            await self.ask("move", time.monotonic(), order, (200, 409, 412), If_Match=seen)
