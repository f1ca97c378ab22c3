"""More calls, fewer calls, and calls that somebody else takes."""

from dataclasses import replace

from scheduler.domain.capacity.changes import ContractOut, GrowDemand
from scheduler.domain.capacity.contracts import Contract
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError, known, listed


def grow(change: GrowDemand, town: Town, demand: Demand) -> Demand:
    """Return the demand with more calls or fewer; those that stay are the same ones."""
    factor, service_id, district_id = 1 + change.permille / 1_000, change.service_id, change.district_id
    if service_id is not None:
        known(town.services, service_id, "service", "service")
        _is_asked_for(service_id, demand)
    if district_id is not None:
        known(town.districts, district_id, "district", "district")
        _calls_from(district_id, service_id, demand)
    if service_id is not None and district_id is not None:
        return demand.grown(cells={service_id: {district_id: factor}})
    if district_id is not None:
        return demand.grown(districts={district_id: factor})
    return demand.grown(services=dict.fromkeys(demand.services if service_id is None else (service_id,), factor))


def contract_out(change: ContractOut, town: Town, demand: Demand) -> Demand:
    """Return the demand of which a provider takes its share; a later contract for a service replaces an earlier one."""
    known(town.services, change.service_id, "service", "service")
    _is_asked_for(change.service_id, demand)
    contractors = {name: one for name, one in town.providers.items() if not one.own}
    known(contractors, change.provider_id, "provider", "contractor")
    contract = Contract(
        provider_id=change.provider_id, share_permille=change.share_permille, gr_per_request=change.gr_per_request
    )
    return replace(demand, contracts={**demand.contracts, change.service_id: contract})


def _is_asked_for(service_id: ServiceId, demand: Demand) -> None:
    if service_id not in demand.services:
        wrong = "is a service that nobody asks for in this demand"
        raise ChangeError("service", service_id, wrong, f"use one of {listed(demand.services)}")


def _calls_from(district_id: DistrictId, service_id: ServiceId | None, demand: Demand) -> None:
    of = demand.services.values() if service_id is None else (demand.services[service_id],)
    calling = {name for service in of for name, per_day in service.per_day.items() if any(per_day)}
    if district_id not in calling:
        wrong = (
            f"is a district from where nobody calls{'' if service_id is None else ' for it'}, so nothing grows there"
        )
        raise ChangeError("district", district_id, wrong, f"use one of {listed(calling)}")
