"""A day in the field for tests: two workers with a visit each, and what their phones send."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from scheduler.domain.accounts import Role
from scheduler.domain.events import Event, EventKind
from scheduler.domain.ids import EventId, ShiftId, StaffId, UserId
from scheduler.services.access import Principal
from scheduler.services.field import Batch, Outcome, Recorded, Reported, record
from scheduler.services.field.sentences import Reason
from scheduler.services.publishing import publish, withdraw
from tests.office.calendars import DayBuilder
from tests.office.office import Office, office

MINUTE = timedelta(minutes=1)
NUMBERS = count(1)


def two_workers(day: date | None = None) -> Office:
    """Return an office with two workers who have a visit each, and a plan that nobody has published."""
    builder = DayBuilder(service_day=day)
    builder.add_staff().add_shift("08:00-12:00").add_staff().add_shift("08:00-12:00")
    builder.add_visit(window="08:00-11:00", length_min=30).add_visit(window="08:00-11:00", length_min=30)
    return office(builder)


def publish_all(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)


def withdraw_all(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)


def route(here: Office) -> tuple[Principal, ShiftId, str]:
    """Return a worker with a visit, their shift, and its task."""
    shift_id, (task, *_) = next((one, tasks) for one, tasks in here.plan.orders.items() if tasks)
    return worker(here, shift_id), shift_id, task


def worker(here: Office, shift_id: ShiftId) -> Principal:
    shift = next(one for one in here.town.shifts if one.id == shift_id)
    return somebody(here, Role.WORKER, shift.staff_ids[0])


def somebody(here: Office, role: Role | None, staff_id: StaffId | None = None) -> Principal:
    return Principal(user_id=UserId(f"U-{staff_id or role}"), town_id=here.id, role=role, staff_id=staff_id)


def report(here: Office, **fields: Any) -> Reported:
    """Return an arrival at the first visit, just now, or something like it."""
    number = next(NUMBERS)
    made: dict[str, Any] = {
        "id": EventId(f"{number:08x}-0000-4000-8000-000000000000"), "day": here.day,
        "kind": EventKind.ARRIVED, "sequence": number, "at": here.clock.now(),
    }  # fmt: skip
    if not {"shift_id", "task_id"} <= fields.keys():
        _, made["shift_id"], made["task_id"] = route(here)
    return Reported(**(made | fields))


def sent(here: Office, who: Principal, *events: Reported, sent_at: datetime | None = None) -> Recorded:
    batch = Batch(device_id="phone", sent_at=sent_at or here.clock.now(), events=events)
    return record(here.store, who, batch, here.clock.now())


def kept(here: Office) -> list[Event]:
    with here.store.reading(here.id) as unit:
        return list(unit.events.all().values())


def reasons(told: Recorded) -> list[Reason | None]:
    return [one.reason for one in told.events]


def outcomes(told: Recorded) -> list[Outcome]:
    return [one.outcome for one in told.events]
