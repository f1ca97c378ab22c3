"""A demand written as a short TOML file, so that reading it gives the same demand again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import Basis, Demand, ServiceDemand
from scheduler.domain.ids import DistrictId
from scheduler.formats.capacity.rates import district_key

type _Value = str | float | int | Iterable[float] | Iterable[str]


def write_demand(demand: Demand) -> str:
    """Return the file; numbers as exact as they are."""
    return "\n".join([_pair("known", demand.known), *_head(demand), *_basis(demand.basis), *_services(demand), ""])


def _head(demand: Demand) -> Iterator[str]:
    yield from _table("rings", _weights(demand.rings))
    yield from _table("mobility", _weights(demand.mobility))
    yield from _table("months", demand.months)
    for mobility, size in demand.boarding_s.items():
        yield from _table(f"boarding_s.{mobility}", _lognormal(size))
    yield from _districts("growth.districts", demand.growth.districts)
    yield from _table("growth.services", demand.growth.services)
    for service_id, districts in demand.growth.cells.items():
        yield from _districts(f"growth.cells.{_key(service_id)}", districts)


def _districts(name: str, factors: Mapping[DistrictId, float]) -> Iterator[str]:
    yield from _table(name, {district_key(key): one for key, one in factors.items()})


def _basis(basis: Basis) -> Iterator[str]:
    values: dict[str, _Value] = {"days": basis.days, "doors": basis.doors, "sources": basis.sources}
    yield from _table("basis", values)
    if basis.dispersion is not None:
        yield _pair("dispersion", basis.dispersion)
    yield from (f"{key} = {day.isoformat()}" for key, day in (("first", basis.first), ("last", basis.last)) if day)
    yield from _table("basis.calls", basis.calls)


def _services(demand: Demand) -> Iterator[str]:
    for key, service in demand.services.items():
        yield from _service(f"services.{_key(key)}", service)


def _service(name: str, one: ServiceDemand) -> Iterator[str]:
    yield from _table(name, {"holiday": one.holiday})
    yield from _table(f"{name}.per_day", {district_key(key): means for key, means in one.per_day.items()})
    yield from _table(f"{name}.hours", _weights(one.wishes.hours))
    yield from _table(f"{name}.widths_min", _weights(one.wishes.widths_min))
    yield from _table(f"{name}.lead_days", _weights(one.wishes.lead_days))
    yield from _table(f"{name}.planned_min", _weights(one.doors.planned_min))
    yield from _table(f"{name}.ratio", _lognormal(one.doors.ratio))
    yield from _table(f"{name}.help", _weights(one.doors.help_levels))
    yield from _table(f"{name}.carers", _weights(one.carers))
    yield from _table(f"{name}.back", {"width_min": one.back.width_min})
    yield from _table(f"{name}.back.kinds", _weights(one.back.kinds))
    yield from _table(f"{name}.back.stay_min", _lognormal(one.back.stay_min))
    yield from _table(f"{name}.series", {"share": one.repeating.share})
    yield from _table(f"{name}.series.per_week", _weights(one.repeating.per_week))
    yield from _table(f"{name}.series.weeks", _weights(one.repeating.weeks))
    ending = {"cancelled": one.endings.cancelled, "late": one.endings.late, "no_show": one.endings.no_show}
    yield from _table(f"{name}.endings", ending)
    for place, weight in one.places.options if one.places else ():
        purpose: dict[str, _Value] = {"purpose": place.purpose_id} if place.purpose_id else {}
        values: dict[str, _Value] = {"place": place.place_id, **purpose, "weight": weight}
        yield from ("", f"[[{name}.places]]", *(_pair(key, value) for key, value in values.items()))


def _weights[T](chances: Chances[T]) -> Mapping[str, float]:
    return {str(value): weight for value, weight in chances.options}


def _lognormal(size: Lognormal) -> Mapping[str, float]:
    return {"median": size.median, "sigma": size.sigma}


def _table(name: str, values: Mapping[Any, _Value]) -> Iterator[str]:
    if values:
        yield from ("", f"[{name}]", *(_pair(str(key), value) for key, value in values.items()))


def _pair(key: str, value: _Value) -> str:
    if isinstance(value, str | int | float):
        return f"{_key(key)} = {_scalar(value)}"
    return f"{_key(key)} = [{', '.join(map(_scalar, value))}]"


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _quoted(key)


def _scalar(value: str | float) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return repr(int(value)) if value == int(value) else repr(value)


def _quoted(text: str) -> str:
    r"""Return a basic string of TOML: what it may not hold as itself, as \uXXXX."""
    plain = "".join(f"\\{one}" if one in '"\\' else one if one.isprintable() else f"\\U{ord(one):08X}" for one in text)
    return f'"{plain}"'
