"""Finds the sheets of a town folder: CSV files, or one workbook in their place."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.domain.errors import InputProblem
from scheduler.formats.columns import MODULES, SHEETS
from scheduler.formats.town.csv_table import read_csv
from scheduler.formats.town.files import UnreadableError
from scheduler.formats.town.problems import Problems, nearest
from scheduler.formats.town.table import Table
from scheduler.formats.town.xlsx_table import read_workbook

WORKBOOK = "town.xlsx"
_ONE_OF = "keep the workbook or the CSV files, not both"


def read_tables(home: Path, book: str, problems: Problems) -> Mapping[str, Table]:
    """Return the tables of all sheets that could be read, by sheet name; whatever is wrong goes to `problems`."""
    names = sorted(path.name for path in home.iterdir())
    files = [name for name in names if name.casefold().endswith(".csv")]
    if book not in names:
        _check_names([name[:-4] for name in files], ".csv", problems)
        return _read_files(home, files, problems)
    for name in files:
        if name[:-4].casefold() in MODULES:
            problems.add(InputProblem(file=name, wrong=f"stands beside {book}", right=_ONE_OF))
    return _read_book(home / book, problems)


def _read_files(home: Path, files: list[str], problems: Problems) -> Mapping[str, Table]:
    tables = {}
    for sheet in SHEETS:
        file = f"{sheet.name}.csv"
        if sheet.optional and file not in files:
            continue
        try:
            tables[sheet.name] = read_csv(home / file, sheet)
        except UnreadableError as error:
            problems.add(error.problem)
    return tables


def _read_book(path: Path, problems: Problems) -> Mapping[str, Table]:
    try:
        found = read_workbook(path, problems)
    except UnreadableError as error:
        problems.add(error.problem)
        return {}
    _check_names(list(found), "", problems)
    for sheet in SHEETS:
        if not sheet.optional and sheet.name not in found:
            problems.add(InputProblem(file=f"{path.name}/{sheet.name}", wrong="is missing", right="add this sheet"))
    return {name: table for name, table in found.items() if name in MODULES}


def _check_names(found: list[str], suffix: str, problems: Problems) -> None:
    """Report what is probably a sheet under a misspelt name; other files and sheets are nobody's business."""
    for name in found:
        near = None if name in MODULES else nearest(name, MODULES.keys())
        if near is not None and near not in found:
            wrong, right = "is not the name of a sheet", f"did you mean {near}{suffix}?"
            problems.add(InputProblem(file=name + suffix, wrong=wrong, right=right))
        elif near is not None and near.casefold() == name.casefold():
            problems.add(
                InputProblem(file=name + suffix, wrong=f"is {near}{suffix} again", right="keep one of the two")
            )
