"""What a town's rota says of its rides to somebody who is no client yet: hours, areas, how early to call.

It comes from the rota as it is agreed upon, not from the day as it is staffed: who is ill, and which bus is in repair,
is nobody's business, and a substitute is looked for. Nothing is read of clients, bookings and plans.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.ids import DistrictId
from scheduler.domain.ride_hours import PublicRides, RideHours, RideOffer
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.facts import part_of_town
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota.patterns import pattern_shift_id, shift_of

DESCRIBED = timedelta(days=91)
"""A quarter of a year: whoever plans a journey with a feed wants at least a month of it."""
_DAY = timedelta(days=1)
type _Area = frozenset[DistrictId]


@dataclass
class _Span:
    """Hours of one day that touch each other."""

    start: timedelta
    end: timedelta
    wheelchairs: bool


@dataclass
class _Found:
    """The days of equal hours."""

    days: set[date] = field(default_factory=set)
    wheelchairs: bool = True


def public_rides(town: Town, first: date) -> PublicRides:
    """Return what a town publishes of its rides from a service day on.

    Parameters
    ----------
    town : Town
        Its districts, places, services, providers, staff, vehicles, patterns, and shifts made by hand.
    """
    last = first + DESCRIBED - _DAY
    services = [one for one in town.services.values() if one.kind is ServiceKind.RIDE and one.offered]
    booking = town.policy.booking
    own = next((one.name for one in town.providers.values() if one.own), town.name)
    return PublicRides(
        town_id=town.id, town_name=town.name, operator=own, zone=town.zone.key, phone=town.office_phone, first=first,
        last=last, horizon_days=booking.horizon_days,
        offers=tuple(
            RideOffer(id=one.id, name=one.name, notice=booking.of(one.id).notice, colour=one.colour)
            for one in services
        ),
        hours=tuple(hours for one in services for hours in _hours(town, one, first, last)),
        districts=town.districts, stops=tuple(one for one in town.places.values() if one.public),
    )  # fmt: skip


def kept_public_rides(unit: UnitOfWork, first: date) -> PublicRides:
    """Return the same of a kept town."""
    last = first + DESCRIBED - _DAY
    parts = {
        name: getattr(unit, name).all()
        for name in ("districts", "places", "services", "providers", "staff", "vehicles", "patterns")
    }
    return public_rides(part_of_town(unit, **parts, shifts=tuple(unit.shifts.between(first, last).values())), first)


def _hours(town: Town, service: Service, first: date, last: date) -> Iterator[RideHours]:
    """Yield the hours of a service, equal ones of several days together."""
    calendar = HolidayCalendar(town.policy.booking)
    rule = town.policy.booking.of(service.id).holidays
    found: dict[tuple[_Area, timedelta, timedelta], _Found] = defaultdict(_Found)
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        if calendar.day_for(rule, day) != day:
            continue
        for area, spans in _spans(town, service, _shifts(town, calendar, day)).items():
            for span in spans:
                equal = found[area, span.start, span.end]
                equal.days.add(day)
                equal.wheelchairs &= span.wheelchairs
    for (area, start, end), equal in sorted(found.items(), key=lambda one: (one[0][1:], sorted(one[0][0]))):
        yield RideHours(
            service_id=service.id, start=start, end=end, districts=area, days=frozenset(equal.days),
            wheelchairs=equal.wheelchairs,
        )  # fmt: skip


def _shifts(town: Town, calendar: HolidayCalendar, day: date) -> Iterator[Shift]:
    """Yield the shifts of a day as they are agreed upon: those of the rota, and those that somebody put by hand."""
    made = (shift_of(one, day, town.zone, calendar) for one in town.patterns.values())
    yield from (one for one in made if one is not None)
    of_patterns = {pattern_shift_id(one, day) for one in town.patterns}
    yield from (one for one in town.shifts_on(day) if one.id not in of_patterns)


def _spans(town: Town, service: Service, shifts: Iterable[Shift]) -> dict[_Area, Sequence[_Span]]:
    """Return the hours of a day by area, in one piece where shifts meet or overlap."""
    by_area: dict[_Area, list[_Span]] = defaultdict(list)
    for shift in shifts:
        if _drives(town, service, shift):
            start, end = (_by_clock(town, shift, one) for one in (shift.start, shift.end))
            by_area[_area(town, shift)].append(_Span(start=start, end=end, wheelchairs=_takes_wheelchairs(town, shift)))
    return {area: _joined(spans) for area, spans in by_area.items()}


def _joined(spans: list[_Span]) -> Sequence[_Span]:
    joined: list[_Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if joined and span.start <= joined[-1].end:
            joined[-1].end = max(joined[-1].end, span.end)
            joined[-1].wheelchairs &= span.wheelchairs
        else:
            joined.append(span)
    return joined


def _drives(town: Town, service: Service, shift: Shift) -> bool:
    vehicle = town.vehicles.get(shift.vehicle_id) if shift.vehicle_id else None
    if vehicle is None or not any(layout.seats or layout.wheelchairs for layout in vehicle.layouts):
        return False
    if service.skill is None:
        return True
    crew = (town.staff[one] for one in shift.staff_ids if one in town.staff)
    valid = (one.skills[service.skill] for one in crew if service.skill in one.skills)
    return any(until is None or until >= shift.day for until in valid)


def _takes_wheelchairs(town: Town, shift: Shift) -> bool:
    return shift.vehicle_id is not None and any(one.wheelchairs for one in town.vehicles[shift.vehicle_id].layouts)


def _area(town: Town, shift: Shift) -> _Area:
    """Return the districts of a shift; empty where it serves them all."""
    everywhere = bool(town.districts) and shift.districts >= town.districts.keys()
    return frozenset() if everywhere else shift.districts


def _by_clock(town: Town, shift: Shift, instant: datetime) -> timedelta:
    """Return what the town's clock shows at an instant, counted from the midnight of the shift's service day."""
    local = instant.astimezone(town.zone)
    return local.replace(tzinfo=None) - datetime.combine(shift.day, time())
