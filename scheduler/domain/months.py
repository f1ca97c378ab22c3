"""A month of closed days: what is paid to whom, whom it reached, who was where, how far cars went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.crew_parts import Rates
from scheduler.domain.ids import ClientId, ProviderId, RequestId, ServiceId, ShiftId, StaffId, VehicleId
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one crew's part of a request, or what is nobody's part of one shift, adds to a settlement.

    Attributes
    ----------
    service_id : ServiceId or None
        None: hours of a shift that served nobody.
    rates : Rates
        What its shift is paid by.
    ordered, delivered, in_vain : int
        0 or 1: the published plan gave it to this crew; it did its part; it was there for nothing. A visit of two crews
        counts with each of them, and what one crew was given and another one did with both.
    ordered_s, ordered_m, ordered_gr : int
        Its part of the shift's working time, in seconds, and ways, in metres, by the plan, and what that would cost.
    delivered_s, delivered_m, delivered_gr : int
        Its part of them as they were, and what it cost.
    disputed : str or None
        What a dispatcher disputes, in their words, which are "" once the client is erased; None: nothing.
    """

    day: date
    provider_id: ProviderId | None
    service_id: ServiceId | None
    request_id: RequestId | None = None
    rates: Rates = Rates()
    ordered: int = 0
    ordered_s: int = 0
    ordered_m: int = 0
    ordered_gr: int = 0
    delivered: int = 0
    delivered_s: int = 0
    delivered_m: int = 0
    delivered_gr: int = 0
    in_vain: int = 0
    disputed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Entries added up; the fields are theirs, in crews' parts of requests, seconds, metres and grosze."""

    ordered: int = 0
    ordered_s: int = 0
    ordered_m: int = 0
    ordered_gr: int = 0
    delivered: int = 0
    delivered_s: int = 0
    delivered_m: int = 0
    delivered_gr: int = 0
    in_vain: int = 0
    disputed: int = 0
    disputed_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """One service at the same rates."""

    service_id: ServiceId | None
    service: str
    rates: Rates
    sums: Sums


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """Something delivered that is not paid without a word.

    Attributes
    ----------
    reason : str
        The office's own words; "": the provider reads it, or the client is erased.
    """

    day: date
    request_id: RequestId
    amount_gr: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """A month of one provider.

    Attributes
    ----------
    provider_id : ProviderId or None
        None: crews of nobody that is kept as a provider.
    own : bool
        Whether it is the town itself: then it is what its own work cost.
    days : mapping of date to Sums
        By service day, whatever the date on which a shift ended.
    ceiling_gr, spent_gr : int or None
        What the contract may cost, and what has been delivered of it up to the end of the month.
    """

    provider_id: ProviderId | None
    name: str
    own: bool
    lines: tuple[SettlementLine, ...]
    total: Sums
    days: Mapping[date, Sums] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    ceiling_gr: int | None = None
    spent_gr: int | None = None

    @property
    def left_gr(self) -> int | None:
        """What the contract has left; less than nothing where it is overdrawn. None: it has no ceiling."""
        return None if self.ceiling_gr is None or self.spent_gr is None else self.ceiling_gr - self.spent_gr


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Whom services reached, and with what.

    Attributes
    ----------
    persons : int
        Different people; of two rows together there may be fewer than their sum.
    requests : int
        Done; of two people together in each of their rows.
    rides : int
        One for each person and ride.
    service_s, cost_gr : int
        At doors, and what it cost; shared alike by the people of a party. Hours kept for nobody who was served are in
        settlements alone.
    """

    persons: int = 0
    requests: int = 0
    rides: int = 0
    service_s: int = 0
    cost_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class StatisticsRow:
    """One row: of everything, or of one service, programme, sex, age band or district; `key` "": of none."""

    by: str
    key: str
    name: str
    month: Reached
    year: Reached


@dataclass(frozen=True, kw_only=True)
class CardEntry(Instants):
    """One service that was given.

    Attributes
    ----------
    other : str
        Who gave it, on a client's card; who had it, on a worker's.
    """

    day: date
    start: datetime | None
    end: datetime | None
    service: str
    other: str
    client_ids: tuple[ClientId, ...] = ()
    outcome: FinalOutcome
    reported: bool


@dataclass(frozen=True, kw_only=True)
class ServiceCard:
    """A month of one client or worker, to be signed."""

    client_id: ClientId | None = None
    staff_id: StaffId | None = None
    name: str
    entries: tuple[CardEntry, ...]

    @property
    def client_ids(self) -> frozenset[ClientId]:
        """Everybody whom it tells of."""
        return frozenset(client for entry in self.entries for client in entry.client_ids)

    @property
    def service_s(self) -> int:
        """All of it, in seconds; what has no times counts nothing."""
        spans = ((one.start, one.end) for one in self.entries)
        return sum(round(end.timestamp() - start.timestamp()) for start, end in spans if start and end)


@dataclass(frozen=True, kw_only=True)
class MileageRow:
    """One shift of one car."""

    day: date
    shift_id: ShiftId
    shift: str
    crew: str
    planned_m: int
    driven_m: int


@dataclass(frozen=True, kw_only=True)
class Mileage:
    """A month of one car; odometers are read by hand."""

    vehicle_id: VehicleId
    name: str
    registration: str
    rows: tuple[MileageRow, ...]

    @property
    def planned_m(self) -> int:
        """By the plans."""
        return sum(row.planned_m for row in self.rows)

    @property
    def driven_m(self) -> int:
        """The planned legs to the doors at which crews were."""
        return sum(row.driven_m for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Month[T]:
    """A month's table of one sort.

    Attributes
    ----------
    first : date
        Its first day.
    closed : int
        Days that are in it.
    open_days : tuple of date
        Days with bookings that nobody has closed: they are not in it.
    """

    first: date
    closed: int
    open_days: tuple[date, ...]
    items: tuple[T, ...]
