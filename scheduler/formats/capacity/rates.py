"""How many calls want a day: seven numbers a district, or a number a week that is shared out; read and written."""

from collections.abc import Mapping

from scheduler.domain.capacity.calls import WEEKDAYS
from scheduler.domain.capacity.demand import OUTSIDE
from scheduler.domain.ids import DistrictId
from scheduler.formats.capacity.table import Table, word_of

OUTSIDE_KEY = "(outside)"
"""How homes outside all districts are written; no district has parentheses in its id."""
_DAYS = tuple(name.lower() for name in WEEKDAYS)
_SHORT = ("per_week", "districts", "weekdays")


def district_of(key: str) -> DistrictId:
    """Return the district that a key names."""
    return OUTSIDE if key == OUTSIDE_KEY else DistrictId(key)


def district_key(district_id: DistrictId) -> str:
    """Return how a district is written."""
    return district_id or OUTSIDE_KEY


def rates(table: Table) -> Mapping[DistrictId, tuple[float, ...]]:
    """Return the calls of a service by district and day of the week."""
    table.asked |= {*_SHORT, "per_day"}
    if "per_day" not in table.content:
        return _shared_out(table)
    for key in _SHORT:
        if key in table.content:
            table.wrong(key, "stands beside per_day", "keep one of them")
    own = table.table("per_day")
    return {district_of(key): _seven(own, key) for key in own.content}


def _seven(table: Table, key: str) -> tuple[float, ...]:
    found = table.content[key]
    sound = isinstance(found, list) and len(found) == len(_DAYS)
    numbers = Table(file=table.file, problems=table.problems, path=table.name(key), content={})
    if not sound or not isinstance(found, list):
        table.wrong(key, "is no list of seven numbers", "write [1, 1, 1, 1, 1, 0, 0], from Monday on")
        return (0.0,) * len(_DAYS)
    numbers.content = dict(zip(_DAYS, found, strict=True))
    return tuple(numbers.number(day, 0.0) for day in _DAYS)


def _shared_out(table: Table) -> Mapping[DistrictId, tuple[float, ...]]:
    """Return calls per week shared out by the weights of districts and of days; unsaid, of Monday to Friday."""
    per_week = table.number("per_week", None)
    districts = table.table("districts").weights(district_of)
    days = table.table("weekdays").weights(word_of(_DAYS)) or dict.fromkeys(_DAYS[:5], 1.0)
    if not sum(districts.values()) > 0:
        table.wrong("districts", "has no weight", f"write [{table.name('districts')}] with a weight for each district")
        return {}
    if not sum(days.values()) > 0:
        table.wrong("weekdays", "has no weight", "write a weight above zero for one day at least, mo to su")
        return {}
    each = per_week / sum(districts.values()) / sum(days.values())
    return {
        district: tuple(each * weight * days.get(day, 0.0) for day in _DAYS) for district, weight in districts.items()
    }
