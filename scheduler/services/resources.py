"""Who and what a town works with, for whoever may see it: of people no more than the asker needs.

A kind of contract is not shown: one of them says that somebody is disabled.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.accounts import Role
from scheduler.domain.fleet import Vehicle
from scheduler.domain.place import Place
from scheduler.domain.roster import Provider, Shift, Staff
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.access import Permission, Principal, sees_crew
from scheduler.services.ports import UnitOfWork

_AROUND = timedelta(days=28)
_PHONES = frozenset({Role.DISPATCHER, Role.PROVIDER})
_RATES = frozenset({Role.MANAGER})


def staff_for(unit: UnitOfWork, who: Principal) -> Sequence[Staff]:
    """Return workers by name; to a provider its own.

    Numbers are for those who phone: dispatchers, and the worker's own provider. What an hour costs is for managers;
    to everybody else it is 0.
    """
    found = (one for one in unit.staff.all().values() if _of(who, one.provider_id))
    shown = (
        replace(
            one,
            phone=one.phone if who.role in _PHONES else "",
            cost_gr_per_h=one.cost_gr_per_h if who.role in _RATES else 0,
        )
        for one in found
    )
    return sorted(shown, key=lambda one: (one.name.casefold(), one.id))


def vehicles_for(unit: UnitOfWork, who: Principal) -> Sequence[Vehicle]:
    """Return vehicles by name; to a provider its own."""
    found = (one for one in unit.vehicles.all().values() if _of(who, one.provider_id))
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def providers_for(unit: UnitOfWork, who: Principal) -> Sequence[Provider]:
    """Return providers by name, to a provider itself; contracts to whoever may read settlements."""
    found = (one for one in unit.providers.all().values() if _of(who, one.id))
    settles = Permission.SETTLEMENTS_READ in who.permissions
    shown = (
        one if settles else replace(one, contract_gr=None, contract_from=None, contract_until=None) for one in found
    )
    return sorted(shown, key=lambda one: (one.name.casefold(), one.id))


def depots_for(unit: UnitOfWork, who: Principal, today: date) -> Sequence[Place]:
    """Return the public places where shifts of these weeks begin or end, by name; to a provider those of its shifts.

    A worker who sets off from home is not found by that.
    """
    staff, vehicles = unit.staff.all(), unit.vehicles.all()
    works: tuple[WeeklyPattern | Shift, ...] = (
        *unit.patterns.all().values(),
        *unit.shifts.between(today - _AROUND, today + _AROUND).values(),
    )
    doors = {
        door.place_id
        for one in works
        if sees_crew(who, one.staff_ids, one.vehicle_id, staff, vehicles)
        for door in (one.start_door, one.end_door)
    }
    found = (place for key in doors if (place := unit.places.find(key)) is not None and place.public)
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _of(who: Principal, provider_id: str | None) -> bool:
    return who.role is not Role.PROVIDER or (provider_id is not None and provider_id == who.provider_id)
