"""What every store does with a running day: where crews are is kept as it was told, and nobody else reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.errors import StaleError
from scheduler.domain.ids import DisruptionId, RequestId, ShiftId
from scheduler.domain.live_day import Begun, Breakdown, LiveDay, Snow, live_key
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import Aboard, StartState
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.erasing import erase_client
from scheduler.services.exporting import export_client
from scheduler.services.keeping import town_on
from scheduler.services.ports import Store
from scheduler.store.sql import SqlStore
from tests.office.calendars import DayBuilder, at
from tests.office.office import Office, office, travel_for
from tests.store.filled import OLA, fill
from tests.store.sample_live import disruption, live_day
from tests.store.samples import DAY, KEY, NEXT_DAY, NOW, POINT, TOWN, head, place
from tests.store.test_private_data import AFTER


def running(store: Store) -> Office:
    """Return an office with two shifts and a visit on its day."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    return office(builder.add_visit(window="09:00-12:00", length_min=30), store=store)


def test_a_day_is_kept_as_it_was_told(store: Store) -> None:
    """After a restart of the server a bus that broke down would be sent to the next door."""
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.live.put(live_day(), seen=0)
    with store.reading(TOWN) as unit:
        assert unit.live.get(live_key(DAY)) == live_day()
        assert unit.live.between(DAY, NEXT_DAY) == {live_key(DAY): live_day()}
        assert not unit.live.between(NEXT_DAY, NEXT_DAY)
        seen = unit.live.stamp_of(live_key(DAY))
    with store.writing(TOWN) as unit:
        unit.live.put(live_day(disruptions=()), seen=seen)
    with pytest.raises(StaleError), store.writing(TOWN) as unit:
        unit.live.put(live_day(begun=()), seen=seen)


def test_a_shift_that_has_begun_starts_from_where_it_is(store: Store) -> None:
    """A bus on its way would be planned from the depot, at six in the morning."""
    here = running(store)
    first, second = here.town.shifts_on(here.day)
    visit = here.town.requests_on(here.day)[0].id
    free = first.start + timedelta(hours=2)
    gone = Aboard(request_id=RequestId("R-gone"), since=free)
    state = StartState(point=GeoPoint(lat=51.05, lon=21.08), free_at=free, done=frozenset({visit}), aboard=(gone,))
    with store.writing(here.id) as unit:
        unit.live.put(LiveDay(day=here.day, as_of=free, begun=(Begun(shift_id=first.id, state=state),)))
    with store.reading(here.id) as unit:
        town = town_on(unit, here.day)
        board = here.days.get(unit, here.day).problem
    assert town.shifts_on(here.day) == (replace(first, start_state=replace(state, aboard=())), second)
    assert board.requests == ()


def test_the_open_day_follows_the_running_day(store: Store) -> None:
    """The desk would offer the places of a bus that has broken down, until somebody restarts the server."""
    here = running(store)
    shift = here.town.shifts_on(here.day)[0]

    def opened() -> object:
        with store.reading(here.id) as unit:
            return here.days.get(unit, here.day)

    def put(live: LiveDay) -> None:
        with store.writing(here.id) as unit:
            unit.live.put(live)

    before = opened()
    state = StartState(point=POINT, free_at=shift.start + timedelta(hours=1))
    put(LiveDay(day=here.day, as_of=shift.start, begun=(Begun(shift_id=shift.id, state=state),)))
    after = opened()
    assert after is not before
    put(LiveDay(day=here.day + timedelta(days=1), as_of=shift.start))
    assert opened() is after, "another day's news are none of this one's"
    with store.writing(here.id) as unit:
        unit.live.remove(live_key(here.day))
    assert opened() is not after


def test_a_day_that_goes_on_is_the_day_that_is_opened_anew(store: Store) -> None:
    """A desk that has been open since morning would offer other windows than the one that was started at noon."""
    here = running(store)
    shift, noon = here.town.shifts_on(here.day)[0], at("12:00")
    state = StartState(point=POINT, free_at=noon)
    told = disruption(since=noon, snow=Snow(permille=400)), disruption("D-2", snow=Snow(permille=700), since=noon)
    hill = disruption("D-3", since=noon, snow=Snow(permille=300, districts=frozenset(here.town.districts)))
    broken = disruption("D-4", since=noon, breakdown=Breakdown(shift_id=shift.id, point=POINT))
    for disruptions in ((), told[:1], told, (*told, hill), (*told, hill, broken), (hill,), ()):
        begun = (Begun(shift_id=shift.id, state=state),)
        with store.writing(here.id) as unit:
            unit.live.put(LiveDay(day=here.day, as_of=noon, begun=begun, disruptions=disruptions))
        with store.reading(here.id) as unit:
            known, fresh = here.days.get(unit, here.day), OpenDays(travel_for).get(unit, here.day)
        assert known.problem == fresh.problem
        assert known.board.arrays.bands == fresh.board.arrays.bands
        assert known.board.orders == fresh.board.orders
        assert known.witness.sources == fresh.witness.sources


def test_where_crews_are_cannot_be_read_in_the_database(sql_store: SqlStore) -> None:
    """Somebody with a copy of the file would see at whose door a carer stood, and when."""
    with sql_store.writing(TOWN) as unit:
        unit.live.put(live_day())
    with sql_store.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM live")).one()
    shown = repr(row).encode() + bytes(row.body)
    for told in ("51.03", "R-02", "S-1", "D-3", "Żaneta", "czeka"):
        assert told.encode() not in shown


def test_an_erased_client_is_not_in_the_day_any_more(store: Store) -> None:
    """A resident who asked to be forgotten would be named in a note, and their door be found from a stop."""
    fill(store)
    home = place().entrances[0].point
    beside, away = GeoPoint(lat=home.lat + 0.0003, lon=home.lon), GeoPoint(lat=home.lat + 0.003, lon=home.lon)
    state = live_day().begun[0].state
    begun = tuple(
        Begun(shift_id=ShiftId(key), state=replace(state, point=at)) for key, at in (("A", beside), ("B", away))
    )
    with store.writing(TOWN) as unit:
        unit.live.put(live_day(begun=begun))
        unit.live.put(live_day(day=NEXT_DAY))
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        live, centre = unit.live.get(live_key(DAY)), unit.head.get(TOWN).centre
    assert [one.state.point for one in live.begun] == [centre, away]
    assert [one.note for one in live.disruptions] == ["", "", f"{KEY} czeka", ""]
    assert live.disruptions[2].breakdown is not None
    assert live.disruptions[2].breakdown.point == centre
    with store.reading(TOWN) as unit:
        assert "Łódź" not in repr(unit.live.all()), "nor on a day on which they had nothing booked"


def test_an_export_has_what_came_in_the_way_of_the_client(store: Store) -> None:
    """A resident who waited an hour in a broken bus would not be told that this is kept about them."""
    fill(store)
    both = Breakdown(shift_id=ShiftId("S-1"), point=POINT, aboard=(RequestId("R-02"), RequestId("R-01")))
    known = live_day().disruptions
    with store.writing(TOWN) as unit:
        unit.live.put(live_day(disruptions=(*known, replace(known[2], id=DisruptionId("D-5"), breakdown=both))))
    with store.reading(TOWN) as unit:
        told = export_client(unit, KEY, NOW).disruptions
    assert [one.id for one in told] == ["D-4", "D-5"], "R-01 is theirs; nobody else's ride is"
    assert told[1].breakdown == replace(both, aboard=(RequestId("R-01"),))
    assert not told[1].note, "it may name whoever sat beside them"
