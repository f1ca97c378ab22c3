"""The evening of a day that ran at random: the office finds out what is missing, and closes it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.checks import Found
from scheduler.domain.closing import About, WayHome
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Ride
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.closing import Said, close_day, state_of_request, view_of
from scheduler.services.ending import Ending
from scheduler.services.reporting.months import entries_of, summed
from tests.office.office import ANNA, Office


def close_all(offices: Sequence[Office]) -> None:
    """Close the day in all offices; nobody is left out there unseen, and the money adds up."""
    for here in offices:
        _find_out(here)
        _find_ways_home(here)
        _close(here)
        _adds_up(here)
        _changes_no_more(here)


def kept(here: Office) -> object:
    """Return what closing leaves; reasons and times are the same in all offices."""
    with here.store.reading(here.id) as unit:
        return [dict(getattr(unit, kind).all()) for kind in ("statements", "closings", "actuals")]


def _find_out(here: Office) -> None:
    """Say of all that nobody reported that it was missed; whoever is listed makes closing impossible."""
    with here.store.reading(here.id) as unit:
        missing = {one.request_id for one in view_of(unit, here.day).missing}
        checks = [one for one in unit.checks.between(here.day, here.day).values() if one.open]
    if missing or checks:
        assert {"missing", "unanswered"} & _refusals(here)
    _say(here, missing, About.OUTCOME)
    with here.store.writing(here.id) as unit:
        for check in checks:
            unit.checks.put(replace(check, outcome=Found.WELL, closed_at=here.clock.now(), closed_by=ANNA))


def _find_ways_home(here: Office) -> None:
    out = _out_there(here)
    with here.store.reading(here.id) as unit:
        listed = view_of(unit, here.day).stranded
    assert {one.client_id for one in listed} >= out
    if listed:
        assert _refusals(here) == {"no_way_home"}
    _say(here, {one.request_id for one in listed}, About.WAY_HOME)


def _out_there(here: Office) -> frozenset[ClientId]:
    """Return who got into a vehicle and was never set down, or was taken to the base and no ride home was served."""
    with here.store.reading(here.id) as unit:
        events = unit.events.between(here.day, here.day).values()
        rides = {key: one.request for key, one in unit.bookings.between(here.day, here.day).items()}
    boarded = {
        one.request_id for one in events if one.kind in {EventKind.ABOARD, EventKind.DONE} and _picks_up(one.task_id)
    }
    down = {one.request_id for one in events if one.kind is EventKind.DONE and one.task_id.endswith(":dropoff")}
    home = {
        client
        for key, ride in rides.items()
        if isinstance(ride, Ride) and key in down
        for client in ride.party.client_ids
        if ride.destination.place_id == here.town.clients[client].home
    }
    return frozenset(client for key in boarded for client in rides[key].party.client_ids if client not in home)


def _picks_up(task_id: str) -> bool:
    return task_id.endswith(":pickup")


def _say(here: Office, requests: Iterable[RequestId], about: About) -> None:
    for key in sorted(requests):
        outcome = FinalOutcome.MISSED if about is About.OUTCOME else None
        said = Said(
            request_id=key, about=about, outcome=outcome, way_home=None if outcome else WayHome.TAXI, reason="telefon"
        )
        with here.store.writing(here.id) as unit:
            state_of_request(unit, here.day, said, by=ANNA, now=here.clock.now())


def _refusals(here: Office) -> set[str]:
    with pytest.raises(RefusedError) as refused:
        _close(here)
    return {one.code for one in refused.value.refusals}


def _close(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        close_day(unit, here.travel, here.day, here.hand)


def _adds_up(here: Office) -> None:
    """Every request has one end, and every grosz of every crew stands in one entry."""
    with here.store.reading(here.id) as unit:
        actuals, entries = unit.actuals.between(here.day, here.day), entries_of(unit, here.day, here.day)
        bookings = unit.bookings.between(here.day, here.day)
        (closing,) = unit.closings.between(here.day, here.day).values()
    assert set(actuals) == set(bookings)
    assert summed(entries).delivered_gr == sum(shift.cost_gr for shift in closing.shifts)
    assert summed(entries).ordered_gr == sum(shift.ordered_gr for shift in closing.shifts)
    assert sum(cell.counts.served for cell in closing.cells) == sum(one.served for one in actuals.values())


def _changes_no_more(here: Office) -> None:
    with here.store.writing(here.id) as unit, pytest.raises(ConflictError, match="is closed"):
        end_bookings(unit, here.travel, [next(iter(here.town.requests))], Ending(by=ANNA, at=here.clock.now()))
