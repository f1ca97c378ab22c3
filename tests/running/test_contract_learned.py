"""What every store does with what was learned: who is erased goes out of it, and whoever asks is told theirs."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.errors import StaleError
from scheduler.domain.ids import UserId
from scheduler.domain.learning import LEARNED_ID
from scheduler.services.erasing import erase_client
from scheduler.services.exporting import export_client
from scheduler.services.keeping import learned_times
from scheduler.services.learning.record import kept_learned, switch
from scheduler.services.ports import Store
from tests.store.filled import OLA, fill
from tests.store.sample_learned import estimate, learned
from tests.store.samples import KEY, SISTER, TOWN

pytestmark = pytest.mark.ordinary_day

AFTER = datetime(2040, 1, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))
EWA = UserId("u-ewa")


def put(store: Store) -> int:
    """Keep the sample beside everything else; return its stamp."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.bookings.put(replace(next(iter(unit.bookings.of_client(KEY).values())), promise=None, published=None))
        unit.learned.put(learned())
    with store.reading(TOWN) as unit:
        return kept_learned(unit).stamp


def test_a_town_that_has_learned_nothing_plans_as_the_catalogue_says(store: Store) -> None:
    """An office would plan otherwise after the update than before, although nobody has decided so."""
    fill(store)
    with store.reading(TOWN) as unit:
        assert learned_times(unit) is None
        assert not kept_learned(unit).learned.used


def test_what_was_learned_of_an_erased_client_goes_and_the_rest_stays(store: Store) -> None:
    """How long somebody took would tell how frail they were, years after they asked to be forgotten."""
    put(store)
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        left = unit.learned.get(LEARNED_ID)
        assert left == learned(estimates=(estimate(None), estimate(SISTER, permille=1100)))
        times = learned_times(unit)
        assert times is not None
        assert list(times.clients) == [SISTER]


def test_an_export_says_what_was_learned_of_the_client_alone(store: Store) -> None:
    """A resident would not be told that the office knows how long they take; or be told another's."""
    put(store)
    with store.reading(TOWN) as unit:
        assert export_client(unit, KEY, AFTER).learned == (estimate(),)


def test_a_manager_switches_what_they_have_seen(store: Store) -> None:
    """Whoever looked at last week's estimates would switch on what was worked out since."""
    stamp = put(store)
    with store.writing(TOWN) as unit, pytest.raises(StaleError):
        switch(unit, used=False, by=EWA, now=AFTER, seen=stamp - 1)
    with store.writing(TOWN) as unit:
        switch(unit, used=False, by=EWA, now=AFTER, seen=stamp)
    with store.reading(TOWN) as unit:
        kept = kept_learned(unit)
        assert kept.learned == learned(used=False, changed_at=AFTER, changed_by=EWA)
        assert kept.stamp > stamp
        assert learned_times(unit) is None
        told = [one for one in unit.audit.entries() if one.event.action == "learning.switched"]
        assert [(one.event.by, one.event.fields) for one in told] == [(EWA, ("used=false",))]


def test_switching_to_what_it_is_changes_nothing(store: Store) -> None:
    """A second click would make every day's plan be looked at again, and say that somebody else decided."""
    stamp = put(store)
    with store.writing(TOWN) as unit:
        switch(unit, used=True, by=EWA, now=AFTER, seen=stamp)
    with store.reading(TOWN) as unit:
        assert kept_learned(unit).stamp == stamp
