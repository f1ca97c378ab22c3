"""The waiting list: who is on it, whose turn it is, and when waiting ends."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.builder import TownBuilder
from scheduler.domain.booking import Enquiry, EnquiryOutcome
from scheduler.domain.errors import ConflictError, InputError, NotFoundError
from scheduler.domain.ids import EnquiryId, PurposeId, UserId
from scheduler.services.waiting import called, candidates, expire, put_on_list, take_off
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, Office

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


def office() -> Office:
    """Return a town with two enquiries: E-1 for shopping on Monday and Tuesday, E-2 for dialysis on Tuesday."""
    builder = TownBuilder().add_place("baza").add_client()
    builder.add_ride("09:00-09:30", to="baza", purpose_id=PurposeId("zakupy"))
    builder.add_ride("10:00-10:30", to="baza", purpose_id=PurposeId("dializa"))
    town = builder.build()
    kept = Office(replace(town, requests={}))
    first, second = town.requests.values()
    with kept.unit() as unit:
        for name, request, days in (("E-1", first, (MONDAY, MONDAY + DAY)), ("E-2", second, (MONDAY + DAY,))):
            call: dict[str, Any] = {"received_at": NOW, "taken_by": UserId("ewa"), "requests": (request,), "days": days}
            unit.enquiries.put(Enquiry(id=EnquiryId(name), **call))
    return kept


def wait(kept: Office, name: str, minutes: int = 0, **fields: Any) -> None:
    """Put an enquiry on the list, so many minutes later."""
    with kept.unit() as unit:
        put_on_list(unit, EnquiryId(name), NOW + timedelta(minutes=minutes), **{"until": FRIDAY, **fields})


def queue(kept: Office, day: date) -> list[str]:
    """Return whose turn it is for a day."""
    with kept.store.reading(TOWN) as unit:
        return [one.enquiry.id for one in candidates(unit, day)]


def outcome(kept: Office, name: str) -> EnquiryOutcome:
    """Return how an enquiry stands."""
    with kept.store.reading(TOWN) as unit:
        return unit.enquiries.get(EnquiryId(name)).outcome


def test_dialysis_comes_before_shopping_though_it_called_later() -> None:
    """A freed seat would go to a shopping trip while somebody has no way to the hospital."""
    kept = office()
    wait(kept, "E-1")
    wait(kept, "E-2", minutes=30)

    assert queue(kept, MONDAY + DAY) == ["E-2", "E-1"]
    assert outcome(kept, "E-1") is EnquiryOutcome.WAITING


def test_within_a_priority_whoever_waits_longest_comes_first() -> None:
    """Those who phone every morning would pass those who wait patiently."""
    kept = office()
    wait(kept, "E-2", minutes=5, priority=3)
    wait(kept, "E-1", minutes=1, priority=3)
    wait(kept, "E-1", minutes=60, priority=3)

    assert queue(kept, MONDAY + DAY) == ["E-1", "E-2"]


def test_only_wished_days_up_to_the_last_one_that_helps_count() -> None:
    """Somebody would be phoned about a place on a day after the doctor's appointment."""
    kept = office()
    wait(kept, "E-1", until=MONDAY)
    wait(kept, "E-2")

    assert queue(kept, MONDAY) == ["E-1"]
    assert queue(kept, MONDAY + DAY) == ["E-2"]
    assert queue(kept, MONDAY + 2 * DAY) == []


def test_whoever_is_taken_off_is_not_called_again() -> None:
    """A client who has a place would be phoned for a week."""
    kept = office()
    wait(kept, "E-1")
    with kept.unit() as unit:
        take_off(unit, EnquiryId("E-1"), NOW, outcome=EnquiryOutcome.PROMISED)

    assert queue(kept, MONDAY) == []
    assert outcome(kept, "E-1") is EnquiryOutcome.PROMISED
    with kept.unit() as unit, pytest.raises(NotFoundError):
        take_off(unit, EnquiryId("E-1"), NOW, outcome=EnquiryOutcome.GONE)


