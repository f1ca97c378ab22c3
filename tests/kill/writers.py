"""Clients that write to an office over HTTP until it dies, and remember what was answered and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import UUID

import httpx

from tests.kill.busy_office import Busy

PATIENCE_S = 30
LENGTH_S = 900
MEANWHILE = frozenset({409, 412, 503})
"""What a client may be told while others write and databases come and go; nothing is written then."""


@dataclass(frozen=True, kw_only=True)
class Write:
    """Something that was sent, under its own idempotency key.

    Attributes
    ----------
    status : int
        0: nothing was answered.
    """

    key: str
    path: str
    body: Mapping[str, Any]
    status: int = 0
    answer: bytes = b""

    @property
    def done(self) -> bool:
        """Whether it was answered that it is done."""
        return 200 <= self.status < 300


@dataclass
class Remembered:
    """What all clients have sent, whichever server it was sent to.

    Attributes
    ----------
    odd : list of str
        Answers that nobody should get.
    waited : int
        How often somebody was told to try again.
    """

    writes: list[Write] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    waited: int = 0

    @property
    def done(self) -> list[Write]:
        """What was answered."""
        return [one for one in self.writes if one.done]

    @property
    def unknown(self) -> list[Write]:
        """What may have been done, or not."""
        return [one for one in self.writes if not one.status or one.status == 503]

    def of(self, end: str, writes: list[Write] | None = None) -> list[Write]:
        """Return the writes to paths that end so."""
        return [one for one in (self.done if writes is None else writes) if one.path.endswith(end)]


class Writer(Thread):
    """One client: it books, cancels, notes calls, and reports what crews do, one after the other.

    Parameters
    ----------
    whole : bool
        Whether it ends with the first request that nobody answers; otherwise it goes on until it is told to end.
    """

    def __init__(self, busy: Busy, base: str, seed: int, into: Remembered, *, whole: bool = True) -> None:
        super().__init__(daemon=True)
        self._busy, self._base, self._into, self._whole = busy, base, into, whole
        self._rng, self._name, self._sent = Random(seed), f"w{seed}", 0
        self._booked: list[str] = []
        self._events: list[dict[str, Any]] = []
        self.ending = Event()

    def run(self) -> None:
        """Write until nobody answers, or it is told to end."""
        with httpx.Client(base_url=self._base, headers=self._busy.headers, timeout=PATIENCE_S) as client:
            while not self.ending.is_set():
                try:
                    self._step(client)
                except httpx.TransportError:
                    if self._whole:
                        return
                    self.ending.wait(0.05)

    def _step(self, client: httpx.Client) -> None:
        drawn = self._rng.random()
        if drawn < 0.2 and self._booked:
            self._cancel(client)
        elif drawn < 0.3:
            self._phone(client)
        elif drawn < 0.55:
            self._report(client)
        else:
            self._book(client)

    def _book(self, client: httpx.Client) -> None:
        asked = self._post(client, "/api/v1/enquiries", self._wish())
        offers = [offer for day in asked["days"] for offer in day["offers"]] if asked else []
        if not asked or not offers:
            return
        offer = self._rng.choice(offers)
        windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offer["legs"]]
        path = f"/api/v1/enquiries/{asked['enquiry']['id']}/acceptance"
        kept = self._post(client, path, {"day": offer["day"], "windows": windows})
        if kept:
            self._booked += [one["request"]["id"] for one in kept["items"]]

    def _cancel(self, client: httpx.Client) -> None:
        gone = self._booked.pop(self._rng.randrange(len(self._booked)))
        self._post(client, "/api/v1/bookings/cancellation", {"ids": [gone], "reason": self._name})

    def _phone(self, client: httpx.Client) -> None:
        answer = client.get(f"/api/v1/days/{self._busy.days[0]}/notices")
        if answer.status_code != 200:
            self._note(answer, "notices")
            return
        untold = [one["id"] for one in answer.json()["items"] if one["outcome"] in {"to_do", "no_answer"}]
        if untold:
            path = f"/api/v1/notices/{self._rng.choice(untold)}/attempts"
            self._post(client, path, {"channel": "phone", "outcome": "no_answer"})

    def _report(self, client: httpx.Client) -> None:
        """Report something new, with some of what was reported before; what was not answered may be among it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        shift_id, task = self._rng.choice(self._busy.tasks)
        new = {
            "id": str(UUID(int=self._rng.getrandbits(128))), "day": str(self._busy.days[0]), "shift_id": shift_id,
            "task_id": task, "kind": "arrived", "sequence": len(self._events), "at": now,
        }  # fmt: skip
        self._events.append(new)
        again = self._rng.sample(self._events, min(3, len(self._events)))
        events = list({one["id"]: one for one in (new, *again)}.values())
        self._post(client, "/api/v1/events", {"device_id": self._name, "sent_at": now, "events": events})

    def _post(self, client: httpx.Client, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Write something; empty: it was not done, or nobody knows."""
        self._sent += 1
        write = Write(key=f"{self._name}-{self._sent}", path=path, body=body)
        try:
            answer = client.post(path, json=body, headers={"Idempotency-Key": write.key})
        except httpx.TransportError:
            self._into.writes.append(write)
            raise
        known = Write(key=write.key, path=path, body=body, status=answer.status_code, answer=answer.content)
        self._into.writes.append(known)
        if known.done:
            told: dict[str, Any] = answer.json()
            return told
        self._note(answer, path)
        return {}

    def _note(self, answer: httpx.Response, path: str) -> None:
        if answer.status_code not in MEANWHILE:
            self._into.odd.append(f"{path}: {answer.status_code} {answer.text[:300]}")
        elif answer.status_code == 503:
            self._into.waited += 1
            if not answer.headers.get("retry-after"):
                self._into.odd.append(f"{path}: 503 without Retry-After")
            self.ending.wait(0.05)

    def _wish(self) -> dict[str, Any]:
        day = self._rng.choice(self._busy.days)
        start = datetime.fromisoformat(f"{day}T{self._rng.randrange(7, 15):02d}:00:00+00:00")
        wish = {
            "kind": "visit", "service_id": "fizjoterapia", "service_time_s": LENGTH_S,
            "party": {"client_ids": [f"K-{self._rng.randrange(10, 45):02d}"]},
            "windows": [{"start": start.isoformat(), "end": (start + timedelta(hours=3)).isoformat()}],
        }  # fmt: skip
        return {"requests": [wish], "days": [str(day)]}
