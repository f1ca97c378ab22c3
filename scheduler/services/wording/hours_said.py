"""Putting hours together: "jutro rano o 8", "po 9, ale przed 12", "rano albo po 16"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from scheduler.domain.series import ClockSpan
from scheduler.services.wording.lexicon import ALL_DAY
from scheduler.services.wording.listening import Heard
from scheduler.services.wording.pieces import Named, Or, Part, Point

AROUND_MIN = {"exactly": 15, "at": 60, "about": 90, "by": 60}
"""Minutes before and after an hour that still are what was asked for."""
BEFORE_ARRIVAL_MIN = 45
"""Minutes before the hour by which somebody wants to be there."""
_OPEN_MIN = 120
_LAST_MIN = 24 * 60 - 1


@dataclass(kw_only=True)
class Hours:
    """What was said of hours.

    Attributes
    ----------
    assumed : bool
        Whether a bare hour was taken for one of the afternoon.
    """

    spans: list[ClockSpan] = field(default_factory=list)
    at: time | None = None
    arrive_by: bool = False
    assumed: bool = False
    unread: list[Heard] = field(default_factory=list)


def hours_said(heard: Sequence[Heard], *, ride: bool) -> Hours:
    """Return the hours of a wish; what contradicts what was said before is not read.

    Parameters
    ----------
    ride : bool
        Whether "na 10" means to be there by then.
    """
    told = Hours()
    for number, group in enumerate(_groups(heard, told.unread)):
        _take(told, group, ride=ride, first=number == 0)
    return told


def _groups(heard: Sequence[Heard], unread: list[Heard]) -> list[list[Heard]]:
    """Return hours that go together; "or" begins others. Hours of a second day are not read: all days have the same."""
    groups: list[list[Heard]] = []
    named, or_said, closed = 0, False, False
    for one in heard:
        if isinstance(one.piece, Named):
            named, closed, or_said = named + 1, bool(groups) and named > 0, False
        elif isinstance(one.piece, Or):
            or_said = True
        elif isinstance(one.piece, Part | Point):
            if closed:
                unread.append(one)
            elif groups and not or_said:
                groups[-1].append(one)
            else:
                groups.append([one])
            or_said = False
    return groups


def _take(told: Hours, group: Sequence[Heard], *, ride: bool, first: bool) -> None:
    low: int | None = None
    high: int | None = None
    at: Point | None = None
    for one in group:
        piece = one.piece
        if isinstance(piece, Part):
            a, b = _minutes(piece.start), _minutes(piece.end)
            fits = _meet(low, high, a, b)
        elif isinstance(piece, Point) and at is None:
            piece = _of_half(piece, group)
            a, b = _around(piece, ride=ride)
            fits = _meet(low, high, a, b)
        else:
            fits = None
        if fits is None:
            told.unread.append(one)
            continue
        low, high = fits
        at = piece if isinstance(piece, Point) else at
    if low is None and high is None:
        return
    told.spans.append(_span(low, high))
    if at is not None and first:
        told.at, told.arrive_by = at.at, ride and at.how == "by"
        told.assumed = not at.told and at.at.hour > 12


def _minutes(clock: time | None) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


def _meet(
    low: int | None, high: int | None, start: int | None, end: int | None
) -> tuple[int | None, int | None] | None:
    """Return the hours that are in both; None: there are none. A night goes with nothing else."""
    if low is None and high is None:
        return start, end
    if (low is not None and high is not None and high < low) or (start is not None and end is not None and end < start):
        return None
    begin = max((one for one in (low, start) if one is not None), default=None)
    stop = min((one for one in (high, end) if one is not None), default=None)
    return None if begin is not None and stop is not None and stop < begin else (begin, stop)


def _of_half(point: Point, group: Sequence[Heard]) -> Point:
    """Return an hour in the part of the day that was said with it: "wieczorem o 7" is 19:00."""
    parts = [one.piece for one in group if isinstance(one.piece, Part) and one.piece.in_words]
    if point.told or not parts:
        return point
    for hour in (point.at.hour, (point.at.hour + 12) % 24):
        moved = point.at.replace(hour=hour)
        if all(part.start and part.end and _inside(moved, part.start, part.end) for part in parts):
            return Point(at=moved, how=point.how, told=True)
    return point


def _inside(clock: time, start: time, end: time) -> bool:
    return start <= clock <= end if start <= end else clock >= start or clock <= end


def _around(point: Point, *, ride: bool) -> tuple[int, int]:
    at = point.at.hour * 60 + point.at.minute
    if ride and point.how == "by":
        return max(0, at - BEFORE_ARRIVAL_MIN), at
    return max(0, at - AROUND_MIN[point.how]), min(_LAST_MIN, at + AROUND_MIN[point.how])


def _span(low: int | None, high: int | None) -> ClockSpan:
    """Return hours with both ends: an open one is that of the day, or two hours away."""
    first, last = ALL_DAY[0].hour * 60, ALL_DAY[1].hour * 60
    start = low if low is not None else max(0, min(first, (high or 0) - _OPEN_MIN))
    end = high if high is not None else min(_LAST_MIN, max(last, start + _OPEN_MIN))
    return ClockSpan(start=time(start // 60, start % 60), end=time(end // 60, end % 60))
