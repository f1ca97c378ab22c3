"""Tables to be printed or opened in a spreadsheet: values and what they are, spelt by whoever writes the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.time import Instants

type Texts = Mapping[str, str]
"""A text by language."""
type Value = str | int | float | date | datetime | Texts | None
"""Of a cell; None: empty."""


class Kind(StrEnum):
    """What the values of a column are.

    MONEY is in grosze; BLANK is filled in by hand.
    """

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SECONDS = "seconds"
    METRES = "metres"
    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    Attributes
    ----------
    width : int
        Part of the page, beside the others'.
    """

    name: Texts
    kind: Kind = Kind.TEXT
    width: int = 10


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table.

    Attributes
    ----------
    rows : tuple of tuple
        As many values as there are columns.
    total : tuple or None
        The last line, set apart.
    notes : tuple of Texts
        What has to be known to read it.
    signatures : tuple of Texts
        Who signs; each gets a line.
    """

    title: Texts
    subtitle: Texts
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    notes: tuple[Texts, ...] = ()
    signatures: tuple[Texts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report(Instants):
    """Tables that belong together.

    Attributes
    ----------
    file : str
        What a file of it is called, without its ending.
    apart : bool
        Whether each sheet begins a page of its own.
    """

    file: str
    title: Texts
    town: str
    zone: str
    made_at: datetime
    sheets: tuple[Sheet, ...]
    apart: bool = False
