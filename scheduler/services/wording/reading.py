"""Reading a wish: what it means, what was taken for said, and what was not understood."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.series import ClockSpan
from scheduler.services.wording.days_said import days_said
from scheduler.services.wording.hours_said import hours_said
from scheduler.services.wording.lexicon import ALL_DAY
from scheduler.services.wording.line import Line
from scheduler.services.wording.listening import Heard, listen
from scheduler.services.wording.tokens import tokens
from scheduler.services.wording.wish import SaidWish


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A part of the line that was not understood, or contradicts what was said before; as it was typed."""

    text: str
    start: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a line says.

    Attributes
    ----------
    assumed : tuple of str
        What was not said: "days", "weekdays", "hours"; "afternoon": a bare hour was taken for one of the afternoon.
    """

    wish: SaidWish
    assumed: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_wish(text: str, today: date, *, ride: bool = False) -> Reading:
    """Return what a wish in words means; every line means something, and says what of it was not understood.

    Parameters
    ----------
    text : str
        Polish or English, as it was said.
    today : date
        The town's, on which it was said.
    ride : bool
        Whether it is for a ride: "na 10" is then when to be there.
    """
    line = Line(tokens=tokens(text), today=today)
    heard = listen(line)
    days, hours = days_said(heard, today), hours_said(heard, ride=ride)
    assumed = [*days.assumed, *(() if hours.spans else ("hours",)), *(("afternoon",) if hours.assumed else ())]
    wish = SaidWish(
        days=days.days, weekly=days.weekly, at=hours.at, arrive_by=hours.arrive_by,
        hours=tuple(hours.spans) or (ClockSpan(start=ALL_DAY[0], end=ALL_DAY[1]),),
    )  # fmt: skip
    missed = [one for one in heard if one.piece is None] + days.unread + hours.unread
    return Reading(wish=wish, assumed=tuple(assumed), unread=_unread(text, line, missed))


def _unread(text: str, line: Line, missed: list[Heard]) -> tuple[Unread, ...]:
    """Return the parts that were not understood, neighbours as one."""
    spans: list[tuple[int, int]] = []
    for begin, end in sorted({(one.begin, one.end) for one in missed}):
        if spans and spans[-1][1] >= begin:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((begin, end))
    places = [(line.tokens[begin].start, line.tokens[end - 1].end) for begin, end in spans]
    return tuple(Unread(text=text[start:end], start=start) for start, end in places)
