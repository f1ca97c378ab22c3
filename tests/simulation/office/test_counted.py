"""What becomes of a call is counted where it belongs."""

from datetime import timedelta

import pytest

from fixtures import moments
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.ids import RequestId, TownId
from scheduler.store.memory import MemoryStore
from tests.simulation.office.callers import VISIT, Callers, counts

LATE = BookingPolicy(services={VISIT: ServiceBooking(cancel_until=timedelta(hours=4))})


def of(figures: list[Figure], kpi: str, *, district: str = "", service: str = "") -> float:
    (found,) = [one.value for one in figures if (one.kpi, one.district, one.service) == (kpi, district, service)]
    return found


def test_a_crew_that_meets_nobody_waits_and_is_back_on_its_way() -> None:
    """A resident who is not there would count as served, or their crew would never have waited for them."""
    store, callers = MemoryStore(), Callers(workers=1).visit("09:00-10:00", no_show=True).visit("11:00-12:00")
    figures = callers.play(store)
    assert (of(figures, "no_shows"), of(figures, "served"), of(figures, "not_served")) == (1, 1, 0)
    with store.reading(TownId(callers.town.id)) as unit:
        actual = unit.actuals.get(RequestId("T-01"))
    assert actual.begin is not None
    assert actual.begin.arrived_at is not None
    assert actual.begin.promised is not None
    assert actual.begin.ended_at is not None
    waits = callers.town.policy.booking.of(VISIT).no_show_wait
    came = max(actual.begin.arrived_at, actual.begin.promised.start)
    assert actual.begin.ended_at - came == waits


@pytest.mark.parametrize(("hours", "kpi"), [(48.0, "cancelled"), (30.0, "cancelled"), (3.0, "cancelled_late")])
def test_calling_off_counts_by_the_towns_deadline(hours: float, kpi: str) -> None:
    """Late cancellations would be missing in the grant's figures, or those in time be held against clients."""
    callers = Callers(booking=LATE).visit(cancels_before=timedelta(hours=hours)).visit("11:00-12:00")
    found = counts(callers.play())
    assert {name: found.get(name, 0) for name in ("cancelled", "cancelled_late", "served", "no_shows")} == {
        "cancelled": 0, "cancelled_late": 0, "served": 1, "no_shows": 0, kpi: 1,
    }  # fmt: skip


def test_who_calls_off_on_the_day_is_not_driven_to() -> None:
    """A crew would stand at the door of somebody who has called off hours ago."""
    store, callers = MemoryStore(), Callers(workers=1, booking=LATE)
    callers.visit("11:00-12:00", cancels_before=timedelta(hours=2)).visit("13:00-14:00").play(store)
    with store.reading(TownId(callers.town.id)) as unit:
        assert {one.request_id for one in unit.events.all().values()} == {"T-02"}


def test_who_calls_off_while_the_crew_is_on_its_way_is_not_looked_for() -> None:
    """A crew would ring at the door of somebody who has just said that they are out."""
    store, callers = MemoryStore(), Callers(workers=1, booking=LATE)
    after = timedelta(minutes=-25)  # the promise begins at 11:00, and the crew is coming for 11:30
    figures = callers.visit("11:00-11:15", cancels_before=after).visit("13:00-14:00").play(store)
    with store.reading(TownId(callers.town.id)) as unit:
        told = [one.kind.value for one in unit.events.all().values() if one.request_id == "T-01"]
    assert told == ["en_route"]
    assert (of(figures, "cancelled_late"), of(figures, "served"), of(figures, "no_shows")) == (1, 1, 0)


def test_somebody_who_calls_to_be_fetched_is_fetched_after_that() -> None:
    """Open returns would stay uncalled, and nobody be brought home."""
    store, callers = MemoryStore(), Callers().ride("09:00-09:30", ready="11:10")
    figures = callers.play(store)
    assert (of(figures, "asked"), of(figures, "booked"), of(figures, "served")) == (2, 2, 2)
    with store.reading(TownId(callers.town.id)) as unit:
        home = unit.actuals.get(RequestId("T-01-home"))
        called = unit.bookings.get(RequestId("T-01-home")).called_at
    assert called is not None
    assert called >= callers.calls[0].ready_at  # type: ignore[operator]  # this one has an hour
    assert home.begin is not None
    assert home.begin.arrived_at is not None
    assert timedelta(0) <= home.begin.arrived_at - called <= timedelta(hours=1)


