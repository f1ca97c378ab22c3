"""What the parts of a wish say, before they are put together."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Named:
    """One of some days; `weekdays` are those that were named so, in a wish that comes again each week."""

    days: tuple[date, ...]
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Each:
    """These days of each week; none: of weeks alone was spoken ("every other week")."""

    weekdays: tuple[int, ...] = ()
    every_weeks: int = 1


@dataclass(frozen=True, kw_only=True)
class Times:
    """So many times a week."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """From a day on, until a day, both included, or so many days long.

    Attributes
    ----------
    weekday : int or None
        As which weekday the day was said; 1 is Monday.
    """

    first: date | None = None
    last: date | None = None
    length_days: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True)
class Without:
    """Days that do not suit."""

    days: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """Hours with a start, an end, or both; None: open. `in_words`: a part of the day, such as the morning."""

    start: time | None
    end: time | None
    in_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """An hour: at it, exactly, about it, or to be there by it.

    Attributes
    ----------
    told : bool
        Whether morning or afternoon was said, or can be told from the figures.
    """

    at: time
    how: Literal["at", "exactly", "about", "by"]
    told: bool = False


@dataclass(frozen=True, kw_only=True)
class Or:
    """What follows is another possibility."""


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Says nothing of when."""


type Piece = Named | Each | Times | Bounds | Without | Part | Point | Or | Nothing
type Found = tuple[int, Piece] | None
"""The place behind a piece, and what it says."""
