"""What the town decides: windows, shared rides, rates."""

from dataclasses import replace

from scheduler.domain.capacity.changes import PoolRides, PromiseWindow, Rate
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.roster import Shift
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError, known, listed


def promise_window(change: PromiseWindow, town: Town) -> Town:
    """Return the town with wider or narrower promises, of one service or of all."""
    booking = town.policy.booking
    if change.service_id is None:
        default = replace(booking.default, promise=change.width)
        services = {name: replace(one, promise=change.width) for name, one in booking.services.items()}
    else:
        known(town.services, change.service_id, "service", "service")
        default = booking.default
        services = {
            **booking.services, change.service_id: replace(booking.of(change.service_id), promise=change.width),
        }  # fmt: skip
    return replace(town, policy=replace(town.policy, booking=replace(booking, default=default, services=services)))


def pool_rides(change: PoolRides, town: Town) -> Town:
    """Return the town in which other people may be aboard together."""
    rides = {name: one for name, one in town.services.items() if one.kind is ServiceKind.RIDE}
    if change.service_id is not None:
        service = known(town.services, change.service_id, "service", "service")
        if service.id not in rides:
            raise ChangeError("service", service.id, "is no ride, so nobody is aboard", f"use one of {listed(rides)}")
        rides = {service.id: service}
    pooled = {name: replace(one, pooling=change.pooling) for name, one in rides.items()}
    return replace(town, services={**town.services, **pooled})


def rate(change: Rate, town: Town) -> Town:
    """Return the town in which an hour of work, a kilometre or a contractor's request costs something else."""
    if change.staff_id is not None:
        worker = known(town.staff, change.staff_id, "staff", "worker")
        return replace(town, staff={**town.staff, worker.id: replace(worker, cost_gr_per_h=change.gr)})
    if change.vehicle_id is not None:
        vehicle = known(town.vehicles, change.vehicle_id, "vehicle", "vehicle")
        return replace(town, vehicles={**town.vehicles, vehicle.id: replace(vehicle, cost_gr_per_km=change.gr)})
    assert change.pattern_id is not None  # noqa: S101 - `Rate` sees to it that one of three is named
    return _per_request(town, known(town.patterns, change.pattern_id, "shift", "weekly shift"), change.gr)


def _per_request(town: Town, pattern: WeeklyPattern, gr: int) -> Town:
    def same(shift: Shift) -> Shift:
        is_its = shift.staff_ids == pattern.staff_ids and shift.name == pattern.name
        return replace(shift, contract_gr_per_request=gr) if is_its else shift

    new = replace(pattern, contract_gr_per_request=gr)
    return replace(town, patterns={**town.patterns, new.id: new}, shifts=tuple(map(same, town.shifts)))
