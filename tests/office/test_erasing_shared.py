"""A client is erased who was away while others of the party were served: what was noted about all of them goes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.client import Notes
from scheduler.domain.ids import ClientId
from scheduler.services.erasing_again import erase_again
from scheduler.services.ports import Store
from scheduler.services.series.desk import Why
from tests.office.clients_away import away, sisters
from tests.office.office import ANNA
from tests.office.series_town import SeriesOffice, town
from tests.office.test_series_changed import COUPLE, KEY, WEDNESDAY
from tests.office.test_series_changed import away as away_from

SECRET = Notes(worker="mąż ma Alzheimera")


def told(store: Store, town_id: str) -> str:
    """Return everything that is kept of bookings and calls."""
    with store.reading(town_id) as unit:  # type: ignore[arg-type]
        return repr([unit.bookings.all(), unit.enquiries.all(), unit.series.all()])


def test_a_booking_that_went_on_without_somebody_tells_nothing_of_them() -> None:
    """What crews were told of a resident's illness would stay in her sister's visit after both had forgotten it."""
    here, one, other, key = sisters()
    with here.store.writing(here.id) as unit:
        booking = unit.bookings.get(key)
        unit.bookings.put(replace(booking, request=replace(booking.request, notes=SECRET)))
    away(here, one)
    assert SECRET.worker in told(here.store, here.id)
    with here.store.writing(here.id) as unit:
        erase_again(unit, one, since=here.clock.now(), by=ANNA, now=here.clock.now())
    assert here.booking(key).request.party.client_ids == (other,)
    assert here.booking(key).held
    assert SECRET.worker not in told(here.store, here.id)


@pytest.mark.parametrize("changed", [False, True])
def test_what_a_series_booked_without_somebody_tells_nothing_of_them(*, changed: bool) -> None:
    """Each week's visit to a widow would repeat what her husband suffered from."""
    gone, stays = COUPLE
    here = SeriesOffice(builder=town())
    series = here.visits(clients=COUPLE, notes=SECRET)
    here.plan(days=7)
    here.clock.moment += timedelta(minutes=5)
    away_from(here, gone, WEDNESDAY)
    here.plan(days=14)
    alone = [one for one in here.bookings(stays) if one.request.party.client_ids == (stays,)]
    assert len(alone) == 5
    if changed:
        (leg,) = series.legs
        hers = replace(leg.request, party=replace(leg.request.party, client_ids=(ClientId(stays),)), notes=Notes())
        with here.store.reading(here.id) as unit:
            seen = unit.series.stamp_of(KEY)
        after = replace(series, legs=(replace(leg, request=hers),))
        here.series.change(here.call, after, Why(seen=seen))
    assert SECRET.worker in told(here.store, here.id)
    with here.store.writing(here.id) as unit:
        erase_again(unit, ClientId(gone), since=here.clock.now(), by=ANNA, now=here.clock.now())
    assert SECRET.worker not in told(here.store, here.id)
