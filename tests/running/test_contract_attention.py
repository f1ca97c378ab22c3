"""What every store does with checks, absences of clients, and who has read which itinerary."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from scheduler.domain.checks import Check, Found
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.closing import WayHome
from scheduler.services.erasing import erase_client
from scheduler.services.ports import Store
from scheduler.store.sql import SqlStore, ring_of
from scheduler.store.sql.tables import SubjectKeyRow
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import DAY, KEY, NEXT_DAY, SAMPLES, SISTER, TOWN, TWICE, away, check, head, statement
from tests.store.test_private_data import AFTER

pytestmark = pytest.mark.ordinary_day


def put(store: Store, *values: Check | ClientAbsence) -> None:
    with store.writing(TOWN) as unit:
        if not unit.stamp:
            unit.head.put(head())
        for one in values:
            (unit.checks if isinstance(one, Check) else unit.client_absences).put(one)  # type: ignore[arg-type]


def test_a_clients_checks_and_absences_are_found(store: Store) -> None:
    """Somebody in hospital would be booked, or a door that nobody opened forgotten."""
    put(store, check("C-2", day=NEXT_DAY), check(), check("C-3", client_id=SISTER))
    put(store, away(), away("W-2", client_id=SISTER))
    with store.reading(TOWN) as unit:
        assert list(unit.checks.of_client(KEY)) == ["C-1", "C-2"]
        assert unit.checks.between(DAY, DAY) == {"C-1": check(), "C-3": check("C-3", client_id=SISTER)}
        assert unit.client_absences.of_client(KEY) == {"W-1": away()}
    with store.writing(TOWN) as unit:
        unit.client_absences.put(replace(away(), ended_at=TWICE))
        unit.checks.put(replace(check(), steps=(), outcome=None, note=""))
        assert [one.over for one in unit.client_absences.of_client(KEY).values()] == [True]
        assert [one.open for one in unit.checks.of_client(KEY).values()] == [True, False]
    with store.reading(TOWN) as unit:
        assert unit.client_absences.get(away().id).ended_at == TWICE
        assert unit.checks.get(check().id) == replace(check(), steps=(), outcome=None, note="")


def test_an_erased_client_is_away_no_more_and_nobody_knows_what_was_found(store: Store) -> None:
    """That somebody was in hospital, or that 112 was called, would be kept of whoever asked to be forgotten."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.client_absences.put(away("W-2", last=None))
        unit.client_absences.put(away("W-3", client_id=SISTER))
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        assert list(unit.client_absences.all()) == ["W-3"]
        assert unit.checks.get(check().id) == replace(check(), steps=(), outcome=Found.OTHER, note="")


def test_nobody_can_read_of_an_illness_without_the_clients_key(sql_store: SqlStore) -> None:
    """A backup would tell for years who was in hospital, and whom the ambulance took home, of all who were erased."""
    fill(sql_store)
    with sql_store.writing(TOWN) as unit:
        unit.statements.put(statement(way_home=WayHome.AMBULANCE))
    with sql_store.engine.begin() as connection:
        connection.execute(delete(SubjectKeyRow).where(SubjectKeyRow.subject == f"client:{KEY}"))
    with SqlStore(sql_store.engine, ring_of(MASTER_KEY)).reading(TOWN) as unit:
        assert unit.clients.find(KEY) is None
        assert unit.checks.get(check().id) == replace(check(), steps=(), outcome=Found.OTHER, note="")
        assert unit.statements.get(statement().id) == statement(way_home=WayHome.OTHER, reason="")
        assert unit.client_absences.get(away().id).why is AwayWhy.OTHER


def test_a_reading_is_kept_once(store: Store) -> None:
    """A phone that asks every minute would fill the database with what is known already."""
    one = SAMPLES["sightings"]
    put(store)
    for _ in range(2):
        with store.writing(TOWN) as unit:
            if unit.sightings.find(one.id) is None:
                unit.sightings.put(one)
    with store.reading(TOWN) as unit:
        assert unit.sightings.between(DAY, DAY) == {one.id: one}
        assert unit.stamp == 2
