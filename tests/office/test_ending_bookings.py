"""Cancelling and withdrawing: the place is free again, everybody else stays where they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking import BookingStatus
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.client import Channel
from scheduler.domain.errors import ConflictError, InputError
from scheduler.domain.ids import RequestId
from scheduler.domain.notices import NoticeKind, NoticeOutcome
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import placed
from scheduler.services.publishing import publish
from tests.office.calendars import DayBuilder, at
from tests.office.office import ANNA, Office, office


def booked_pair() -> tuple[TownBuilder, Office, list[str]]:
    """Return an office with two visits booked, three days before."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(cancel_until=timedelta(hours=24))))
    builder.add_visit(window="09:00-09:10", length_min=50)
    builder.add_visit(window="11:00-11:10", length_min=50)
    ids = [str(key) for key in builder.requests]
    here = office(builder, ids)
    for one in ids:
        here.book(one)
    return builder, here, ids


def end(here: Office, *ids: str, by_office: bool = False) -> None:
    """End bookings now."""
    ending = Ending(by=ANNA, at=here.clock.now(), by_office=by_office)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [RequestId(one) for one in ids], ending)


def test_a_cancelled_booking_leaves_the_plan_and_the_others_stay() -> None:
    """A worker would stand before a closed door, or somebody else lose their hour."""
    _, here, (first, second) = booked_pair()
    before = placed(here.plan)[RequestId(second)]
    end(here, first)
    after = placed(here.plan)
    assert RequestId(first) not in after
    assert after[RequestId(second)].start == before.start
    assert here.booking(first).status is BookingStatus.CANCELLED


def test_the_place_of_a_cancelled_booking_can_be_offered_again() -> None:
    """The day would fill with ghosts."""
    builder, here, (first, _) = booked_pair()
    end(here, first)
    again = replace(here.wishes[first], id=RequestId("again"))
    here.wishes["again"] = again
    offer, _ = here.book("again")
    assert offer.legs[0].window.start == builder.moment("09:00")


def test_a_cancellation_after_the_deadline_is_a_late_one() -> None:
    """Late cancellations are what the yearly report counts."""
    _, here, (first, _) = booked_pair()
    here.clock.moment = at("09:00") - timedelta(hours=23)
    end(here, first)
    assert here.booking(first).status is BookingStatus.CANCELLED_LATE


def test_a_cancellation_at_the_deadline_is_in_time() -> None:
    """Somebody who called just in time would be charged."""
    _, here, (first, _) = booked_pair()
    here.clock.moment = at("09:00") - timedelta(hours=24)
    end(here, first)
    assert here.booking(first).status is BookingStatus.CANCELLED


def test_what_the_office_withdraws_is_never_late() -> None:
    """The client would pay for the office's own change of mind."""
    builder, here, (first, _) = booked_pair()
    here.clock.moment = builder.moment("08:50")
    end(here, first, by_office=True)
    assert here.booking(first).status is BookingStatus.WITHDRAWN


def test_nothing_ends_twice() -> None:
    """An entitlement would be given back twice."""
    _, here, (first, _) = booked_pair()
    end(here, first)
    before = here.state
    with pytest.raises(ConflictError):
        end(here, first)
    assert here.state == before


def test_bookings_of_two_days_are_not_ended_at_once() -> None:
    """Half of a cancellation would be done when the other half fails."""
    builder, here, (first, _) = booked_pair()
    other = replace(here.wishes[first], id=RequestId("other"), day=builder.day + timedelta(days=1))
    with here.store.writing(here.id) as unit:
        unit.bookings.put(replace(here.booking(first), request=other))
    with pytest.raises(InputError):
        end(here, first, "other")
    assert here.booking(first).held


def test_the_day_has_a_next_version_and_plan() -> None:
    """Another dispatcher would not see that anything has changed."""
    _, here, (first, _) = booked_pair()
    before = here.state
    end(here, first)
    assert here.state.version == before.version + 1
    assert here.state.plan == (before.plan or 0) + 1


def test_a_booking_that_has_ended_does_not_come_back_to_life() -> None:
    """The history of a cancelled booking would be written over by a new call."""
    _, here, (first, _) = booked_pair()
    end(here, first)
    before = here.store.stamp(here.id)
    with pytest.raises(ConflictError, match="of its own"):
        here.ask(first)
    assert here.store.stamp(here.id) == before


def calls(here: Office) -> list[tuple[str, NoticeKind, NoticeOutcome, Channel]]:
    """Return what is on the day's list of calls."""
    with here.store.reading(here.id) as unit:
        found = unit.notices.between(here.day, here.day).values()
    return sorted((one.request_id, one.kind, one.outcome, one.channel) for one in found)


def test_whoever_the_office_lets_down_is_told_by_the_channel_they_want() -> None:
    """A resident would wait at the door for a visit that the office has withdrawn, and nobody call."""
    _, here, (first, second) = booked_pair()
    client_id = here.booking(first).request.party.client_ids[0]
    with here.store.writing(here.id) as unit:
        unit.clients.put(replace(unit.clients.get(client_id), channel=Channel.SMS))
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)
    before = here.booking(first).published
    end(here, first, by_office=True)
    end(here, second)
    assert calls(here) == [(first, NoticeKind.WITHDRAWN, NoticeOutcome.TO_DO, Channel.SMS)]
    with here.store.reading(here.id) as unit:
        (notice,) = unit.notices.between(here.day, here.day).values()
    assert before is not None
    assert notice.before == before.start
    assert notice.window is not None


def test_a_withdrawal_stays_on_the_list_until_it_is_told() -> None:
    """The next plan that is published would wipe out that somebody still has to be called off."""
    _, here, (first, _) = booked_pair()
    end(here, first, by_office=True)
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)
    assert (first, NoticeKind.WITHDRAWN, NoticeOutcome.TO_DO, Channel.PHONE) in calls(here)


def test_nobody_is_called_off_from_a_day_that_is_over() -> None:
    """A correction of last month's books would have the whole town phoned."""
    _, here, (first, _) = booked_pair()
    here.clock.moment += timedelta(days=5)
    end(here, first, by_office=True)
    assert calls(here) == []
