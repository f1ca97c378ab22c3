"""What a town decides about booking: how early, how late, how wide a promise is, and what the client pays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from scheduler.domain.ids import ProgrammeId, ServiceId


class HolidayRule(StrEnum):
    """What becomes of a service on a public holiday.

    SKIP: it is not given. MOVE: it is offered on the next working day instead. KEEP: as on any other day.
    """

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What a client pays for a service (co-payment), in whole grosze: the sum of three parts, for each client.

    Attributes
    ----------
    per_request_gr, per_hour_gr, per_km_gr : int
        Once; per hour of planned service; per km of the direct way of a ride.
    free_programmes : frozenset of ProgrammeId
        Requests of these programmes cost nothing.
    cash : bool
        Whether the crew collects it at the door; otherwise it is invoiced.
    """

    per_request_gr: int = 0
    per_hour_gr: int = 0
    per_km_gr: int = 0
    free_programmes: frozenset[ProgrammeId] = frozenset()
    cash: bool = True


@dataclass(frozen=True, kw_only=True)
class ServiceBooking:
    """How one service is booked.

    Attributes
    ----------
    notice : timedelta
        From the call to the start of the window, at least.
    promise : timedelta
        How wide a promised window is.
    cancel_until : timedelta
        A cancellation later than this before the promised window is a late one.
    late_gives_back : bool
        Whether a late cancellation gives the entitlement back.
    no_show_wait : timedelta
        So long a crew waits at the door, from its arrival and from the start of the promised window on, before it may
        declare that nobody came.
    no_show_gives_back, refused_gives_back : bool
        The same for a client who was not there, and for one who sent the crew away.
    """

    notice: timedelta = timedelta(hours=2)
    promise: timedelta = timedelta(minutes=30)
    cancel_until: timedelta = timedelta(hours=2)
    late_gives_back: bool = False
    no_show_wait: timedelta = timedelta(minutes=10)
    no_show_gives_back: bool = False
    refused_gives_back: bool = False
    holidays: HolidayRule = HolidayRule.SKIP
    contribution: Contribution = field(default_factory=Contribution)


@dataclass(frozen=True, kw_only=True)
class BookingPolicy:
    """How a town books.

    Attributes
    ----------
    horizon_days : int
        How many days ahead may be booked, today being 0; each of them has a tentative plan.
    step : timedelta
        Promised windows begin at whole multiples of it after midnight.
    most_offers : int
        So many offers are read out at most.
    days_off : frozenset of date
        The town's own, beside public holidays.
    region : str
        ISO 3166 code of the country, or of a part of it, whose public holidays count.
    default, services : ServiceBooking, mapping of ServiceId to ServiceBooking
        Of services that are not named, and of those that are.
    """

    horizon_days: int = 28
    step: timedelta = timedelta(minutes=15)
    most_offers: int = 6
    days_off: frozenset[date] = frozenset()
    region: str = "PL"
    default: ServiceBooking = field(default_factory=ServiceBooking)
    services: Mapping[ServiceId, ServiceBooking] = field(default_factory=dict)

    def of(self, service_id: ServiceId) -> ServiceBooking:
        """Return how a service is booked."""
        return self.services.get(service_id, self.default)
