"""What closed days tell about how long things take: estimates, where they come from, and whether plans use them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from scheduler.domain.ids import ClientId, ServiceId, UserId
from scheduler.domain.time import Instants

LEARNED_ID = "learned"
"""A town has one record of them."""
AS_PLANNED = 1000
"""Per mille of the catalogue's time: nothing is known that would change it."""


class Where(StrEnum):
    """At which door of a request; named as plans name what is done there."""

    VISIT = "visit"
    PICKUP = "pickup"
    DROPOFF = "dropoff"
    DROP = "drop"


class LeftOut(StrEnum):
    """Why a closed day's record of a door tells nothing about how long a service takes there.

    UNMEASURED: nobody reported an arrival, as on most paper sheets. CLOCK_OFF: the device's clock was off. ODD: it took
    more than four times as long, or as short, as planned. SHARED: the crew had something else to do at that door at
    the same time. PARTY: several clients, and nobody knows who of them took how long. OWN_TIME: the time of this
    request alone was agreed. FORGOTTEN: its booking or its client is not kept any more.
    """

    UNMEASURED = "unmeasured"
    CLOCK_OFF = "clock_off"
    ODD = "odd"
    SHARED = "shared"
    PARTY = "party"
    OWN_TIME = "own_time"
    FORGOTTEN = "forgotten"


type Door = tuple[ServiceId, Where]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """How long a service takes at one kind of door: of one client, or of everybody together.

    What is learned is a part of the catalogue's time, for a pickup takes the longer the more help somebody needs, and
    a client may need more help on one day than on another.

    Attributes
    ----------
    client_id : ClientId or None
        None: the service's own, which clients nobody has observed get, too.
    observed : int
        So many times at such a door.
    own_s : int
        What they took on average, in seconds.
    catalogue_s : int
        What the catalogue plans for the same, on average.
    service_permille : int
        Of the catalogue's time: what is learned of the service; of its own estimate, what was observed.
    weight_permille : int
        How much the observations count against what would be known without them.
    permille : int
        Of the catalogue's time: what is learned.
    """

    client_id: ClientId | None = None
    service_id: ServiceId
    where: Where
    observed: int
    own_s: int
    catalogue_s: int
    service_permille: int
    weight_permille: int
    permille: int

    @property
    def learned_s(self) -> int:
        """What would be planned where the catalogue plans as on average, in seconds."""
        return taught_s(self.catalogue_s, self.permille)

    @property
    def service_s(self) -> int:
        """What the service takes in the same cases, in seconds."""
        return taught_s(self.catalogue_s, self.service_permille)


def taught_s(catalogue_s: int, permille: int) -> int:
    """Return a part of a time, rounded up to full seconds: durations are rounded against ourselves."""
    return -(-catalogue_s * permille // 1000)


@dataclass(frozen=True, kw_only=True)
class LearnedSpeed:
    """What drives tell about the speed in one band of hours; a proposal for the town's policy, used by nobody else.

    Attributes
    ----------
    start_h, end_h : int
        Local hours of the day.
    present_permille : int
        Of the free speed, as the policy has it.
    drives : int
        So many were mostly in it.
    fitted_permille, proposed_permille : int
        The speed that explains them best, and what is proposed: nearer to the present one, the fewer they are.
    """

    start_h: int
    end_h: int
    present_permille: int
    drives: int
    fitted_permille: int
    proposed_permille: int


@dataclass(frozen=True, kw_only=True)
class LearnedTimes:
    """How long doors take, in per mille of the catalogue's time, as a town's days are planned with it."""

    services: Mapping[Door, int] = field(default_factory=dict)
    clients: Mapping[ClientId, Mapping[Door, int]] = field(default_factory=dict)

    def permille(self, client_id: ClientId, service_id: ServiceId, where: Where) -> int:
        """Return what a client takes of the catalogue's time; who was never observed takes what the service does."""
        own = self.clients.get(client_id, {}).get((service_id, where))
        return self.services.get((service_id, where), AS_PLANNED) if own is None else own


@dataclass(frozen=True, kw_only=True)
class Learned(Instants):
    """What a town has learned, and whether its plans use it.

    Attributes
    ----------
    used : bool
        Whether plans use it; a manager decides.
    changed_at, changed_by : datetime, UserId, or None
        Who decided so last; None: nobody has, and it is not used.
    as_of : datetime or None
        When it was worked out; None: never.
    first_day, last_day : date or None
        The closed days it comes from.
    days : int
        So many of them.
    left_out : mapping of LeftOut to int
        How many doors told nothing, and why.
    """

    used: bool = False
    changed_at: datetime | None = None
    changed_by: UserId | None = None
    as_of: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    days: int = 0
    estimates: tuple[Estimate, ...] = ()
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    speeds: tuple[LearnedSpeed, ...] = ()

    @property
    def id(self) -> str:
        """The one id there is."""
        return LEARNED_ID

    @cached_property
    def times(self) -> LearnedTimes | None:
        """What days are planned with; None: as the catalogue says."""
        if not self.used or not self.estimates:
            return None
        clients: dict[ClientId, dict[Door, int]] = {}
        for one in self.estimates:
            if one.client_id is not None:
                clients.setdefault(one.client_id, {})[one.service_id, one.where] = one.permille
        services = {(one.service_id, one.where): one.permille for one in self.estimates if one.client_id is None}
        return LearnedTimes(services=services, clients=clients)
