"""What is booked of a series: its occurrences so far and to come, and who was chosen to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.domain.booking import Booking
from scheduler.domain.ids import ClientId, RequestId, StaffId
from scheduler.domain.series import Series, occurrence_id, series_day
from scheduler.services.ports import UnitOfWork
from scheduler.services.series.away import lost_of, renew, there_on
from scheduler.services.series.occurrences import Known


@dataclass(frozen=True, kw_only=True)
class Booked:
    """The bookings of a series.

    Attributes
    ----------
    bookings : mapping of date to sequence of Booking
        Ended ones too, by the day of the rule that they were made for, wherever somebody has moved them since.
    lost : set of RequestId
        Those that ended because somebody was away, or go on without them.
    without : mapping of date to sequence of ClientId
        Who is there on a day and has nothing booked, though others of the party have: they were away before.
    """

    series: Series
    bookings: Mapping[date, Sequence[Booking]]
    lost: frozenset[RequestId] = frozenset()
    without: Mapping[date, Sequence[ClientId]] = field(default_factory=dict)

    @property
    def partly(self) -> Mapping[date, date]:
        """Return the days on which somebody who is there has nothing booked, though others have; with service days."""
        return {day: next(one.day for one in self.bookings[day] if one.held) for day in self.without}

    @property
    def known(self) -> Known:
        """Return which days are had, and which are over."""
        held = {day for day, own in self.bookings.items() if any(one.held for one in own)}
        over = {day for day, own in self.bookings.items() if day not in held and any(map(self._by_hand, own))}
        return Known(held=held, over=over, partly=self.partly)

    @property
    def held_days(self) -> tuple[date, ...]:
        """Service days on which everybody has what they want, in their order."""
        whole = (own for day, own in self.bookings.items() if day not in self.without)
        return tuple(sorted({one.day for own in whole for one in own if one.held}))

    @property
    def staff(self) -> tuple[StaffId, ...]:
        """Who was chosen to come, whoever came last first."""
        held = sorted((one for own in self.bookings.values() for one in own if one.held), key=lambda one: one.day)
        return tuple(dict.fromkeys(one.request.preferred[0] for one in reversed(held) if one.request.preferred))

    def _by_hand(self, booking: Booking) -> bool:
        """Return whether somebody ended a booking, rather than a change of the series or an absence."""
        if booking.id in self.lost:
            return False
        since = self.series.changed_at or self.series.made_at
        return booking.ended_at is not None and booking.ended_at.astimezone(UTC) > since.astimezone(UTC)


def booked(unit: UnitOfWork, series: Series) -> Booked:
    """Return what is booked of a series, for whomever of its party."""
    found: dict[date, list[Booking]] = {}
    for key, booking in _of_clients(unit, series).items():
        day = series_day(series.id, key)
        if day is not None:
            found.setdefault(day, []).append(booking)
    without = _without(unit, series, found) if len(series.client_ids) > 1 else {}
    return Booked(series=series, bookings=found, lost=lost_of(unit, series), without=without)


def renew_lost(unit: UnitOfWork, first: date, now: datetime) -> None:
    """Let series have bookings again, from a day on, for whoever lost them while away and is back."""
    for series in unit.series.all().values():
        lost = {key: day for key in lost_of(unit, series) if (day := series_day(series.id, key)) is not None}
        days = {day for key, day in lost.items() if day >= first and key == occurrence_id(series, day)}
        if len(series.client_ids) > 1:
            own = booked(unit, series)
            days |= {day for day in own.without if day >= first and _is_taken(series, day, own.bookings[day])}
        renew(unit, series, days, now)


def _is_taken(series: Series, day: date, own: Sequence[Booking]) -> bool:
    return occurrence_id(series, day) in {one.id for one in own}


def _of_clients(unit: UnitOfWork, series: Series) -> Mapping[RequestId, Booking]:
    found: dict[RequestId, Booking] = {}
    for client_id in series.client_ids:
        found |= unit.bookings.of_client(client_id)
    return found


def _without(
    unit: UnitOfWork, series: Series, bookings: Mapping[date, Sequence[Booking]]
) -> Mapping[date, Sequence[ClientId]]:
    found: dict[date, Sequence[ClientId]] = {}
    for day, own in bookings.items():
        held = [one for one in own if one.held]
        has = {client for one in held for client in one.request.party.client_ids}
        if held and (lacking := tuple(one for one in there_on(unit, series, held[0].day) if one not in has)):
            found[day] = lacking
    return found
