"""The figures of a study as tidy tables: one row a figure, for pandas, R, DuckDB or a spreadsheet.

Parquet for programs; CSV as Polish Excel opens it: UTF-8 with a mark, semicolons, decimal commas. `datapackage.json`
says what the columns are (Frictionless Data Package, which pandas and R packages read) and carries the schema's number:
a column that comes, goes or changes its meaning raises it.
"""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.capacity.answers import Answer, Bounds, Cell
from scheduler.domain.capacity.figures import Figure
from scheduler.formats.sheets.stops_csv import BOM, cell

if TYPE_CHECKING:  # imported late: both take longer to load than most commands to run
    import pandas as pd
    import pyarrow as pa

SCHEMA = 1
_TYPES = {"string": "string", "integer": "int32", "number": "float64", "date": "date32[day]"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column: its name, its type as Data Packages call it, and what it means."""

    name: str
    kind: str
    means: str


def _fields(*fields: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(name=name, kind=kind, means=means) for name, kind, means in fields)


_WHOSE = (
    ("district", "string", "id of the district; empty: all of them"),
    ("service", "string", "id of the service; empty: all of them"),
)
FIGURES = _fields(
    ("scenario", "string", "id of the scenario"),
    ("replication", "integer", "from 0; the same number in two scenarios is the same chance"),
    ("day", "date", "the simulated service day"),
    ("kpi", "string", "what was counted; _gr is grosze"),
    *_WHOSE,
    ("value", "number", "of that day"),
)
ESTIMATES = _fields(
    ("scenario", "string", "id of the scenario"),
    ("kpi", "string", "what is estimated"),
    ("unit", "string", "count (a day), share (of 1), grosze, hours, km or per_hour"),
    *_WHOSE,
    ("mean", "number", "over replications"),
    ("low", "number", "lower bound of the interval; empty: there is none"),
    ("high", "number", "upper bound of the interval; empty: there is none"),
    ("change", "number", "above the reference scenario, replication by replication; empty: it is the reference"),
    ("change_low", "number", "lower bound of the change"),
    ("change_high", "number", "upper bound of the change"),
)
TABLES: Mapping[str, tuple[Field, ...]] = {"figures": FIGURES, "estimates": ESTIMATES}


def tables_of(figures: Iterable[Figure], answer: Answer) -> Mapping[str, bytes]:
    """Return the content of all files by name: each table as Parquet and CSV, and what they mean."""
    rows = {
        "figures": [[getattr(figure, field.name) for field in FIGURES] for figure in figures],
        "estimates": [_estimate(one) for one in answer.cells],
    }
    files: dict[str, bytes] = {}
    for name, fields in TABLES.items():
        table = _table(fields, rows[name])
        files[f"{name}.parquet"] = _parquet(table)
        files[f"{name}.csv"] = _csv(table.to_pandas(date_as_object=True), fields)
    return {**files, "datapackage.json": _package(answer)}


def _estimate(one: Cell) -> list[object]:
    def bounds(found: Bounds | None) -> list[float | None]:
        return [None, None, None] if found is None else [found.mean, found.low, found.high]

    whose = [one.scenario, one.kpi, one.unit, one.district, one.service]
    return [*whose, *bounds(one.own), *bounds(one.change)]


def arrow_schema(fields: tuple[Field, ...]) -> "pa.Schema":
    """Return the columns of a table as a Parquet file has them."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(field.name, pa.type_for_alias(_TYPES[field.kind]), metadata={"means": field.means})
            for field in fields
        ],
        metadata={"dojazd.schema": str(SCHEMA)},
    )


def _table(fields: tuple[Field, ...], rows: list[list[object]]) -> "pa.Table":
    import pyarrow as pa

    schema = arrow_schema(fields)
    columns = zip(*rows, strict=True) if rows else ([] for _ in fields)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow.parquet as pq

    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


def _csv(frame: "pd.DataFrame", fields: tuple[Field, ...]) -> bytes:
    for field in fields:
        if field.kind == "string":
            frame[field.name] = [cell(text) for text in frame[field.name]]
    text = frame.to_csv(sep=";", decimal=",", index=False, lineterminator="\r\n")
    return (BOM + text).encode("utf-8")


def _package(answer: Answer) -> bytes:
    def resource(name: str, fields: tuple[Field, ...]) -> dict[str, object]:
        return {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8-sig",
            "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
            "schema": {"fields": [_described(field) for field in fields], "missingValues": [""]},
        }

    package = {
        "profile": "tabular-data-package",
        "name": "dojazd-study",
        "title": answer.title,
        "version": f"{SCHEMA}.0.0",
        "created": answer.made_at.isoformat(),
        "scenarios": dict(answer.scenarios),
        "reference": answer.reference,
        "level": answer.made.level,
        "seed": answer.made.seed,
        "effort": answer.made.effort,
        "travel": answer.made.travel,
        "program": answer.made.program,
        "resources": [resource(name, fields) for name, fields in TABLES.items()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _described(field: Field) -> dict[str, str]:
    described = {"name": field.name, "type": field.kind, "description": field.means}
    return described | {"decimalChar": ","} if field.kind == "number" else described
