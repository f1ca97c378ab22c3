"""Routes that know who may use them: one without a permission does not come into being.

The permission is checked before anything of the body is read, so that whoever may not learns nothing from it.
"""

from collections.abc import Callable, Collection, Coroutine, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, FastAPI, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.asking import asking_of, office_of
from api.errors import status_problem
from api.replaying import replayed
from api.strict_json import read_json
from api.town_clock import tell_by
from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import TownId
from scheduler.services.access import Permission, Principal, require
from scheduler.services.facts import town_head


class Needs:
    """The dependency by which a route declares its permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> Principal | None:
        """Return who asks, if they may."""
        principal = asking_of(request.scope).principal
        require(principal, self.permission)
        return principal


def needs(permission: Permission) -> Any:
    """Return the declaration of a permission, for a route's `dependencies`."""
    return Depends(Needs(permission))


class _Request(Request):
    """A request whose JSON is read strictly, once."""

    async def json(self) -> Any:
        if not hasattr(self, "_read"):
            self._read = read_json(await self.body())
        return self._read


class OfficeRoute(APIRoute):
    """A route of the office.

    Attributes
    ----------
    permission : Permission
        What whoever asks must be allowed.
    any_query : bool
        Whether parameters that it does not know are passed over.

    Raises
    ------
    TypeError
        When it is made, unless it declares exactly one permission.
    """

    permission: Permission
    any_query = False

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        dependencies: Sequence[params.Depends] | None = None,
        **more: Any,
    ) -> None:
        found = [one.dependency.permission for one in dependencies or () if isinstance(one.dependency, Needs)]
        if len(found) != 1:
            raise TypeError(f"the route {path} declares {len(found)} permissions; give it one by needs(Permission...)")
        self.permission = found[0]
        super().__init__(path, endpoint, dependencies=dependencies, **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, behind the checks that every route has."""
        inner = super().get_route_handler()
        known = {one.alias for one in get_flat_params(self.dependant) if isinstance(one.field_info, params.Query)}

        async def handle(request: Request) -> Response:
            require(asking_of(request.scope).principal, self.permission)
            if any("\0" in str(value) for value in request.path_params.values()):
                raise NotFoundError("there is nothing here")
            _check_query(request, {*known, *request.query_params} if self.any_query else known)
            if (principal := asking_of(request.scope).principal) is not None:
                tell_by(partial(_zone_of, request, principal.town_id))
            strict = _Request(request.scope, request.receive)
            if self.body_field is not None:
                if not _is_json(request) and await strict.body():
                    return status_problem(415, "send application/json")
                if await strict.body():
                    await strict.json()
            return await replayed(strict, inner) if request.method == "POST" else await inner(strict)

        return handle


def _zone_of(request: Request, town_id: TownId) -> ZoneInfo:
    """Return a town's zone, read once by each process."""
    zones: dict[TownId, ZoneInfo] = request.app.state.zones
    if town_id not in zones:
        with office_of(request).store.reading(town_id) as unit:
            zones[town_id] = town_head(unit).zone
    return zones[town_id]


def _check_query(request: Request, known: Collection[str]) -> None:
    """Refuse what no database keeps, and PostgreSQL does not even compare; and what would be passed over in silence."""
    right = f"use {', '.join(sorted(known))}" if known else "leave it out; there is none here"
    if "name" in request.query_params:  # it is written down on its way, by browsers and proxies
        right += "; names are not for addresses: POST /api/v1/clients/search, or /api/v1/places/search"
    wrong = [
        InputProblem(file=f"query.{name}"[:60].replace("\0", ""), wrong=said, right=to_do)
        for name, value in request.query_params.multi_items()
        for said, to_do, found in (
            ("holds a NUL", "leave it out", "\0" in name or "\0" in value),
            ("is no parameter of this", right, name not in known),
        )
        if found
    ]
    if wrong:
        raise InputError(wrong)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"


def office_router(prefix: str, tag: str) -> APIRouter:
    """Return a router whose routes are the office's."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=OfficeRoute)


def add_routes(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Give an application its routes, and nobody else's.

    Raises
    ------
    TypeError
        If one of them, or one that is there already, is not an `OfficeRoute`.
    """
    for router in routers:
        app.router.routes.extend(router.routes)
    for route in app.router.routes:
        if not isinstance(route, OfficeRoute):
            raise TypeError(f"the route {getattr(route, 'path', route)} declares no permission")
