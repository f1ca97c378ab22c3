"""What a report is made of: parts with sentences, tables and charts, spelt in one language."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing, and what it shows in words."""

    svg: Markup
    alt: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; the first `heads` cells of a row say what the others are about.

    Attributes
    ----------
    numbers : frozenset of int
        Columns that are set to the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Block:
    """A chart with the table that says the same, or a table alone."""

    title: str = ""
    chart: Chart | None = None
    table: Table


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the report.

    Attributes
    ----------
    id : str
        By which it is linked to.
    strong : bool
        Whether its sentences are what the reader came for.
    """

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    strong: bool = False
