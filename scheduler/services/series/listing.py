"""The days of a series between two dates, each with what has become of it."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.ids import ClientId, RequestId, StaffId
from scheduler.domain.series import Series
from scheduler.services.series.known import Booked
from scheduler.services.series.occurrences import rule_days


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A day of a series.

    Attributes
    ----------
    day : date
        Of the rule.
    state : str
        booked, open (it has none, or the town chooses another day), cancelled, paused.
    without : tuple of ClientId
        Who of the party has nothing booked, though others have.
    """

    day: date
    state: str
    bookings: tuple[RequestId, ...] = ()
    staff_ids: tuple[StaffId, ...] = ()
    without: tuple[ClientId, ...] = ()


def occurrences(series: Series, known: Booked, first: date, last: date) -> tuple[Listed, ...]:
    """Return the days that the rule tells, and those on which something is booked, in their order."""
    held = {day for day in known.known.held if first <= day <= last}
    return tuple(_listed(series, known, day) for day in sorted(held.union(rule_days(series, first, last))))


def _listed(series: Series, known: Booked, day: date) -> Listed:
    held = [one for one in known.bookings.get(day, ()) if one.held]
    if held:
        staff = tuple(one.request.preferred[0] for one in held if one.request.preferred)
        has = {client for one in held for client in one.request.party.client_ids}
        without = tuple(one for one in series.client_ids if one not in has)
        keys = tuple(one.id for one in held)
        return Listed(day=day, state="booked", bookings=keys, staff_ids=staff, without=without)
    change = series.change_of(day)
    if day in known.known.over or (change is not None and change.cancelled):
        return Listed(day=day, state="cancelled")
    return Listed(day=day, state="paused" if series.paused(day) else "open")
