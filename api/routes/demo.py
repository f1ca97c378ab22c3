"""Signing in as a role, without a password: in the demo's own server alone, and from this computer alone.

`dojazd serve` has no such route, whatever the database; and the demo's database says that it is one. See
`scheduler.services.demonstrating`.
"""

import re
from ipaddress import ip_address

from fastapi import Request, Response

from api.asking import office_of
from api.routes.sessions import signed_in
from api.routing import needs, office_router
from api.schemas.session import DemoRole, Who
from scheduler.domain.errors import ForbiddenError
from scheduler.services.access import Permission
from scheduler.services.demonstrating import sign_in_as

router = office_router("/api/v1/demo", "session")
_HOST = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?")
_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


@router.post("/sign-in", dependencies=[needs(Permission.PUBLIC)])
def sign_in_as_role(request: Request, response: Response, body: DemoRole) -> Who:
    """Sign in as somebody of a role; the answer sets a cookie. Only in the demo, and only at this computer."""
    if not _from_here(request):
        raise ForbiddenError("the demo answers this to a program on its own computer, by the address 127.0.0.1")
    office = office_of(request)
    signed = sign_in_as(office.store, office.accounts, office.desk, body.role)
    return signed_in(request, response, signed)


def _from_here(request: Request) -> bool:
    """Return whether this computer asks itself, by its own name: not another site's, which resolves to it, too."""
    ends = (request.scope.get("client"), request.scope.get("server"))
    loopback = all(end and _is_loopback(end[0]) for end in ends)
    host = request.headers.get("host", "").lower()
    return loopback and bool(_HOST.fullmatch(host)) and not any(name in request.headers for name in _PASSED_ON)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
