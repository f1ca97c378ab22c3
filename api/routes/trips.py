"""Rides in the vocabulary of other transport systems (TCRP Report 210): ordered by them, and told to them."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.routes.enquiries import parties
from api.routes.imports import checked, kept
from api.routing import needs, office_router
from api.schemas.imports import ImportChecked, ImportDone, TripCheck, TripConfirmation
from api.schemas.moments import DayKey
from scheduler.domain.errors import RefusedError
from scheduler.formats.tds import TelegramError, read_orders, written
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.importing import AskedTrips, unreadable
from scheduler.services.trips import trips_of

router = office_router("/api/v1", "transport systems")
_bookings, _clients = [needs(Permission.BOOKINGS_WRITE)], [needs(Permission.CLIENTS_READ)]


@router.post("/imports/trips/check", dependencies=_bookings)
def check_trips(request: Request, body: TripCheck) -> ImportChecked:
    """Say what would become of each ride that another transport system orders. Nothing of it is kept.

    What is wrong is told by its place in the file, as JSONPath writes it.
    """
    return checked(request, _asked(request, body), {})


@router.post("/imports/trips", dependencies=_bookings)
def import_trips(request: Request, body: TripConfirmation) -> ImportDone:
    """Book what another transport system orders: all of it, the good orders, or nothing. Twice is the same as once."""
    return kept(request, _asked(request, body), body)


@router.get(
    "/days/{day}/trips",
    dependencies=_clients,
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}}},
)
def read_trips(request: Request, day: DayKey) -> Response:
    """Return the rides of a day as telegrams: what was asked for, what was answered, what has become of it.

    Their schema is `dojazd.tds`, version 1: telegrams 1A, 1B, 1C, 3B and 4A.
    """
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found, head = trips_of(unit, day), town_head(unit)
    office.looks.note(me, [*parties(one.ride for one in found)], office.clock.now())
    return Response(written(found, head), media_type="application/json")


def _asked(request: Request, body: TripCheck) -> AskedTrips:
    with office_of(request).store.reading(who(request).town_id) as unit:
        zone = town_head(unit).zone
    try:
        return AskedTrips(orders=read_orders(body.bytes, zone))
    except TelegramError as error:
        raise RefusedError([unreadable(error.code)]) from error