@pytest.mark.parametrize(("offered", "ends"), [(False, EnquiryOutcome.REFUSED), (True, EnquiryOutcome.DECLINED)])
def test_waiting_ends_when_no_wished_day_is_left(offered: bool, ends: EnquiryOutcome) -> None:
    """The list would fill with wishes of last month, and unmet demand not be counted."""
    kept = office()
    wait(kept, "E-1")
    wait(kept, "E-2")
    if offered:
        with kept.unit() as unit:
            called(unit, EnquiryId("E-1"), NOW)
    with kept.unit() as unit:
        assert expire(unit, NOW + 2 * DAY) == ()
    with kept.unit() as unit:
        ended = expire(unit, NOW + 3 * DAY)

    assert {one.id for one in ended} == {"E-1", "E-2"}
    assert outcome(kept, "E-1") is ends
    assert outcome(kept, "E-2") is EnquiryOutcome.REFUSED


def test_a_call_leaves_the_place_in_the_queue() -> None:
    """Whoever was not at home once would wait behind everybody."""
    kept = office()
    wait(kept, "E-1", priority=1)
    wait(kept, "E-2", minutes=1, priority=1)
    with kept.unit() as unit:
        called(unit, EnquiryId("E-1"), NOW + timedelta(hours=2))

    assert queue(kept, MONDAY + DAY) == ["E-1", "E-2"]


@pytest.mark.parametrize(
    ("fields", "column"),
    [({"priority": 0}, "priority"), ({"priority": 6}, "priority"), ({"until": MONDAY - DAY}, "until")],
)
def test_a_wish_that_nothing_can_meet_is_refused_at_once(fields: dict[str, Any], column: str) -> None:
    """The caller would be told to wait for a call that never comes."""
    kept = office()
    with pytest.raises(InputError) as caught:
        wait(kept, "E-1", **fields)

    assert [one.column for one in caught.value.problems] == [column]
    assert outcome(kept, "E-1") is EnquiryOutcome.OPEN


def test_an_enquiry_that_was_erased_is_passed_over_and_then_dropped() -> None:
    """Erasing one client would stop the queue for everybody."""
    kept = office()
    wait(kept, "E-1")
    wait(kept, "E-2")
    with kept.unit() as unit:
        unit.enquiries.remove(EnquiryId("E-2"))
    assert queue(kept, MONDAY + DAY) == ["E-1"]
    with kept.unit() as unit:
        assert expire(unit, NOW) == ()
        assert list(unit.waiting.all()) == ["E-1"]


def test_only_calls_without_a_promise_may_wait() -> None:
    """Somebody would hold a promise and a place in the queue."""
    kept = office()
    with kept.unit() as unit:
        unit.enquiries.put(replace(unit.enquiries.get(EnquiryId("E-1")), outcome=EnquiryOutcome.PROMISED))
    with pytest.raises(ConflictError):
        wait(kept, "E-1")
    wait(kept, "E-2")
    with kept.unit() as unit, pytest.raises(ConflictError):
        take_off(unit, EnquiryId("E-2"), NOW, outcome=EnquiryOutcome.OPEN)


@given(st.permutations([("E-1", 3, 2), ("E-2", 3, 1), ("E-3", 1, 9), ("E-4", 5, 0), ("E-5", 3, 1)]))
def test_the_order_does_not_depend_on_who_was_written_down_first(entries: list[tuple[str, int, int]]) -> None:
    """The queue would be reshuffled by a backup."""
    kept = office()
    with kept.unit() as unit:
        for name, _, _ in entries:
            unit.enquiries.put(replace(unit.enquiries.get(EnquiryId("E-1")), id=EnquiryId(name)))
    for name, priority, minutes in entries:
        wait(kept, name, minutes, priority=priority)

    assert queue(kept, MONDAY) == ["E-3", "E-2", "E-5", "E-1", "E-4"]
