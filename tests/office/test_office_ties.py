"""What hangs on a booking: money, entitlements, the waiting list, and whoever is ill that day."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.booking_policy import BookingPolicy, Contribution, ServiceBooking
from scheduler.domain.errors import RefusedError, TakenError
from scheduler.domain.ids import AbsenceId, EnquiryId, RequestId
from scheduler.domain.notices import NoticeKind
from scheduler.domain.rota import Absence, AbsenceKind
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.absent import Absent, absent, back
from scheduler.services.comparing import placed
from scheduler.services.entitling import left
from scheduler.services.waiting import put_on_list
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")


def cancel(here: Office, request_id: str) -> None:
    """Cancel a booking now."""
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [RequestId(request_id)], Ending(by=ANNA, at=here.clock.now()))


def entitled(amount: int, *, late_gives_back: bool = False) -> tuple[TownBuilder, Office]:
    """Return a day with three wishes of one client, who is entitled to so many visits."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    rule = ServiceBooking(late_gives_back=late_gives_back)
    builder.with_policy(booking=BookingPolicy(default=rule))
    builder.add_client()
    client = str(next(iter(builder.clients)))
    for window in ("09:00-09:10", "11:00-11:10", "13:00-13:10"):
        builder.add_visit(window=window, length_min=30, client=client)
    ids = list(builder.requests)
    builder.add_entitlement(amount, "fizjoterapia", client=client, unit="visits")
    return builder, office(builder, ids)


def left_over(here: Office) -> Decimal:
    """Return what the client may still have."""
    client = next(iter(here.town.clients))
    with here.store.reading(here.id) as unit:
        (found,) = left(unit, client, here.day)
    return found.left


def test_a_booking_takes_its_share_of_the_entitlement_and_a_cancellation_gives_it_back() -> None:
    """A resident would have more visits than the town pays for, or lose one that never took place."""
    _, here = entitled(3)
    before = left_over(here)
    here.book("R-001")
    assert left_over(here) == before - 1
    cancel(here, "R-001")
    assert left_over(here) == before


def test_a_late_cancellation_keeps_it_by_policy() -> None:
    """Policy would be a dead letter."""
    for gives_back, expected in ((False, 1), (True, 0)):
        builder, here = entitled(3, late_gives_back=gives_back)
        before = left_over(here)
        here.book("R-001")
        here.clock.moment = builder.moment("08:50")
        cancel(here, "R-001")
        assert before - left_over(here) == expected


def test_who_has_nothing_left_is_offered_nothing_and_told_why() -> None:
    """The dispatcher would promise what the accounts refuse afterwards."""
    _, here = entitled(1)
    here.book("R-001")
    answer = here.ask("R-002")
    assert not answer.offers
    refusal = answer.days[0].refusal
    assert refusal is not None
    assert refusal.code == "entitlement"


def test_an_offer_for_the_last_visit_is_taken_once() -> None:
    """Two offers read out at once would both be promised."""
    _, here = entitled(1)
    one, other = here.ask("R-001"), here.ask("R-002")
    here.desk.accept(here.call, one.enquiry.id, one.offers[0])
    with pytest.raises((RefusedError, TakenError)):
        here.desk.accept(here.call, other.enquiry.id, other.offers[0])
    assert left_over(here) == 0
    with here.store.reading(here.id) as unit:
        assert set(unit.bookings.all()) == {FIRST}


def test_another_time_takes_nothing_more() -> None:
    """Each call for another hour would cost the resident a visit."""
    _, here = entitled(3)
    _, (booking,) = here.book("R-001")
    after_first = left_over(here)
    answer = here.desk.ask(here.call, [booking.request], [here.day])
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert left_over(here) == after_first


def test_the_price_is_read_out_with_the_offer_and_kept_with_the_booking() -> None:
    """The driver would ask for money that nobody has spoken of."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    paid = ServiceBooking(contribution=Contribution(per_request_gr=500))
    builder.with_policy(booking=BookingPolicy(default=paid))
    builder.add_visit(window="09:00-12:00", length_min=30)
    here = office(builder, list(builder.requests))
    offer, (booking,) = here.book("R-001")
    assert offer.contribution_gr == booking.contribution_gr == 500


def waiting_office() -> tuple[Office, EnquiryId]:
    """Return an office whose only hour is taken, with somebody on the waiting list for it."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    for _ in range(2):
        builder.add_visit(window="09:00-09:10", length_min=50)
    here = office(builder, list(builder.requests))
    here.book("R-001")
    answer = here.ask("R-002")
    assert not answer.offers
    with here.store.writing(here.id) as unit:
        put_on_list(unit, answer.enquiry.id, here.clock.now(), until=here.day)
    return here, answer.enquiry.id


