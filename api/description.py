"""The description of the API, OpenAPI 3.1: what FastAPI knows, and what all routes have in common."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.replaying import HEADER
from api.routing import OfficeRoute
from api.schemas.base import Problem
from scheduler.services.access import ROLES, Permission

ABOUT = """\
JSON in UTF-8. Times are RFC 3339 with an offset. Units stand in the names: `_s` seconds, `_m` metres, `_gr` grosze;
coordinates are degrees of WGS 84. Errors are problem documents (RFC 9457). What two people may edit at once has an
`ETag`, which a change sends back as `If-Match`. A creation may carry an `Idempotency-Key`: the same asked again within
a day gets the same answer. Lists have a `cursor`.

People sign in by a cookie (`POST /api/v1/session`); what changes something sends an `Origin` of this service, or the
session's `csrf_token` as `X-CSRF-Token`. Machines send `Authorization: Bearer` and a token.
"""
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_SECURITY: list[dict[str, list[str]]] = [{"cookie": []}, {"token": []}]


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application."""
    told: dict[str, Any] = get_openapi(title="Dojazd", version="1", description=ABOUT, routes=app.routes)
    parts = told.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    parts["securitySchemes"] = {
        "cookie": {"type": "apiKey", "in": "cookie", "name": "dojazd", "description": "`__Host-dojazd` over HTTPS."},
        "token": {"type": "http", "scheme": "bearer"},
    }
    for route in app.routes:
        if isinstance(route, OfficeRoute) and route.include_in_schema:
            for method in route.methods or ():
                _complete(told["paths"][route.path_format][method.lower()], route, method)
    return told


def _complete(operation: dict[str, Any], route: OfficeRoute, method: str) -> None:
    """Add to one operation what the permission and the method say of it."""
    responses = operation["responses"]
    responses.pop("422", None)
    responses["default"] = {"description": "A problem.", "content": _PROBLEM}
    parameters = operation.setdefault("parameters", [])
    names = {one["name"]: one for one in parameters}
    if "If-None-Match" in names:
        responses["304"] = {"description": "It is as it was."}
    if "If-Match" in names:
        names["If-Match"]["required"] = True
        names["If-Match"]["schema"] = {"type": "string", "pattern": '^"[0-9]{1,18}"$'}
    if method == "POST" and route.permission is not Permission.PUBLIC:
        parameters.append(_IDEMPOTENCY)
    if route.permission is not Permission.PUBLIC:
        operation["security"] = _SECURITY
        roles = ", ".join(sorted(ROLES[route.permission])) or "machines alone"
        operation["description"] = f"{operation.get('description', '')}\n\nPermission `{route.permission}`: {roles}."


_IDEMPOTENCY = {
    "name": HEADER, "in": "header", "required": False,
    "description": "A key of your own: the same request asked again under it gets the same answer, for a day.",
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"},
}  # fmt: skip
