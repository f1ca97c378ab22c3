"""The figures of a closed day, counted from what the office itself has written down of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.actuals import Actual, FinalOutcome
from scheduler.domain.booking import Enquiry, EnquiryOutcome
from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.services.closing.closing import closing_of
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.office.paying import Paid, paid
from scheduler.simulation.office.world import World

COUNTED = (
    "calls", "asked", "refused", "declined", "booked", "cancelled", "cancelled_late", "no_shows", "served", "late",
    "on_time", "not_served",
)  # fmt: skip
"""Calls are counted as such, everything else in requests: a way there and back is two."""

_OUTCOMES: Mapping[FinalOutcome, str] = {
    FinalOutcome.SERVED: "served",
    FinalOutcome.NO_SHOW: "no_shows",
    FinalOutcome.REFUSED: "no_shows",
    FinalOutcome.CANCELLED: "cancelled",
    FinalOutcome.NOT_CALLED: "cancelled",
    FinalOutcome.CANCELLED_LATE: "cancelled_late",
    FinalOutcome.MISSED: "not_served",
    FinalOutcome.UNPLANNED: "not_served",
}
_ENDS: Mapping[EnquiryOutcome, str] = {
    EnquiryOutcome.REFUSED: "refused",
    EnquiryOutcome.DECLINED: "declined",
    EnquiryOutcome.PROMISED: "booked",
}

type Of = tuple[str, str]
"""A district and a service; "": all of them."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """So many of something, of one district and one service."""

    of: Of
    kpi: str
    amount: int = 1


def figures_of(world: World, day: date, replans: int) -> Iterator[Figure]:
    """Yield the figures of a closed day: counts by district, by service and of all, and what the day as a whole took.

    Quotients of which there is nothing to be divided by are left out.
    """
    with world.store.reading(world.id) as unit:
        rows = [*_of_calls(unit, world, day), *_of_requests(unit, day)]
        spent = paid(unit, closing_of(unit, day), day)
    counts = _added(rows)
    for of in _groups(world):
        yield from (_figure(world.task, day, name, counts[of][name], of) for name in COUNTED)
    sums = _sums(spent, counts["", ""]) | {"replans": float(replans)}
    yield from (_figure(world.task, day, name, value) for name, value in sums.items())


def _groups(world: World) -> Iterator[Of]:
    """Yield what is counted apart, whether anything came of it or not: an empty cell is a count of 0."""
    yield "", ""
    yield from ((str(one), "") for one in sorted(world.town.districts))
    yield from (("", str(one)) for one in sorted(world.town.services))


def _added(rows: list[_Row]) -> Mapping[Of, Counter[str]]:
    counts: dict[Of, Counter[str]] = defaultdict(Counter)
    for row in rows:
        district, service = row.of
        for of in {("", ""), (district, ""), ("", service)}:
            counts[of][row.kpi] += row.amount
    return counts


def _of_calls(unit: UnitOfWork, world: World, day: date) -> Iterator[_Row]:
    """Yield what was asked for a day, and what the desk answered."""
    first = day - timedelta(days=world.town.policy.booking.horizon_days + 1)
    for one in unit.enquiries.between(first, day).values():
        wish = world.truth.wish_of(one.requests[0].id)
        if one.days[:1] != (day,) or wish is None:
            continue
        of = _place(wish.call), str(wish.call.service_id)
        requests = len(wish.requests) + (wish.home is not None)
        yield _Row(of=of, kpi="calls")
        yield _Row(of=of, kpi="asked", amount=requests)
        yield _Row(of=of, kpi=_end(one), amount=requests)


def _end(enquiry: Enquiry) -> str:
    return _ENDS[enquiry.outcome]


def _place(call: Call) -> str:
    return str(call.home.district_id or "")


def _of_requests(unit: UnitOfWork, day: date) -> Iterator[_Row]:
    """Yield what became of everything that was booked on a day."""
    for one in unit.actuals.between(day, day).values():
        of = str(one.district_id or ""), str(one.service_id)
        yield _Row(of=of, kpi=_OUTCOMES[one.outcome])
        if one.served:
            yield _Row(of=of, kpi="late" if is_late(one) else "on_time")


def is_late(actual: Actual) -> bool:
    """Return whether a crew came after the promised time, or somebody to their appointment."""
    return bool(actual.late_s) or bool(actual.appointment_late_s)


def _sums(spent: Paid, counts: Counter[str]) -> dict[str, float]:
    found = {
        "vehicle_hours": spent.vehicle_s / 3600, "crew_hours": spent.crew_s / 3600, "km": spent.way_m / 1000,
        "cost_gr": float(spent.cost_gr),
    }  # fmt: skip
    if spent.crew_s:
        found["drive_share"] = spent.driving_s / spent.crew_s
    if spent.vehicle_s:
        found["rides_per_vehicle_hour"] = spent.rides / (spent.vehicle_s / 3600)
    if counts["served"]:
        found["cost_per_served_gr"] = spent.cost_gr / counts["served"]
    return found


def _figure(task: Task, day: date, kpi: str, value: float, of: Of = ("", "")) -> Figure:
    district, service = of
    return Figure(
        scenario=task.scenario, replication=task.replication, day=day, kpi=kpi, district=district, service=service,
        value=float(value),
    )  # fmt: skip
