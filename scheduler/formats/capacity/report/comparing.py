"""Scenarios side by side: for each figure a chart, and the table that says the same."""

from collections.abc import Sequence

from scheduler.domain.capacity.answers import Cell
from scheduler.formats.capacity.report.chart import Dot, dots_svg
from scheduler.formats.capacity.report.parts import Block, Chart, Table
from scheduler.formats.capacity.report.spelling import Spelling, possible


def compared(spell: Spelling, kpi: str) -> tuple[Block, ...]:
    """Return one figure of all scenarios, of the service that is asked about; nothing if it was not counted."""
    service = spell.answer.made.service
    cells = cells_of(spell, kpi, service) or cells_of(spell, kpi)
    if not cells:
        return ()
    words, title = spell.words, spell.kpi(kpi)
    if cells[0].service:
        title = f"{title} ({spell.answer.services.get(service, service)})"
    columns = (
        words("column.scenario"),
        words("column.value"),
        words("column.interval", level=spell.level),
        words("column.change"),
        words("column.change_interval"),
        words("column.verdict"),
    )
    rows = tuple(
        (
            spell.scenario(one.scenario),
            spell.value(one.own.mean, one.unit),
            spell.interval(one.own, one.unit),
            spell.change(one),
            spell.interval(one.change, one.unit, change=True),
            spell.verdict(one),
        )
        for one in cells
    )
    table = Table(caption=title, columns=columns, rows=rows, numbers=frozenset({1, 2, 3, 4}))
    dots = [(spell.scenario(one.scenario), one) for one in cells]
    return (Block(title=title, chart=charted(spell, title, dots, line=True), table=table),)


def grouped(spell: Spelling, kpi: str, group: str) -> tuple[Block, ...]:
    """Return one figure of all scenarios by district or service; nothing if it was not counted so.

    Parameters
    ----------
    group : {"district", "service"}
    """
    names = spell.answer.districts if group == "district" else spell.answer.services
    cells = [one for one in spell.answer.cells if one.kpi == kpi and getattr(one, group)]
    if not cells:
        return ()
    words, title = spell.words, spell.kpi(kpi)
    order = {name: place for place, name in enumerate(names)}
    cells.sort(key=lambda one: order.get(getattr(one, group), len(order)))  # stable: scenarios stay in their order
    labels = [(names.get(getattr(one, group), getattr(one, group)), spell.scenario(one.scenario)) for one in cells]
    rows = tuple(
        (*label, spell.value(one.own.mean, one.unit), spell.interval(one.own, one.unit), spell.change(one))
        for label, one in zip(labels, cells, strict=True)
    )
    columns = (
        words(f"column.{group}"),
        words("column.scenario"),
        words("column.value"),
        words("column.interval", level=spell.level),
        words("column.change"),
    )
    caption = f"{title}: {words(f'part.{group}s')}"
    table = Table(caption=caption, columns=columns, rows=rows, heads=2, numbers=frozenset({2, 3, 4}))
    dots = [(", ".join(label), one) for label, one in zip(labels, cells, strict=True)]
    return (Block(title=title, chart=charted(spell, title, dots, line=False), table=table),)


def cells_of(spell: Spelling, kpi: str, service: str = "") -> list[Cell]:
    """Return a figure of all scenarios, of the whole town or of one service."""
    return [one for one in spell.answer.cells if (one.kpi, one.district, one.service) == (kpi, "", service)]


def charted(spell: Spelling, title: str, dots: Sequence[tuple[str, Cell]], *, line: bool) -> Chart:
    """Return the chart of cells, each with its label; a line marks the reference."""
    words, unit = spell.words, dots[0][1].unit
    shown = "; ".join(words("chart.row", name=label, value=spell.with_interval(one.own, unit)) for label, one in dots)
    alt = words("chart.alt", kpi=title, level=spell.level, rows=shown)
    reference = next((one.own.mean for _, one in dots if line and one.scenario == spell.answer.reference), None)
    rows = [
        Dot(label=label, found=possible(one.own, unit), filled=one.scenario != spell.answer.reference)
        for label, one in dots
    ]
    note = words("chart.note", level=spell.level, reference=spell.scenario(spell.answer.reference)) if line else ""
    return Chart(svg=dots_svg(rows, lambda value: spell.tick(value, unit), alt, reference), alt=alt, note=note)
