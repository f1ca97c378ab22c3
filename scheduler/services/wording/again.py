"""Reading what comes again: "we wtorki i piątki", "co drugą środę", "twice a week", "codziennie"."""

from collections.abc import Iterator
from datetime import date

from scheduler.services.wording.days import day
from scheduler.services.wording.lexicon import AND, BOTH, NOT, OR, WEEKDAY, WEEKDAYS
from scheduler.services.wording.line import Line
from scheduler.services.wording.pieces import Each, Found, Times, Without

_ON = frozenset({"w", "we", "on", "in", "na"})
_EVERY = ("kazdy", "kazda", "kazdego", "kazdej", "kazde", "every", "each", "co")
_SECOND = ("co drugi", "co druga", "co drugiego", "co drugiej", "every other", "every second")
_DAILY = ("codziennie", "co dzien", "co dnia", "kazdego dnia", "w kazdy dzien", "every day", "daily", "each day")
_WORKDAYS = ("w dni robocze", "w dni powszednie", "w kazdy dzien roboczy", "dni robocze", "every weekday",
             "on weekdays", "weekdays", "on working days", "every working day")  # fmt: skip
_WEEKENDS = ("w weekendy", "w kazdy weekend", "at weekends", "on weekends", "every weekend")
_WEEKLY = ("co tydzien", "raz na tydzien", "every week", "weekly", "each week")
_EVERY_TWO = ("co dwa tygodnie", "co 2 tygodnie", "co drugi tydzien", "raz na dwa tygodnie", "every other week",
              "every two weeks", "every 2 weeks", "every second week", "fortnightly", "once a fortnight")  # fmt: skip
_A_WEEK = ("w tygodniu", "na tydzien", "tygodniowo", "a week", "per week", "each week", "every week", "weekly")
_TIMES = {"raz": 1, "once": 1, "twice": 2, "dwukrotnie": 2, "trzykrotnie": 3}
_COUNTED = ("razy", "raz", "times")


def again_pieces(line: Line, at: int) -> Iterator[Found]:
    """Yield what the words there may say of days that come again, or do not suit."""
    for phrases, each in (
        (_DAILY, Each(weekdays=(1, 2, 3, 4, 5, 6, 7))),
        (_WORKDAYS, Each(weekdays=(1, 2, 3, 4, 5))),
        (_WEEKENDS, Each(weekdays=(6, 7))),
        (_WEEKLY, Each()),
        (_EVERY_TWO, Each(every_weeks=2)),
    ):
        if (end := line.after(at, *phrases)) is not None:
            yield end, each
    yield _each(line, at)
    yield _times(line, at)
    yield _without(line, at)


def _each(line: Line, at: int) -> Found:
    """Return "we wtorki i piątki", "every Tuesday and Friday", "co drugą środę"."""
    inner = line.past(at, _ON)
    second = line.after(inner, *_SECOND)
    every = second or line.after(inner, *_EVERY)
    first = _weekday(line, every or inner, named=every is not None)
    if first is None:
        return None
    after, found = first[0], [first[1]]
    while (more := _weekday(line, _joined(line, after, every), named=every is not None)) is not None:
        after = more[0]
        found.append(more[1])
    return after, Each(weekdays=tuple(dict.fromkeys(found)), every_weeks=2 if second else 1)


def _joined(line: Line, at: int, every: int | None) -> int:
    """Return the place of a weekday that goes with the one before: behind "i", "w", "co" and the like."""
    inner = line.past(line.past(at, AND), _ON)
    return (line.after(inner, *_EVERY) or inner) if every is not None else inner


def _weekday(line: Line, at: int, *, named: bool) -> tuple[int, int] | None:
    text = line.text(at)
    if text in WEEKDAYS:
        one = text in BOTH and at < len(line.tokens) and line.tokens[at].raw.endswith("ę")
        return None if one and not named else (at + 1, WEEKDAYS[text])
    return (at + 1, WEEKDAY[text]) if named and text in WEEKDAY else None


def _times(line: Line, at: int) -> Found:
    """Return "dwa razy w tygodniu", "twice a week"."""
    number, inner = _TIMES.get(line.text(at)), at + 1
    if number is None:
        number, counted = line.number(at), line.after(at + 1, *_COUNTED)
        if number is None or counted is None:
            return None
        inner = counted
    end = line.after(inner, *_A_WEEK)
    return None if end is None or not 1 <= number <= 7 else (end, Times(number=number))


def _without(line: Line, at: int) -> Found:
    """Return days that do not suit: "byle nie w środę", "oprócz piątków", "except Monday or Friday"."""
    inner = line.past(at, {"byle", "ale", "tylko", "but"})
    if line.text(inner) not in NOT:
        return None
    after = inner + 1
    days: list[date] = []
    weekdays: list[int] = []
    while (one := _excluded(line, after)) is not None:
        after, (told, weekday) = one
        days += told
        weekdays += weekday
        following = line.past(after, AND | OR)
        if _excluded(line, following) is None:
            break
        after = following
    return (after, Without(days=tuple(days), weekdays=tuple(weekdays))) if days or weekdays else None


def _excluded(line: Line, at: int) -> tuple[int, tuple[list[date], list[int]]] | None:
    named = _weekday(line, line.past(at, _ON), named=True)
    if named is not None:
        return named[0], ([], [named[1]])
    one = day(line, at)
    return None if one is None else (one[0], ([one[1].day], []))
