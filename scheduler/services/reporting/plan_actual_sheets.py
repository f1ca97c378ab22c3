"""Plan against actual as tables that can be printed or opened in a spreadsheet."""

from scheduler.domain.plan_actual import Band, PlanActual, PlanActualTable
from scheduler.domain.report import Sheet, Value
from scheduler.services.reporting import columns
from scheduler.services.reporting.words_of_reports import joined, lacks, same, word

type _Line = tuple[Value, ...]


def plan_actual_sheets(table: PlanActualTable) -> tuple[Sheet, ...]:
    """Return what was planned beside what was done, and how arrivals lie around the plan and behind the promise."""
    span = same(f"{table.first.isoformat()} – {table.last.isoformat()}")
    sheet = Sheet(
        title=word("plan_actual"),
        subtitle=span,
        columns=columns.plan_actual(by_service=table.by == "service"),
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
    lines = [(word("apart"), *_band(one)) for one in total.apart] + [(word("late"), *_band(one)) for one in total.late]
    return Sheet(
        title=joined(word("apart"), word("late")), subtitle=same(""), columns=columns.SPREADS, rows=tuple(lines)
    )


def _band(band: Band) -> _Line:
    return band.above_min, band.upto_min, band.count
