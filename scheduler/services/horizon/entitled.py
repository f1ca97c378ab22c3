"""What a request counts against an entitlement: the same at the telephone and in the plan."""

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.request import Request
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import work_s


def weight_of(frame: Frame, request: Request, entitlement: Entitlement) -> int | None:
    """Return what a request takes of an entitlement on its day; None: it is not counted there.

    Returns
    -------
    int or None
        Seconds at doors for an entitlement in hours, else 1: both crews of a double visit count once.
    """
    counted = (
        entitlement.period_start <= request.day <= entitlement.period_end
        and request.programme_id == entitlement.programme_id
        and request.service_id in entitlement.service_ids
        and entitlement.client_id in request.party.client_ids
    )
    if not counted:
        return None
    return work_s(frame, request) if entitlement.unit is EntitlementUnit.HOURS else 1
