"""Cells that hold several things: lists, ``key:value`` pairs, seat layouts, doors, gaps between requests."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.domain.fleet import Layout
from scheduler.domain.ids import PlaceId, RequestId
from scheduler.domain.place import Door
from scheduler.domain.request import After
from scheduler.formats.town.cell import Cell, CellError, identifier
from scheduler.formats.town.moments import DATE, Moment, read_moment, write_moment
from scheduler.formats.town.numeric import minutes, write_minutes
from scheduler.formats.town.problems import one_of

MOST_ITEMS = 500
_PLACES = ("seats", "wheelchairs", "rollators", "luggage", "portions")
_SHORT_LAYOUT = re.compile(r"([0-9]{1,4})(?: ?\+ ?([0-9]{1,4}))?")
_NAMED_PLACE = re.compile(r"(\w+)=([0-9]{1,4})")
HOME = Door(place_id=PlaceId("home"))
"""The first client's home, in the door columns of requests."""


def _items(cell: str) -> list[str]:
    items = [item.strip() for item in cell.split("|")]
    if "" in items:
        raise CellError("has an empty item", "put one | between two items and none at the ends")
    if len(items) > MOST_ITEMS:
        raise CellError(f"has {len(items)} items", f"use at most {MOST_ITEMS}")
    return items


def _refuse_repeats(items: list[str]) -> None:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise CellError(f"names {item} twice", "name each once")
        seen.add(item)


def listed[T](item: Cell[T], *, repeats: bool = False) -> Cell[tuple[T, ...]]:
    """Several values in one cell, ``a|b|c``."""

    def read(cell: str) -> tuple[T, ...]:
        items = _items(cell)
        if not repeats:
            _refuse_repeats(items)
        return tuple(item.read(each) for each in items)

    says = "ids, a|b" if item.says == "id" else f"one or more, with | between: {item.says}"
    return Cell(says=says, read=read, write=lambda values: "|".join(map(item.write, values)), several=True)


def set_of[T](item: Cell[T]) -> Cell[frozenset[T]]:
    """Several values whose order means nothing."""
    several = listed(item)
    return Cell(
        says=several.says,
        read=lambda cell: frozenset(several.read(cell)),
        write=lambda values: "|".join(sorted(map(item.write, values))),
        several=True,
    )


def pairs[K, V](key: Cell[K], value: Cell[V], says: str) -> Cell[Mapping[K, V]]:
    """Values by key, ``key:value|key:value``."""

    def read(cell: str) -> Mapping[K, V]:
        split = [item.partition(":") for item in _items(cell)]
        for name, colon, _ in split:
            if not colon:
                raise CellError(f"has {name} without a value", f"write {says}")
        _refuse_repeats([name.strip() for name, _, _ in split])
        return {key.read(name.strip()): value.read(each.strip()) for name, _, each in split}

    def write(values: Mapping[K, V]) -> str:
        return "|".join(f"{key.write(name)}:{value.write(each)}" for name, each in values.items())

    return Cell(says=says, read=read, write=write)


def expiring[K](key: Cell[K]) -> Cell[Mapping[K, date | None]]:
    """Names with an optional last valid day, ``physio:2027-05-31|lift``."""

    def read(cell: str) -> Mapping[K, date | None]:
        split = [item.partition(":") for item in _items(cell)]
        _refuse_repeats([name.strip() for name, _, _ in split])
        return {key.read(name.strip()): DATE.read(day.strip()) if day.strip() else None for name, _, day in split}

    def write(values: Mapping[K, date | None]) -> str:
        return "|".join(key.write(name) + (f":{DATE.write(day)}" if day else "") for name, day in values.items())

    return Cell(says="physio:2027-05-31|lift, the date is the last valid day", read=read, write=write)


def _read_layout(cell: str) -> Layout:
    short = _SHORT_LAYOUT.fullmatch(cell)
    if short:
        return Layout(seats=int(short[1]), wheelchairs=int(short[2] or 0))
    counts: dict[str, int] = {}
    for part in cell.split():
        named = _NAMED_PLACE.fullmatch(part)
        if not named:
            raise CellError("is not a seat layout", "write 8+0 (seats + wheelchairs) or seats=8 portions=20")
        if named[1] not in _PLACES:
            raise CellError(f"has an unknown kind of place {named[1]}", one_of(named[1], _PLACES))
        if named[1] in counts:
            raise CellError(f"names {named[1]} twice", "name each kind of place once")
        counts[named[1]] = int(named[2])
    return Layout(**counts)


def _write_layout(layout: Layout) -> str:
    counts = {name: getattr(layout, name) for name in _PLACES}
    if not (layout.rollators or layout.luggage or layout.portions):
        return f"{layout.seats}+{layout.wheelchairs}"
    return " ".join(f"{name}={count}" for name, count in counts.items() if count)


LAYOUT: Cell[Layout] = Cell(
    says="8+0 (seats + wheelchairs) or seats=8 wheelchairs=0 rollators=2 luggage=4 portions=20",
    read=_read_layout,
    write=_write_layout,
)

_PLACE = identifier(PlaceId)
_REQUEST = identifier(RequestId)
_DURATION = minutes(30 * 24 * 60)


def _read_door(cell: str) -> Door:
    place, slash, entrance = cell.partition("/")
    if slash and not entrance.strip():
        raise CellError("names no entrance after the /", "write place or place/entrance")
    return Door(place_id=_PLACE.read(place.strip()), entrance=entrance.strip() or None)


def _write_door(door: Door) -> str:
    return door.place_id if door.entrance is None else f"{door.place_id}/{door.entrance}"


DOOR: Cell[Door] = Cell(says="place or place/entrance", read=_read_door, write=_write_door)
DOOR_OR_HOME: Cell[Door] = Cell(says="place, place/entrance or home", read=_read_door, write=_write_door)


def _read_after(cell: str) -> After:
    other, _, gap = cell.partition(":")
    earliest, dash, latest = gap.partition("-")
    after = After(
        request_id=_REQUEST.read(other.strip()),
        earliest_gap=_DURATION.read(earliest.strip()) if earliest.strip() else timedelta(0),
        latest_gap=_DURATION.read(latest.strip()) if dash else None,
    )
    if after.latest_gap is not None and after.latest_gap < after.earliest_gap:
        raise CellError("has a longest gap below the shortest", "write the shorter gap first, such as R-1:60-240")
    return after


def _write_after(after: After) -> str:
    latest = "" if after.latest_gap is None else f"-{write_minutes(after.latest_gap)}"
    gap = f":{write_minutes(after.earliest_gap)}{latest}" if after.earliest_gap or latest else ""
    return after.request_id + gap


AFTER: Cell[After] = Cell(says="R-1, R-1:60 or R-1:60-240 (gap in minutes)", read=_read_after, write=_write_after)


def _read_aboard(cell: str) -> tuple[RequestId, Moment]:
    request, at, since = cell.partition("@")
    if not at:
        raise CellError("does not say since when", "write R-1@09:43")
    return _REQUEST.read(request.strip()), read_moment(since.strip())


ABOARD: Cell[tuple[RequestId, Moment]] = Cell(
    says="R-1@09:43", read=_read_aboard, write=lambda aboard: f"{aboard[0]}@{write_moment(aboard[1])}"
)
