"""A town half read: what is known so far, so that later sheets can refer to it. Never handed out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.domain.catalogue import RidePurpose, Service
from scheduler.domain.client import Client, Contact
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
    ShiftId,
    StaffId,
    VehicleId,
)
from scheduler.domain.labour import ContractType
from scheduler.domain.place import District, GeoPoint, Place
from scheduler.domain.plan import Override, Pin, Published
from scheduler.domain.policy import Policy
from scheduler.domain.promise import Promise
from scheduler.domain.request import Request
from scheduler.domain.roster import Provider, Shift, Staff, StartState
from scheduler.domain.rota import WeeklyPattern
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.problems import Problems
from scheduler.formats.town.row import Row

WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass
class Draft:
    """What the sheets read so far hold.

    Attributes
    ----------
    ids : mapping of str to collection of str, or None
        Ids by kind of thing ("clients"), of faulty rows too; None where the sheet itself could not be read, so that
        one missing file is not reported once per reference to it.
    unknown : Counter
        How many references to unknown ids were found, by kind.
    later : list of (Row, Sheet)
        Tables of town.toml that refer to sheets, which are read after it.
    days : mapping of (str, str) to date
        Dates of requests and shifts, by kind and id.
    """

    problems: Problems
    zone: ZoneInfo = WARSAW
    centre: GeoPoint | None = None
    policy: Policy | None = None
    ids: dict[str, Collection[str] | None] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    later: list[tuple[Row, Sheet]] = field(default_factory=list)
    days: dict[tuple[str, str], date] = field(default_factory=dict)
    districts: dict[DistrictId, District] = field(default_factory=dict)
    providers: dict[ProviderId, Provider] = field(default_factory=dict)
    purposes: dict[PurposeId, RidePurpose] = field(default_factory=dict)
    contracts: dict[ContractTypeId, ContractType] = field(default_factory=dict)
    places: dict[PlaceId, Place] = field(default_factory=dict)
    services: dict[ServiceId, Service] = field(default_factory=dict)
    staff: dict[StaffId, Staff] = field(default_factory=dict)
    vehicles: dict[VehicleId, Vehicle] = field(default_factory=dict)
    contacts: dict[ClientId, list[Contact]] = field(default_factory=dict)
    clients: dict[ClientId, Client] = field(default_factory=dict)
    start_states: dict[ShiftId, StartState] = field(default_factory=dict)
    shifts: dict[ShiftId, Shift] = field(default_factory=dict)
    patterns: dict[PatternId, WeeklyPattern] = field(default_factory=dict)
    requests: dict[RequestId, Request] = field(default_factory=dict)
    entitlements: list[Entitlement] = field(default_factory=list)
    promises: dict[RequestId, Promise] = field(default_factory=dict)
    pins: list[Pin] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    published: dict[RequestId, Published] = field(default_factory=dict)

    def knows(self, kind: str, name: str) -> bool:
        """Return whether `name` is an id of that kind, or cannot be judged."""
        known = self.ids.get(kind)
        return known is None or name in known
