"""Putting days together: any of some days, or weekdays that come again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.services.wording.line import DAY
from scheduler.services.wording.listening import Heard
from scheduler.services.wording.pieces import Bounds, Each, Named, Times, Without
from scheduler.services.wording.wish import MOST_DAYS, Weekly

_WITHOUT_A_DAY = 7
_WORKDAYS = (1, 2, 3, 4, 5)


@dataclass(kw_only=True)
class Days:
    """What was said of days.

    Attributes
    ----------
    assumed : list of str
        "days" or "weekdays": none were said, and these were taken.
    """

    days: tuple[date, ...] = ()
    weekly: Weekly | None = None
    assumed: list[str] = field(default_factory=list)
    unread: list[Heard] = field(default_factory=list)


@dataclass(kw_only=True)
class _Said:
    """The pieces by kind, each with where it stood."""

    named: list[tuple[Heard, Named]] = field(default_factory=list)
    each: list[tuple[Heard, Each]] = field(default_factory=list)
    times: list[tuple[Heard, Times]] = field(default_factory=list)
    bounds: list[tuple[Heard, Bounds]] = field(default_factory=list)
    without: list[tuple[Heard, Without]] = field(default_factory=list)


def days_said(heard: Sequence[Heard], today: date) -> Days:
    """Return the days of a wish, or its weekdays if it comes again."""
    said = _sorted(heard)
    return _weekly(said, today) if said.each or said.times else _once(said, today)


def _sorted(heard: Sequence[Heard]) -> _Said:
    said = _Said()
    for one in heard:
        match one.piece:
            case Named() as piece:
                said.named.append((one, piece))
            case Each() as each:
                said.each.append((one, each))
            case Times() as times:
                said.times.append((one, times))
            case Bounds() as bounds:
                said.bounds.append((one, bounds))
            case Without() as without:
                said.without.append((one, without))
            case _:
                pass
    return said


def _limits(said: _Said, begin: date) -> tuple[date | None, date | None]:
    """Return the first and the last day; "od środy do piątku" ends in the week in which it begins."""
    first = next((one.first for _, one in said.bounds if one.first), None)
    last = next(((one.last, one.weekday) for _, one in said.bounds if one.last), None)
    length = next((one.length_days for _, one in said.bounds if one.length_days), None)
    if last is None:
        return first, None if length is None else (first or begin) + DAY * (length - 1)
    while last[1] is not None and first is not None and last[0] < first:
        last = last[0] + timedelta(days=7), last[1]
    return first, last[0]


def _once(said: _Said, today: date) -> Days:
    told = Days()
    first, last = _limits(said, today)
    days = list(dict.fromkeys(day for _, one in said.named for day in one.days))
    if days:
        kept = [day for day in days if (first is None or day >= first) and (last is None or day <= last)]
        told.unread += [] if kept else [one for one, _ in said.bounds]
        days = kept or days
    else:
        begin = max(first or today, today)
        until = last if last is not None and last >= begin else begin + DAY * (_WITHOUT_A_DAY - 1)
        told.unread += [one for one, piece in said.bounds if last is not None and last < begin and piece.last]
        days = [begin + DAY * n for n in range(min((until - begin).days + 1, MOST_DAYS))]
        days = [day for day in days if day.isoweekday() <= 5] or days
        told.assumed += [] if said.bounds else ["days"]
    told.days = tuple(_minus(said, days, told))[:MOST_DAYS]
    return told


def _minus(said: _Said, days: Sequence[date], told: Days) -> Sequence[date]:
    for one, piece in said.without:
        rest = [day for day in days if day not in piece.days and day.isoweekday() not in piece.weekdays]
        if rest:
            days = rest
        else:
            told.unread.append(one)
    return days


def _weekly(said: _Said, today: date) -> Days:
    told = Days()
    weekdays, spanned = _weekdays(said, told)
    times = next((one.number for _, one in said.times), None)
    if times is None and "weekdays" in told.assumed:
        times = 1
    if times is not None and times > len(weekdays):
        told.unread += [one for one, _ in said.times]
        times = None
    starts = [day for _, one in said.named if not one.weekdays for day in one.days]
    first, last = (None, None) if spanned else _limits(said, today + DAY)
    begin = max(first or min(starts, default=today + DAY), today)
    every = max((one.every_weeks for _, one in said.each), default=1)
    weekly = Weekly(
        weekdays=weekdays, every_weeks=every, times=None if times == len(weekdays) else times, first=begin, until=last
    )
    if last is not None and last < weekly.begin():
        told.unread += [one for one, piece in said.bounds if piece.last or piece.length_days]
        weekly = Weekly(weekdays=weekdays, every_weeks=every, times=weekly.times, first=begin)
    told.weekly = weekly
    return told


def _weekdays(said: _Said, told: Days) -> tuple[tuple[int, ...], bool]:
    """Return the weekdays of a wish that comes again, without those that do not suit.

    And whether its bounds said them: "codziennie od poniedziałku do piątku".
    """
    found = {one for _, each in said.each for one in each.weekdays}
    found |= {one for _, named in said.named for one in named.weekdays}
    span = [one.weekday for _, one in said.bounds if one.weekday is not None]
    spanned = len(span) == 2 and (not found or len(found) == 7) and span[0] <= span[1]
    if spanned:
        found = set(range(span[0], span[1] + 1))
    if not found:
        told.assumed.append("weekdays")
        found = set(_WORKDAYS)
    for one, piece in said.without:
        rest = found - set(piece.weekdays)
        if rest and piece.weekdays:
            found = rest
        else:
            told.unread.append(one)
    return tuple(sorted(found)), spanned
