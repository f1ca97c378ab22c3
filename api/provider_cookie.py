"""The cookie that binds a sign-in at the town's provider to the browser that began it.

It is sealed, so that no page and nobody who looks over a shoulder learns the verifier; it comes back from the site of
the provider (SameSite=Lax), is short-lived, and taken once.
"""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken
from starlette.requests import Request
from starlette.responses import Response

from api.asking import office_of
from api.cookies import is_secure
from scheduler.services.ports import Begun

PLAIN, HOST = "dojazd-provider", "__Host-dojazd-provider"
LASTS_S = 600
"""So long somebody may take to sign in at the provider."""


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """A sign-in under way, and the page that it leads to."""

    begun: Begun
    after: str


def keep_under_way(request: Request, response: Response, under_way: UnderWay) -> None:
    """Give a browser what it has to bring back."""
    office, secure = office_of(request), is_secure(request)
    told = json.dumps({"begun": asdict(under_way.begun) | {"address": ""}, "after": under_way.after})
    sealed = office.seal.encrypt_at_time(told.encode(), int(office.clock.now().timestamp()))
    response.set_cookie(
        HOST if secure else PLAIN, sealed.decode(), max_age=LASTS_S, path="/", secure=secure, httponly=True,
        samesite="lax",
    )  # fmt: skip


def under_way_of(request: Request) -> UnderWay | None:
    """Return what a browser brings back; None: nothing, something else, or too late."""
    office = office_of(request)
    shown = request.cookies.get(HOST if is_secure(request) else PLAIN, "")
    try:
        plain = office.seal.decrypt_at_time(shown.encode(), LASTS_S, int(office.clock.now().timestamp()))
    except InvalidToken:
        return None
    told = json.loads(plain)
    return UnderWay(begun=Begun(**told["begun"]), after=told["after"])


def drop_under_way(request: Request, response: Response) -> None:
    """Take it away from a browser."""
    secure = is_secure(request)
    response.delete_cookie(HOST if secure else PLAIN, path="/", secure=secure, httponly=True, samesite="lax")
