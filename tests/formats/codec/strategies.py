"""Any value of a dataclass, for property tests."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.domain.place import GeoPoint
from scheduler.formats.codec.shape import UNIONS, field_types, plain

WARSAW = ZoneInfo("Europe/Warsaw")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FIRST, LAST = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-01-01")
instants = st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(WARSAW), allow_imaginary=False)
SCALARS: Mapping[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: texts,
    datetime: instants,
    date: st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)),
    time: st.times().map(lambda clock: clock.replace(microsecond=0)),
    timedelta: st.timedeltas(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4),
    GeoPoint: st.builds(GeoPoint, lat=st.floats(-90, 90), lon=st.floats(-180, 180)),
}


@cache
def any_value(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of `kind`, at most two of each list."""
    kind = plain(kind)
    if kind in SCALARS:
        return SCALARS[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return st.builds(kind, **{name: any_value(item) for name, item in field_types(kind).items()})
    args = tuple(plain(arg) for arg in get_args(kind))
    if get_origin(kind) in UNIONS:
        return st.none() | any_value(args[0])
    if get_origin(kind) is tuple and args[-1] is not Ellipsis:
        return st.tuples(*(any_value(arg) for arg in args))
    many = st.lists(any_value(args[0]), max_size=2)
    if get_origin(kind) is tuple:
        return many.map(tuple)
    if get_origin(kind) is frozenset:
        return many.map(frozenset)
    return st.dictionaries(any_value(args[0]), any_value(args[1]), max_size=2)
