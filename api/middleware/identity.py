"""Who asks: a browser's cookie or a machine's token, and whether a page of ours made the browser ask."""

import hashlib
import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.asking import asking_of
from api.cookies import cookie_token
from scheduler.bootstrap import Office
from scheduler.domain.errors import DojazdError, ForbiddenError, SignInError
from scheduler.services.access import Principal

CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST = 512
_FREE = ("/health", "/ready", "/static/", "/k/")
"""Nobody has to be looked up. These show everybody the same, or, below `/k/`, whoever has the address its card.

No other site can make a browser ask for an address that it does not know, and `/k/` itself changes nothing; as cards
send no referrer, their forms have no Origin to check.
"""


def csrf_token(session: str) -> str:
    """Return what a page of ours sends along with the cookie, and what no other page can know."""
    return hmac.digest(session.encode(), b"dojazd csrf", hashlib.sha256).hex()


class Identity:
    """Finds out who asks; nothing shown is nobody, and what is shown in vain is refused by `RateLimit`."""

    def __init__(self, app: ASGIApp, *, office: Office) -> None:
        self._app, self._office = app, office
        public = office.settings.public_url
        self._origin = str(public).rstrip("/").lower() if public else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, and pass on."""
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            try:
                await self._find(Request(scope))
            except DojazdError as error:
                asking_of(scope).refused = error
        await self._app(scope, receive, send)

    async def _find(self, request: Request) -> None:
        asking, shown = asking_of(request.scope), request.headers.get("authorization")
        if shown is not None:
            asking.principal = await self._machine(shown)
            return
        asking.cookie = cookie_token(request)[:_LONGEST]
        if asking.cookie:
            asking.principal = await run_in_threadpool(self._office.desk.who, asking.cookie)
        if request.method not in _SAFE:
            self._check_page(request, signed_in=asking.principal is not None, cookie=asking.cookie)

    async def _machine(self, shown: str) -> Principal:
        scheme, _, secret = shown.partition(" ")
        found = None
        if scheme.lower() == "bearer" and secret and len(secret) <= _LONGEST:
            found = await run_in_threadpool(self._office.desk.machine, secret.strip())
        if found is None:
            raise SignInError("this token is not known, was revoked, or is over")
        return found

    def _check_page(self, request: Request, *, signed_in: bool, cookie: str) -> None:
        """Refuse what another site made a browser ask: SameSite=Strict is the first fence, this is the second."""
        origin = request.headers.get("origin")
        if origin is not None:
            if origin.lower() not in {
                self._origin,
                f"{request.url.scheme}://{request.headers.get('host', '')}".lower(),
            }:
                raise ForbiddenError("another site made this browser ask")
        elif signed_in:
            token = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(token.encode(), csrf_token(cookie).encode()):
                raise ForbiddenError(f"send the token of your session as {CSRF_HEADER}")
