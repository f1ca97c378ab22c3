"""Days as GTFS tells them: the weekdays of a period, and the days that are otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from scheduler.domain.ride_hours import PublicRides
from scheduler.formats.gtfs.archive import Row

type Days = frozenset[date]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ADDED, _REMOVED = 1, 2


def service_ids(rides: PublicRides) -> Mapping[Days, str]:
    """Return an id for each set of days on which something runs."""
    return {one: f"days-{number}" for number, one in enumerate(sorted({h.days for h in rides.hours}, key=sorted), 1)}


def calendar(rides: PublicRides, ids: Mapping[Days, str]) -> Sequence[Row]:
    """Return the rows of calendar.txt: a weekday counts if it is worked on most of its dates.

    What comes on no weekday, but on single dates, is told by these alone.
    """
    return [
        {
            "service_id": key,
            **{name: int(number in _usual(rides, days)) for number, name in enumerate(_WEEKDAYS)},
            "start_date": told(rides.first),
            "end_date": told(rides.last),
        }
        for days, key in ids.items()
        if _usual(rides, days)
    ]


def calendar_dates(rides: PublicRides, ids: Mapping[Days, str]) -> Sequence[Row]:
    """Return the rows of calendar_dates.txt: holidays, every other week, the day from which a rota is in force."""
    return [
        {"service_id": key, "date": told(day), "exception_type": _ADDED if day in days else _REMOVED}
        for days, key in ids.items()
        for day in _described(rides)
        if (day in days) != (day.weekday() in _usual(rides, days))
    ]


def told(day: date) -> str:
    """Return a date as GTFS writes it."""
    return f"{day:%Y%m%d}"


def _usual(rides: PublicRides, days: Days) -> frozenset[int]:
    """Return the weekdays, 0 for Monday, on at least half of whose dates there is a service."""
    described = list(_described(rides))
    return frozenset(
        number for number in range(7) if 2 * _count(days, number) >= _count(described, number) and _count(days, number)
    )


def _count(days: Iterable[date], weekday: int) -> int:
    return sum(one.weekday() == weekday for one in days)


def _described(rides: PublicRides) -> Iterable[date]:
    return (rides.first + timedelta(days=number) for number in range((rides.last - rides.first).days + 1))
