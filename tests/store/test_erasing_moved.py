"""Erasing goes by what is written in plans, in every store: nobody has to remember where a booking has been."""

from dataclasses import replace
from datetime import timedelta

from scheduler.domain.plan import Override
from scheduler.services.erasing import erase_client
from scheduler.services.ports import Store
from tests.office.office import ANNA
from tests.office.test_erasing_moved import check_moved, moved


def test_a_day_that_no_booking_remembers_forgets_the_client_too(store: Store) -> None:
    """A booking from a town's files, moved by a former version: its first day would name the client for ever."""
    check_moved(*moved(store, old=True))


def test_a_reason_that_names_the_client_is_found_on_any_day(store: Store) -> None:
    """What a dispatcher wrote about a resident on somebody else's day would outlive them."""
    here, client_id = moved(store)
    name, later = here.town.clients[client_id].name, here.day + timedelta(days=2)
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(later)
        reason = Override(rule="shift_span", amount=60, reason=f"As for {name.upper()}")
        unit.days.put(replace(state, version=state.version + 1, overrides=(reason,)))
    with here.store.writing(here.id) as unit:
        erase_client(unit, client_id, by=ANNA, now=here.clock.now() + timedelta(days=5))
    with here.store.reading(here.id) as unit:
        assert [one.reason for one in unit.days.get(later).overrides] == [f"As for {client_id}"]
