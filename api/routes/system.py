"""Whether the service is well, its figures, and its description."""

from typing import Any

from fastapi import Request, Response

from api.asking import asking_of, office_of
from api.metrics import MEDIA_TYPE, Metrics
from api.routing import needs, office_router
from api.schemas.base import Health
from scheduler.domain.errors import ForbiddenError
from scheduler.services.access import Permission
from scheduler.services.signing_in.slowing import read_address

router = office_router("", "system")
_public = [needs(Permission.PUBLIC)]


@router.head("/health", dependencies=_public, include_in_schema=False)
@router.get("/health", dependencies=_public)
def health() -> Health:
    """Return that the process answers."""
    return Health(status="ok")


@router.head("/ready", dependencies=_public, include_in_schema=False)
@router.get("/ready", dependencies=_public)
def ready(request: Request) -> Health:
    """Return that the database answers and is of this version; 503 otherwise."""
    office_of(request).check()
    return Health(status="ok")


@router.head("/openapi.json", dependencies=_public, include_in_schema=False)
@router.get("/openapi.json", dependencies=_public, include_in_schema=False)
def description(request: Request) -> dict[str, Any]:
    """Return the description of all resources, OpenAPI 3.1."""
    told: dict[str, Any] = request.app.openapi()
    return told


@router.head("/metrics", dependencies=_public, include_in_schema=False)
@router.get("/metrics", dependencies=_public, include_in_schema=False)
def metrics(request: Request) -> Response:
    """Return figures for Prometheus, to this computer itself or to a token with metrics.read."""
    asking = asking_of(request.scope)
    allowed = asking.principal is not None and Permission.METRICS in asking.principal.permissions
    if not (allowed or _is_here(request)):
        raise ForbiddenError("figures are for this computer, and for tokens with metrics.read")
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), media_type=MEDIA_TYPE)


def _is_here(request: Request) -> bool:
    """Return whether this computer asks for itself; what a proxy on it passes on does not count."""
    forwarded = {"forwarded", "x-forwarded-for", "x-real-ip", "via"}.intersection(request.headers)
    try:
        return read_address(asking_of(request.scope).address).is_loopback and not forwarded
    except ValueError:
        return False
