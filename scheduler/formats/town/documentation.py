"""The table of all columns in the room's README, made from the declarations that reading and writing use."""

from collections.abc import Iterator
from typing import Any

from scheduler.formats.columns import SHEETS, TOML_TABLES
from scheduler.formats.town.column import Column, Sheet

BEGIN, END = "<!-- columns: begin (generated) -->", "<!-- columns: end -->"
_HEAD = "| where | column | is | format | example | needed |\n|---|---|---|---|---|---|"


def with_table(readme: str) -> str:
    """Return the text of the README with the table between its two marks made anew."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{columns_table()}\n{END}{after}"


def columns_table() -> str:
    """Return one Markdown table of every column of every sheet and every key of town.toml."""
    return "\n".join([_HEAD, *_lines()])


def _lines() -> Iterator[str]:
    for sheet in SHEETS:
        yield from _rows(f"{sheet.name}{' (optional)' if sheet.optional else ''}", sheet)
    for table in TOML_TABLES:
        yield from _rows("town.toml" if table.name == "town" else f"town.toml [{table.name}]", table)


def _rows(where: str, sheet: Sheet) -> Iterator[str]:
    yield f"| **{where}** | | *{_cell(sheet.says)}* | | | |"
    for column in sheet:
        yield f"| {where} | `{column.name}` | {_cell(column.meaning)} | {_format(column)} | {_example(column)} | " + (
            "yes |" if column.required else "|"
        )


def _format(column: Column[Any]) -> str:
    says = column.cell.says
    if column.refers and says.startswith("id"):
        says = says.replace("ids", f"ids of {column.refers}") if says.startswith("ids") else f"id of {column.refers}"
    default = "" if column.required or column.default in (None, "", ()) else _default(column)
    return _cell(says + default)


def _default(column: Column[Any]) -> str:
    written = column.cell.write(column.default)
    return f"; empty: {written}" if written else ""


def _example(column: Column[Any]) -> str:
    return f"`{_cell(column.example)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
