"""Takes the JSON of a server apart and believes none of it before it was looked at."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import polyline
from numpy.typing import NDArray

from scheduler.domain.place import GeoPoint
from scheduler.services.ports import Line
from scheduler.travel.engine import NO_WAY
from scheduler.travel.http.errors import AnswerError

type Floats = NDArray[np.float64]
type Reader[T] = Callable[[Any], T]
"""Makes what was asked for of an answer's JSON, or raises `AnswerError`."""

# Longer than any way on earth, in tenths of a second as in metres, and well inside int32.
MOST = 1_000_000_000
_NUMBERS = {int, float, type(None)}


def parsed(content: bytes) -> Any:
    """Return what JSON says; NaN and Infinity, which Python would let pass, are not JSON."""
    try:
        return json.loads(content, parse_constant=_not_json)
    except (ValueError, RecursionError):
        msg = "did not answer in JSON" if content.strip() else "gave an empty answer"
        raise AnswerError(msg) from None


def member(data: Any, key: str) -> Any:
    """Return what an object holds under `key`."""
    if not isinstance(data, dict) or key not in data:
        msg = f"left out {key!r}"
        raise AnswerError(msg)
    return data[key]


def items(data: Any, count: int, what: str) -> list[Any]:
    """Return a list that has as many members as were asked for."""
    if not isinstance(data, list) or len(data) != count:
        gave = f"{len(data)}" if isinstance(data, list) else "none"
        msg = f"gave {gave} {what} where {count} were asked for"
        raise AnswerError(msg)
    return data


def some(data: Any, what: str) -> list[Any]:
    """Return a list of at least one member."""
    return items(data, max(1, len(data)) if isinstance(data, list) else 1, what)


def number(value: Any, what: str, most: float = MOST) -> float:
    """Return a number from 0 to `most`."""
    if type(value) not in {int, float} or not 0 <= value <= most:
        msg = f"gave something else than a number for {what}"
        raise AnswerError(msg)
    return float(value)


def text(value: Any, what: str) -> str:
    """Return a line of text of ordinary length."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > 100:
        msg = f"gave something else than a line of text for {what}"
        raise AnswerError(msg)
    return value


def table(value: Any, rows: int, columns: int, what: str, below_zero: float = 0.0) -> Floats:
    """Return a table as floats, shape (rows, columns), with NaN where the server says null.

    Parameters
    ----------
    below_zero : float
        So far below zero a number is taken as zero.
    """
    lines = items(value, rows, f"rows of {what}")
    for line in lines:
        items(line, columns, f"columns of {what}")
        if not {type(cell) for cell in line} <= _NUMBERS:
            msg = f"gave something else than numbers among the {what}"
            raise AnswerError(msg)
    try:
        found = np.array(lines, dtype=np.float64)
    except OverflowError:
        found = np.full((rows, columns), np.inf)
    if not np.all(np.isnan(found) | ((found >= -below_zero) & (found <= MOST))):
        msg = f"gave impossible numbers among the {what}"
        raise AnswerError(msg)
    return np.maximum(found, 0.0)


def rounded_up(values: Floats, units: int) -> NDArray[np.int32]:
    """Return `values` times `units` as whole numbers, rounded up, `NO_WAY` for NaN.

    A hundred-thousandth is not rounded up: 115.3 s are 1153 tenths, and only in binary a little more.
    """
    known = np.nan_to_num(values * units, nan=NO_WAY)
    if np.any(known > MOST):
        msg = "gave impossible numbers"
        raise AnswerError(msg)
    return np.ceil(known - 1e-5).astype(np.int32)


def line(shapes: list[Any]) -> Line:
    """Return the way along encoded polylines of six decimals, each of which begins where the one before it ended.

    At least two points: the way to where one is already is that point twice.
    """
    points: list[GeoPoint] = []
    for shape in shapes:
        stretch = _decoded(shape)
        points += stretch[1:] if points and stretch[0] == points[-1] else stretch
    return tuple(points) if len(points) > 1 else (points[0], points[0])


def _decoded(shape: Any) -> list[GeoPoint]:
    try:
        points = (
            [GeoPoint(lat=lat, lon=lon) for lat, lon in polyline.decode(shape, 6)] if isinstance(shape, str) else []
        )
    except (ValueError, IndexError):
        points = []
    if not points:
        msg = "gave a way that is none"
        raise AnswerError(msg)
    return points


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)
