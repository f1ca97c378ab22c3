"""A town: everything a service day is planned from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.client import Client
from scheduler.domain.entitlement import Entitlement
from scheduler.domain.fleet import Vehicle
from scheduler.domain.ids import (
    ClientId,
    ContractTypeId,
    DistrictId,
    PatternId,
    PlaceId,
    ProviderId,
    PurposeId,
    RequestId,
    ServiceId,
    StaffId,
    VehicleId,
)
from scheduler.domain.labour import ContractType
from scheduler.domain.learning import LearnedTimes
from scheduler.domain.live_day import Disruption
from scheduler.domain.place import District, Door, Entrance, GeoPoint, Place
from scheduler.domain.plan import Override, Pin, Published
from scheduler.domain.policy import Policy
from scheduler.domain.promise import Promise
from scheduler.domain.request import Request
from scheduler.domain.roster import Provider, Shift, Staff
from scheduler.domain.rota import WeeklyPattern


@dataclass(frozen=True, kw_only=True)
class TownHead:
    """What a town is called, where it is, what time it is there, and what it has decided."""

    id: str
    name: str
    centre: GeoPoint
    zone: ZoneInfo
    policy: Policy
    note: str = ""
    office_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Town(TownHead):
    """People, things, rules and wishes, as one immutable value; lookups are by id.

    Attributes
    ----------
    requests, shifts : mapping
        Of all service days the files hold; `on_day` narrows them.
    patterns : mapping of PatternId to WeeklyPattern
        What makes shifts of days to come, once the town is kept; a day is planned with `shifts` alone.
    disruptions : tuple of Disruption
        Snow and closed roads, under which the day runs.
    stranded : mapping of RequestId to datetime
        Rides whose party stands beside a broken vehicle, and since when.
    learned : LearnedTimes or None
        How long doors take by what closed days tell; None: as the catalogue says.
    """

    districts: Mapping[DistrictId, District] = field(default_factory=dict)
    places: Mapping[PlaceId, Place] = field(default_factory=dict)
    clients: Mapping[ClientId, Client] = field(default_factory=dict)
    purposes: Mapping[PurposeId, RidePurpose] = field(default_factory=dict)
    services: Mapping[ServiceId, Service] = field(default_factory=dict)
    providers: Mapping[ProviderId, Provider] = field(default_factory=dict)
    contracts: Mapping[ContractTypeId, ContractType] = field(default_factory=dict)
    staff: Mapping[StaffId, Staff] = field(default_factory=dict)
    vehicles: Mapping[VehicleId, Vehicle] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    patterns: Mapping[PatternId, WeeklyPattern] = field(default_factory=dict)
    requests: Mapping[RequestId, Request] = field(default_factory=dict)
    entitlements: tuple[Entitlement, ...] = ()
    promises: Mapping[RequestId, Promise] = field(default_factory=dict)
    pins: tuple[Pin, ...] = ()
    overrides: tuple[Override, ...] = ()
    published: Mapping[RequestId, Published] = field(default_factory=dict)
    disruptions: tuple[Disruption, ...] = ()
    stranded: Mapping[RequestId, datetime] = field(default_factory=dict)
    learned: LearnedTimes | None = None

    def requests_on(self, day: date) -> tuple[Request, ...]:
        """Return the requests of one service day in the order of the file."""
        return tuple(request for request in self.requests.values() if request.day == day)

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """Return the shifts of one service day in the order of the file."""
        return tuple(shift for shift in self.shifts if shift.day == day)

    def entrance(self, door: Door) -> Entrance:
        """Return the entrance a door names.

        Raises
        ------
        KeyError
            If the place or the entrance is unknown.
        """
        return self.places[door.place_id].entrance(door.entrance)

    def provider_of(self, shift: Shift) -> Provider | None:
        """Return who runs a shift: its first worker's provider, else its vehicle's; None is the town itself."""
        ids = [self.staff[s].provider_id for s in shift.staff_ids]
        if shift.vehicle_id is not None:
            ids.append(self.vehicles[shift.vehicle_id].provider_id)
        return next((self.providers[i] for i in ids if i is not None), None)

    def district_of(self, place: Place) -> District | None:
        """Return the district a place lies in; None outside all of them."""
        return None if place.district_id is None else self.districts.get(place.district_id)
