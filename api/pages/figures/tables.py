"""Tables of the manager's pages: each can be drawn, in the order and by the column that somebody chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.pages.figures.numbers import Numbers
from scheduler.domain.figures import FigureRow, FigureTable

GROUPED = (
    "served", "served_share", "denied", "no_show_share", "on_time_pickup", "on_time_appointment", "continuity",
    "distance", "cost_per_served",
)  # fmt: skip
BY_PROVIDER = (
    "served", "served_share", "denied", "on_time_pickup", "on_time_appointment", "per_staff_hour", "per_vehicle_hour",
    "distance", "cost_per_served",
)  # fmt: skip
"""Of shifts as a whole, too."""
IN_TIME = ("served", "denied", "served_share", "on_time_pickup", "on_time_appointment", "distance", "cost_per_served")


_LETTERS = {
    "ą": ("a", 1), "ć": ("c", 1), "ę": ("e", 1), "ł": ("l", 1), "ń": ("n", 1), "ó": ("o", 1), "ś": ("s", 1),
    "ź": ("z", 1), "ż": ("z", 2),
}  # fmt: skip
"""Behind which letter those of Polish come."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A number as it is, for the chart, and as it is read; None: there was nothing to measure."""

    value: float | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers.

    Attributes
    ----------
    help : str
        What it says, in a sentence.
    """

    key: str
    name: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: what it is of, and its numbers.

    Attributes
    ----------
    link : str
        Where more of it is told; empty: nowhere.
    """

    name: str
    cells: Sequence[Cell]
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that is drawn beside it.

    Attributes
    ----------
    first : str
        What the rows are.
    drawn : tuple of str
        Keys of the columns that the chart shows.
    order : str
        By which column the rows are; with a minus: the largest first; empty: in the order of time.
    kind : str
        `columns`, in the order of time, or `bars`, one below the other.
    """

    id: str
    caption: str
    first: str
    columns: Sequence[Column]
    rows: Sequence[Line]
    total: Line | None = None
    drawn: tuple[str, ...] = ()
    order: str = ""
    kind: str = "bars"

    @property
    def drawn_names(self) -> str:
        """What the chart shows, in words."""
        return ", ".join(column.name for column in self.columns if column.key in self.drawn)

    @property
    def drawn_at(self) -> str:
        """The places of the drawn columns among all cells of a row, counted from 0."""
        return " ".join(str(k + 1) for k, column in enumerate(self.columns) if column.key in self.drawn)


def figures_of(
    table: FigureTable, keys: Iterable[str], numbers: Numbers, names: Mapping[str, str], links: Mapping[str, str]
) -> tuple[Sequence[Column], Sequence[Line], Line]:
    """Return some figures of all rows: columns, rows and the total.

    Parameters
    ----------
    names : mapping of str to str
        What rows are called, by key, where it is not their name.
    """
    known = {one.key: one for one in table.definitions}
    wanted = [known[key] for key in keys]
    columns = [
        Column(key=one.key, name=numbers.words.said(one.name), help=numbers.words.said(one.says)) for one in wanted
    ]

    def line(row: FigureRow, name: str) -> Line:
        found = {one.key: one.value for one in row.figures}
        cells = [Cell(value=found[one.key], text=numbers.told(found[one.key], one.unit)) for one in wanted]
        return Line(name=name, cells=cells, link=links.get(row.key, ""))

    rows = [line(row, names.get(row.key, row.name)) for row in table.rows]
    return columns, rows, line(table.total, numbers.words("figures.total"))


def in_order(rows: Sequence[Line], columns: Sequence[Column], order: str) -> Sequence[Line]:
    """Return rows by a column, the smallest first, or with a minus the largest; rows without a number come last."""
    key, down = order.removeprefix("-"), order.startswith("-")
    if key == "name":
        return sorted(rows, key=lambda row: [_LETTERS.get(one, (one, 0)) for one in row.name.casefold()], reverse=down)
    place = next(k for k, column in enumerate(columns) if column.key == key)

    def rank(row: Line) -> tuple[bool, float]:
        value = row.cells[place].value
        return value is None, 0 if value is None else -value if down else value

    return sorted(rows, key=rank)
