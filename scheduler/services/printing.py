"""What is printed for crews: the published shifts of a day, without what nobody has to go to any more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId
from scheduler.domain.itinerary import Itinerary
from scheduler.domain.time import Instants
from scheduler.services.access import Principal
from scheduler.services.facts import town_head
from scheduler.services.manifests import Manifest, manifests
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class CrewDay(Instants):
    """A day as its crews get it on paper; it is a `DayHead`.

    Attributes
    ----------
    version : int
        Of the published plan.
    itineraries : tuple of Itinerary
        In the order of the rota.
    named : mapping of str to tuple of ClientId
        Whom each shift (by id) names.
    """

    town: str
    office_phone: str
    day: date
    zone: str
    version: int
    made_at: datetime
    itineraries: tuple[Itinerary, ...]
    named: Mapping[str, tuple[ClientId, ...]]

    @property
    def clients(self) -> tuple[ClientId, ...]:
        """Whom the itineraries name."""
        return tuple(dict.fromkeys(client for one in self.itineraries for client in self.named[one.shift_id]))

    def only(self, shift_id: str) -> "CrewDay":
        """Return the day of one shift alone.

        Raises
        ------
        NotFoundError
            If none of that id is published.
        """
        found = tuple(one for one in self.itineraries if one.shift_id == shift_id)
        if not found:
            raise NotFoundError(f"no shift {shift_id} is published on {self.day.isoformat()}")
        return replace(self, itineraries=found)


def crew_day(unit: UnitOfWork, day: date, who: Principal, now: datetime) -> CrewDay:
    """Return what crews get on paper of a day.

    Parameters
    ----------
    who : Principal
        Who prints: a worker and a provider get no other shifts than they may read.

    Raises
    ------
    NotFoundError
        If nothing of the day is published.
    """
    found = manifests(unit, day, who, now)
    if not found:
        raise NotFoundError(f"nothing of {day.isoformat()} is published")
    head = town_head(unit)
    return CrewDay(
        town=head.name,
        office_phone=head.office_phone,
        day=day,
        zone=head.zone.key,
        version=found[0].version,
        made_at=unit.plans.get(day, found[0].version).made_at,
        itineraries=tuple(without_ended(one) for one in found),
        named={one.itinerary.shift_id: one.clients for one in found},
    )


def without_ended(manifest: Manifest) -> Itinerary:
    """Return a shift without what was cancelled or moved since; the other stops keep their numbers."""
    stops = [
        replace(stop, tasks=tuple(task for task in stop.tasks if task.request_id not in manifest.ended))
        for stop in manifest.itinerary.stops
    ]
    return replace(manifest.itinerary, stops=tuple(stop for stop in stops if stop.tasks))
