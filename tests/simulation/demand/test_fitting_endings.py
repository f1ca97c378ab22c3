"""How bookings end and how long doors take, found again in what crews have reported."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from math import log
from statistics import fmean, stdev

import pytest

from scheduler.domain.actuals import Actual, FinalOutcome, Person, TaskActual, Teller
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.parts import Doors, WayBack
from scheduler.domain.client import Mobility
from scheduler.domain.ids import RequestId
from scheduler.domain.service_days import DayState
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.demand import draw, fit
from tests.simulation.demand.asking_town import (
    BUS,
    MONDAY,
    PHYSIO,
    days,
    one_service,
    ride,
    service,
    town,
)
from tests.simulation.demand.recorded import books, legs_of, write

STATUSES = {
    **dict.fromkeys(range(4), BookingStatus.CANCELLED),
    **dict.fromkeys(range(4, 10), BookingStatus.CANCELLED_LATE),
    **dict.fromkeys(range(10, 15), BookingStatus.NO_SHOW),
    15: BookingStatus.REFUSED,
}


def book(unit: UnitOfWork, number: int) -> list[tuple[date, BookingStatus]]:
    """Write bookings of which 10 in 100 are called off, 6 of them late, 6 in vain, and as many again withdrawn."""
    back = WayBack(kinds=Chances.only(Back.AT))
    calls = draw(one_service(ride(8.0, back=back), BUS), town(), days(100), 5)[: 2 * number]
    written = []
    for k, call in enumerate(calls):
        status = STATUSES.get(k % 100, BookingStatus.HELD) if k < number else BookingStatus.WITHDRAWN
        out, home = legs_of(call, f"R-{k}")
        unit.clients.put(call.client)
        unit.bookings.put(Booking(request=out, status=status))
        unit.bookings.put(Booking(request=home))
        written.append((call.day, status))
    return written


def test_endings_are_those_of_bookings_that_the_office_did_not_withdraw() -> None:
    """Crews of the study would meet more open doors than the town's do."""
    with books() as unit:
        book(unit, 500)
        ends = fit(unit, days(100)[0], days(100)[-1]).services[BUS].endings
    assert ends.cancelled == pytest.approx(0.1)
    assert ends.late == pytest.approx(0.6)
    assert ends.no_show == pytest.approx(0.06)


def test_only_closed_days_tell_how_bookings_end_as_soon_as_one_is() -> None:
    """Bookings of tomorrow would count as served, and nobody ever be absent."""
    with books() as unit:
        written = book(unit, 200)
        closed = Counter(status for day, status in written if day == MONDAY and status is not BookingStatus.WITHDRAWN)
        state = unit.days.lock(MONDAY)
        unit.days.put(DayState(day=MONDAY, version=state.version + 1, closed=True))
        ends = fit(unit, days(100)[0], days(100)[-1]).services[BUS].endings
    off = closed[BookingStatus.CANCELLED] + closed[BookingStatus.CANCELLED_LATE]
    assert 0.1 < off / closed.total() < 0.9
    assert ends.cancelled == pytest.approx(off / closed.total())
    assert ends.late == pytest.approx(closed[BookingStatus.CANCELLED_LATE] / off)


def at_door(call: Call, took: timedelta, key: str, planned: timedelta, **more: object) -> Actual:
    start = call.windows[0].start
    end = start + took
    begin = TaskActual(planned_start=start, planned_end=start + planned, arrived_at=start, ended_at=end, **more)  # type: ignore[arg-type]
    return Actual(
        request_id=RequestId(key),
        day=call.day,
        service_id=call.service_id,
        kind=town().services[call.service_id].kind,
        outcome=FinalOutcome.SERVED,
        told_by=Teller.CREW,
        people=(Person(client_id=call.client.id),),
        shift_id=key,  # type: ignore[arg-type]
        begin=begin,
    )


def test_times_at_doors_are_those_of_the_crews_reports() -> None:
    """Visits would take what the catalogue says although each of them takes a quarter longer."""
    true = Lognormal(median=1.25, sigma=0.3)
    asked = one_service(service(4.0, doors=Doors(planned_min=Chances.only(50), ratio=true)))
    calls = draw(asked, town(), days(40), 5)
    setup = town().services[PHYSIO].setup_time
    with books() as unit:
        write(unit, calls)
        for k, call in enumerate(calls):
            unit.actuals.put(at_door(call, call.service_time + setup, f"A-{k}", timedelta(minutes=50)))
            wrong = at_door(call, timedelta(minutes=49), f"B-{k}", timedelta(minutes=50), clock_off=True)
            unit.actuals.put(wrong)
            unit.actuals.put(at_door(call, setup + timedelta(minutes=10), f"C-{k}", timedelta(minutes=50)))
            pair = at_door(call, setup + timedelta(minutes=25), f"D-{k}", timedelta(minutes=50))
            unit.actuals.put(pair)
            unit.actuals.put(replace(pair, request_id=RequestId(f"E-{k}")))
            party = at_door(call, setup + timedelta(minutes=99), f"F-{k}", timedelta(minutes=50))
            unit.actuals.put(replace(party, people=(*party.people, *party.people)))
        found = fit(unit, days(40)[0], days(40)[-1])
    ratio = found.services[PHYSIO].doors.ratio
    logs = [log(call.service_time / timedelta(minutes=50)) for call in calls]
    assert found.basis.doors == len(calls)
    assert ratio.median == pytest.approx(2.718281828 ** fmean(logs), rel=0.02)
    assert ratio.sigma == pytest.approx(stdev(logs), rel=0.03)
    assert ratio.median == pytest.approx(1.25, rel=0.06)


def test_boarding_with_an_aid_is_what_it_takes_beyond_service_and_help() -> None:
    """Wheelchairs would board as fast as walkers once a town uses its own figures."""
    mix = Chances(options=((Mobility.WALKS, 1.0), (Mobility.WALKER, 0.05), (Mobility.WHEELCHAIR, 1.0)))
    sizes = {Mobility.WHEELCHAIR: Lognormal(median=200, sigma=0.3), Mobility.WALKER: Lognormal(median=40)}
    asked = one_service(ride(3.0), BUS, mobility=mix, known=0.0, boarding_s=sizes)
    calls = draw(asked, town(), days(28), 5)
    service_of_bus = town().services[BUS]
    with books() as unit:
        write(unit, calls)
        for k, call in enumerate(calls):
            unit.bookings.put(Booking(request=legs_of(call, f"A-{k}")[0], enquiry_id="E"))  # type: ignore[arg-type]
            took = call.service_time + call.boarding + service_of_bus.setup_time
            unit.actuals.put(at_door(call, took, f"A-{k}", timedelta(minutes=3)))
        found = fit(unit, days(28)[0], days(28)[-1])
    assert found.boarding_s.keys() == {Mobility.WHEELCHAIR}  # too few walkers to tell
    assert found.boarding_s[Mobility.WHEELCHAIR].median == pytest.approx(200, rel=0.1)
    assert found.boarding_s[Mobility.WHEELCHAIR].sigma == pytest.approx(0.3, abs=0.08)
    assert found.services[BUS].doors.ratio.median == pytest.approx(1)
    assert found.services[BUS].doors.ratio.sigma == pytest.approx(0, abs=1e-6)
