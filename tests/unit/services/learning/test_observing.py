"""What a closed day's records tell about one door, and what tells nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.actuals import Actual, FinalOutcome, Person, TaskActual, Teller
from scheduler.domain.booking import Booking
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import ClientId, RequestId, ServiceId, ShiftId
from scheduler.domain.learning import LeftOut, Where
from scheduler.domain.town import Town
from scheduler.services.learning.observing import Observed, observe

ANNA, JAN = ClientId("K-01"), ClientId("K-02")
PHYSIO = ServiceId("fizjoterapia")
BUILDER = TownBuilder()
NINE = BUILDER.moment("09:00")


def town(**fields: Any) -> Town:
    """Return a visit to Anna, for which the catalogue plans 45 minutes."""
    builder = TownBuilder().add_client(ANNA).add_client(JAN).add_visit(client=ANNA, **fields)
    service = replace(builder.services[PHYSIO], service_time=timedelta(minutes=45), setup_time=timedelta(minutes=5))
    builder.services = {**builder.services, PHYSIO: service}
    return builder.build()


def door(came: float, ended: float, *, planned: float = 45, **fields: Any) -> TaskActual:
    """Return a visit that is planned at nine, in minutes after it."""
    return TaskActual(
        planned_start=NINE, planned_end=NINE + timedelta(minutes=planned),
        arrived_at=NINE + timedelta(minutes=came), ended_at=NINE + timedelta(minutes=ended), **fields,
    )  # fmt: skip


def actual(begin: TaskActual | None, people: Iterable[ClientId] = (ANNA,), **fields: Any) -> Actual:
    made: dict[str, Any] = {
        "request_id": RequestId("R-001"),
        "day": BUILDER.day,
        "service_id": PHYSIO,
        "kind": ServiceKind.VISIT,
        "outcome": FinalOutcome.SERVED,
        "told_by": Teller.CREW,
        "people": tuple(Person(client_id=one) for one in people),
        "shift_id": ShiftId("S-1"),
        "begin": begin,
    }
    return Actual(**(made | fields))


def seen_in(here: Town, *actuals: Actual) -> Observed:
    booked = {key: Booking(request=one, booked_at=NINE) for key, one in here.requests.items()}
    more = {one.request_id: replace(booked[RequestId("R-001")]) for one in actuals if one.request_id not in booked}
    return observe(here, actuals, {**booked, **more})


def minutes(found: Observed) -> list[float]:
    return [one.took_s / 60 for one in found.seen]


def test_a_visit_that_began_late_took_what_lies_between_but_for_the_set_up() -> None:
    """The way from the car would be planned twice: as set-up, and in the service."""
    found = seen_in(town(), actual(door(10, 55)))
    assert minutes(found) == [40]
    assert [(one.client_id, one.where, one.catalogue_s) for one in found.seen] == [(ANNA, Where.VISIT, 45 * 60)]
    assert found.days == (BUILDER.day,)


@pytest.mark.parametrize(("came", "took"), [(-20, 38), (-5, 38), (-2, 35)])
def test_a_crew_that_came_early_has_waited_and_set_up_meanwhile(came: float, took: float) -> None:
    """Whoever comes early would seem to need long; or be said to be quick for having unpacked in the car."""
    assert minutes(seen_in(town(), actual(door(came, 38)))) == [took]


def left_out(found: Observed) -> dict[LeftOut, int]:
    assert not found.seen
    return dict(found.left_out)


def test_what_is_not_known_for_sure_is_left_out_and_counted() -> None:
    """A forgotten button or a wrong clock would become somebody's time; and nobody would know how many there are."""
    typed_in = replace(door(0, 40), arrived_at=None)
    assert left_out(seen_in(town(), actual(typed_in))) == {LeftOut.UNMEASURED: 1}
    assert left_out(seen_in(town(), actual(door(0, 50, clock_off=True)))) == {LeftOut.CLOCK_OFF: 1}
    assert left_out(seen_in(town(), actual(door(0, 50), people=(ANNA, JAN)))) == {LeftOut.PARTY: 1}
    assert left_out(seen_in(town(length_min=30), actual(door(0, 50)))) == {LeftOut.OWN_TIME: 1}
    assert left_out(seen_in(town(), actual(door(0, 50), people=(ClientId("gone"),)))) == {LeftOut.FORGOTTEN: 1}
    assert left_out(observe(town(), [actual(door(0, 50))], {})) == {LeftOut.FORGOTTEN: 1}


@pytest.mark.parametrize(("ended", "odd"), [(185, False), (186, True), (17, False), (16, True), (-1, True)])
def test_what_took_four_times_as_long_or_as_short_as_planned_is_odd(ended: float, odd: bool) -> None:
    """A phone that was put away and found in the evening would give a client the whole afternoon."""
    found = seen_in(town(), actual(door(0, ended)))
    assert left_out(found) == {LeftOut.ODD: 1} if odd else len(found.seen) == 1


def test_what_was_planned_is_measured_by_its_own_plan() -> None:
    """Somebody for whom two hours are planned, and are needed, would be odd for ever."""
    assert minutes(seen_in(town(), actual(door(0, 205, planned=200)))) == [200]


def test_nobody_is_observed_who_was_not_served() -> None:
    """Three minutes at a closed door would shorten the next visit."""
    found = seen_in(town(), actual(door(0, 30), outcome=FinalOutcome.NO_SHOW))
    assert (found.seen, found.left_out) == ((), {})


def test_two_things_at_one_door_at_a_time_tell_of_neither() -> None:
    """A meal handed over on the way would count the hour of the care that it was brought along with."""
    other = actual(door(20, 80), request_id=RequestId("R-2"))
    third = actual(door(80, 125), request_id=RequestId("R-3"))
    elsewhere = actual(door(0, 50), request_id=RequestId("R-4"), shift_id=ShiftId("S-2"))
    found = seen_in(town(), actual(door(0, 50)), other, third, elsewhere)
    assert found.left_out == {LeftOut.SHARED: 2}
    assert minutes(found) == [40, 45]


def test_a_ride_is_measured_at_both_its_ends() -> None:
    """Getting in with a wheelchair would be planned as long as getting out, whatever crews report."""
    builder = TownBuilder().add_bus().add_client(ANNA).add_ride(to="baza", client=ANNA)
    service = replace(builder.services[ServiceId("bus")], setup_time=timedelta(0))
    builder.services = {**builder.services, ServiceId("bus"): service}
    one = actual(door(0, 4, planned=2), service_id=ServiceId("bus"), kind=ServiceKind.RIDE, end=door(20, 21, planned=2))
    found = seen_in(builder.build(), one)
    assert [(each.where, each.took_s) for each in found.seen] == [(Where.PICKUP, 240), (Where.DROPOFF, 60)]
