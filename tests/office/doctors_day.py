"""A day of the tests on which somebody is taken to the doctor's, and calls when it is over."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.domain.booking import Booking
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import RequestId
from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.domain.place import Door
from scheduler.services.booking.home_wishes import HomeWish
from scheduler.services.booking.open_returns import Called, OpenReturns
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.ports import Store
from tests.office.calendars import DayBuilder, clock_hour
from tests.office.office import Office, office
from tests.office.running_day import deliver, moment, told

OUT, HOME = RequestId("R-001"), RequestId("home")
HOUR = timedelta(hours=1)


def doctors_day(
    *more: str,
    day: date | None = None,
    store: Store | None = None,
    hours: str = "07:00-17:00",
    buses: int = 1,
    **policy: Any,
) -> Office:
    """Return an office with a bus, a ride to the doctor's by half past nine, and wishes for rides at other times."""
    builder = DayBuilder(service_day=day).add_place("baza", at=(4, 0)).add_place("apteka", at=(4.5, 0))
    for _ in range(buses):
        builder.add_bus(hours)
    builder.add_client(at=(0, 0)).add_entitlement(2, "bus", unit="rides")
    builder.add_ride("09:00-09:30", to="baza")
    for window in more:
        builder.add_client(at=(0, 1)).add_ride(window, to="apteka", arrive_by=False)
    here = office(builder, list(builder.requests), store)
    here.book(OUT)
    keep(here, **({"kept_free": timedelta(minutes=20), "each": timedelta(minutes=30)} | policy))
    return here


def keep(here: Office, **policy: Any) -> None:
    """Let the town keep time free from now on, from eight to four."""
    hours = {"first_h": clock_hour("08:00"), "last_h": clock_hour("16:00")}
    with here.store.writing(here.id) as unit:
        head = unit.head.get(here.id)
        live = LivePolicy(open_returns=OpenReturnPolicy(**(hours | policy)))
        unit.head.put(replace(head, policy=replace(head.policy, live=live)))


def book_home(here: Office, key: str = HOME, out: str = OUT, **wish: Any) -> Booking:
    """Book a way home."""
    return OpenReturns(here.desk).book(here.call, RequestId(out), HomeWish(id=RequestId(key), **wish))


def call(here: Office, at: str, pickup: Door | None = None, key: str = HOME) -> Called:
    """Call for it at an hour of the day."""
    here.clock.moment = moment(here, at)
    return OpenReturns(here.desk).called(here.call, RequestId(key), pickup)


def codes(error: "pytest.ExceptionInfo[RefusedError]") -> list[str]:
    return [one.code for one in error.value.refusals]


def taken_there(here: Office) -> None:
    """Report that the client was taken to the doctor's."""
    done = (("pickup", "08:50"), ("dropoff", "09:10"))
    deliver(here, *(told(here, f"{OUT}:{kind}", "done", hour) for kind, hour in done), at="09:21")


def wrong(here: Office, at: str) -> set[str]:
    """Return what is wrong at an hour, of open returns."""
    with here.store.reading(here.id) as unit:
        found = alerts(watch(unit, here.day, moment(here, at)))
    return {one.id for one in found if one.request_id == HOME}
