"""Reading days: "jutro", "w przyszłą środę", "24 listopada", "in two weeks", "od poniedziałku"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.services.wording.lexicon import BOTH, DAY_ORDINAL, MONTH, ONE_OF_THEM, WEEKDAY
from scheduler.services.wording.line import DAY, Line, monday_of_next_week
from scheduler.services.wording.pieces import Bounds, Found, Named

_NEAR = {"dzis": 0, "dzisiaj": 0, "today": 0, "jutro": 1, "jutra": 1, "tomorrow": 1, "pojutrze": 2, "pojutrza": 2,
         "the day after tomorrow": 2, "day after tomorrow": 2}  # fmt: skip
_NEXT = tuple("przyszly przyszla przyszlego przyszlej przyszlym nastepny nastepna nastepnego nastepnej next".split())
_COMING = tuple("ten ta te tego tej tym najblizszy najblizsza najblizszego najblizszej this coming nearest".split())
_ON = frozenset({"w", "we", "na", "dnia", "on", "for", "the"})
_WEEK = ("tydzien", "tygodniu", "week")
_WEEKS = ("tydzien", "tygodnie", "tygodni", "weeks", "week", "tygodniach")
_DAYS = ("dni", "dzien", "days", "day")
_SOON = ("jak najszybciej", "jak najpredzej", "najszybciej jak mozna", "as soon as possible", "asap", "soon")
_WITHIN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was said, and the weekday as which, if as one."""

    day: date
    weekday: int | None = None


def day_pieces(line: Line, at: int) -> Iterator[Found]:
    """Yield what the words there may say of days."""
    one = day(line, at)
    if one is not None:
        after, found = one
        yield after, Named(days=(found.day,), weekdays=(found.weekday,) if found.weekday else ())
    yield _week(line, at)
    yield _weekend(line, at)
    if (end := line.after(at, *_SOON)) is not None:
        yield end, Named(days=tuple(line.today + DAY * n for n in range(_WITHIN_DAYS)))
    yield from _bounds(line, at)


def day(line: Line, at: int) -> tuple[int, Day] | None:
    """Return the day that stands there, and the place behind it."""
    if (near := line.longest(at, _NEAR)) is not None:
        return near[0], Day(line.today + DAY * near[1])
    inner = line.past(at, _ON)
    return _later(line, at) or _on_weekday(line, inner) or _on_date(line, line.past(inner, _ON))


def _later(line: Line, at: int) -> tuple[int, Day] | None:
    """Return "za trzy dni", "in two weeks", "za tydzień we wtorek"."""
    inner = line.after(at, "za", "in")
    if inner is None:
        return None
    number = line.number(inner)
    unit = inner if number is None else inner + 1
    number = 1 if number is None else number
    if not 0 < number <= 60:
        return None
    if unit != inner and (end := line.after(unit, *_DAYS)) is not None:
        return end, Day(line.today + DAY * number)
    if (end := line.after(unit, *_WEEKS)) is None:
        return None
    named = _named_weekday(line, line.past(end, _ON))
    if named is not None:
        monday = monday_of_next_week(line.today) + DAY * 7 * (number - 1)
        return named[0], Day(monday + DAY * (named[1] - 1))
    return end, Day(line.today + DAY * 7 * number)


def _named_weekday(line: Line, at: int, *, single: bool = False) -> tuple[int, int] | None:
    """Return a weekday that means one day, and the place behind it."""
    text = line.text(at)
    if text in WEEKDAY:
        return at + 1, WEEKDAY[text]
    before = line.text(at - 1) if at else ""
    # "niedzielę" is one day, "niedziele" are all of them; without its tail only the word before can tell.
    one = single or before in ONE_OF_THEM or (text == "niedziele" and line.tokens[at].raw.endswith("ę"))
    return (at + 1, BOTH[text]) if text in BOTH and one else None


def _on_weekday(line: Line, at: int) -> tuple[int, Day] | None:
    """Return "we wtorek", "w przyszłą środę", "this Friday"; the day that is today is said as today."""
    inner = at
    following = line.after(inner, *_NEXT)
    inner = following or line.after(inner, *_COMING) or inner
    named = _named_weekday(line, inner, single=inner != at)
    if named is None:
        return None
    after, weekday = named
    if following is not None:
        return after, Day(monday_of_next_week(line.today) + DAY * (weekday - 1), weekday)
    ahead = (weekday - line.today.isoweekday() - 1) % 7 + 1
    return after, Day(line.today + DAY * ahead, weekday)


def _on_date(line: Line, at: int) -> tuple[int, Day] | None:
    """Return "24 listopada", "24.11", "2026-11-24", "November 24th"."""
    text = line.text(at)
    if line.kind(at) == "iso":
        return _dated(at + 1, *(int(part) for part in text.split("-")))
    if line.kind(at) == "dotted":
        parts = [int(part) for part in text.split(".") if part]
        return _dated(at + 1, parts[2], parts[1], parts[0]) if len(parts) == 3 else _coming(line, at + 1, *parts[::-1])
    number = _day_number(line, at)
    if number is not None:
        behind = line.past(number[0], {"of"})
        if line.text(behind) in MONTH:
            return _with_year(line, behind + 1, MONTH[line.text(behind)], number[1])
        return None
    if text in MONTH and (number := _day_number(line, line.past(at + 1, {"the"}))) is not None:
        return _with_year(line, number[0], MONTH[text], number[1])
    return None


