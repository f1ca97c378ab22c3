"""What a question can be asked of: the town's own vehicles, people, services and districts, for the page's script."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

type Named = Mapping[str, str]


def town_facts(unit: UnitOfWork, now: datetime) -> Mapping[str, Any]:
    """Return everything that a change may name, by name, and what is most likely meant by "a bus" or "the therapist".

    Parameters
    ----------
    now : datetime
        By the town's clock: a question is first asked of the next whole week.
    """
    head = town_head(unit)
    services = [one for one in unit.services.all().values() if one.offered]
    patterns = [one for one in unit.patterns.all().values() if one.valid_until is None or one.valid_until >= now.date()]
    vehicles, staff = _vehicles(unit, services), _staff(unit, services)
    return {
        "id": head.id,
        "first_day": _next_monday(now.date()).isoformat(),
        "vehicles": vehicles,
        "staff": staff,
        "services": [_named(one) for one in services],
        "districts": [_named(one) for one in unit.districts.all().values()],
        "providers": [_named(one) for one in unit.providers.all().values()],
        "shifts": [_shift(one) for one in patterns],
        "studies": sorted(unit.studies.all()),
        "likely": _likely(unit, services, patterns, staff),
    }  # fmt: skip


def _likely(
    unit: UnitOfWork, services: list[Service], patterns: list[WeeklyPattern], staff: list[Named]
) -> Mapping[str, str]:
    """Return what blanks begin with; each is only a guess, which is chosen anew by whoever asks."""
    vehicles = unit.vehicles.all()
    seats = {one: max((layout.seats for layout in vehicles[one].layouts), default=0) for one in vehicles}
    widest = max(seats, key=lambda one: seats[one], default="")
    at_doors = [one for one in services if one.kind is not ServiceKind.RIDE]
    afoot = {person for one in patterns if one.vehicle_id is None and one.end.hour < 18 for person in one.staff_ids}
    skilled = [one["id"] for one in staff if one["service"] in {service.id for service in at_doors}]
    repair, provider = _shared(unit, at_doors)
    return {
        "vehicle": widest,
        "worker": next((one for one in skilled if one in afoot), next(iter(skilled), "")),
        "ride": next((one.id for one in services if one.kind is ServiceKind.RIDE), ""),
        "repair": repair,
        "provider": provider,
    }


def _shared(unit: UnitOfWork, services: list[Service]) -> tuple[str, str]:
    """Return a service that more than one provider has people for, and one that could take more of it."""
    staff = unit.staff.all().values()
    for service in services:
        able = [one.provider_id for one in staff if one.provider_id and service.skill in one.skills]
        if len(set(able)) > 1:
            return service.id, able[-1]
    return next((one.id for one in services), ""), next(iter(unit.providers.all()), "")


def _vehicles(unit: UnitOfWork, services: list[Service]) -> list[Named]:
    ride = next((one.id for one in services if one.kind is ServiceKind.RIDE), "")
    return [
        {**_named(one), "service": ride if any(layout.seats > 1 for layout in one.layouts) else ""}
        for one in unit.vehicles.all().values()
    ]


def _staff(unit: UnitOfWork, services: list[Service]) -> list[Named]:
    def served(skills: Mapping[Any, Any]) -> str:
        return next((one.id for one in services if one.kind is not ServiceKind.RIDE and one.skill in skills), "")

    return [{**_named(one), "service": served(one.skills)} for one in unit.staff.all().values()]


def _named(one: Any) -> Named:
    return {"id": str(one.id), "name": one.name}


def _shift(one: WeeklyPattern) -> Named:
    return {"id": one.id, "name": f"{one.name} ({one.start:%-H:%M}\N{EN DASH}{one.end:%-H:%M})"}


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
