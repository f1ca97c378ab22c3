"""The page of a dispatcher on the telephone: who calls, what for, when; and a promise within half a minute."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.services.access import Permission

router = page_router()
OfClient = Annotated[str, Query(max_length=100, description="Id of a client who is on the line already.")]


@router.get("/booking", dependencies=[needs(Permission.BOOKINGS_WRITE)])
def booking(request: Request, client: OfClient = "") -> Response:
    """Show the booking page; for a client, if their id is named."""
    return page(request, "booking.html", client=client, kind="booking")