def test_a_call_for_which_there_is_no_place_is_refused_with_its_reason() -> None:
    """A manager would see no refusals in a town that has nobody to send, or nobody would know why."""
    store, callers = MemoryStore(), Callers(workers=0).visit().visit().ride("10:00-10:30")
    figures = callers.play(store)
    assert (of(figures, "calls"), of(figures, "refused"), of(figures, "served")) == (3, 2, 1)
    assert (of(figures, "refused", service="fizjoterapia"), of(figures, "refused", service="bus")) == (2, 0)
    with store.reading(TownId(callers.town.id)) as unit:
        refused = [one for one in unit.enquiries.all().values() if one.outcome is EnquiryOutcome.REFUSED]
    assert len(refused) == 2
    assert all(one.refusals and one.refusals[0].summary for one in refused)


def test_who_is_offered_another_hour_declines_without_patience() -> None:
    """Nobody would ever say no, and one worker would serve a whole town that wants nine o'clock."""
    hurried, patient = Callers(workers=1), Callers(workers=1)
    for _ in range(4):
        hurried.visit("09:00-09:15", patience=0.0)
        patient.visit("09:00-09:15", patience=0.97)
    assert counts(hurried.play()).get("declined", 0) >= 2
    assert counts(patient.play()).get("declined", 0) == 0


def test_every_request_ends_in_one_way_and_districts_and_services_add_up() -> None:
    """Figures of districts would not add up to those of the town, and requests vanish between two columns."""
    callers = Callers(booking=LATE).visit(no_show=True).visit(cancels_before=timedelta(hours=2)).visit("12:00-13:00")
    callers.ride("09:00-09:30", back="11:00-12:00").ride("09:10-09:40", ready="11:00").visit("08:00-09:00")
    figures = callers.play()
    ends = ("served", "no_shows", "cancelled", "cancelled_late", "not_served")
    assert of(figures, "asked") == sum(of(figures, one) for one in ("refused", "declined", "booked")) == 8
    assert of(figures, "booked") == sum(of(figures, one) for one in ends)
    assert of(figures, "served") == of(figures, "late") + of(figures, "on_time")
    for kpi in ("calls", "asked", "booked", *ends):
        assert of(figures, kpi) == sum(one.value for one in figures if one.kpi == kpi and one.district)
        assert of(figures, kpi) == sum(one.value for one in figures if one.kpi == kpi and one.service)


def test_who_calls_after_an_empty_evening_is_served_all_the_same() -> None:
    """Somebody would be promised a visit this morning, and no crew would ever have read of it."""
    at = moments.moment(Callers().day - timedelta(days=1), "21:00")
    figures = Callers().visit("11:00-12:00", at=at).play()
    assert (of(figures, "booked"), of(figures, "served")) == (1, 1)


def test_nobody_calls_off_once_the_crew_is_with_them() -> None:
    """Somebody who is just getting on the bus would be called off, and nobody know where they got to."""
    slow, store = timedelta(minutes=20), MemoryStore()
    callers = Callers().ride("10:00-10:30", service_time=slow)
    callers.play(store)
    with store.reading(TownId(callers.town.id)) as unit:
        told, promise = unit.actuals.get(RequestId("T-01")).begin, unit.bookings.get(RequestId("T-01")).promise
    assert told is not None
    assert told.ended_at is not None
    assert promise is not None
    assert promise.pickup is not None
    while_boarding = promise.pickup.start - (told.ended_at - slow / 2)
    figures = Callers().ride("10:00-10:30", service_time=slow, cancels_before=while_boarding).play()
    assert (of(figures, "served"), of(figures, "cancelled_late"), of(figures, "not_served")) == (1, 0, 0)
