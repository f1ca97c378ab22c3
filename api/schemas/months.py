"""Months of closed days: settlements, statistics, cards to be signed, mileage."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Document
from api.schemas.figures import DefinitionShown
from api.schemas.moments import Instant
from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.figures import Definition
from scheduler.domain.months import (
    Mileage,
    Month,
    Reached,
    ServiceCard,
    Settlement,
    SettlementLine,
    StatisticsRow,
    Sums,
)

_OPEN = Field(description="Days with bookings that nobody has closed: they are not in it.")
_CLOSED = Field(description="How many days are in it.")


class SumsShown(Document):
    """Sums of a settlement."""

    ordered: int = Field(description="Requests that the plan gave to a crew; of two crews each counts one.")
    ordered_s: int = Field(description="Working time of crews for them by the plan, in seconds.")
    ordered_m: int = Field(description="Ways for them by the plan, in metres.")
    ordered_gr: int = Field(description="What they would have cost as planned, in grosze.")
    delivered: int = Field(description="Requests of which a crew did its part; of two crews each counts one.")
    delivered_s: int = Field(description="Working time of crews for them as it was, in seconds.")
    delivered_m: int = Field(description="Ways for them as they were, in metres.")
    delivered_gr: int = Field(description="What they cost, hours and ways included, in grosze.")
    in_vain: int = Field(description="Requests for which a crew was there for nothing.")
    disputed: int = Field(description="Requests that the office disputes.")
    disputed_gr: int = Field(description="What was delivered of them, in grosze.")

    @classmethod
    def of(cls, one: Sums) -> "SumsShown":
        """Return them as the API shows them."""
        return cls.model_construct(**vars(one))


class RateShown(Document):
    """A rate that is agreed."""

    per: Literal["hour", "request", "km"] = Field(
        description="An hour that the whole crew works, a request of which it does its part, or a kilometre."
    )
    gr: int = Field(description="In grosze.")


class SettlementLineShown(Document):
    """One service at the same rates."""

    service_id: str | None = Field(description="null: hours kept for nobody who was served.")
    service: str
    rates: list[RateShown] = Field(description="They add up; empty: no rate is agreed.")
    sums: SumsShown

    @classmethod
    def of(cls, one: SettlementLine) -> "SettlementLineShown":
        """Return it as the API shows it."""
        paid = (("hour", one.rates.hour_gr), ("request", one.rates.request_gr), ("km", one.rates.km_gr))
        rates = [RateShown.model_construct(per=per, gr=gr) for per, gr in paid if gr]
        return cls.model_construct(**{**vars(one), "rates": rates, "sums": SumsShown.of(one.sums)})


class DaySums(Document):
    """Sums of one service day."""

    day: date
    sums: SumsShown


class DisputeShown(Document):
    """Something delivered that is not paid without a word."""

    day: date
    request_id: str
    amount_gr: int = Field(description="In grosze.")
    reason: str = Field(description="The office's own words; a provider does not read them. Empty once erased, too.")


class SettlementShown(Document):
    """A month of one provider."""

    provider_id: str | None = Field(description="null: crews of nobody that is kept as a provider.")
    name: str
    own: bool
    lines: list[SettlementLineShown]
    days: list[DaySums]
    total: SumsShown
    disputes: list[DisputeShown]
    ceiling_gr: int | None = Field(description="What the contract may cost, in grosze; null: it has no ceiling.")
    spent_gr: int | None = Field(description="Delivered of it up to the end of the month, in grosze.")
    left_gr: int | None = Field(description="What it has left, in grosze.")

    @classmethod
    def of(cls, one: Settlement) -> "SettlementShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            provider_id=one.provider_id,
            name=one.name,
            own=one.own,
            lines=[SettlementLineShown.of(line) for line in one.lines],
            days=[DaySums.model_construct(day=day, sums=SumsShown.of(sums)) for day, sums in one.days.items()],
            total=SumsShown.of(one.total),
            disputes=[DisputeShown.model_construct(**vars(each)) for each in one.disputes],
            ceiling_gr=one.ceiling_gr,
            spent_gr=one.spent_gr,
            left_gr=one.left_gr,
        )


class ReachedShown(Document):
    """Whom services reached, and with what."""

    persons: int = Field(description="Different people; rows cannot be added up.")
    requests: int = Field(description="Requests that were done.")
    rides: int = Field(description="One for each person and ride.")
    service_s: int = Field(description="At doors, in seconds.")
    cost_gr: int = Field(description="In grosze; without hours kept for nobody who was served.")

    @classmethod
    def of(cls, one: Reached) -> "ReachedShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(one))


class StatisticsRowShown(Document):
    """One row of the statistics."""

    by: str = Field(description="`all`, `service`, `programme`, `sex`, `age_band` or `district`.")
    key: str = Field(description="Empty: not known, or everything.")
    name: str
    month: ReachedShown
    year: ReachedShown = Field(description="From the first of January to the end of the month.")

    @classmethod
    def of(cls, one: StatisticsRow) -> "StatisticsRowShown":
        """Return it as the API shows it."""
        spans = {"month": ReachedShown.of(one.month), "year": ReachedShown.of(one.year)}
        return cls.model_construct(**{**vars(one), **spans})


class CardEntryShown(Document):
    """One service that was given."""

    day: date
    start: Instant | None
    end: Instant | None
    service: str
    other: str = Field(description="Who gave it, on a client's card; who had it, on a worker's.")
    outcome: FinalOutcome
    reported: bool = Field(description="Whether the times were reported; else they are the plan's.")


class ServiceCardShown(Document):
    """A month of one client or worker."""

    client_id: str | None
    staff_id: str | None
    name: str
    entries: list[CardEntryShown]

    @classmethod
    def of(cls, one: ServiceCard) -> "ServiceCardShown":
        """Return it as the API shows it."""
        entries = [
            CardEntryShown.model_construct(**{name: getattr(each, name) for name in CardEntryShown.model_fields})
            for each in one.entries
        ]
        return cls.model_construct(**{**vars(one), "entries": entries})


class MileageRowShown(Document):
    """One shift of one car."""

    day: date
    shift_id: str
    shift: str
    crew: str
    planned_m: int = Field(description="By the plan, in metres.")
    driven_m: int = Field(description="The planned legs to the doors at which the crew was, in metres.")


class MileageShown(Document):
    """A month of one car."""

    vehicle_id: str
    name: str
    registration: str
    planned_m: int = Field(description="In metres.")
    driven_m: int = Field(description="In metres.")
    rows: list[MileageRowShown]

    @classmethod
    def of(cls, one: Mileage) -> "MileageShown":
        """Return it as the API shows it."""
        rows = [MileageRowShown.model_construct(**vars(each)) for each in one.rows]
        return cls.model_construct(**{**vars(one), "rows": rows}, planned_m=one.planned_m, driven_m=one.driven_m)


class SettlementsShown(Document):
    """Settlements of a month, one for each provider."""

    month: str
    closed: int = _CLOSED
    open_days: list[date] = _OPEN
    items: list[SettlementShown]
    definitions: list[DefinitionShown] = Field(description="What the numbers say; the same as beside them in files.")


class StatisticsShown(Document):
    """Statistics of a month and of the year so far."""

    month: str
    closed: int = _CLOSED
    open_days: list[date] = _OPEN
    items: list[StatisticsRowShown]


class ServiceCardsShown(Document):
    """Cards of a month, one for each client or worker."""

    month: str
    closed: int = _CLOSED
    open_days: list[date] = _OPEN
    items: list[ServiceCardShown]


class MileagesShown(Document):
    """Mileage of a month, one sheet for each car."""

    month: str
    closed: int = _CLOSED
    open_days: list[date] = _OPEN
    items: list[MileageShown]


def month_shown[T, D: Document](
    kind: type[D], month: Month[T], shown: Callable[[T], Document], definitions: Sequence[Definition] = ()
) -> D:
    """Return a month's table as the API shows it, with what its numbers say, where that stands beside them."""
    beside = {"definitions": [DefinitionShown.of(one) for one in definitions]} if definitions else {}
    return kind.model_construct(
        None,
        **beside,
        month=f"{month.first:%Y-%m}",
        closed=month.closed,
        open_days=[*month.open_days],
        items=[shown(one) for one in month.items],
    )
