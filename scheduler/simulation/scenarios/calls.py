"""More calls, fewer calls, and calls that somebody else takes."""

from dataclasses import replace

from scheduler.domain.capacity.changes import ContractOut, GrowDemand
from scheduler.domain.capacity.contracts import Contract
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError, known, listed


def grow(change: GrowDemand, town: Town, demand: Demand) -> Demand:
    """Return the demand with more calls or fewer; those that stay are the same ones."""
    factor = 1 + change.permille / 1_000
    if change.service_id is not None:
        known(town.services, change.service_id, "service", "service")
        _is_asked_for(change.service_id, demand)
        return demand.grown(services={change.service_id: factor})
    if change.district_id is None:
        return demand.grown(services=dict.fromkeys(demand.services, factor))
    known(town.districts, change.district_id, "district", "district")
    calling = {
        name for service in demand.services.values() for name, per_day in service.per_day.items() if any(per_day)
    }
    if change.district_id not in calling:
        wrong = "is a district from where nobody calls, so nothing grows there"
        raise ChangeError("district", change.district_id, wrong, f"use one of {listed(calling)}")
    return demand.grown(districts={change.district_id: factor})


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


def _is_asked_for(service_id: str, demand: Demand) -> None:
    if service_id not in demand.services:
        wrong = "is a service that nobody asks for in this demand"
        raise ChangeError("service", service_id, wrong, f"use one of {listed(demand.services)}")
