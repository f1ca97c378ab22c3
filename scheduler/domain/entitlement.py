"""What a client may have in a period, by programme."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from scheduler.domain.ids import ClientId, EntitlementId, ProgrammeId, RequestId, ServiceId
from scheduler.domain.time import Instants


class EntitlementUnit(StrEnum):
    """What is counted."""

    HOURS = "hours"
    VISITS = "visits"
    RIDES = "rides"


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """So many hours, visits or rides of some services for one client in one period (both dates included).

    Attributes
    ----------
    programme_id : ProgrammeId or None
        Counted are the requests of this programme; None: those of none.
    used : Decimal
        Consumed before this day, in `unit`.
    """

    id: EntitlementId
    client_id: ClientId
    programme_id: ProgrammeId | None = None
    service_ids: frozenset[ServiceId]
    unit: EntitlementUnit
    amount: Decimal
    used: Decimal = Decimal(0)
    period_start: date
    period_end: date

    @property
    def left(self) -> Decimal:
        """What may still be consumed; never negative."""
        return max(Decimal(0), self.amount - self.used)


@dataclass(frozen=True, kw_only=True)
class Consumption(Instants):
    """What one request takes of one entitlement, from its booking on.

    Attributes
    ----------
    amount : Decimal
        In the entitlement's unit.
    given_back_at : datetime or None
        When a cancellation gave it back; None: it counts.
    """

    entitlement_id: EntitlementId
    request_id: RequestId
    day: date
    amount: Decimal
    taken_at: datetime
    given_back_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether it is consumed."""
        return self.given_back_at is None
