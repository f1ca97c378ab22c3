"""A client that does not give up: it asks the other server, with the same key, until somebody has answered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import httpx

from benchmarks.week.ledger import Ledger

TIMEOUT_S = 60.0
PATIENCE_S = 180.0
"""So long a client tries; then the soak has failed."""
PAUSE_S = 0.2
AGAIN = frozenset({429, 503})


def is_again(answer: httpx.Response) -> bool:
    """Return whether it is to be asked again: nobody has time, or somebody is at it who may have died meanwhile."""
    return answer.status_code in AGAIN or (answer.status_code == 409 and "retry-after" in answer.headers)


class UnansweredError(Exception):
    """No server has answered for so long that nobody would wait."""


@dataclass
class Client:
    """Somebody who knows the addresses of all servers.

    Attributes
    ----------
    longest_s : float
        The longest time that anything took until it was answered, in seconds of the computer.
    """

    bases: tuple[str, ...]
    token: str
    ledger: Ledger
    rng: Random
    longest_s: float = 0.0
    _at: int = 0
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIMEOUT_S))

    def get(self, path: str, **query: Any) -> Any:
        """Return what is at a path; None: it is not there."""
        answer = self.ask("GET", path, params=query)
        return answer.json() if answer.status_code == 200 else None

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, match: str = "") -> httpx.Response:
        """Change something, once, however often it has to be asked for."""
        headers = {"Idempotency-Key": str(UUID(int=self.rng.getrandbits(128)))}
        if match:
            headers["If-Match"] = match
        return self.ask("POST", path, json=body, headers=headers)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> httpx.Response:
        """Ask until somebody answers.

        Raises
        ------
        UnansweredError
            If nobody does.
        """
        began, told = time.monotonic(), {"Authorization": f"Bearer {self.token}", **(headers or {})}
        while time.monotonic() - began < PATIENCE_S:
            try:
                answer = self._http.request(method, self.bases[self._at] + path, headers=told, **more)
            except httpx.TransportError:
                self._at = (self._at + 1) % len(self.bases)
                time.sleep(PAUSE_S)
                continue
            if not is_again(answer):
                self._take_time(began, path)
                if answer.status_code >= 500:
                    self.ledger.note("odd", path=path, status=answer.status_code, said=answer.text[:500])
                return answer
            time.sleep(PAUSE_S)
        self.ledger.note("odd", path=path, status=0, said="nobody answered")
        raise UnansweredError(path)

    def _take_time(self, began: float, path: str) -> None:
        took = time.monotonic() - began
        if took > self.longest_s:
            self.longest_s = took
            self.ledger.note("slowest", path=path, seconds=round(took, 2))
