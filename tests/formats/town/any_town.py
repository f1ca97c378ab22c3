"""The strategy `towns()`: any town that a town folder can hold."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.domain.catalogue import RidePurpose
from scheduler.domain.ids import ProviderId, PurposeId
from scheduler.domain.request import Request
from scheduler.domain.roster import Provider, Shift, TravelMode
from scheduler.domain.town import Town
from tests.formats.town.towns import DATES, FLAGS, IDS, NAMES, PHONES, ZONES, Maker, texts, whole
from tests.formats.town.towns_day import pattern, request, shift, told
from tests.formats.town.towns_people import client, entitlement, service, vehicle, worker
from tests.formats.town.towns_policy import contracts, policy


def _providers(maker: Maker) -> dict[ProviderId, Provider]:
    draw = maker.draw
    return {name: _provider(draw, name) for name in maker.some_ids("providers", 0)}


def _provider(draw: Callable[[st.SearchStrategy[Any]], Any], name: ProviderId) -> Provider:
    days = sorted(draw(st.lists(DATES, min_size=2, max_size=2)))
    first, last = (draw(st.sampled_from((None, day))) for day in days)
    return whole(
        Provider, id=name, name=draw(NAMES), own=draw(FLAGS), social_economy=draw(FLAGS),
        contract_gr=draw(st.none() | st.integers(0, 10**9)), contract_from=first, contract_until=last,
    )  # fmt: skip


def _purposes(maker: Maker) -> dict[PurposeId, RidePurpose]:
    draw = maker.draw
    return {
        name: whole(RidePurpose, id=name, name=draw(NAMES), priority=draw(st.integers(1, 5)))
        for name in maker.some_ids("purposes", 0)
    }


@st.composite
def towns(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Town:
    """Draw a town."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    maker = Maker(draw=draw, zone=zone)
    centre, districts, providers = maker.point(), maker.districts(), _providers(maker)
    purposes, contract_types, places = _purposes(maker), contracts(maker), maker.places()
    services = {name: service(maker, name) for name in maker.some_ids("services")}
    staff = {name: worker(maker, name) for name in maker.some_ids("staff")}
    vehicles = {name: vehicle(maker, name) for name in maker.some_ids("vehicles")}
    clients = {name: client(maker, name, places) for name in maker.some_ids("clients")}
    maker.some_ids("programmes", 0)
    entitlements = tuple(entitlement(maker, name) for name in maker.some_ids("entitlements", 0))
    known = {each.programme_id for each in entitlements} - {None}
    maker.ids["programmes"] = sorted(str(each) for each in known)
    town_policy = policy(maker)
    requests: dict[Any, Request] = {}
    for name in maker.some_ids("requests"):
        requests[name] = request(maker, name, services[maker.one("services")], places, list(requests))
    _tie(maker, requests)
    modes = [mode for mode in TravelMode if town_policy.district_minutes or mode is not TravelMode.TABLE]
    shifts = _shifts(maker, places, modes)
    return whole(
        Town,
        id=draw(IDS),
        name=draw(texts()),
        centre=centre,
        zone=zone,
        policy=town_policy,
        note=draw(texts(2000, 0)),
        office_phone=draw(PHONES),
        districts=districts,
        places=places,
        clients=clients,
        purposes=purposes,
        services=services,
        providers=providers,
        contracts=contract_types,
        staff=staff,
        vehicles=vehicles,
        shifts=tuple(shifts),
        patterns={name: pattern(maker, name, places, modes) for name in maker.some_ids("patterns", 0)},
        requests=requests,
        entitlements=entitlements,
        **told(maker, requests, shifts),
    )


def _tie(maker: Maker, requests: dict[Any, Request]) -> None:
    """Put requests of one day into a group now and then."""
    for day in {each.day for each in requests.values()}:
        members = [name for name, each in requests.items() if each.day == day]
        if len(members) > 1 and maker.draw(FLAGS):
            for name in members:
                requests[name] = replace(requests[name], group="razem")


def _shifts(maker: Maker, places: Any, modes: list[TravelMode]) -> list[Shift]:
    free = list(maker.ids["requests"])
    shifts = []
    for name in maker.some_ids("shifts"):
        aboard = free[: maker.draw(st.integers(0, 2))]
        free = free[len(aboard) :]
        shifts.append(shift(maker, name, places, aboard, modes))
    return shifts
