"""Series of clients who are away until further notice: nothing is booked for them; it goes on when they are back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.ids import RequestId
from scheduler.domain.series import Pause, Series, occurrence_id, series_day
from scheduler.services.ports import UnitOfWork
from scheduler.services.waiting import take_off_series


def with_absences(unit: UnitOfWork, series: Series) -> Series:
    """Return a series that is paused on the days on which somebody of its party is away."""
    pauses = (Pause(first=one.first, last=one.last) for one in _absences(unit, series) if not one.over)
    return replace(series, pauses=(*series.pauses, *pauses))


def lost_of(unit: UnitOfWork, series: Series) -> frozenset[RequestId]:
    """Return the bookings that ended because somebody was away: they are wanted again once that is over."""
    return frozenset(key for one in _absences(unit, series) for key in one.lost)


def renew(unit: UnitOfWork, first: date, now: datetime) -> None:
    """Let series have bookings again from a day on that they lost while somebody was away: under new ids.

    What waits for a place under its former id leaves the waiting list.
    """
    for series in unit.series.all().values():
        lost = {key: day for key in lost_of(unit, series) if (day := series_day(series.id, key)) is not None}
        if any(day >= first and key == occurrence_id(series, day) for key, day in lost.items()):
            unit.series.put(replace(series, revision=series.revision + 1), seen=unit.series.stamp_of(series.id))
            take_off_series(unit, series.id, now)


def _absences(unit: UnitOfWork, series: Series) -> Iterator[ClientAbsence]:
    for client_id in series.client_ids:
        yield from unit.client_absences.of_client(client_id).values()
