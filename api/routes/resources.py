"""Who and what a town works with: districts, staff, vehicles, providers, depots."""

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch
from api.paging import Cursor, Limit
from api.routing import needs, office_router
from api.schemas.places import PlaceShown
from api.schemas.resources import (
    DepotList,
    DistrictList,
    DistrictShown,
    ProviderList,
    ProviderShown,
    StaffPage,
    StaffShown,
    VehiclePage,
    VehicleShown,
)
from api.town_lists import page_of, shown_of_town
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.resources import depots_for, providers_for, staff_for, vehicles_for

router = office_router("/api/v1", "resources")
_read = [needs(Permission.RESOURCES_READ)]


@router.get("/districts", dependencies=[needs(Permission.TOWN_READ)], response_model=DistrictList)
def list_districts(request: Request, response: Response, known: IfNoneMatch = None) -> DistrictList | Response:
    """Return the town's districts with their polygons."""
    return shown_of_town(
        request, response, known,
        lambda unit: DistrictList(items=[DistrictShown.of(one) for one in unit.districts.all().values()]),
    )  # fmt: skip


@router.get("/staff", dependencies=_read, response_model=StaffPage)
def list_staff(
    request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None, known: IfNoneMatch = None
) -> StaffPage | Response:
    """Return the staff by name, to a provider its own; nobody's kind of contract, which may be about their health."""

    def make(unit: UnitOfWork) -> StaffPage:
        page, following = page_of(staff_for(unit, who(request)), lambda one: one.id, limit, cursor)
        return StaffPage(items=[StaffShown.of(one) for one in page], next=following)

    return shown_of_town(request, response, known, make)


@router.get("/vehicles", dependencies=_read, response_model=VehiclePage)
def list_vehicles(
    request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None, known: IfNoneMatch = None
) -> VehiclePage | Response:
    """Return the vehicles by name; to a provider its own."""

    def make(unit: UnitOfWork) -> VehiclePage:
        page, following = page_of(vehicles_for(unit, who(request)), lambda one: one.id, limit, cursor)
        return VehiclePage(items=[VehicleShown.of(one) for one in page], next=following)

    return shown_of_town(request, response, known, make)


@router.get("/providers", dependencies=_read, response_model=ProviderList)
def list_providers(request: Request, response: Response, known: IfNoneMatch = None) -> ProviderList | Response:
    """Return the providers by name; to a provider itself."""
    return shown_of_town(
        request, response, known,
        lambda unit: ProviderList(items=[ProviderShown.of(one) for one in providers_for(unit, who(request))]),
    )  # fmt: skip


@router.get("/depots", dependencies=_read, response_model=DepotList)
def list_depots(request: Request, response: Response, known: IfNoneMatch = None) -> DepotList | Response:
    """Return the public places where crews set off or come back, four weeks around today; to a provider its own."""

    def make(unit: UnitOfWork) -> DepotList:
        today = office_of(request).clock.now().astimezone(town_head(unit).zone).date()
        return DepotList(items=[PlaceShown.of(one) for one in depots_for(unit, who(request), today)])

    return shown_of_town(request, response, known, make)