def _day_number(line: Line, at: int) -> tuple[int, int] | None:
    text, more = line.text(at), DAY_ORDINAL.get(line.text(at + 1), 99)
    if DAY_ORDINAL.get(text) in {20, 30} and more < 10:
        return at + 2, DAY_ORDINAL[text] + more
    if text in DAY_ORDINAL:
        return at + 1, DAY_ORDINAL[text]
    if line.kind(at) == "number" and len(text) <= 2:
        inner = at + 2 if line.kind(at + 1) == "dash" and line.text(at + 2) in {"go", "ego"} else at
        return (inner + 1 if inner != at else line.past(at + 1, {"st", "nd", "rd", "th", "go", "ego"})), int(text)
    return None


def _with_year(line: Line, at: int, month: int, number: int) -> tuple[int, Day] | None:
    if line.kind(at) == "number" and len(line.text(at)) == 4:
        return _dated(line.past(at + 1, {"r", "roku"}), int(line.text(at)), month, number)
    return _coming(line, at, month, number)


def _coming(line: Line, after: int, month: int, number: int) -> tuple[int, Day] | None:
    """Return a date without a year: the one that comes next, today included."""
    for year in range(line.today.year, line.today.year + 9):
        found = _dated(after, year, month, number)
        if found is not None and found[1].day >= line.today:
            return found
    return None


def _dated(after: int, year: int, month: int, number: int) -> tuple[int, Day] | None:
    try:
        return (after, Day(date(year, month, number))) if 2000 <= year < 2100 else None
    except ValueError:
        return None


def _week(line: Line, at: int) -> Found:
    """Return "w przyszłym tygodniu", "this week": its working days."""
    inner = line.past(at, _ON)
    following, coming = line.after(inner, *_NEXT), line.after(inner, *_COMING)
    end = line.after(following or coming or len(line.tokens), *_WEEK)
    if end is None:
        return None
    monday = monday_of_next_week(line.today)
    if following is not None:
        return end, Named(days=tuple(monday + DAY * n for n in range(5)))
    rest = [line.today + DAY * n for n in range(8 - line.today.isoweekday())]
    return end, Named(days=tuple(day for day in rest if day.isoweekday() <= 5) or tuple(rest))


def _weekend(line: Line, at: int) -> Found:
    inner = line.past(line.past(at, _ON | {"at"}), {"the"})
    following = line.after(inner, *_NEXT)
    end = line.after(following or line.after(inner, *_COMING) or inner, "weekend")
    if end is None:
        return None
    monday = monday_of_next_week(line.today)
    saturday = monday + DAY * 5 if following is not None else monday - DAY * 2
    return end, Named(days=tuple(day for day in (saturday, saturday + DAY) if day >= line.today))


def _bounds(line: Line, at: int) -> Iterator[Found]:
    """Yield "od poniedziałku", "do 10 grudnia", "od grudnia", "do końca roku", "przez 4 tygodnie"."""
    if (inner := line.after(at, "poczawszy od", "od", "from", "starting", "since")) is not None:
        if (found := day(line, inner)) is not None:
            yield found[0], Bounds(first=found[1].day, weekday=found[1].weekday)
        if (month := _month(line, inner)) is not None:
            yield month[0], Bounds(first=max(month[1], line.today))
    if (inner := line.after(at, "po", "after")) is not None and (found := day(line, inner)) is not None:
        yield found[0], Bounds(first=found[1].day + DAY)
    if (inner := line.after(at, "az do", "do", "until", "till", "to", "through")) is not None:
        if (found := day(line, inner)) is not None:
            yield found[0], Bounds(last=found[1].day, weekday=found[1].weekday)
        yield _end_of(line, inner)
    if (inner := line.after(at, "przed", "before")) is not None and (found := day(line, inner)) is not None:
        yield found[0], Bounds(last=found[1].day - DAY)
    yield _length(line, at)


def _month(line: Line, at: int) -> tuple[int, date] | None:
    """Return the first day of a month that is named alone."""
    if line.text(at) not in MONTH:
        return None
    month = MONTH[line.text(at)]
    year = line.today.year + (month < line.today.month)
    return at + 1, date(year, month, 1)


def _end_of(line: Line, at: int) -> Found:
    inner, today = line.after(at, "konca", "the end of the", "the end of", "end of"), line.today
    if inner is None:
        return None
    if (end := line.after(inner, "tygodnia", "this week", "week")) is not None:
        return end, Bounds(last=today + DAY * (7 - today.isoweekday()))
    if (end := line.after(inner, "roku", "this year", "year")) is not None:
        return end, Bounds(last=date(today.year, 12, 31))
    month = _month(line, inner)
    first = today.replace(day=1) if month is None else month[1]
    end = line.after(inner, "miesiaca", "this month", "month") if month is None else month[0]
    return None if end is None else (end, Bounds(last=(first.replace(day=28) + DAY * 4).replace(day=1) - DAY))


def _length(line: Line, at: int) -> Found:
    inner = line.after(at, "przez", "w ciagu", "for", "within")
    number = None if inner is None else line.number(inner)
    unit = inner if number is None else (inner or 0) + 1
    number = 1 if number is None else number
    if unit is None or not 0 < number <= 366:
        return None
    for phrases, days in ((_WEEKS, 7), (_DAYS, 1), (("miesiac", "miesiace", "miesiecy", "months", "month"), 30)):
        if (end := line.after(unit, *phrases)) is not None:
            return end, Bounds(length_days=number * days)
    return None
