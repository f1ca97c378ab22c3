"""The service catalogue: services are data, no code names one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from scheduler.domain.ids import PurposeId, ServiceId, SkillId


class ServiceKind(StrEnum):
    """What the planner has to know of a service's shape."""

    VISIT = "visit"
    RIDE = "ride"
    DELIVERY = "delivery"


class Pooling(StrEnum):
    """Who may be aboard together.

    NEVER: each party alone. COMMON_DESTINATION: only parties picked up at one door or set down at one door.
    FREE: anybody with anybody.
    """

    NEVER = "never"
    COMMON_DESTINATION = "common_destination"
    FREE = "free"


class HelpLevel(StrEnum):
    """How far the crew goes with the client."""

    KERB = "kerb"
    DOOR = "door"
    FLAT = "flat"


@dataclass(frozen=True, kw_only=True)
class RidePurpose:
    """Why somebody rides; policy gives each purpose its class and price."""

    id: PurposeId
    name: str
    priority: int = 3


@dataclass(frozen=True, kw_only=True)
class Service:
    """One entry of the catalogue.

    Attributes
    ----------
    skill : SkillId or None
        What the crew must be able (and qualified) to do.
    service_time : timedelta
        At a door; for a ride, boarding and alighting each.
    setup_time : timedelta
        Paid once per halt, however many tasks it holds (parking, lift, kitchen counter).
    help_times : mapping of HelpLevel to timedelta
        Added per boarding or alighting at that level.
    attendant_levels : frozenset of HelpLevel
        Levels at which a second crew member is needed.
    longest_ride : timedelta or None
        For a ride, aboard; for a delivery, from load to door. None: the town policy's limit.
    offered : bool
        False: nothing new is promised of it; what was promised is kept.
    """

    id: ServiceId
    name: str
    kind: ServiceKind
    skill: SkillId | None = None
    service_time: timedelta
    setup_time: timedelta = timedelta(0)
    help_times: Mapping[HelpLevel, timedelta] = field(default_factory=dict)
    attendant_levels: frozenset[HelpLevel] = frozenset()
    pooling: Pooling = Pooling.FREE
    longest_ride: timedelta | None = None
    value_gr: int = 0
    colour: str = ""
    offered: bool = True
