"""What is booked of a series: its occurrences so far and to come, and who was chosen to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId, StaffId
from scheduler.domain.series import Series, series_day
from scheduler.services.ports import UnitOfWork
from scheduler.services.series.away import lost_of
from scheduler.services.series.occurrences import Known


@dataclass(frozen=True, kw_only=True)
class Booked:
    """The bookings of a series.

    Attributes
    ----------
    bookings : mapping of date to sequence of Booking
        Ended ones too, by the day of the rule that they were made for, wherever somebody has moved them since.
    lost : set of RequestId
        Those that ended because somebody was away.
    """

    series: Series
    bookings: Mapping[date, Sequence[Booking]]
    lost: frozenset[RequestId] = frozenset()

    @property
    def known(self) -> Known:
        """Return which days are had, and which are over."""
        held = {day for day, own in self.bookings.items() if any(one.held for one in own)}
        over = {day for day, own in self.bookings.items() if day not in held and any(map(self._by_hand, own))}
        return Known(held=held, over=over)

    @property
    def held_days(self) -> tuple[date, ...]:
        """Service days on which something is booked, in their order."""
        return tuple(sorted({one.day for own in self.bookings.values() for one in own if one.held}))

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
    """Return what is booked of a series."""
    found: dict[date, list[Booking]] = {}
    for key, booking in unit.bookings.of_client(series.client_ids[0]).items():
        day = series_day(series.id, key)
        if day is not None:
            found.setdefault(day, []).append(booking)
    return Booked(series=series, bookings=found, lost=lost_of(unit, series))
