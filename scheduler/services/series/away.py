"""Series of clients who are away until further notice: nothing is booked for them; it goes on when they are back.

Others of their party are served as before, as with a single booking. What was booked for those alone stays as it was
promised; whoever is back is booked beside it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import product

from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.series import Pause, Series
from scheduler.services.ports import UnitOfWork
from scheduler.services.waiting import take_off_series


def with_absences(unit: UnitOfWork, series: Series) -> Series:
    """Return a series that is paused on the days on which nobody of its party is there."""
    of_clients = _absences(unit, series).values()
    pauses = (_together(those) for those in product(*([one for one in own if not one.over] for own in of_clients)))
    return replace(series, pauses=(*series.pauses, *(one for one in pauses if one is not None)))


def there_on(unit: UnitOfWork, series: Series, day: date) -> tuple[ClientId, ...]:
    """Return who of a party is there on a service day."""
    of_clients = _absences(unit, series).items()
    return tuple(client_id for client_id, own in of_clients if not any(one.covers(day) for one in own))


def for_clients(series: Series, clients: Collection[ClientId]) -> Series:
    """Return a series for some of its clients alone."""
    if set(series.client_ids) == set(clients):
        return series
    own = tuple(one for one in series.client_ids if one in clients)
    legs = []
    for leg in series.legs:
        party = replace(leg.request.party, client_ids=own)
        legs.append(replace(leg, request=replace(leg.request, party=party)))
    return replace(series, legs=tuple(legs))


def lost_of(unit: UnitOfWork, series: Series) -> frozenset[RequestId]:
    """Return the bookings that ended because somebody was away: they are wanted again once that is over."""
    return frozenset(key for own in _absences(unit, series).values() for one in own for key in one.lost)


def renew(unit: UnitOfWork, series: Series, days: Collection[date], now: datetime) -> None:
    """Let a series have bookings again on some days, under new ids.

    What waits for a place under its former id leaves the waiting list.
    """
    if days:
        unit.series.put(replace(series, revision=series.revision + 1), seen=unit.series.stamp_of(series.id))
        take_off_series(unit, series.id, now)


def _absences(unit: UnitOfWork, series: Series) -> Mapping[ClientId, tuple[ClientAbsence, ...]]:
    return {one: tuple(unit.client_absences.of_client(one).values()) for one in series.client_ids}


def _together(absences: Collection[ClientAbsence]) -> Pause | None:
    """Return when clients are all away at once, each as one absence says; None: never."""
    first = max(one.first for one in absences)
    last = min((one.last for one in absences if one.last is not None), default=None)
    return None if last is not None and last < first else Pause(first=first, last=last)
