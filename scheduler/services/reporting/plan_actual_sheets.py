"""Plan against actual as tables that can be printed or opened in a spreadsheet."""

from scheduler.domain.plan_actual import Band, PlanActual, PlanActualTable
from scheduler.domain.report import Column, Kind, Sheet, Value
from scheduler.services.reporting.words_of_reports import column, joined, lacks, same, word

type _Line = tuple[Value, ...]


def plan_actual_sheets(table: PlanActualTable) -> tuple[Sheet, ...]:
    """Return what was planned beside what was done, and how arrivals lie around the plan and behind the promise."""
    span = same(f"{table.first.isoformat()} – {table.last.isoformat()}")
    sheet = Sheet(
        title=word("plan_actual"),
        subtitle=span,
        columns=(
            column("day", Kind.DAY, 11),
            column("by_service" if table.by == "service" else "row", width=18),
            column("served", Kind.COUNT, 8),
            *(column(key, Kind.CLOCK, 7) for key in ("planned_begin", "began", "planned_end", "ended")),
            *(column(key, Kind.SECONDS, 8) for key in ("planned_hours", "worked_hours")),
            *(column(key, Kind.METRES, 8) for key in ("planned_km", "driven_km")),
            *(column(key, Kind.SECONDS, 8) for key in ("planned_doors", "at_doors")),
            column("apart_min", Kind.NUMBER, 9),
            column("timed", Kind.COUNT, 8),
            column("on_time", Kind.COUNT, 8),
        ),
        rows=tuple(_line(row, row.name or word("hours_of_nobody")) for row in table.rows),
        total=_line(table.total, word("total")),
        notes=(*lacks(table.open_days), word("km_as_planned")),
    )
    return sheet, _spreads(table.total)


def _line(row: PlanActual, name: Value) -> _Line:
    apart_min = round(row.apart_s / row.arrivals / 60, 2) if row.arrivals else None
    hours = row.planned_begin, row.began, row.planned_end, row.ended
    efforts = row.planned_s, row.worked_s, row.planned_m, row.driven_m, row.planned_doors_s, row.at_doors_s
    return row.day, name, row.served, *hours, *efforts, apart_min, row.timed, row.on_time


def _spreads(total: PlanActual) -> Sheet:
    columns: tuple[Column, ...] = (
        column("figure", width=24),
        column("above_min", Kind.COUNT, 9),
        column("upto_min", Kind.COUNT, 9),
        column("doors", Kind.COUNT, 9),
    )
    lines = [(word("apart"), *_band(one)) for one in total.apart] + [(word("late"), *_band(one)) for one in total.late]
    return Sheet(title=joined(word("apart"), word("late")), subtitle=same(""), columns=columns, rows=tuple(lines))


def _band(band: Band) -> _Line:
    return band.above_min, band.upto_min, band.count
