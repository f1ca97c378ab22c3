"""Reading hours: "o 10", "po czternastej", "między 9 a 11", "at half past nine", "in the morning"."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from functools import partial
from typing import Literal

from scheduler.services.wording.lexicon import ANY_HOUR, CARDINAL, HOUR_ORDINAL, IN_WORDS, MINUTES
from scheduler.services.wording.line import Line
from scheduler.services.wording.pieces import Found, Nothing, Part, Piece, Point

_AFTERNOON_UP_TO = 5
"""A bare hour up to it is one of the afternoon: nobody is visited at four in the night."""
_HOUR_WORDS = ("godz", "godzinie", "godzine", "godziny", "godzina", "g", "hour")
_BEHIND = frozenset({"o'clock", "oclock", "h", "hrs", "godzinie"})
_PM = ("po poludniu", "popoludniu", "wieczorem", "pm", "p m", "in the afternoon", "in the evening")
_AM = ("rano", "z rana", "przed poludniem", "am", "a m", "in the morning")

type _How = Literal["at", "exactly", "about", "by"]
_POINTS: dict[str, _How] = {
    "o": "at", "at": "at", "dokladnie o": "exactly", "punktualnie o": "exactly", "rowno o": "exactly",
    "exactly at": "exactly", "at exactly": "exactly", "sharp at": "exactly",
    "okolo": "about", "kolo": "about", "ok": "about", "mniej wiecej o": "about", "gdzies o": "about",
    "tak o": "about", "around": "about", "about": "about", "at about": "about", "at around": "about",
    "na": "by", "byc o": "by", "byc na": "by", "by": "by", "there by": "by", "be there at": "by", "arrive at": "by",
    "arrive by": "by", "najpozniej na": "by", "zdazyc na": "by",
}  # fmt: skip
_AFTER = ("najwczesniej o", "nie wczesniej niz o", "dopiero po", "dopiero od", "po godz", "po", "od", "after", "from",
          "not before", "no earlier than", "since")  # fmt: skip
_BEFORE = ("najpozniej do", "najpozniej o", "nie pozniej niz o", "przed", "do", "before", "until", "till",
           "no later than", "not after")  # fmt: skip
_BETWEEN = (("miedzy", ("a", "i", "-")), ("pomiedzy", ("a", "i", "-")), ("od", ("do", "-")),
            ("w godzinach", ("-", "do")), ("between", ("and", "-")),
            ("from", ("to", "until", "till", "-")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as it was said."""

    at: time
    told: bool


def hour_pieces(line: Line, at: int) -> Iterator[Found]:
    """Yield what the words there may say of hours."""
    for phrase, (start, end) in IN_WORDS.items():
        if (after := line.after(at, phrase)) is not None:
            yield after, Part(start=start, end=end, in_words=True)
    if (after := line.after(at, *ANY_HOUR)) is not None:
        yield after, Nothing()
    yield from _spans(line, at)
    for phrases, make in ((_AFTER, _after), (_BEFORE, _before)):
        for phrase in phrases:
            yield _one(line, line.after(at, phrase), make)
    for phrase, how in _POINTS.items():
        yield _one(line, line.after(at, phrase), partial(_point, how))
    if _stands_alone(line, at):
        yield _one(line, at, partial(_point, "at"))


def _stands_alone(line: Line, at: int) -> bool:
    """Return whether what stands there is an hour without a word before it that says so: "9:30", "2 pm"."""
    said = line.kind(at) == "number" and _said_half(line, at + 1) is not None
    return said or line.kind(at) in {"clock", "dotted"} or line.after(at, *_QUARTERS) is not None


def _one(line: Line, at: int | None, make: Callable[[Hour], Piece]) -> Found:
    found = None if at is None else hour(line, at)
    return None if found is None else (found[0], make(found[1]))


def _point(how: _How, hour: Hour) -> Piece:
    return Point(at=hour.at, how=how, told=hour.told)


def _after(hour: Hour) -> Piece:
    return Part(start=hour.at, end=None)


def _before(hour: Hour) -> Piece:
    return Part(start=None, end=hour.at)


def _spans(line: Line, at: int) -> Iterator[Found]:
    """Yield hours with both ends: "między 9 a 11", "9-11"."""
    for begin, middles in _BETWEEN:
        first = line.after(at, begin)
        if first is not None:
            yield _span(line, first, middles)
    if line.kind(at) in {"number", "clock"}:
        yield _span(line, at, ("-",))


