"""An office with a waiting list for its only hour, and the calls about that hour."""

from datetime import date, timedelta

from scheduler.domain.ids import EnquiryId, RequestId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.ports import Store
from scheduler.services.waiting import put_on_list
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

FIRST, SECOND, THIRD = RequestId("R-001"), RequestId("R-002"), RequestId("R-003")


def waiting(store: Store | None = None, day: date | None = None) -> tuple[Office, list[EnquiryId]]:
    """Return an office whose only hour is R-001's, and two who wait for it."""
    builder = DayBuilder(service_day=day).add_staff() if day else DayBuilder().add_staff()
    builder.add_shift("08:00-16:00")
    today = builder.day
    builder.on_day(today + timedelta(days=1)).add_shift("08:00-16:00", staff=builder.staff_id).on_day(today)
    for _ in range(3):
        builder.add_visit(window="09:00-09:10", length_min=50)
    here = office(builder, list(builder.requests), store)
    here.book(FIRST)
    waits = [here.ask(one).enquiry.id for one in (SECOND, THIRD)]
    for key in waits:
        with here.store.writing(here.id) as unit:
            put_on_list(unit, key, here.clock.now(), until=here.day)
    return here, waits


def leave(here: Office, request_id: RequestId = FIRST) -> None:
    """Cancel a booking, and offer its place to nobody."""
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [request_id], Ending(by=ANNA, at=here.clock.now()))


def cancel(here: Office, request_id: RequestId) -> None:
    """Cancel a booking, and offer its place to those who wait."""
    leave(here, request_id)
    here.desk.freed.after(here.id, here.day)


def listed(here: Office) -> list[Notice]:
    """Return the calls about freed places."""
    with here.store.reading(here.id) as unit:
        found: list[Notice] = list(unit.notices.between(here.day, here.day).values())
    return [one for one in found if one.kind is NoticeKind.FREED_PLACE]


def calls(here: Office) -> dict[RequestId, NoticeOutcome]:
    """Return what has become of the calls about freed places, by the request that waits."""
    return {one.request_id: one.outcome for one in listed(here)}


def left(here: Office) -> list[date]:
    """Return the days whose freed places nobody has been offered yet."""
    with here.store.reading(here.id) as unit:
        return [one.day for one in unit.freed.all().values()]
