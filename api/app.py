"""The application: an office, behind what every request goes through."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.conditional import NoConditionError, on_no_condition
from api.description import describe
from api.errors import add_handlers
from api.metrics import Metrics
from api.middleware import BodyLimit, Identity, LookingAfter, RateLimit, SecurityHeaders
from api.routes import ROUTERS
from api.routing import add_routes
from scheduler.bootstrap import Office


def create_app(office: Office, *, routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """Return the application of an office.

    Parameters
    ----------
    routers : sequence of APIRouter
        Made by `api.routing.office_router`.

    Raises
    ------
    TypeError
        If a route declares no permission.
    """
    metrics = Metrics()
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_lifespan,
        middleware=_middleware(office, metrics),
    )  # fmt: skip
    app.state.office, app.state.metrics = office, metrics
    add_routes(app, routers)
    add_handlers(app)
    app.add_exception_handler(NoConditionError, on_no_condition)
    app.openapi = cache(partial(describe, app))  # type: ignore[method-assign]
    return app


def _middleware(office: Office, metrics: Metrics) -> list[Middleware]:
    settings = office.settings
    proxies = [Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))]
    return [
        *(proxies if settings.trusted_proxies else []),
        Middleware(SecurityHeaders),
        Middleware(LookingAfter, metrics=metrics),
        Middleware(BodyLimit, largest=settings.largest_request),
        Middleware(Identity, office=office),
        Middleware(RateLimit, per_minute=settings.requests_per_minute),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.office.close()
