"""What a closed day took of people and vehicles, and what that costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.actuals import ShiftActual
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.closing import Closing
from scheduler.domain.ids import ProviderId
from scheduler.domain.roster import Shift
from scheduler.domain.time import elapsed
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Sums of a day.

    Attributes
    ----------
    vehicle_s, crew_s, driving_s : int
        Seconds from leaving to being back, of crews with a vehicle and of all; and on the way.
    way_m : int
        Metres driven.
    rides : int
        Served.
    cost_gr : int
        What closed days say their crews cost, and the hours that the town's own people were on duty beside that: a
        second driver is paid also while nobody calls. Contractors are paid for what they did.
    """

    vehicle_s: int
    crew_s: int
    driving_s: int
    way_m: int
    rides: int
    cost_gr: int


def paid(unit: UnitOfWork, closing: Closing | None, day: date) -> Paid:
    """Return what a closed day took."""
    crews = closing.shifts if closing is not None else ()
    actuals = unit.actuals.between(day, day).values()
    return Paid(
        vehicle_s=sum(one.working_s for one in crews if one.vehicle_id is not None),
        crew_s=sum(one.working_s for one in crews),
        driving_s=sum(one.driving_s for one in crews),
        way_m=sum(one.driven_m for one in crews),
        rides=sum(one.served and one.kind is ServiceKind.RIDE for one in actuals),
        cost_gr=sum(one.cost_gr for one in crews) + _on_duty_gr(unit, crews, day),
    )


def _on_duty_gr(unit: UnitOfWork, crews: Iterable[ShiftActual], day: date) -> int:
    """Return what rostered hours cost in which crews of the town's own were not out."""
    out = {one.shift_id: one.working_s for one in crews}
    return sum(_idle_gr(unit, one, out.get(one.id, 0)) for one in unit.shifts.between(day, day).values())


def _idle_gr(unit: UnitOfWork, shift: Shift, working_s: int) -> int:
    staff = [unit.staff.get(one) for one in shift.staff_ids]
    if any(_is_contractor(unit, one.provider_id) for one in staff):
        return 0
    idle_s = max(0, round(elapsed(shift.start, shift.end).total_seconds()) - working_s)
    return idle_s * sum(one.cost_gr_per_h for one in staff) // 3600


def _is_contractor(unit: UnitOfWork, provider_id: ProviderId | None) -> bool:
    provider = unit.providers.find(provider_id) if provider_id is not None else None
    return provider is not None and not provider.own
