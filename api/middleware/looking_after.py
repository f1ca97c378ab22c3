"""The request's id, its line in the log, its share in the figures, and an answer when something of ours breaks."""

import secrets
import time
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.asking import Asking
from api.errors import SORRY, TABLE, problem
from api.logs import frames
from api.metrics import Metrics
from scheduler.domain.errors import DojazdError

HEADER = "X-Request-Id"


class LookingAfter:
    """The outermost middleware but for the headers.

    A line of the log has the route's template, never the path, and no query, body, name or address: all of these may
    be personal. Of an error it has the type and the lines of code, not the message.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._log = structlog.get_logger("dojazd")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look after what comes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asking = Asking(id=secrets.token_hex(8), address=(scope.get("client") or ("", 0))[0])
        scope.setdefault("state", {})["asking"] = asking
        begun, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = asking.id
            await send(message)

        self._metrics.begun()
        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:  # in the middle of the body, or it took too long: there is nobody to answer
            pass
        except Exception as error:  # noqa: BLE001  # whatever it is, whoever asks gets an answer and no traceback
            self._log.error("broken", request=asking.id, error=type(error).__name__, where=frames(error))
            if not status:
                await problem(TABLE[DojazdError], SORRY)(scope, receive, sending)
            asking.error = type(error).__name__
        finally:
            self._note(scope, asking, status or 499, time.perf_counter() - begun)

    def _note(self, scope: Scope, asking: Asking, status: int, took_s: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        self._metrics.ended(scope["method"], route, status, took_s)
        told: dict[str, Any] = {"error": asking.error} if asking.error else {}
        if asking.principal:
            told |= {"role": asking.principal.role or "machine", "town": asking.principal.town_id}
        self._log.info(
            "request", request=asking.id, method=_known(scope["method"]), route=route, status=status,
            ms=round(1000 * took_s, 1), **told,
        )  # fmt: skip


def _known(method: str) -> str:
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
