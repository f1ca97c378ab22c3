"""Series in every store: found by client, sealed, booked, and gone with the client."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import ClientId, SeriesId
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.erasing import erase_client
from scheduler.services.exporting import export_client
from scheduler.services.ports import Store
from scheduler.services.retaining import retain
from scheduler.services.series.desk import Why
from scheduler.store.sql import SqlStore
from tests.office.office import ANNA
from tests.office.series_town import CLIENT, SeriesOffice, town
from tests.store.filled import fill
from tests.store.samples import KEY, NOW, SISTER, TOWN, head, series

pytestmark = pytest.mark.ordinary_day


def test_weeks_are_planned_alike_in_every_store(store: Store) -> None:
    """What works in memory would fail in the office's database: days locked in the wrong order, a lost field."""
    here = SeriesOffice(builder=town(), store=store)
    here.visits(times_per_week=2, gap_days=2, rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", same_staff=True)
    assert len(here.plan(days=14).assigned) == 4
    assert here.plan(days=14).assigned == ()
    here.clock.moment += timedelta(minutes=5)
    done = here.series.end(here.call, SeriesId("S-1"), here.bookings()[0].day, Why())
    assert len(done.withdrawn) == 3
    assert len(here.bookings()) == 1


def test_a_series_that_ends_between_a_window_and_its_promise_is_not_booked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that ends a series in that moment tells the client so; the bus would come all the same."""
    here = SeriesOffice(builder=town(), store=store)
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO")
    accept = here.booking.accept

    def ended_just_before(*given: Any, **named: Any) -> Any:
        if here.get().ended_at is None:
            here.series.end(here.call, SeriesId("S-1"), here.now.date(), Why())
        return accept(*given, **named)

    monkeypatch.setattr(here.booking, "accept", ended_just_before)
    assert here.plan(days=7).assigned == ()
    assert here.bookings() == []
    with store.reading(here.id) as unit:
        assert [one.outcome for one in unit.enquiries.all().values()] == [EnquiryOutcome.GONE]
        assert unit.waiting.all() == {}


def test_series_are_found_by_each_client_of_the_party(store: Store) -> None:
    """A sister's file would not show the rides that she shares."""
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.series.put(series())
    with store.reading(TOWN) as unit:
        assert [*unit.series.of_client(KEY)] == [*unit.series.of_client(SISTER)] == ["SR-1"]
        assert unit.series.of_client(ClientId("K-99")) == {}
        assert unit.series.get(SeriesId("SR-1")) == series()


def test_nothing_of_a_series_lies_open_in_the_database(sql_store: SqlStore) -> None:
    """Whoever copies the file would read who is taken to the dialysis on which days."""
    with sql_store.writing(TOWN) as unit:
        unit.series.put(series())
    with sql_store.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM series")).all()
    lying = " ".join(str(value) for value in row)
    for secret in ("szpital", "FREQ", "dom-K-03", "2026"):
        assert secret not in lying


def test_a_client_with_a_running_series_is_erased_only_after_its_end(store: Store) -> None:
    """Each night the program would book visits for somebody who is nobody any more."""
    fill(store)
    ends = series(until=None, ended_at=None)
    with store.writing(TOWN) as unit:
        unit.series.put(ends)
    later = NOW + timedelta(days=3650)
    with store.writing(TOWN) as unit, pytest.raises(RefusedError) as refused:
        erase_client(unit, KEY, by=ANNA, now=later)
    assert [one.code for one in refused.value.refusals] == ["series"]
    with store.writing(TOWN) as unit:
        unit.series.put(replace(ends, until=ends.first))
    with store.writing(TOWN) as unit:
        done = erase_client(unit, KEY, by=ANNA, now=later)
    assert done.series == 1
    with store.reading(TOWN) as unit:
        left = unit.series.get(ends.id)
    assert left.client_ids == (SISTER,)
    assert {leg.request.notes for leg in left.legs} == {type(left.legs[0].request.notes)()}
    assert {one.reason for one in left.changed} | {one.reason for one in left.pauses} == {""}


def test_a_clients_record_tells_of_series(store: Store) -> None:
    """Somebody who asks what the office keeps would not hear of the visits of the weeks to come."""
    here = SeriesOffice(builder=town(), store=store)
    made = here.visits()
    with store.reading(here.id) as unit:
        assert export_client(unit, CLIENT, here.clock.now()).series == (made,)


def test_an_old_series_goes_with_its_bookings(store: Store) -> None:
    """Who was visited when would be kept for ever."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.series.put(series())
        unit.series.put(series("SR-2", until=None))
    policy = RetentionPolicy()
    with store.writing(TOWN) as unit:
        assert retain(unit, policy, datetime(series().first.year + 5, 12, 31, tzinfo=UTC)).series == 0
        assert retain(unit, policy, datetime(series().first.year + 6, 1, 2, tzinfo=UTC)).series == 1
    with store.reading(TOWN) as unit:
        assert [*unit.series.all()] == ["SR-2"]
