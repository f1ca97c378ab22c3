"""Shifts: who works when."""

from fastapi import Request

from api.asking import office_of, who
from api.days_between import span_of
from api.routing import needs, office_router
from api.schemas.moments import From, To
from api.schemas.shifts import ShiftList, ShiftShown
from scheduler.services.access import Permission, sees_shift

router = office_router("/api/v1/shifts", "rota")


@router.get("", dependencies=[needs(Permission.ROTA_READ)])
def list_shifts(request: Request, first: From = None, last: To = None) -> ShiftList:
    """Return the shifts of some days (the next four weeks); to a provider its own."""
    me = who(request)
    first, last = span_of(request, first, last, days=28)
    with office_of(request).store.reading(me.town_id) as unit:
        staff, vehicles = unit.staff.all(), unit.vehicles.all()
        found = unit.shifts.between(first, last).values()
        return ShiftList(items=[ShiftShown.of(one) for one in found if sees_shift(me, one, staff, vehicles)])
