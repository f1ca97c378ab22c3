"""A running day for tests: a bus that takes somebody out and home, a worker with two visits, and what crews report."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from scheduler.domain.accounts import Role
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, RequestId, ShiftId
from scheduler.services.field import Batch, Recorded, Reported, record
from scheduler.services.live.following import Followed
from scheduler.services.live.reported import days_reported, follow_reported
from scheduler.services.ports import Store
from scheduler.services.shown import shown_versions
from tests.office.calendars import DayBuilder, at
from tests.office.field_day import publish_all, somebody
from tests.office.office import Office, office

OUT, BACK, FIRST, SECOND = (RequestId(f"R-00{n}") for n in range(1, 5))
NUMBERS = count(1)


def running_day(rule: ServiceBooking | None = None, day: date | None = None, store: Store | None = None) -> Office:
    """Return an office on the morning of a published day.

    A ride to the base at nine and its way home at one, and a visit at ten by the bus's driver; at two one by a worker.
    The client of the rides may have ten of them, and everything is booked by `rule`.
    """
    builder = DayBuilder(service_day=day).add_place("baza")
    builder.with_policy(booking=BookingPolicy(default=rule or ServiceBooking()))
    builder.add_bus("07:00-17:00").add_client(phone="500 000 001")
    builder.add_entitlement(10, "bus", unit="rides")
    builder.add_return_pair("09:00-09:30", "13:00-13:30", to="baza")
    builder.add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="10:00-10:10", length_min=30).add_visit(window="14:00-14:10", length_min=30)
    here = office(builder, list(builder.requests), store)
    here.book(OUT, BACK)
    here.book(FIRST)
    here.book(SECOND)
    publish_all(here)
    here.clock.moment = builder.moment("07:00")
    return here


def shift_of(here: Office, task_id: str) -> ShiftId:
    """Return whose task it is in any published plan."""
    with here.store.reading(here.id) as unit:
        orders = [unit.plans.orders(here.day, version) for version in shown_versions(unit, here.day)]
    return next(ShiftId(shift) for known in orders for shift, tasks in known.items() if task_id in tasks)


def told(here: Office, task_id: str, kind: str, hour: str, **fields: Any) -> Reported:
    """Return an event that happened at an hour of the day."""
    number = next(NUMBERS)
    made: dict[str, Any] = {
        "id": EventId(f"{number:08x}-0000-4000-8000-000000000000"), "day": here.day, "task_id": task_id,
        "kind": EventKind(kind), "sequence": number, "at": moment(here, hour), "shift_id": fields.pop("shift_id", None),
    }  # fmt: skip
    made["shift_id"] = made["shift_id"] or shift_of(here, task_id)
    return Reported(**(made | fields))


def moment(here: Office, hour: str) -> datetime:
    """Return an hour of the day."""
    return at(hour, here.day)


def deliver(here: Office, *events: Reported, at: str = "") -> Recorded:
    """Have the office type events in, and let bookings follow."""
    if at:
        here.clock.moment = moment(here, at)
    now = here.clock.now()
    batch = Batch(device_id="desk", sent_at=now, events=events)
    recorded = record(here.store, somebody(here, Role.DISPATCHER), batch, now)
    follow_all(here)
    return recorded


def follow_all(here: Office) -> list[Followed]:
    """Do what a worker does about reports."""
    days = days_reported(here.store, here.id)
    found = (follow_reported(here.store, here.id, day, lambda: here.travel, here.clock.now()) for day in days)
    return [one for one in found if one is not None]


def statuses(here: Office, ids: Iterable[str] = (OUT, BACK, FIRST, SECOND)) -> list[str]:
    """Return what bookings are."""
    return [here.booking(one).status.value for one in ids]


def taken(here: Office) -> list[str]:
    """Return the rides that count against the entitlement."""
    with here.store.reading(here.id) as unit:
        return sorted(one.request_id for one in unit.consumptions.all().values() if one.counts)


MINUTE = timedelta(minutes=1)
