"""The evening of a day at random: the office finds out what is missing, and closes it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.checks import Found
from scheduler.domain.closing import About, WayHome
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Ride
from scheduler.domain.town import Town
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.closing import Said, close_day, state_of_request, view_of, withdraw_statement
from scheduler.services.ending import Ending
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.months import entries_of, summed
from tests.days.machine import hand
from tests.days.reports import Came, End
from tests.office.office import ANNA, Office


def close(here: Office, day: date) -> None:
    """Close a day that is over; nobody is left out there unseen."""
    _find_out(here, day)
    _find_ways_home(here, day)
    _close(here, day)
    _changes_no_more(here, day)


def _find_out(here: Office, day: date) -> None:
    """Say of all that nobody reported that it was missed; whoever is listed makes closing impossible."""
    with here.store.reading(here.id) as unit:
        missing = {one.request_id for one in view_of(unit, day).missing}
        checks = [one for one in unit.checks.between(day, day).values() if one.open]
    if missing or checks:
        assert {"missing", "unanswered"} & _refusals(here, day)
    _say(here, day, missing, About.OUTCOME)
    with here.store.writing(here.id) as unit:
        for check in checks:
            unit.checks.put(replace(check, outcome=Found.WELL, closed_at=here.clock.now(), closed_by=ANNA))


def _find_ways_home(here: Office, day: date) -> None:
    with here.store.reading(here.id) as unit:
        out, listed = out_there(unit, day, here.town), view_of(unit, day).stranded
    assert {one.client_id for one in listed} >= out
    if listed:
        assert _refusals(here, day) == {"no_way_home"}
    _say(here, day, {one.request_id for one in listed}, About.WAY_HOME)


def out_there(unit: UnitOfWork, day: date, town: Town) -> frozenset[ClientId]:
    """Return who got into a vehicle and was never set down at home, by everything that was ever reported or said."""
    events = unit.events.between(day, day).values()
    rides = {key: one for key, one in unit.bookings.all().items() if isinstance(one.request, Ride)}
    boarded = {
        one.request_id for one in events if one.kind in {EventKind.ABOARD, EventKind.DONE} and _picks_up(one.task_id)
    }
    down = {one.request_id for one in events if one.kind is EventKind.DONE and one.task_id.endswith(":dropoff")}
    home = {
        client
        for key, one in rides.items()
        if isinstance(one.request, Ride) and key in down
        for client in one.request.party.client_ids
        if one.request.destination.place_id == town.clients[client].home
    }
    out = {client for key in boarded for client in rides[key].request.party.client_ids}
    said = unit.statements.between(day, day).values()
    return frozenset(out - home - {client for one in said if one.counts for client in one.client_ids})


def _picks_up(task_id: str) -> bool:
    return task_id.endswith(":pickup")


def _say(here: Office, day: date, requests: Iterable[RequestId], about: About) -> None:
    for number, key in enumerate(sorted(requests)):
        outcome = FinalOutcome.MISSED if about is About.OUTCOME else None
        party = () if outcome else here.booking(key).request.party.client_ids
        said = Said(
            request_id=key,
            about=about,
            outcome=outcome,
            way_home=None if outcome else WayHome.TAXI,
            client_ids=party,
            reason="telefon",
        )
        if not number:
            _say_by_mistake(here, day, said)
        with here.store.writing(here.id) as unit:
            state_of_request(unit, day, said, by=ANNA, now=here.clock.now())


def _say_by_mistake(here: Office, day: date, said: Said) -> None:
    """Say something and withdraw it: it is looked for again."""
    now = here.clock.now()
    with here.store.writing(here.id) as unit:
        wrong = state_of_request(unit, day, said, by=ANNA, now=now)
    with here.store.writing(here.id) as unit:
        withdraw_statement(unit, day, wrong.id, reason="pomyłka", by=ANNA, now=now)
    with here.store.reading(here.id) as unit:
        view = view_of(unit, day)
    looked_for = {one.request_id for one in view.missing} | {one.request_id for one in view.stranded}
    assert said.request_id in looked_for


def _refusals(here: Office, day: date) -> set[str]:
    with pytest.raises(RefusedError) as refused:
        _close(here, day)
    return {one.code for one in refused.value.refusals}


def _close(here: Office, day: date) -> None:
    with here.store.writing(here.id) as unit:
        close_day(unit, here.travel, day, hand(here, unit, day))


def adds_up(unit: UnitOfWork, day: date, ends: Mapping[RequestId, End]) -> None:
    """Every request of a closed day has one end, and every grosz of every crew stands in one entry.

    Parameters
    ----------
    ends : mapping of RequestId to End
        By what crews have reported.
    """
    actuals, entries = unit.actuals.between(day, day), entries_of(unit, day, day)
    (closing,) = (one for one in unit.closings.between(day, day).values() if one.counts)
    assert set(actuals) == set(unit.bookings.between(day, day))
    assert {key for key, one in actuals.items() if one.served} == {
        key for key, end in ends.items() if end is Came.SERVED and key in actuals
    }
    assert summed(entries).delivered_gr == sum(shift.cost_gr for shift in closing.shifts)
    assert summed(entries).ordered_gr == sum(shift.ordered_gr for shift in closing.shifts)
    assert sum(cell.counts.served for cell in closing.cells) == sum(one.served for one in actuals.values())
    assert {one.request_id for one in entries if one.delivered} == {key for key, one in actuals.items() if one.served}


def _changes_no_more(here: Office, day: date) -> None:
    with here.store.reading(here.id) as unit:
        keys = list(unit.bookings.between(day, day))
    for key in keys[:1]:
        with here.store.writing(here.id) as unit, pytest.raises(ConflictError, match="is closed"):
            end_bookings(unit, here.travel, [key], Ending(by=ANNA, at=here.clock.now()))
