"""Erasing clients again whom a backup has brought back with what had been ended before they were erased."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.domain.booking import BookingStatus, EnquiryOutcome
from scheduler.domain.checks import Found
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.learning import Learned
from scheduler.services.erasing import erase_client
from scheduler.services.erasing_again import erase_again
from scheduler.services.learning.record import kept_learned
from scheduler.services.planning.open_day import open_day
from scheduler.services.waiting import put_on_list
from tests.office.calendars import DayBuilder, utc
from tests.office.office import ANNA, Office, office
from tests.office.waiting_list import FIRST, SECOND, THIRD, calls, left, waiting
from tests.office.workers import LEASE_OVER, worker
from tests.store.sample_learned import estimate
from tests.store.samples import away, check

EWA, JAN = ClientId("K-03"), ClientId("K-04")
VISIT = RequestId("R-001")
LATER = RequestId("R-002")


def brought_back() -> Office:
    """Return an office with a promise to Ewa, whose brother comes along, and a call of hers that waits."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_client(EWA, name="Ewa Nowak").add_client(JAN)
    builder.add_visit(window="09:00-14:00", length_min=30, client=(EWA, JAN))
    builder.add_visit(window="09:00-14:00", length_min=30, client=EWA)
    builder.add_entitlement(5, "fizjoterapia", client=EWA, programme_id=None)
    here = office(builder, [VISIT, LATER])
    here.book(VISIT)
    asked = here.ask(LATER)
    with here.store.writing(here.id) as unit:
        put_on_list(unit, asked.enquiry.id, here.clock.now(), until=here.day)
    return here


def again(here: Office, since: datetime, client_id: ClientId = EWA) -> None:
    with here.store.writing(here.id) as unit:
        erase_again(unit, client_id, since=since, by=ANNA, now=here.clock.now())


def test_what_had_been_ended_before_the_erasure_ends_again() -> None:
    """The bus would drive to somebody who has died, and the office would be told to call them."""
    here = brought_back()
    again(here, here.clock.now())
    booking = here.booking(VISIT)
    with here.store.reading(here.id) as unit:
        notices = {one.client_id: one.outcome.value for one in unit.notices.between(here.day, here.day).values()}
        calls = [one.outcome for one in unit.enquiries.of_client(EWA).values() if one.id != booking.enquiry_id]
        asked_for = {one.id for one in open_day(unit, here.day, here.travel).problem.requests}
        assert unit.clients.find(EWA) is None
        assert unit.clients.find(JAN) is not None
        assert not unit.waiting.all()
        assert all(not one.counts for one in unit.consumptions.of_request(VISIT))
        assert unit.consumptions.of_request(VISIT)
    assert (booking.status, calls) == (BookingStatus.WITHDRAWN, [EnquiryOutcome.GONE])
    assert notices == {EWA: "needless", JAN: "to_do"}
    assert VISIT not in asked_for


def test_what_was_done_before_the_erasure_stays_done() -> None:
    """A visit that was made would vanish from the year's figures."""
    here = brought_back()
    again(here, datetime.combine(here.day, datetime.min.time(), tzinfo=UTC) + timedelta(days=1, hours=12))

    assert here.booking(VISIT).status is BookingStatus.HELD
    with here.store.reading(here.id) as unit:
        assert unit.clients.find(EWA) is None
        last = unit.audit.last()
    assert last is not None
    assert (last.event.action, last.event.subject) == ("client.erased", f"client:{EWA}")


def test_what_was_done_earlier_that_day_stays_done() -> None:
    """A visit that was made in the morning would be given back to the programme as if nobody had come."""
    here = brought_back()
    promise = here.booking(VISIT).promise
    assert promise is not None
    again(here, utc(promise.window.end) + timedelta(seconds=1))

    assert here.booking(VISIT).status is BookingStatus.HELD
    with here.store.reading(here.id) as unit:
        assert [one.counts for one in unit.consumptions.of_request(VISIT)] == [True]


def test_what_was_still_to_come_that_day_ends_again() -> None:
    """The crew would stand at the door of somebody who was erased while they were on their way."""
    here = brought_back()
    promise = here.booking(VISIT).promise
    assert promise is not None
    again(here, promise.window.end)

    assert here.booking(VISIT).status is BookingStatus.WITHDRAWN


def test_a_place_that_becomes_free_is_offered_by_a_worker() -> None:
    """Whoever waits for the hour of somebody who has died would stay at home, and the crew wait in the yard."""
    here, _ = waiting()
    (gone,) = here.booking(FIRST).request.party.client_ids
    again(here, here.clock.now(), gone)
    here.clock.moment += LEASE_OVER
    assert worker(here).work()

    assert set(calls(here)) == {SECOND, THIRD}
    assert not left(here)


def test_a_day_that_is_over_has_no_places_to_offer() -> None:
    """Residents would be phoned about an hour of last week."""
    here, _ = waiting()
    (gone,) = here.booking(FIRST).request.party.client_ids
    since = here.clock.now()
    here.clock.moment += timedelta(days=10)
    again(here, since, gone)

    assert here.booking(FIRST).status is BookingStatus.WITHDRAWN
    assert not left(here)


def test_the_use_case_itself_refuses_what_is_erased_again() -> None:
    """Nothing would be tried here: somebody who is promised nothing can be erased anyway."""
    here = brought_back()
    with here.store.writing(here.id) as unit, pytest.raises(RefusedError) as refused:
        erase_client(unit, EWA, by=ANNA, now=here.clock.now())
    assert {one.code for one in refused.value.refusals} == {"promise", "waiting"}


def test_somebody_of_whom_nothing_can_be_read_any_more_is_bared_too() -> None:
    """A newer key ring would leave the promise of somebody who is not there any more in force."""
    here = brought_back()
    with here.store.writing(here.id) as unit:
        unit.clients.remove(EWA)  # as a client without a key is
        unit.learned.put(Learned(estimates=(estimate(None), estimate(EWA), estimate(JAN))))
        unit.client_absences.put(away(client_id=EWA, last=None))
        unit.client_absences.put(away("W-2", client_id=JAN))
        unit.checks.put(check(client_id=EWA, outcome=None))
    again(here, here.clock.now())

    assert here.booking(VISIT).status is BookingStatus.WITHDRAWN
    with here.store.reading(here.id) as unit:
        assert kept_learned(unit).learned.estimates == (estimate(None), estimate(JAN))
        assert list(unit.client_absences.all()) == ["W-2"]
        assert [one.outcome for one in unit.checks.all().values()] == [Found.OTHER], "the day could never be closed"