def _span(line: Line, at: int, middles: tuple[str, ...]) -> Found:
    low = hour(line, at)
    middle = None if low is None else _middle(line, low[0], middles)
    high = None if middle is None else hour(line, middle)
    if low is None or high is None:
        return None
    start, end = low[1].at, high[1].at
    if not low[1].told and start.hour > end.hour and start.hour - 12 >= 0:
        start = start.replace(hour=start.hour - 12)
    if not high[1].told and end < start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return None if end == start else (high[0], Part(start=start, end=end))


def _middle(line: Line, at: int, middles: tuple[str, ...]) -> int | None:
    if line.kind(at) == "dash" and "-" in middles:
        return at + 1
    return line.after(at, *(one for one in middles if one != "-"))


def hour(line: Line, at: int) -> tuple[int, Hour] | None:
    """Return the hour that stands there, and the place behind it."""
    at = line.past(at, _HOUR_WORDS)
    found = _figures(line, at) or _spelled(line, at)
    if found is None:
        return None
    after, clock, sure = found
    after = line.past(after, _BEHIND)
    half = _said_half(line, after)
    if half is not None:
        after, late = half
        if clock.hour <= 12 or not late:
            return after, Hour(_halved(clock, late=late), told=True)
        return after, Hour(clock, told=True)
    if not sure and 1 <= clock.hour <= _AFTERNOON_UP_TO:
        return after, Hour(clock.replace(hour=clock.hour + 12), told=False)
    return after, Hour(clock, told=sure or clock.hour > 12)


def _halved(clock: time, *, late: bool) -> time:
    return clock.replace(hour=clock.hour % 12 + (12 if late else 0)) if clock.hour <= 12 else clock


def _said_half(line: Line, at: int) -> tuple[int, bool] | None:
    """Return whether the afternoon is said there, and the place behind it."""
    for late, phrases in ((True, _PM), (False, _AM)):
        if (after := line.after(at, *phrases)) is not None:
            return after, late
    return None


def _figures(line: Line, at: int) -> tuple[int, time, bool] | None:
    """Return an hour in figures: "10", "10:30", "9.30"; and whether it can only be that one of the day."""
    text = line.text(at)
    if line.kind(at) in {"clock", "dotted"}:
        hours, _, minutes = text.partition(":" if line.kind(at) == "clock" else ".")
        ok = len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60
        return (at + 1, time(int(hours), int(minutes)), text.startswith("0")) if ok else None
    if line.kind(at) != "number" or len(text) > 2 or int(text) > 24:
        return None
    return at + 1, time(int(text) % 24), text.startswith("0") or int(text) in {0, 24}


def _spelled(line: Line, at: int) -> tuple[int, time, bool] | None:
    """Return an hour in words: "dziesiątej trzydzieści", "wpół do dziesiątej", "quarter to ten"."""
    for phrase, minutes in _QUARTERS.items():
        after = line.after(at, phrase)
        whole = None if after is None else _whole(line, after)
        if whole is not None:
            total = (whole[1] * 60 + minutes) % (24 * 60)
            return whole[0], time(total // 60, total % 60), False
    if (after := line.after(at, "poludniem", "poludnie", "poludnia", "noon", "midday")) is not None:
        return after, time(12), True
    whole = _whole(line, at)
    if whole is None or line.kind(at) == "number":
        return None
    more = MINUTES.get(line.text(whole[0]))
    return (whole[0], time(whole[1]), False) if more is None else (whole[0] + 1, time(whole[1], more), False)


_QUARTERS = {
    "wpol do": -30, "w pol do": -30, "kwadrans po": 15, "za kwadrans": -15, "za pietnascie": -15, "za dziesiec": -10,
    "za piec": -5, "piec po": 5, "dziesiec po": 10, "half past": 30, "a quarter past": 15, "quarter past": 15,
    "a quarter to": -15, "quarter to": -15, "ten to": -10, "ten past": 10, "five to": -5, "five past": 5,
}  # fmt: skip


def _whole(line: Line, at: int) -> tuple[int, int] | None:
    """Return a whole hour, in words or figures."""
    text, more = line.text(at), HOUR_ORDINAL.get(line.text(at + 1), 99)
    if HOUR_ORDINAL.get(text) == 20 and more < 5:
        return at + 2, (20 + more) % 24
    if text in HOUR_ORDINAL:
        return at + 1, HOUR_ORDINAL[text]
    if line.kind(at) == "number" and len(text) <= 2 and int(text) < 24:
        return at + 1, int(text)
    return (at + 1, CARDINAL[text]) if text in CARDINAL and text not in {"a", "an"} else None
