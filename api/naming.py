"""What clients are called, for whoever may read that."""

from collections.abc import Callable
from functools import partial

from fastapi import Request

from api.asking import who
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.facts import called
from scheduler.services.ports import UnitOfWork


def naming(request: Request, unit: UnitOfWork) -> Callable[[ClientId], str]:
    """Return what names a client in an answer about something else; a program that may not read clients gets ids."""
    return partial(called, unit) if Permission.CLIENTS_READ in who(request).permissions else str
