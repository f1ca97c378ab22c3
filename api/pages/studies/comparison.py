"""An answer side by side: a row a figure, a column a scenario, the reference first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.capacity.answers import Answer, Bounds, Cell
from scheduler.domain.capacity.kpis import KPIS
from scheduler.formats.capacity.report.spelling import Spelling, possible

GROUPS: Mapping[str, Sequence[str]] = {
    "service": (
        "served_share", "refused_share", "declined_share", "not_served_share", "on_time_share", "cancelled_share",
        "no_show_share",
    ),
    "cost": ("cost_gr", "cost_per_served_gr"),
    "work": ("rides_per_vehicle_hour", "drive_share", "vehicle_hours", "crew_hours", "km", "replans"),
    "counts": (
        "calls", "asked", "refused", "declined", "booked", "cancelled", "cancelled_late", "no_shows", "served",
        "on_time", "late", "not_served", "contracted", "contracted_served",
    ),
}  # fmt: skip
"""Figures that are looked at together; the first of each is drawn until another one is chosen."""
OF_PARTS = "served_share"
"""What is told of districts and services where the chosen figure is not counted for them."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One figure of one scenario, as it is read and as it is drawn.

    Attributes
    ----------
    change, change_span : str
        How far it is from the reference; empty: it is the reference.
    shows : str
        What the difference shows: "better", "worse", "more", "less", "open", "unknown" or "reference".
    verdict : str
        The same in words.
    """

    value: float
    low: float | None
    high: float | None
    text: str
    span: str
    change: str = ""
    change_span: str = ""
    shows: str = "reference"
    verdict: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure, a district or a service, with an entry for each scenario; None: it was not counted there.

    Attributes
    ----------
    of_all : bool
        Whether it is of all services though the question is about one.
    """

    key: str
    name: str
    entries: Sequence[Entry | None]
    of_all: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A table of scenarios side by side.

    Attributes
    ----------
    drawn : str
        Key of the row that the chart shows; empty: it shows all.
    """

    id: str
    caption: str
    first: str
    scenarios: Sequence[str]
    rows: Sequence[Row]
    drawn: str = ""

    @property
    def drawn_name(self) -> str:
        """What the chart shows, in words."""
        return next((row.name for row in self.rows if row.key == self.drawn), self.caption)


def order_of(answer: Answer) -> Sequence[str]:
    """Return the scenarios' ids, the reference first."""
    return sorted(answer.scenarios, key=lambda one: one != answer.reference)


def compared(spell: Spelling, group: str, drawn: str) -> Comparison:
    """Return the figures of a group, of the service that is asked about where they are counted for one."""
    keys = [key for key in GROUPS[group] if _cells(spell.answer, key)]
    of_one, said = bool(spell.answer.made.service), spell.words  # the report's own
    rows = [
        replace(_row(spell, key, spell.kpi(key), _cells(spell.answer, key)), of_all=of_one and KPIS[key].is_towns)
        for key in keys
    ]
    return Comparison(
        id="compare", caption=said("part.compare"), first=said("column.kpi"), scenarios=_names(spell), rows=rows,
        drawn=drawn if drawn in keys else next(iter(keys), ""),
    )  # fmt: skip


def by_parts(spell: Spelling, part: str, kpi: str) -> Comparison | None:
    """Return a figure by district or service; None: it was counted for none of them.

    Parameters
    ----------
    part : {"district", "service"}
    """
    known = spell.answer.districts if part == "district" else spell.answer.services
    shown = kpi if any(one.kpi == kpi and getattr(one, part) for one in spell.answer.cells) else OF_PARTS
    cells = [one for one in spell.answer.cells if one.kpi == shown and getattr(one, part)]
    found = {getattr(one, part) for one in cells}
    keys = [*(key for key in known if key in found), *sorted(found - set(known))]
    rows = [_row(spell, key, known.get(key, key), (one for one in cells if getattr(one, part) == key)) for key in keys]
    if not rows:
        return None
    said = spell.words  # the report's own
    return Comparison(
        id=f"by-{part}",
        caption=spell.kpi(shown),
        first=said(f"column.{part}"),
        scenarios=_names(spell),
        rows=rows,
    )


def group_of(kpi: str) -> str:
    """Return the group in which a figure is looked at."""
    return next((group for group, keys in GROUPS.items() if kpi in keys), next(iter(GROUPS)))


def _names(spell: Spelling) -> Sequence[str]:
    return [spell.scenario(one) for one in order_of(spell.answer)]


def _cells(answer: Answer, kpi: str) -> Sequence[Cell]:
    whole = [one for one in answer.cells if one.kpi == kpi and not one.district]
    asked = [one for one in whole if one.service == answer.made.service]
    return asked or [one for one in whole if not one.service]


def _row(spell: Spelling, key: str, name: str, cells: Iterable[Cell]) -> Row:
    found = {one.scenario: one for one in cells}
    return Row(
        key=key, name=name,
        entries=[_entry(spell, found[one]) if one in found else None for one in order_of(spell.answer)],
    )  # fmt: skip


def _entry(spell: Spelling, cell: Cell) -> Entry:
    own: Bounds = possible(cell.own, cell.unit)
    shows = spell.shown(cell)
    return Entry(
        value=own.mean,
        low=own.low,
        high=own.high,
        text=spell.value(own.mean, cell.unit),
        span=spell.interval(own, cell.unit) if own.low is not None else "",
        change="" if shows == "reference" else spell.change(cell),
        change_span="" if shows in {"reference", "unknown"} else spell.interval(cell.change, cell.unit, change=True),
        shows=shows,
        verdict=spell.verdict(cell),
    )
