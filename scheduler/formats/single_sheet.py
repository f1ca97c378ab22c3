"""Reading a CSV file that stands beside a town and refers to it: a log of drives, a list of addresses."""

from collections.abc import Callable
from pathlib import Path

from scheduler.formats.town.column import Sheet
from scheduler.formats.town.csv_table import read_csv
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.files import UnreadableError
from scheduler.formats.town.problems import TooManyProblemsError
from scheduler.formats.town.references import check_references
from scheduler.formats.town.row import Row
from scheduler.formats.town.table import read_rows


def read_single_sheet[T](
    path: Path, sheet: Sheet, draft: Draft, take: Callable[[Row, Draft], T | None]
) -> tuple[T, ...]:
    """Return what the rows of a CSV file hold.

    Parameters
    ----------
    draft : Draft
        With new `problems`, and the ids that the rows may refer to.
    take : callable
        Returns what one row holds; None for a row with problems.

    Raises
    ------
    InputError
        With every problem found.
    """
    taken: list[T] = []
    try:
        for row in read_rows(read_csv(path, sheet), sheet, draft.problems):
            check_references(row, sheet, draft)
            if (one := take(row, draft)) is not None:
                taken.append(one)
    except UnreadableError as error:
        draft.problems.add(error.problem)
    except TooManyProblemsError:
        pass  # two hundred of them are told below
    draft.problems.raise_if_any(path.name)
    return tuple(taken)
