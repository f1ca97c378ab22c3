"""The cookie of a session."""

from starlette.requests import Request
from starlette.responses import Response

from api.asking import office_of
from scheduler.services.signing_in.desk import SignedIn

PLAIN, HOST = "dojazd", "__Host-dojazd"
"""Over HTTPS the name binds the cookie to this one server, whatever others of its domain set."""


def is_secure(request: Request) -> bool:
    """Return whether browsers reach the service by HTTPS."""
    public = office_of(request).settings.public_url
    return request.url.scheme == "https" or (public is not None and public.scheme == "https")


def cookie_token(request: Request) -> str:
    """Return the token of the session that a browser shows; empty: none."""
    return request.cookies.get(HOST if is_secure(request) else PLAIN, "")


def set_cookie(request: Request, response: Response, signed: SignedIn) -> None:
    """Give a browser its session, for scripts to keep their hands off and for no other site to send."""
    secure = is_secure(request)
    age = int((signed.session.ends_at - signed.session.created_at).total_seconds()) if signed.session.phone else None
    response.set_cookie(
        HOST if secure else PLAIN, signed.token, max_age=age, path="/", secure=secure, httponly=True, samesite="strict"
    )


def drop_cookie(request: Request, response: Response) -> None:
    """Take a browser's session away."""
    secure = is_secure(request)
    response.delete_cookie(HOST if secure else PLAIN, path="/", secure=secure, httponly=True, samesite="strict")
