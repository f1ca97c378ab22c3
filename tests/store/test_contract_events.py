"""What every store does with events from the field: each is kept once, as it was reported first."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.events import Event, EventKind, EventSource
from scheduler.domain.ids import EventId, RequestId, ShiftId, UserId
from scheduler.services.ports import Store
from tests.office.office import office
from tests.store.samples import DAY, NEXT_DAY, NOW, TOWN, TWICE, at, event, head


def put(store: Store, *events: Event) -> None:
    with store.writing(TOWN) as unit:
        if not unit.stamp:
            unit.head.put(head())
        for one in events:
            unit.events.put(one)


def test_what_is_delivered_twice_is_one_event(store: Store) -> None:
    """A phone that lost the answer and sends again, hours later from another desk, would be told that it lies."""
    put(store, event())
    again = event(at=TWICE.astimezone(UTC), received_at=NOW + timedelta(hours=9), skew_s=400, by=UserId("U-2"))
    put(store, again, event())

    assert store.stamp(TOWN) == 1
    with store.reading(TOWN) as unit:
        (kept,) = unit.events.all().values()
    assert kept == event()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"day": NEXT_DAY}, "day"),
        ({"shift_id": ShiftId("S-2")}, "shift_id"),
        ({"task_id": "R-02:visit"}, "task_id"),
        ({"kind": EventKind.DONE}, "kind"),
        ({"device_id": "phone-2"}, "device_id"),
        ({"sequence": 2}, "sequence"),
        ({"at": TWICE + timedelta(microseconds=1)}, "at"),
        ({"at": TWICE.replace(fold=0)}, "at"),
        ({"kind": EventKind.UNDONE, "undoes": event(2).id}, "kind, undoes"),
    ],
)
def test_another_event_under_a_known_id_is_refused(store: Store, changed: dict[str, Any], named: str) -> None:
    """Somebody who was taken home could be turned into somebody who was not met, and nobody would see."""
    put(store, event())
    with pytest.raises(ConflictError, match=f"{event().id} is kept already with another {named}$"):
        put(store, event(**changed))

    assert store.stamp(TOWN) == 1
    with store.reading(TOWN) as unit:
        assert unit.events.all() == {event().id: event()}


def test_an_event_is_compared_with_its_own_unit_too(store: Store) -> None:
    """A batch that holds one event twice would end in an error for all of them."""
    with store.writing(TOWN) as unit:
        unit.events.put(event())
        unit.events.put(event())
        with pytest.raises(ConflictError):
            unit.events.put(event(sequence=9))

    with store.reading(TOWN) as unit:
        assert list(unit.events.all()) == [event().id]


def test_a_day_is_read_page_by_page_as_it_came_in(store: Store) -> None:
    """The board would show an event twice, or miss one that came in while somebody turned the page."""
    ids = [event(number).id for number in range(8)]
    put(store, *(event(number) for number in (5, 1, 3)), event(6, day=NEXT_DAY))
    put(store, event(2), event(4))
    with store.reading(TOWN) as unit:
        assert [one.id for one in unit.events.page(DAY, None, 2)] == [ids[5], ids[1]]
        assert [one.id for one in unit.events.page(DAY, ids[1], 2)] == [ids[3], ids[2]]
        assert [one.id for one in unit.events.page(DAY, ids[2], 9)] == [ids[4]]
        assert [one.id for one in unit.events.page(NEXT_DAY, None, 9)] == [ids[6]]
        assert list(unit.events.page(DAY, ids[4], 9)) == []
        with pytest.raises(NotFoundError):
            unit.events.page(DAY, ids[7], 9)
    with store.writing(TOWN) as unit:
        unit.events.put(event(0))
        unit.events.remove(ids[3])
        assert [one.id for one in unit.events.page(DAY, ids[1], 3)] == [ids[2], ids[4], ids[0]]
        assert [one.id for one in unit.events.page(DAY, ids[1], 1)] == [ids[2]]


def test_events_are_found_by_request(store: Store) -> None:
    """A resident who asks what is kept about them would be told of somebody else's rides, or not of their own."""
    put(store, event(), event(2, request_id=RequestId("R-02")), event(3, source=EventSource.PAPER))
    with store.reading(TOWN) as unit:
        assert [one.sequence for one in unit.events.of_request(RequestId("R-01")).values()] == [1, 3]
        assert unit.events.of_request(RequestId("R-09")) == {}


def test_an_event_that_takes_back_names_what(store: Store) -> None:
    """A slip of the finger would be taken back, and nobody would know which one."""
    undone = event(2, kind=EventKind.UNDONE, undoes=event().id, at=at(4))
    put(store, undone)
    with store.reading(TOWN) as unit:
        assert unit.events.get(undone.id) == undone
    for wrong in ({"undoes": event().id}, {"kind": EventKind.UNDONE}, {"kind": EventKind.UNDONE, "undoes": undone.id}):
        with pytest.raises(ValueError, match="take"):
            event(2, **wrong)


def test_an_event_lets_the_open_day_be(store: Store) -> None:
    """Five hundred phones would make every call at the desk build its day anew."""
    builder = TownBuilder().add_staff().add_shift("08:00-16:00").add_visit(window="09:00-12:00", length_min=30)
    here = office(builder, store=store)
    with store.reading(here.id) as unit:
        before = here.days.get(unit, here.day)
    with store.writing(here.id) as unit:
        unit.events.put(event(day=here.day))
    with store.reading(here.id) as unit:
        assert unit.stamp > before.state.version
        assert unit.events.find(EventId(event().id)) is not None
        assert here.days.get(unit, here.day) is before
