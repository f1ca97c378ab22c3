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


def read_tables(home: Path, book: str, problems: Problems) -> Mapping[str, Table]:
    """Return the tables of all sheets that could be read, by sheet name; whatever is wrong goes to `problems`."""
    try:
        names = sorted(path.name for path in home.iterdir())
    except OSError as error:
        wrong = f"cannot be listed ({error.strerror})"
        problems.add(InputProblem(file=str(home), wrong=wrong, right="check its permissions"))
        return {}
    files = [name for name in names if name.casefold().endswith(".csv")]
    if book in names:
        _check_both(files, book, problems)
        return _read_book(home / book, problems)
    books = [name for name in names if name.casefold().endswith(".xlsx") and not name.startswith("~")]
    if books and not files:
        wrong = f"is missing, but there is {books[0]}"
        problems.add(InputProblem(file=WORKBOOK, wrong=wrong, right=f"rename it to {WORKBOOK}"))
        return {}
    _check_names([name[:-4] for name in files], ".csv", problems)
    return _read_files(home, files, problems)


def _check_both(files: list[str], book: str, problems: Problems) -> None:
    for name in files:
        if name[:-4].casefold() in MODULES:
            right = "keep the workbook or the CSV files, not both"
            problems.add(InputProblem(file=name, wrong=f"stands beside {book}", right=right))


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
        found = read_workbook(path, MODULES.keys(), problems)
    except UnreadableError as error:
        problems.add(error.problem)
        return {}
    _check_names(list(found), "", problems)
    usable = {}
    for sheet in SHEETS:
        file = f"{path.name}/{sheet.name}"
        if sheet.name in found and found[sheet.name].header:
            usable[sheet.name] = found[sheet.name]
        elif sheet.name in found:
            right = "put the column names into row 1"
            problems.add(InputProblem(file=file, wrong="does not begin with the column names", right=right))
        elif not sheet.optional:
            problems.add(InputProblem(file=file, wrong="is missing", right="add this sheet"))
    return usable


def _check_names(found: list[str], suffix: str, problems: Problems) -> None:
    """Report what is probably a sheet under a misspelt name; other files and sheets are nobody's business."""
    for name in found:
        near = None if name in MODULES else nearest(name, MODULES.keys(), likeness=0.8)
        if near is not None and (near not in found or near == name.casefold()):
            wrong, right = "is not the name of a sheet", f"did you mean {near}{suffix}?"
            problems.add(InputProblem(file=name + suffix, wrong=wrong, right=right))
