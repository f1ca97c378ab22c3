"""Plan against actual as tables: what was to be beside what was, and how arrivals lie."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.clocks import Clocks
from api.pages.figures.numbers import Numbers
from api.pages.figures.tables import Cell, Column, Line, Table
from scheduler.domain.plan_actual import Band, PlanActual, PlanActualTable
from scheduler.formats.sheets.words import NBSP

MOST_DRAWN = 40
"""So many rows a chart can show with their names."""


@dataclass(frozen=True, kw_only=True)
class _Measure:
    planned: Callable[[PlanActual], int]
    actual: Callable[[PlanActual], int]
    unit: str


_MEASURES: Mapping[str, _Measure] = {
    "hours": _Measure(planned=lambda one: one.planned_s, actual=lambda one: one.worked_s, unit="hours"),
    "way": _Measure(planned=lambda one: one.planned_m, actual=lambda one: one.driven_m, unit="km"),
    "doors": _Measure(planned=lambda one: one.planned_doors_s, actual=lambda one: one.at_doors_s, unit="hours"),
}
MEASURES = tuple(_MEASURES)


@dataclass(frozen=True)
class PlanTables:
    """Makes the tables of a page.

    Parameters
    ----------
    table : PlanActualTable
        What they are of.
    """

    table: PlanActualTable
    numbers: Numbers
    clock: Clocks

    def whole(self, measure: str, links: Mapping[str, str]) -> Table:
        """Return all rows, of which the chart shows one measure, planned and actual."""
        words, by = self.numbers.words, self.table.by
        rows = [self._line(row, links.get(row.key, "")) for row in self.table.rows]
        return Table(
            id="plan-actual",
            caption=words("figures.plan.title"),
            first=words(f"figures.by.{by}"),
            columns=tuple(self._columns()),
            rows=rows,
            total=Line(name=words("figures.total"), cells=self._cells(self.table.total, is_total=True)),
            drawn=(f"planned_{measure}", f"actual_{measure}") if len(rows) <= MOST_DRAWN else (),
            kind="columns" if by == "day" else "bars",
        )

    def arrivals(self) -> Table:
        """Return how arrivals lie around the planned ones."""
        return self._spread("apart", self.table.total.apart)

    def lateness(self) -> Table:
        """Return how late people were served, by what was promised."""
        return self._spread("late", self.table.total.late)

    def _columns(self) -> Iterator[Column]:
        words = self.numbers.words
        hours = ("planned_begin", "began", "planned_end", "ended") if self.table.by == "shift" else ()
        compared = (f"{which}_{key}" for key in MEASURES for which in ("planned", "actual"))
        for key in ("served", *hours, *compared, "apart", "on_time"):
            yield Column(key=key, name=words(f"figures.plan.{key}"))

    def _line(self, row: PlanActual, link: str) -> Line:
        words = self.numbers.words
        name = row.name or words("figures.plan.nothing_served")
        if row.day is not None:
            day = self.clock.short_day(row.day)
            name = day if self.table.by == "day" else f"{row.name}, {day}" if self._several else row.name
        return Line(name=name, cells=self._cells(row), link=link)

    @property
    def _several(self) -> bool:
        return self.table.first != self.table.last

    def _cells(self, row: PlanActual, *, is_total: bool = False) -> Sequence[Cell]:
        told = self.numbers.told
        cells = [Cell(value=row.served, text=told(row.served, "requests"))]
        if self.table.by == "shift":
            moments = (row.planned_begin, row.began, row.planned_end, row.ended)
            cells += [Cell(value=None, text=NBSP) if is_total else self._moment(one) for one in moments]
        for measure in _MEASURES.values():
            over = 3600 if measure.unit == "hours" else 1000
            amounts = (measure.planned(row) / over, measure.actual(row) / over)
            cells += [Cell(value=one, text=told(one, measure.unit)) for one in amounts]
        apart = row.apart_s / row.arrivals / 60 if row.arrivals else None
        on_time = 1000 * row.on_time / row.timed if row.timed else None
        cells.append(Cell(value=apart, text=self._signed_minutes(apart)))
        cells.append(Cell(value=on_time, text=told(on_time, "permille")))
        return cells

    def _moment(self, moment: datetime | None) -> Cell:
        return Cell(value=None, text="" if moment is None else self.clock.time(moment))

    def _signed_minutes(self, value: float | None) -> str:
        if value is None:
            return ""
        sign = "+" if value >= 0.05 else "\N{MINUS SIGN}" if value <= -0.05 else ""
        return sign + self.numbers.told(abs(value), "minutes")

    def _spread(self, key: str, bands: Sequence[Band]) -> Table:
        words, told, whole = self.numbers.words, self.numbers.told, sum(one.count for one in bands)

        def line(name: str, count: int) -> Line:
            share = 1000 * count / whole if whole else None
            shown = (Cell(value=count, text=told(count, "requests")), Cell(value=share, text=told(share, "permille")))
            return Line(name=name, cells=shown)

        return Table(
            id=key,
            caption=words(f"figures.spread.{key}.title"),
            first=words(f"figures.spread.{key}.first"),
            columns=(
                Column(key="count", name=words(f"figures.spread.{key}.count")),
                Column(key="share", name=words("figures.spread.share")),
            ),
            rows=[line(self._range(key, band), band.count) for band in bands],
            total=line(words("figures.total"), whole),
            drawn=("count",),
        )

    def _range(self, key: str, band: Band) -> str:
        words, minutes = self.numbers.words, NBSP + "min"
        above, upto = band.above_min, band.upto_min
        if key == "late" and upto == 0:
            return words("figures.spread.late.none")
        if above is None or upto is None:
            edge = upto if above is None else above
            side = "early" if (edge or 0) < 0 else "over"
            return words(f"figures.spread.{side}", n=f"{abs(edge or 0)}{minutes}")
        if above < 0 < upto:
            return words("figures.spread.within", n=f"{upto}{minutes}")
        low, high = sorted((abs(above), abs(upto)))
        return words("figures.spread.before" if upto <= 0 else "figures.spread.after", low=low, high=f"{high}{minutes}")
