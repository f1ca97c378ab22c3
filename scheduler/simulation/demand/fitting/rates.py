"""How many calls want a day, from how many did: by month, by service and holiday, by district and day of the week."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from scheduler.domain.capacity.demand import DAYS_OF_A_WEEK
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.simulation.demand.fitting.asked import Asked, tally
from scheduler.simulation.demand.fitting.believing import OTHERS, believed, share

_WORKING_DAYS, _WEEKEND = range(5), range(5, DAYS_OF_A_WEEK)
_HOLIDAYS_KNOWN = 2.0
"""What the town's rule says of holidays counts as much as two ordinary days' calls."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days that calls are counted on.

    Attributes
    ----------
    ordinary, off : tuple of date
        Those that are neither a public holiday nor the town's day off; and those that are.
    """

    ordinary: tuple[date, ...]
    off: tuple[date, ...]

    @classmethod
    def between(cls, first: date, last: date, is_off: Callable[[date], bool]) -> "Period":
        """Return the days from a first to a last one."""
        days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
        return cls(ordinary=tuple(d for d in days if not is_off(d)), off=tuple(d for d in days if is_off(d)))

    def months(self, calls: Iterable[Asked]) -> Mapping[int, float]:
        """Return the factor of each month of the period, around the mean of its days."""
        known = self.ordinary_only(calls)
        counts, by_weekday = self._on_ordinary(known), _counted(known)
        days = Counter(day.weekday() for day in self.ordinary)
        usual, seen = dict.fromkeys(range(1, 13), 0.0), dict.fromkeys(range(1, 13), 0.0)
        for day in self.ordinary:
            usual[day.month] += by_weekday[day.weekday()] / days[day.weekday()]
            seen[day.month] += counts.get(day, 0.0)
        months = [month for month, mean in usual.items() if mean > 0]
        found = believed([seen[m] for m in months], [usual[m] for m in months], len(months) - 1)
        return {month: one / usual[month] for month, one in zip(months, found, strict=True)}

    def weighed(self, months: Mapping[int, float]) -> Sequence[float]:
        """Return how many ordinary days of each weekday there are, each as much as its month's factor says."""
        found = [0.0] * DAYS_OF_A_WEEK
        for day in self.ordinary:
            found[day.weekday()] += months.get(day.month, 1.0)
        return found

    def holiday(
        self, calls: Sequence[Asked], rates: Sequence[float], months: Mapping[int, float], usual: float
    ) -> float:
        """Return how many calls want a day off, as a part of an ordinary day's.

        Parameters
        ----------
        rates : sequence of float
            Calls a day of the week.
        usual : float
            What is known without a call.
        """
        off = frozenset(self.off)
        number = fsum(call.weight for call in calls if call.when.day in off)
        mean = fsum(rates[day.weekday()] * months.get(day.month, 1.0) for day in self.off)
        known = _HOLIDAYS_KNOWN * max(fsum(rates) / DAYS_OF_A_WEEK, 1e-9)
        return (number + known * usual) / (mean + known)

    def _on_ordinary(self, calls: Iterable[Asked]) -> Mapping[date, float]:
        return tally(self.ordinary_only(calls), lambda call: call.when.day)

    def ordinary_only(self, calls: Iterable[Asked]) -> list[Asked]:
        """Return the calls that want none of the days off."""
        ordinary = frozenset(self.ordinary)
        return [call for call in calls if call.when.day in ordinary]


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How calls are spread over districts, and over the days of a week; each adds up to one."""

    districts: Mapping[DistrictId, float]
    weekdays: Sequence[float]

    def refined(self, calls: Sequence[Asked], weight: float = OTHERS) -> "Shares":
        """Return the shares that calls tell, believed against these.

        Parameters
        ----------
        weight : float
            How many calls these shares count as where working days and weekends are told apart. That is not left to
            how much the seven days differ: a town that rests at weekends does so after its first week.
        """
        placed = tally(calls, lambda call: call.district_id)
        keys, total = list(self.districts), fsum(placed.values())
        expected = [self.districts[key] * total for key in keys]
        found = believed([placed.get(key, 0.0) for key in keys], expected, len(keys) - 1)
        return Shares(
            districts=_normal(dict(zip(keys, found, strict=True))) or self.districts,
            weekdays=self._weekdays(_counted(calls), weight),
        )

    def _weekdays(self, counts: Sequence[float], weight: float) -> Sequence[float]:
        if not fsum(counts):
            return self.weekdays
        off = share(fsum(counts[k] for k in _WEEKEND), fsum(counts), fsum(self.weekdays[k] for k in _WEEKEND), weight)
        return [*self._among(_WORKING_DAYS, counts, 1 - off), *self._among(_WEEKEND, counts, off)]

    def _among(self, some: range, counts: Sequence[float], part: float) -> Sequence[float]:
        """Return the shares of some days of a week, which are a part of all calls."""
        known, number = fsum(self.weekdays[k] for k in some), fsum(counts[k] for k in some)
        if not known or not number:
            return [part * (self.weekdays[k] / known if known else 1 / len(some)) for k in some]
        means = [number * self.weekdays[k] / known for k in some]
        free = sum(mean > 0 for mean in means) - 1
        return [part * one / number for one in believed([counts[k] for k in some], means, free)]


def first_shares(residents: Mapping[DistrictId, int], calls: Iterable[Asked], weighed: Sequence[float]) -> Shares:
    """Return what is known before any call: clients by district, one more each, and days by how many there were."""
    keys = sorted({*residents, *(call.district_id for call in calls if call.district_id is not None)})
    total = fsum(weighed)
    return Shares(
        districts=_normal({key: residents.get(key, 0) + 1.0 for key in keys}),
        weekdays=[days / total if total else 1 / DAYS_OF_A_WEEK for days in weighed],
    )


def per_day(calls: Sequence[Asked], shares: Shares, weighed: Sequence[float]) -> Mapping[DistrictId, tuple[float, ...]]:
    """Return how many calls of one service want each day of the week, by district.

    Districts and days are taken to be independent, as far as calls do not tell otherwise. A day of the week that the
    period does not have, for holidays, is as the other working days, or the other day of the weekend, on average.
    """
    cells = [(district, day) for district in shares.districts for day in range(DAYS_OF_A_WEEK)]
    counts = tally(
        calls, lambda call: (call.district_id, call.when.day.weekday()) if call.district_id is not None else None
    )
    number = fsum(counts.values())
    expected = [shares.districts[district] * shares.weekdays[day] * number for district, day in cells]
    free = max(0, len(shares.districts) - 1) * max(0, sum(part > 0 for part in shares.weekdays) - 1)
    found = dict(zip(cells, believed([counts.get(cell, 0.0) for cell in cells], expected, free), strict=True))
    # Calls of people who are forgotten are spread like the others.
    placed = fsum(call.weight for call in calls) / number if number else 0.0
    return {
        district: tuple(
            placed * _a_day([found[district, k] for k in some], [weighed[k] for k in some])
            for some in (_alike(day, weighed) for day in range(DAYS_OF_A_WEEK))
        )
        for district in shares.districts
    }


def _alike(day: int, weighed: Sequence[float]) -> Sequence[int]:
    """Return the day of the week itself, or those that stand for it if the period does not have it."""
    return [day] if weighed[day] else _WORKING_DAYS if day in _WORKING_DAYS else _WEEKEND


def _a_day(counts: Sequence[float], weighed: Sequence[float]) -> float:
    return fsum(counts) / fsum(weighed) if fsum(weighed) else 0.0


def rates_of(per_day: Mapping[DistrictId, tuple[float, ...]]) -> Sequence[float]:
    """Return calls a day of the week from everywhere."""
    return [fsum(means[day] for means in per_day.values()) for day in range(DAYS_OF_A_WEEK)]


def calls_of(calls: Iterable[Asked], service_id: ServiceId) -> list[Asked]:
    """Return the calls for one service."""
    return [call for call in calls if call.service_id == service_id]


def _counted(calls: Iterable[Asked]) -> Sequence[float]:
    """Return how many calls want each day of the week."""
    counts = tally(calls, lambda call: call.when.day.weekday())
    return [counts.get(day, 0.0) for day in range(DAYS_OF_A_WEEK)]


def _normal(weights: Mapping[DistrictId, float]) -> Mapping[DistrictId, float]:
    total = fsum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}
