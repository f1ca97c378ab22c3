"""Somebody's browser, signed in, on one connection that is kept open."""

import json
import time
from collections.abc import Container
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self

GOOD = frozenset({200, 201})


@dataclass(frozen=True)
class Answered:
    """An answer, and the milliseconds from the first byte sent to the last one read."""

    ms: float
    status: int
    document: Any


class Browser:
    """A signed-in browser that takes no answer but a good one.

    Parameters
    ----------
    token : str
        Of its session.
    """

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {
            "Cookie": f"dojazd={token}", "Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json",
        }  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def ask(self, method: str, path: str, body: Any = None, *, good: Container[int] = GOOD) -> Answered:
        """Return the answer.

        Parameters
        ----------
        good : container of int
            Statuses that are good answers.

        Raises
        ------
        RuntimeError
            If it is not a good one: what is measured is work that is done.
        """
        sent = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._connection.request(method, path, sent, self._headers)
        answer = self._connection.getresponse()
        read = answer.read()
        ms = 1e3 * (time.perf_counter() - began)
        if answer.status not in good:
            raise RuntimeError(f"{method} {path}: {answer.status} {read[:500]!r}")
        return Answered(ms, answer.status, json.loads(read))
