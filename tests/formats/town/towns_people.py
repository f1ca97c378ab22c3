"""Drawn people, services and things."""

from typing import Any

from hypothesis import strategies as st

from scheduler.domain.catalogue import HelpLevel, Pooling, Service, ServiceKind
from scheduler.domain.client import Access, Channel, Client, Contact, Mobility, Sex, Wheelchair, WheelchairKind
from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.place import Place
from scheduler.domain.roster import Staff
from tests.formats.town.towns import (
    AMOUNTS,
    DAYS,
    EMAILS,
    FLAGS,
    GROSZE,
    IDS,
    NAMES,
    NOTES,
    PHONES,
    SMALL,
    Maker,
    durations,
    maybe,
    whole,
)


def service(maker: Maker, name: Any) -> Service:
    """Draw a service."""
    draw, levels = maker.draw, st.sampled_from(HelpLevel)
    return whole(
        Service,
        id=name,
        name=draw(NAMES),
        kind=draw(st.sampled_from(ServiceKind)),
        skill=draw(maybe(IDS)),
        service_time=draw(durations()),
        setup_time=draw(durations()),
        help_times=draw(st.dictionaries(levels, durations())),
        attendant_levels=draw(st.frozensets(levels)),
        pooling=draw(st.sampled_from(Pooling)),
        longest_ride=draw(maybe(durations())),
        value_gr=draw(GROSZE),
        colour=draw(st.sampled_from(("", "#1f77b4", "#ABCDEF"))),
        offered=draw(st.booleans()),
    )


def worker(maker: Maker, name: Any) -> Staff:
    """Draw a worker."""
    draw = maker.draw
    return whole(
        Staff,
        id=name,
        name=draw(NAMES),
        phone=draw(PHONES),
        skills=draw(st.dictionaries(IDS, maybe(st.sampled_from(DAYS)), max_size=3)),
        provider_id=maker.one_or_none("providers"),
        contract_id=maker.one("contracts"),
        cost_gr_per_h=draw(GROSZE),
        familiar=frozenset(maker.several_or_none("districts")),
    )


def layout(maker: Maker, wheelchairs: int) -> Layout:
    """Draw a layout."""
    seats, rollators, luggage, portions = (maker.draw(SMALL) for _ in range(4))
    return whole(Layout, seats=seats, wheelchairs=wheelchairs, rollators=rollators, luggage=luggage, portions=portions)


def vehicle(maker: Maker, name: Any) -> Vehicle:
    """Draw a vehicle that takes at least one wheelchair, so that any client may ride."""
    draw = maker.draw
    others = tuple(layout(maker, draw(SMALL)) for _ in range(draw(st.integers(0, 2))))
    plain = Layout(seats=draw(SMALL), wheelchairs=draw(SMALL))
    return whole(
        Vehicle,
        id=name,
        name=draw(NAMES),
        layouts=(layout(maker, 1), plain, *others),
        lift_max_kg=draw(st.integers(0, 500)),
        cost_gr_per_km=draw(GROSZE),
        provider_id=maker.one_or_none("providers"),
        registration=draw(NOTES),
    )


def client(maker: Maker, name: Any, places: dict[Any, Place]) -> Client:
    """Draw a client."""
    draw, home = maker.draw, maker.door(places)
    workers = maker.several("staff")
    cut = draw(st.integers(0, len(workers)))
    services = st.sampled_from(maker.ids["services"])
    return whole(
        Client,
        id=name,
        name=draw(NAMES),
        home=home.place_id,
        home_entrance=home.entrance,
        phone=draw(PHONES),
        email=draw(EMAILS),
        channel=draw(st.sampled_from(Channel)),
        mobility=draw(st.sampled_from(Mobility)),
        wheelchair=_wheelchair(maker) if draw(FLAGS) else None,
        needs_lift=draw(FLAGS),
        hard_of_hearing=draw(FLAGS),
        assistance_animal=draw(FLAGS),
        access=_access(maker),
        birth_year=draw(maybe(st.integers(1900, 2020))),
        sex=draw(maybe(st.sampled_from(Sex))),
        preferred=workers[:cut],
        backup=workers[:cut][::-1],
        excluded=workers[cut:],
        contacts=tuple(_contact(maker) for _ in range(draw(st.integers(0, 2)))),
        hand_over_to_person_only=draw(FLAGS),
        notes=maker.notes(),
        service_times=draw(st.dictionaries(services, durations())),
        former_homes=maker.several("places"),
    )


def _wheelchair(maker: Maker) -> Wheelchair:
    kind, weight = maker.draw(st.sampled_from(WheelchairKind)), maker.draw(st.integers(20, 500))
    return whole(Wheelchair, kind=kind, weight_with_person_kg=weight)


def _access(maker: Maker) -> Access:
    draw = maker.draw
    return whole(
        Access,
        floor=draw(st.integers(-2, 12)),
        stairs=draw(SMALL),
        has_lift=draw(FLAGS),
        key_at_office=draw(FLAGS),
        door_code=draw(NOTES),
    )


def _contact(maker: Maker) -> Contact:
    draw = maker.draw
    return whole(
        Contact,
        name=draw(NAMES),
        phone=draw(PHONES.filter(bool)),
        relation=draw(NOTES),
        may_book=draw(FLAGS),
        may_cancel=draw(FLAGS),
        social_worker=draw(FLAGS),
    )


def entitlement(maker: Maker, name: Any) -> Entitlement:
    """Draw an entitlement."""
    draw, period = maker.draw, sorted((maker.draw(st.sampled_from(DAYS)), maker.draw(st.sampled_from(DAYS))))
    return whole(
        Entitlement,
        id=name,
        client_id=maker.one("clients"),
        programme_id=maker.one_or_none("programmes"),
        service_ids=frozenset(maker.several("services", 1)),
        unit=draw(st.sampled_from(EntitlementUnit)),
        amount=draw(AMOUNTS),
        used=draw(AMOUNTS),
        period_start=period[0],
        period_end=period[1],
    )
