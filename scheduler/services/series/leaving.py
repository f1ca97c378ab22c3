"""A client who has died or is erased leaves their series; whoever else is in the party goes on with it."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.client import Notes
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.series import Series
from scheduler.services.clients_away import has_died
from scheduler.services.erased import doors_of
from scheduler.services.ports import UnitOfWork
from scheduler.services.waiting import take_off_series

_DAY = timedelta(days=1)


def leave_series(unit: UnitOfWork, client_id: ClientId) -> int:
    """Take a client out of their series, and out those that were for nobody else; return how many."""
    mine = tuple(unit.series.of_client(client_id).values())
    for series in mine:
        if others := tuple(one for one in series.client_ids if one != client_id):
            unit.series.put(_for_others(series, client_id, others))
        else:
            unit.series.remove(series.id)
    return len(mine)


def end_with_death(unit: UnitOfWork, told: ClientAbsence) -> tuple[Series, ...]:
    """End the series of a client who has died and that are for nobody else alive; return them.

    Of others nothing is changed: they are served without the client, whatever the series was for.
    """
    ended = []
    for series in unit.series.of_client(told.client_id).values():
        goes_on = series.ended_at is None or not series.over_by(told.first)
        if goes_on and all(has_died(unit, one) for one in series.client_ids):
            last = max(told.first, series.first) - _DAY
            until = last if series.until is None else min(series.until, last)
            after = replace(series, until=until, ended_at=told.reported_at, ended_by=told.reported_by)
            unit.series.put(after)
            take_off_series(unit, series.id, told.reported_at)
            event = AuditEvent(
                at=told.reported_at, by=told.reported_by, action="series.ended", subject=f"series:{series.id}"
            )
            unit.audit.append(event)
            ended.append(after)
    return tuple(ended)


def doors_of_others(unit: UnitOfWork, living: Container[ClientId]) -> Iterator[PlaceId]:
    """Yield the doors that series of people who stay lead to."""
    for series in unit.series.all().values():
        if any(one in living for one in series.client_ids):
            for leg in series.legs:
                yield from doors_of(leg.request)


def _for_others(series: Series, client_id: ClientId, others: tuple[ClientId, ...]) -> Series:
    """Return a series without one of its clients, and without what was noted about all of them."""
    legs = []
    for leg in series.legs:
        left = tuple(one for one in leg.request.party.client_ids if one != client_id) or others
        party = replace(leg.request.party, client_ids=left)
        legs.append(replace(leg, request=replace(leg.request, party=party, notes=Notes())))
    return replace(
        series,
        legs=tuple(legs),
        changed=tuple(replace(one, reason="") for one in series.changed),
        pauses=tuple(replace(one, reason="") for one in series.pauses),
    )