def freed(here: Office) -> list[EnquiryId]:
    """Offer what has become free to those who wait; return for whom there are calls on the day's list."""
    here.desk.freed.offer(here.id, here.day)
    with here.store.reading(here.id) as unit:
        listed = [one.request_id for one in unit.notices.between(here.day, here.day).values()]
        return [one.id for one in unit.enquiries.all().values() if one.requests[0].id in listed]


def test_a_place_that_is_freed_is_offered_to_who_waits_for_it() -> None:
    """The place would stay empty, and the resident at home."""
    here, enquiry_id = waiting_office()
    assert freed(here) == []
    cancel(here, "R-001")
    assert freed(here) == [enquiry_id]
    with here.store.reading(here.id) as unit:
        (notice,) = unit.notices.between(here.day, here.day).values()
        assert unit.waiting.get(enquiry_id).called_at == here.clock.now()
    assert (notice.kind, notice.request_id) == (NoticeKind.FREED_PLACE, SECOND)


def test_who_waits_is_put_on_the_list_of_calls_once() -> None:
    """The same resident would be phoned by two dispatchers."""
    here, _ = waiting_office()
    cancel(here, "R-001")
    freed(here)
    freed(here)
    with here.store.reading(here.id) as unit:
        assert len(unit.notices.all()) == 1


def test_whoever_gets_the_place_leaves_the_waiting_list() -> None:
    """Somebody with a promise would be offered places for weeks."""
    here, enquiry_id = waiting_office()
    cancel(here, "R-001")
    answer = here.desk.again(here.call, enquiry_id)
    here.desk.accept(here.call, enquiry_id, answer.offers[0])
    with here.store.reading(here.id) as unit:
        assert not unit.waiting.all()
        assert unit.enquiries.get(enquiry_id).outcome is EnquiryOutcome.PROMISED


def ill(here: Office, shift: int = 0) -> Absent:
    """Report the worker of a shift ill for the day."""
    start = here.town.shifts[shift].start - timedelta(hours=2)
    absence = Absence(
        id=AbsenceId("A-1"),
        staff_id=here.town.shifts[shift].staff_ids[0],
        start=start,
        end=start + timedelta(hours=14),
        kind=AbsenceKind.SICK,
    )
    with here.store.writing(here.id) as unit:
        return absent(unit, here.travel, absence, replace(here.hand, seen=None))


def two_shifts(second: str) -> Office:
    """Return a day with a promise on the first of two shifts."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=50).promise("09:00-10:00")
    here_first = builder.add_staff().add_shift(second)
    return office(here_first)


def test_when_a_worker_is_ill_a_promise_is_kept_by_another() -> None:
    """The resident would wait for somebody who is in bed."""
    here = two_shifts("08:00-15:00")
    serving = [shift.id for shift in here.town.shifts].index(placed(here.plan)[FIRST].shift_id)
    gone = ill(here, serving)
    (repair,) = gone.repairs
    assert repair.place is not None
    assert not gone.broken
    assert placed(here.plan)[FIRST] == repair.place


def test_a_promise_that_cannot_be_kept_comes_with_what_can_be_offered_instead() -> None:
    """The dispatcher would phone with bad news and nothing else."""
    here = two_shifts("11:00-16:00")
    gone = ill(here)
    (broken,) = gone.broken
    assert broken.touched.booking.id == FIRST
    assert broken.offers
    assert broken.offers[0].legs[0].start >= here.town.shifts[1].start
    with here.store.reading(here.id) as unit:
        assert unit.bookings.get(FIRST).promise is not None


def test_when_the_worker_is_back_the_promise_has_its_place_again() -> None:
    """A false alarm would cost the resident their hour."""
    here = two_shifts("11:00-16:00")
    ill(here)
    assert FIRST not in placed(here.plan)
    with here.store.writing(here.id) as unit:
        back(unit, here.travel, AbsenceId("A-1"), replace(here.hand, seen=None))
    assert placed(here.plan)[FIRST].shift_id == here.town.shifts[0].id
