"""Reads a study: everything, or every problem; never half of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.domain.capacity.scenarios import (
    BASE,
    Design,
    Factor,
    FleetQuestion,
    Level,
    Repetition,
    Scenario,
    ServiceLevel,
    Study,
)
from scheduler.domain.errors import InputError
from scheduler.formats.capacity import study_tables as sheet
from scheduler.formats.capacity.changes import read_changes
from scheduler.formats.capacity.range_reader import has_range, read_range
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.files import UnreadableError
from scheduler.formats.town.problems import Problems, TooManyProblemsError
from scheduler.formats.town.row import Row
from scheduler.formats.town.toml_table import TomlReader, parse_toml, read_toml

_INNER = ("replications", "service_level", "fleet", "design", "scenarios", "factors")


def read_study(path: Path) -> Study:
    """Read the TOML file of a study.

    Raises
    ------
    InputError
        With every problem found (at most 200 are listed), each with its key, its value and what would be right.
    """
    try:
        content = read_toml(path, path.name)
    except UnreadableError as error:
        raise InputError([error.problem]) from error
    return study_of(content, path.name)


def parse_study(text: str, name: str = "study.toml") -> Study:
    """Read a study from text.

    Parameters
    ----------
    name : str
        What messages call it.

    Raises
    ------
    InputError
        As `read_study`.
    """
    try:
        content = parse_toml(text, name)
    except UnreadableError as error:
        raise InputError([error.problem]) from error
    return study_of(content, name)


def study_of(content: Mapping[str, Any], name: str) -> Study:
    """Read a study from the content of a file, as it was parsed.

    Parameters
    ----------
    name : str
        What messages call it.

    Raises
    ------
    InputError
        As `read_study`.
    """
    problems = Problems()
    try:
        found = _read(content, TomlReader(problems=problems, file=name))
    except TooManyProblemsError:
        found = None
    problems.raise_if_any(name)
    if found is None:
        raise AssertionError("a study without problems has all its parts")
    return found


def _read(content: Mapping[str, Any], reader: TomlReader) -> Study | None:
    head = reader.row(content, sheet.STUDY, "", _INNER)
    repetition, level = _repetition(content, reader), _service_level(content, reader)
    design, fleet = _design(content, reader), _fleet(content, reader)
    scenarios, factors = _scenarios(content, reader), _factors(content, reader, sampled=design.samples is not None)
    if head.ok(sheet.REFERENCE):
        _check_reference(head, [one.id for one in scenarios], reader)
    if reader.problems.found:
        return None
    return Study(
        id=head[sheet.ID],
        name=head[sheet.STUDY_NAME],
        town=head[sheet.TOWN],
        note=head[sheet.STUDY_NOTE],
        first_day=head[sheet.FIRST],
        days=head[sheet.DAYS],
        seed=head[sheet.SEED],
        reference=head[sheet.REFERENCE],
        service_id=head[sheet.OF_SERVICE],
        scenarios=scenarios,
        factors=factors,
        design=design,
        repetition=repetition,
        service_level=level,
        fleet=fleet,
    )


def _check_reference(head: Row, ids: Sequence[str], reader: TomlReader) -> None:
    # With other problems the one that is missing may be among them.
    if head[sheet.REFERENCE] not in {BASE, *ids} and not reader.problems.found:
        head.wrong(sheet.REFERENCE, "is no scenario of this file", f"use one of {', '.join((BASE, *ids))}")


def _repetition(content: Mapping[str, Any], reader: TomlReader) -> Repetition:
    row = reader.row(reader.table(content, "replications", "replications"), sheet.REPLICATIONS, "replications")
    if row.ok(sheet.LEAST, sheet.MOST) and row[sheet.MOST] < row[sheet.LEAST]:
        row.wrong(sheet.MOST, "is less than least", f"use {row[sheet.LEAST]} or more")
    width: Decimal | None = row[sheet.HALF_WIDTH] if row.ok(sheet.HALF_WIDTH) else None
    if width is not None and width <= 0:
        row.wrong(sheet.HALF_WIDTH, "is reached by no number of replications", "use a number above 0")
    if not row.whole:
        return Repetition()
    kpi = row[sheet.KPI]
    return Repetition(
        kpi=kpi,
        half_width=None if width is None else float(width * sheet.unit_of(kpi)),
        least=row[sheet.LEAST],
        most=row[sheet.MOST],
        level=row[sheet.LEVEL],
    )


def _service_level(content: Mapping[str, Any], reader: TomlReader) -> ServiceLevel:
    row = reader.row(reader.table(content, "service_level", "service_level"), sheet.SERVICE_LEVEL, "service_level")
    return ServiceLevel(share=row[sheet.SHARE], confidence=row[sheet.CONFIDENCE]) if row.whole else ServiceLevel()


def _design(content: Mapping[str, Any], reader: TomlReader) -> Design:
    row = reader.row(reader.table(content, "design", "design"), sheet.DESIGN, "design")
    return Design(samples=row[sheet.SAMPLES]) if row.whole else Design()


def _fleet(content: Mapping[str, Any], reader: TomlReader) -> FleetQuestion | None:
    if "fleet" not in content:
        return None
    row = reader.row(reader.table(content, "fleet", "fleet"), sheet.FLEET, "fleet")
    return FleetQuestion(like=row[sheet.LIKE], most=row[sheet.MOST_VEHICLES]) if row.whole else None


def _scenarios(content: Mapping[str, Any], reader: TomlReader) -> tuple[Scenario, ...]:
    found = []
    for table, row in _parts(content, "scenarios", "scenarios", ("changes",), reader):
        changes = read_changes(table, row.path, reader)
        if row.whole:
            found.append(Scenario(id=row[sheet.PART_ID], name=row[sheet.PART_NAME], changes=changes))
    return tuple(found)


def _factors(content: Mapping[str, Any], reader: TomlReader, *, sampled: bool) -> tuple[Factor, ...]:
    found = []
    for table, row in _parts(content, "factors", "factors", ("levels", "changes"), reader, kind=sheet.FACTOR):
        of_range = has_range(table)
        levels = () if of_range else _levels(table, row.path, reader)
        varied = read_range(table, row, reader, sampled=sampled) if of_range and row.whole else None
        if row.whole:
            found.append(Factor(id=row[sheet.PART_ID], name=row[sheet.PART_NAME], levels=levels, range=varied))
    return tuple(found)


def _levels(factor: Mapping[str, Any], path: str, reader: TomlReader) -> tuple[Level, ...]:
    found, parts = [], _parts(factor, "levels", f"{path}.levels", ("changes",), reader)
    if len(parts) < 2:
        reader.wrong(
            f"{path}.levels", "are fewer than two, so nothing varies", f"write [[{path}.levels]] twice or more"
        )
    for table, row in parts:
        changes = read_changes(table, row.path, reader)
        if row.whole:
            found.append(Level(id=row[sheet.PART_ID], name=row[sheet.PART_NAME], changes=changes))
    return tuple(found)


def _parts(
    parent: Mapping[str, Any],
    key: str,
    path: str,
    inner: tuple[str, ...],
    reader: TomlReader,
    *,
    kind: Sheet = sheet.PART,
) -> list[tuple[Mapping[str, Any], Row]]:
    """Return the tables under a key, each with its id and name read; two of the same id are reported."""
    tables = enumerate(reader.tables(parent, key, path), start=1)
    found = [(table, reader.row(table, kind, f"{path}[{number}]", inner)) for number, table in tables]
    first: dict[str, Row] = {}
    for _, row in found:
        if row.ok(sheet.PART_ID):
            earlier = first.setdefault(row[sheet.PART_ID], row)
            if earlier is not row:
                row.wrong(sheet.PART_ID, f"stands in {earlier.path} already", "give one of the two another id")
    return found
