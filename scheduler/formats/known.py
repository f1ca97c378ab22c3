"""The file formats of this room that others build upon: a name, a version, and a shape that releases are compared by.

A version is raised by whatever breaks what others have written: a key that goes, changes its meaning or is needed from
now on. What is only added breaks nothing. Files of outside standards (calendars, GTFS) have theirs.
`scheduler/bootstrap/known_formats.py` adds those that other rooms write.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scheduler.formats import client_record, plan_json, tds, told_shapes
from scheduler.formats.capacity import answer_json, study_tables, tables
from scheduler.formats.codec import Json
from scheduler.formats.columns import SHEETS, TOML_TABLES
from scheduler.formats.sheets import cash_csv, stops_csv
from scheduler.formats.sheets.words import LANGUAGES, words_of
from scheduler.formats.town.column import Sheet

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CHOICES = re.compile(r"\w+(?: / \w+)+")


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file format.

    Attributes
    ----------
    about : str
        What it is, for whoever looks for one.
    read, written : bool
        Whether Dojazd reads it, and whether it writes it.
    shape : callable
        Its JSON schema; of tables, one property for each table with one for each column.
    """

    name: str
    version: int
    about: str
    read: bool = False
    written: bool = False
    shape: Callable[[], Mapping[str, Json]]


def _town() -> Mapping[str, Json]:
    return _tables([*SHEETS, *TOML_TABLES], {one.name for one in SHEETS if not one.optional})


def _study() -> Mapping[str, Json]:
    tables = (value for value in vars(study_tables).values() if isinstance(value, Sheet))
    return _tables(sorted(tables, key=lambda one: one.name), {"study"})


def _stops() -> Mapping[str, Json]:
    return {"$schema": DRAFT, **_table(dict.fromkeys(stops_csv.COLUMNS, "text"), stops_csv.COLUMNS)}


def _cash() -> Mapping[str, Json]:
    names = {lang: [words_of(lang)(f"cash.{column}") for column in cash_csv.COLUMNS] for lang in LANGUAGES}
    return headed({lang: {"cash": dict.fromkeys(columns, "text")} for lang, columns in names.items()})


def _results() -> Mapping[str, Json]:
    """Return the shape of a study's tables; a number is one in the Parquet file, and has a comma in the CSV file."""
    shapes: dict[str, Json] = {
        name: {
            "type": "object",
            "properties": {one.name: _value(one) for one in fields},
            "required": [one.name for one in fields],
            "additionalProperties": False,
        }
        for name, fields in tables.TABLES.items()
    }
    return {"$schema": DRAFT, "type": "object", "properties": shapes, "required": [*shapes]}


def _value(field: tables.Field) -> dict[str, Json]:
    said: dict[str, Json] = {"description": field.means}
    return said | ({"type": "string", "format": "date"} if field.kind == "date" else {"type": field.kind})


def headed(files: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Mapping[str, Json]:
    """Return the shape of tables whose headers are in two languages.

    Parameters
    ----------
    files : mapping of str to mapping of str to mapping of str to str
        By language and table: what a column with that header holds.
    """
    shapes: dict[str, Json] = {
        lang: {
            "type": "object",
            "properties": {name: _table(columns, columns) for name, columns in tables.items()},
            "required": [*tables],
        }
        for lang, tables in files.items()
    }
    return {"$schema": DRAFT, "type": "object", "properties": shapes, "required": [*shapes]}


def _tables(tables: Iterable[Sheet], needed: Iterable[str]) -> Mapping[str, Json]:
    shapes: dict[str, Json] = {
        one.name: _table(
            {column.name: column.cell.says for column in one}, [column.name for column in one if column.required]
        )
        for one in tables
    }
    return {"$schema": DRAFT, "type": "object", "properties": shapes, "required": [*sorted(needed)]}


def _table(columns: Mapping[str, str], needed: Iterable[str]) -> dict[str, Json]:
    cells: dict[str, Json] = {name: _cell(says) for name, says in columns.items()}
    return {"type": "object", "properties": cells, "required": [*sorted(needed)], "additionalProperties": False}


def _cell(says: str) -> dict[str, Json]:
    """Return the shape of a cell: text, of which only choices can be told apart."""
    words = says.split(",", maxsplit=1)[0].strip()
    if _CHOICES.fullmatch(words):
        return {"type": "string", "enum": [*words.split(" / ")], "description": says}
    return {"type": "string", "description": says}


def _parsed(text: Callable[[], str]) -> Callable[[], Mapping[str, Json]]:
    def shape() -> Mapping[str, Json]:
        found: Mapping[str, Json] = json.loads(text())
        return found

    return shape


OF_FILES: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(name="dojazd.town", version=1, about="a town as a folder of files, or a workbook", read=True,
               written=True, shape=_town),
        Format(name="dojazd.plan", version=plan_json.SCHEMA, about="plan.json: a plan and what its sheets show",
               read=True, written=True, shape=_parsed(plan_json.plan_schema)),
        Format(name="dojazd.stops", version=1, about="stops.csv: a row for each task; headers are in two languages",
               written=True, shape=_stops),
        Format(name="dojazd.study", version=1, about="a question of capacity, TOML", read=True, written=True,
               shape=_study),
        Format(name="dojazd.answer", version=answer_json.SCHEMA, about="what a study answers, JSON", written=True,
               shape=_parsed(answer_json.answer_schema)),
        Format(name="dojazd.tds", version=1, about="rides for other transport systems (TCRP Report 210), JSON",
               read=True, written=True, shape=tds.schema),
        Format(name="dojazd.map", version=1, about="the way and the halts of a shift, GeoJSON", written=True,
               shape=told_shapes.shift_map),
        Format(name="dojazd.plan-summary", version=1, about="what `dojazd plan --json` prints", written=True,
               shape=told_shapes.plan_summary),
        Format(name="dojazd.client", version=client_record.SCHEMA, about="all that is kept about one client, JSON",
               written=True, shape=client_record.record_schema),
        Format(name="dojazd.cash", version=1, about="cash.csv: who pays what to which crew", written=True,
               shape=_cash),
        Format(name="dojazd.study-tables", version=tables.SCHEMA, about="the figures of a study, CSV and Parquet",
               written=True, shape=_results),
        Format(name="dojazd.hook", version=1, about="what other systems are told has happened, JSON", written=True,
               shape=told_shapes.hook_message),
    )
}  # fmt: skip
