"""What a town offers: services, purposes of rides, programmes."""

from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.catalogue import (
    ProgrammeList,
    ProgrammeShown,
    PurposeList,
    PurposeShown,
    ServiceChange,
    ServiceKept,
    ServiceList,
    ServiceShown,
)
from api.schemas.terms import ServiceTerms
from api.town_lists import shown_of_town
from scheduler.domain.ids import ServiceId
from scheduler.services.access import Permission
from scheduler.services.catalogue import add_service, change_service, programmes
from scheduler.services.dispatching import Hand
from scheduler.services.terms import change_terms

router = office_router("/api/v1", "catalogue")
_SERVICE = "/api/v1/services/{service_id}"
_read, _write = [needs(Permission.TOWN_READ)], [needs(Permission.CATALOGUE_WRITE)]
ServiceKey = Annotated[str, Path(max_length=100, description="Id of a service.")]


@router.get("/services", dependencies=_read, response_model=ServiceList)
def list_services(request: Request, response: Response, known: IfNoneMatch = None) -> ServiceList | Response:
    """Return the service catalogue, in the town's own order."""
    return shown_of_town(request, response, known, lambda unit: ServiceList.of(unit.services.all().values()))


@router.post("/services", dependencies=_write, status_code=201)
def post_service(request: Request, response: Response, body: ServiceChange) -> ServiceShown:
    """Add a service to the catalogue."""
    office, me = office_of(request), who(request)
    service, hand = body.service(created_id(request, "S")), Hand(by=me.user_id, at=office.clock.now())
    with office.store.writing(me.town_id) as unit:
        kept = add_service(unit, service, hand)
    response.headers["Location"] = f"/api/v1/services/{kept.id}"
    response.headers["ETag"] = tag(unit.written_stamp)
    return ServiceShown.of(kept)


@router.get("/services/{service_id}", dependencies=_read, response_model=ServiceShown)
def get_service(
    request: Request, response: Response, service_id: ServiceKey, known: IfNoneMatch = None
) -> ServiceShown | Response:
    """Return a service."""
    key = ServiceId(service_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        service, stamp = unit.services.get(key), unit.services.stamp_of(key)
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return ServiceShown.of(service)


@router.put("/services/{service_id}", dependencies=_write)
def put_service(
    request: Request, response: Response, service_id: ServiceKey, body: ServiceChange, if_match: IfMatch = None
) -> ServiceKept:
    """Change a service, whole. Plans of days to come that it does not fit any more are made anew at once.

    Promises that lose their place are on those days' lists of calls; published plans that are still possible stay. One
    that series go on to want is not taken out of use (409 `refused`).
    """
    office, me = office_of(request), who(request)
    service, hand = body.service(service_id), Hand(by=me.user_id, at=office.clock.now())
    version = seen(if_match, _SERVICE)
    with office.store.writing(me.town_id) as unit:
        days = change_service(unit, office.days.travel(unit), service, hand, version)
    response.headers["ETag"] = tag(unit.written_stamp)
    return ServiceKept(service=ServiceShown.of(service), days=[day.isoformat() for day in days])


@router.get("/services/{service_id}/terms", dependencies=[needs(Permission.POLICY_READ)], response_model=ServiceTerms)
def get_terms(
    request: Request, response: Response, service_id: ServiceKey, known: IfNoneMatch = None
) -> ServiceTerms | Response:
    """Return how a service is booked, and what its clients pay."""
    key, me = ServiceId(service_id), who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        unit.services.get(key)
        head, stamp = unit.head.get(me.town_id), unit.head.stamp_of(me.town_id)
    if is_known(known, stamp):
        return not_modified(stamp)
    response.headers["ETag"] = tag(stamp)
    return ServiceTerms.of(head.policy.booking.of(key))


@router.put("/services/{service_id}/terms", dependencies=[needs(Permission.POLICY_WRITE)])
def put_terms(
    request: Request, response: Response, service_id: ServiceKey, body: ServiceTerms, if_match: IfMatch = None
) -> ServiceTerms:
    """Change how a service is booked, whole: calls from now on go by it; promises that are made stay as they are.

    The version is that of the town's rules: another service's terms, and prices, advance it, too.
    """
    office, me, key = office_of(request), who(request), ServiceId(service_id)
    hand, version = Hand(by=me.user_id, at=office.clock.now()), seen(if_match, f"{_SERVICE}/terms")
    with office.store.writing(me.town_id) as unit:
        head = change_terms(unit, key, body.terms(), hand, version)
    response.headers["ETag"] = tag(unit.written_stamp)
    return ServiceTerms.of(head.policy.booking.of(key))


@router.get("/purposes", dependencies=_read, response_model=PurposeList)
def list_purposes(request: Request, response: Response, known: IfNoneMatch = None) -> PurposeList | Response:
    """Return why people ride; the town gives each purpose its priority."""
    return shown_of_town(
        request, response, known,
        lambda unit: PurposeList(items=[PurposeShown.of(one) for one in unit.purposes.all().values()]),
    )  # fmt: skip


@router.get("/programmes", dependencies=_read, response_model=ProgrammeList)
def list_programmes(request: Request, response: Response, known: IfNoneMatch = None) -> ProgrammeList | Response:
    """Return the programmes that pay for services."""
    return shown_of_town(
        request, response, known, lambda unit: ProgrammeList(items=[ProgrammeShown.of(one) for one in programmes(unit)])
    )
