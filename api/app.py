"""The application: an office, behind what every request goes through."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from ipaddress import IPv4Network, ip_network

import structlog
from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.changes import Changes
from api.conditional import NoConditionError, on_no_condition
from api.description import describe
from api.errors import add_handlers
from api.metrics import Metrics
from api.middleware import BodyLimit, Identity, LookingAfter, RateLimit, SecurityHeaders
from api.pages import PAGES
from api.pages.unknown import on_unknown
from api.routes import ROUTERS, demo
from api.routing import add_routes
from scheduler.bootstrap import Office
from scheduler.domain.errors import StoreError

SWEEP_S = 3600
"""Between two sweeps."""
TOLD_S = 1.0
"""Between two rounds of the postman."""
PACKED_S = 2.0
"""Between two looks whether day packs are behind what is published."""


def create_app(office: Office, *, routers: Sequence[APIRouter] = ROUTERS, is_demo: bool = False) -> FastAPI:
    """Return the application of an office.

    Parameters
    ----------
    routers : sequence of APIRouter
        Made by `api.routing.office_router`.
    is_demo : bool
        Whether this is the demo's own server, where anybody at this computer signs in as any role.

    Raises
    ------
    TypeError
        If a route declares no permission.
    InputError
        If a secret of who carries messages cannot be read.
    """
    metrics = Metrics()
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_lifespan,
        middleware=_middleware(office, metrics),
    )  # fmt: skip
    app.state.office, app.state.metrics, app.state.zones, app.state.is_demo = office, metrics, {}, is_demo
    app.state.changes = Changes(office.store.stamp)
    _ = office.carriers  # a secret that cannot be read is said now, and not when the first client is not told
    add_routes(app, (*routers, *PAGES, *([demo.router] if is_demo else [])))
    add_handlers(app)
    app.add_exception_handler(HTTPException, on_unknown)
    app.add_exception_handler(NoConditionError, on_no_condition)
    app.openapi = cache(partial(describe, app))  # type: ignore[method-assign]
    return app


def _middleware(office: Office, metrics: Metrics) -> list[Middleware]:
    settings = office.settings
    trusted = [*settings.trusted_proxies, *_seen_on_ipv6(settings.trusted_proxies)]
    proxies = [Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)]
    return [
        *(proxies if settings.trusted_proxies else []),
        Middleware(SecurityHeaders),
        Middleware(LookingAfter, metrics=metrics),
        Middleware(BodyLimit, largest=settings.largest_request),
        Middleware(Identity, office=office),
        Middleware(RateLimit, per_minute=settings.requests_per_minute),
    ]


def _seen_on_ipv6(networks: Sequence[str]) -> list[str]:
    """Return IPv4 networks as a listener for both sees them: uvicorn takes `::ffff:10.0.0.5` for another address."""
    read = (ip_network(one) for one in networks)
    return [f"::ffff:{one.network_address}/{96 + one.prefixlen}" for one in read if isinstance(one, IPv4Network)]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    office: Office = app.state.office
    beside = [asyncio.create_task(_sweep(office))]
    beside.append(asyncio.create_task(_tell(office)))
    beside.append(asyncio.create_task(_write(office)))
    if office.settings.packs is not None:
        beside.append(asyncio.create_task(_pack(office)))
    try:
        yield
    finally:
        app.state.changes.close()
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        app.state.office.close()


async def _pack(office: Office) -> None:
    """Save the packs of days that are published, beside everything else: nothing of it may stop that."""
    while True:
        try:
            await run_in_threadpool(office.packs.keep_up)
        except Exception as error:  # noqa: BLE001  # a day that cannot be printed may not end the packs of all others
            structlog.get_logger("dojazd").error("day packs not kept up", error=type(error).__name__)
        await asyncio.sleep(PACKED_S)


async def _tell(office: Office) -> None:
    """Tell hooks what has happened, beside everything else: a receiver that is down keeps nobody waiting here."""
    while True:
        try:
            await run_in_threadpool(office.postman.go_round)
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one town's hooks, the next round comes
            structlog.get_logger("dojazd").error("hooks not told", error=type(error).__name__)
        await asyncio.sleep(TOLD_S)


async def _write(office: Office) -> None:
    """Write to clients, beside everything else: a mail server that is down keeps nobody waiting here."""
    while True:
        try:
            await run_in_threadpool(office.messenger.go_round)
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one town's messages, the next round comes
            structlog.get_logger("dojazd").error("clients not written to", error=type(error).__name__)
        await asyncio.sleep(TOLD_S)


async def _sweep(office: Office) -> None:
    """Forget sessions, codes, attempts, answers and files of messages that are over: at the start, and every hour."""
    while True:
        try:
            await run_in_threadpool(office.accounts.sweep, office.clock.now())
            await run_in_threadpool(office.newcomers.sweep)
            await run_in_threadpool(office.messenger.tidy)
        except (StoreError, OSError) as error:  # the next hour is soon enough
            structlog.get_logger("dojazd").warning("not swept", error=type(error).__name__)
        await asyncio.sleep(SWEEP_S)
