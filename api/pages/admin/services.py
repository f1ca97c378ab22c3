"""The service catalogue."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.amounts import amount
from api.pages.admin.sections import admin_page
from api.pages.language import language_of
from api.pages.routing import page_router
from api.pages.texts import texts_of
from api.routing import needs
from api.schemas.catalogue import HELP_LEVELS, KINDS, POOLINGS
from scheduler.domain.ids import ServiceId
from scheduler.services.access import Permission
from scheduler.services.catalogue import programmes
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

router = page_router("/admin/services")
_write = [needs(Permission.CATALOGUE_WRITE)]
ServiceKey = Annotated[str, Path(max_length=100)]
_WORDS = {"kinds": KINDS, "poolings": POOLINGS, "help_levels": HELP_LEVELS}


@router.get("", dependencies=_write)
def list_services(request: Request) -> Response:
    """Show the catalogue, what is out of use last."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        services = sorted(unit.services.all().values(), key=lambda one: not one.offered)
    return admin_page(request, "admin_services.html", services=services, **_WORDS)


@router.get("/new", dependencies=_write)
def new_service(request: Request) -> Response:
    """Show the form of a new service."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        skills = _skills(unit)
    return admin_page(
        request, "admin_service.html", service=None, version=0, skills=skills, amount=_amount(request), **_WORDS
    )


@router.get("/{service_id}", dependencies=_write)
def show_service(request: Request, service_id: ServiceKey) -> Response:
    """Show a service, and how it is booked."""
    key = ServiceId(service_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        service, version = unit.services.get(key), unit.services.stamp_of(key)
        terms, rules_version = town_head(unit).policy.booking.of(key), unit.head.stamp_of(who(request).town_id)
        known = programmes(unit)
        skills = sorted({*_skills(unit), *([service.skill] if service.skill else [])})
    return admin_page(
        request, "admin_service.html", service=service, version=version, terms=terms, rules_version=rules_version,
        limited=[one.id for one in known if key in one.limited], programmes=[one.id for one in known], skills=skills,
        amount=_amount(request), **_WORDS,
    )  # fmt: skip


def _skills(unit: UnitOfWork) -> list[str]:
    return sorted({skill for one in unit.staff.all().values() for skill in one.skills})


def _amount(request: Request) -> Callable[[int, int], str]:
    return partial(amount, texts_of(language_of(request)))
