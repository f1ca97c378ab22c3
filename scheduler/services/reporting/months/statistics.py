"""One table of whom services reached: different people, counted once in each row and never added up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.actuals import Actual, Person
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import ClientId
from scheduler.domain.months import Month, Reached, StatisticsRow
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import month_span
from scheduler.services.reporting.months.reading import actuals_between, month_of
from scheduler.services.reporting.sharing import split


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One person's part of a request."""

    actual: Actual
    person: Person
    service_s: int
    cost_gr: int


_KEYS: Mapping[str, Callable[[_Part], str]] = {
    "all": lambda _: "",
    "service": lambda part: part.actual.service_id,
    "programme": lambda part: part.actual.programme_id or "",
    "sex": lambda part: part.person.sex or "",
    "age_band": lambda part: part.person.age_band,
    "district": lambda part: part.person.district_id or "",
}
"""What the rows are of; the district is that of the person's home, the age that of the day."""


def statistics(unit: UnitOfWork, month: date) -> Month[StatisticsRow]:
    """Return a month's statistics, each row with the year up to the month's end beside it."""
    first, last = month_span(month)
    year = [part for one in actuals_between(unit, first.replace(month=1), last) for part in _parts(one)]
    names = {
        "service": {str(key): one.name for key, one in unit.services.all().items()},
        "district": {str(key): one.name for key, one in unit.districts.all().items()},
    }
    rows = (row for by in _KEYS for row in _rows(by, names.get(by, {}), year, first))
    return month_of(unit, month, rows)


def _rows(by: str, names: Mapping[str, str], year: Iterable[_Part], first: date) -> Iterator[StatisticsRow]:
    groups: dict[str, list[_Part]] = defaultdict(list)
    for part in year:
        groups[_KEYS[by](part)].append(part)
    for key in sorted(groups):
        month = [part for part in groups[key] if part.actual.day >= first]
        yield StatisticsRow(by=by, key=key, name=names.get(key, key), month=_reached(month), year=_reached(groups[key]))


def _parts(actual: Actual) -> Iterator[_Part]:
    """Yield each person's part of what was served; the parts are the whole, to the second and the grosz."""
    if not actual.served:
        return
    each: dict[str, int] = {person.client_id: 1 for person in actual.people}
    seconds, grosze = split(actual.service_s, each), split(actual.cost_gr, each)
    for person in actual.people:
        key = person.client_id
        yield _Part(actual=actual, person=person, service_s=seconds[key], cost_gr=grosze[key])


def _reached(parts: Iterable[_Part]) -> Reached:
    known = tuple(parts)
    persons: set[ClientId] = {part.person.client_id for part in known}
    return Reached(
        persons=len(persons),
        requests=len({part.actual.request_id for part in known}),
        rides=sum(part.actual.kind is ServiceKind.RIDE for part in known),
        service_s=sum(part.service_s for part in known),
        cost_gr=sum(part.cost_gr for part in known),
    )
