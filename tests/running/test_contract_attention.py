"""What every store does with checks, absences of clients, and who has read which itinerary."""

from dataclasses import replace

import pytest

from scheduler.domain.checks import Check
from scheduler.domain.client_absence import ClientAbsence
from scheduler.services.ports import Store
from tests.store.samples import DAY, KEY, NEXT_DAY, SAMPLES, SISTER, TOWN, TWICE, away, check, head

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
