"""Writes a study as a file that a manager can read, and that reads back as the same study."""

from collections.abc import Iterator
from decimal import Decimal

from scheduler.domain.capacity.ranges import Range
from scheduler.domain.capacity.scenarios import Factor, Level, Repetition, Scenario, Study
from scheduler.formats.capacity import study_tables as sheet
from scheduler.formats.capacity.changes import change_lines
from scheduler.formats.capacity.range_reader import key_of
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.sheets.common import Line, line
from scheduler.formats.town.toml_table import toml_lines


def study_text(study: Study) -> str:
    """Return the TOML of a study; what is as usual is written, too, so that it can be changed.

    Raises
    ------
    ValueError
        If it holds what no file may hold.
    """
    head = line(
        sheet.ID.of(study.id),
        sheet.STUDY_NAME.of(study.name),
        sheet.TOWN.of(study.town),
        sheet.STUDY_NOTE.of(study.note),
        sheet.OF_SERVICE.of(study.service_id),
        sheet.FIRST.of(study.first_day),
        sheet.DAYS.full(study.days),
        sheet.SEED.full(study.seed),
        sheet.REFERENCE.full(study.reference),
    )
    level = line(sheet.SHARE.full(study.service_level.share), sheet.CONFIDENCE.full(study.service_level.confidence))
    lines = [
        *toml_lines({key: value for key, value in head.items() if value}, sheet.STUDY),
        "",
        *_table("replications", _repetition(study.repetition), sheet.REPLICATIONS),
        *_table("service_level", level, sheet.SERVICE_LEVEL),
        *_asked(study),
    ]
    for scenario in study.scenarios:
        lines += _part(scenario, "scenarios")
    for factor in study.factors:
        lines += _factor(factor)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(name: str, cells: Line, kind: Sheet) -> list[str]:
    written = {key: value for key, value in cells.items() if value}
    return [f"[{name}]", *toml_lines(written, kind), ""]


def _repetition(one: Repetition) -> Line:
    width = None if one.half_width is None else Decimal(repr(one.half_width)) / sheet.unit_of(one.kpi)
    return line(
        sheet.KPI.full(one.kpi),
        sheet.HALF_WIDTH.of(width),
        sheet.LEAST.full(one.least),
        sheet.MOST.full(one.most),
        sheet.LEVEL.full(one.level),
    )


def _asked(study: Study) -> Iterator[str]:
    if study.fleet is not None:
        fleet = line(sheet.LIKE.of(study.fleet.like), sheet.MOST_VEHICLES.full(study.fleet.most))
        yield from _table("fleet", fleet, sheet.FLEET)
    if study.design.samples is not None:
        yield from _table("design", line(sheet.SAMPLES.of(study.design.samples)), sheet.DESIGN)


def _part(part: Scenario | Level, path: str) -> Iterator[str]:
    yield from _head(part, path)
    yield from change_lines(part.changes, path)


def _factor(factor: Factor) -> Iterator[str]:
    if factor.range is not None:
        yield from _range(factor, factor.range)
        return
    yield from _head(factor, "factors")
    for level in factor.levels:
        yield from _part(level, "factors.levels")


def _range(factor: Factor, one: Range) -> Iterator[str]:
    key = key_of(one.field, one.changes[0])
    cells = line(
        sheet.PART_ID.of(factor.id),
        sheet.PART_NAME.of(factor.name),
        sheet.VARIES.of(key),
        sheet.FROM.of(one.low),
        sheet.TO.of(one.high),
        sheet.STEP.of(one.step),
    )
    written = {name: value for name, value in cells.items() if value}
    yield from ["[[factors]]", *toml_lines(written, sheet.FACTOR, explained=False), ""]
    yield from change_lines(one.changes, "factors", without=key)


def _head(part: Scenario | Level | Factor, path: str) -> Iterator[str]:
    cells = line(sheet.PART_ID.of(part.id), sheet.PART_NAME.of(part.name))
    yield from [f"[[{path}]]", *toml_lines(cells, sheet.PART, explained=False), ""]
