"""Days that somebody is about to do something on have a plan."""

from starlette.requests import Request

from api.asking import office_of
from scheduler.services.readying import Readying


def ready(request: Request) -> Readying:
    """Return what makes the plans that are missing."""
    office = office_of(request)
    return Readying(store=office.store, days=office.days, now=office.clock.now())
