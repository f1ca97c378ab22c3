"""What middlewares have found out about a request, as routes read it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

from scheduler.bootstrap import Office
from scheduler.domain.errors import DojazdError, SignInError
from scheduler.services.access import Principal


@dataclass
class Asking:
    """Who asks, from where, and how it is called in the log.

    Attributes
    ----------
    id : str
        Of the request; made here, never taken from whoever asks.
    address : str
        Network address of whoever asks.
    cookie : str
        Token of the session that the browser has; empty: none.
    refused : DojazdError or None
        What is wrong with what was shown.
    error : str
        Name of the error that was answered with, for the log.
    """

    id: str
    address: str
    cookie: str = ""
    principal: Principal | None = None
    refused: DojazdError | None = None
    error: str = ""


def asking_of(scope: Scope) -> Asking:
    """Return what is known of a request."""
    asking: Asking = scope["state"]["asking"]
    return asking


def office_of(request: Request) -> Office:
    """Return the office that answers."""
    office: Office = request.app.state.office
    return office


def who(request: Request) -> Principal:
    """Return who asks.

    Raises
    ------
    SignInError
        If nobody is signed in.
    """
    principal = asking_of(request.scope).principal
    if principal is None:
        raise SignInError("sign in first")
    return principal
