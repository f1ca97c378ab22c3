"""Limits: how much one request may carry, and how often somebody may ask."""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.asking import asking_of
from api.errors import error_problem, status_problem
from scheduler.services.signing_in.slowing import network_of

MOST_BUCKETS = 20_000
UNMETERED = ("/health", "/ready", "/static/")
"""Asked by supervisors every few seconds, from one address; and files of pages, by a whole office in the morning."""


LARGER = {"/api/v1/imports/": 6 * 1024 * 1024}
"""Bytes of what is sent to some addresses: a workbook of 4 MB, in Base64."""


class _TooLargeError(Exception):
    """More has come than was said, or than is taken."""


class BodyLimit:
    """Refuses what is too large: by the length that it says, or, without one, as soon as too much has come."""

    def __init__(self, app: ASGIApp, *, largest: int) -> None:
        self._app, self._largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = max(self._largest, *(most for at, most in LARGER.items() if scope["path"].startswith(at)), 0)
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or len(length) > 15 or int(length) > largest:
            await self._refuse(scope, receive, send, largest)
            return
        come, answered = 0, False

        async def receiving() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > largest:
                raise _TooLargeError
            return message

        async def sending(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except _TooLargeError:
            if not answered:
                await self._refuse(scope, receive, send, largest)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        # Closing keeps the rest from being taken for the next request, or read for nothing.
        detail = f"send at most {largest} bytes"
        await status_problem(413, detail, {"Connection": "close"})(scope, receive, send)


class TokenBucket:
    """Lets so many through a second, and a burst of so many after a pause."""

    def __init__(self, *, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one, and return 0; or return after how many seconds there will be one."""
        now = self._now()
        left, since = self._kept.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._kept[key] = (left if wait else left - 1, now)
        while len(self._kept) > MOST_BUCKETS:
            self._kept.popitem(last=False)
        return wait


class RateLimit:
    """Slows down whoever asks too often: each user or machine, and each network that nobody is signed in from."""

    def __init__(self, app: ASGIApp, *, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._known = TokenBucket(rate=per_minute / 60, burst=max(10, per_minute / 6), now=now)
        self._unknown = TokenBucket(rate=per_minute / 240, burst=max(10, per_minute / 12), now=now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what does not come too often, and was not refused already."""
        if scope["type"] == "http" and not scope["path"].startswith(UNMETERED):
            asking = asking_of(scope)
            known = asking.principal
            wait = self._known.take(known.user_id) if known else self._unknown.take(network_of(asking.address))
            if wait:
                headers = {"Retry-After": str(int(wait) + 1)}
                await status_problem(429, "ask less often", headers)(scope, receive, send)
                return
            if asking.refused is not None:
                asking.error = type(asking.refused).__name__
                await error_problem(asking.refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)
