"""What is wrong with a cell, a row or a file, and what would be right, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.booking import Refusal
from scheduler.services.importing.words import NOTES, RIGHT, UNREADABLE, WRONG

type Said = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One thing wrong in one row.

    Attributes
    ----------
    code : str
        Names the kind of mistake; stays as it is.
    field : str
        Whose cell it is; empty: the row as a whole.
    value : str
        What stands there, shortened.
    wrong, right : mapping of str to str
        By language.
    path : str
        Where it stands in a file of telegrams, as JSONPath writes it; empty: it is of a sheet.
    """

    code: str
    field: str
    value: str
    wrong: Said
    right: Said
    path: str = ""


class CellWrong(Exception):  # noqa: N818 - what is wrong, of a cell
    """A cell that says nothing we understand; never leaves the reading of a row.

    Parameters
    ----------
    code : str
        Of `WRONG`.
    **values
        What its sentences say.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def trouble(error: CellWrong, field: str, value: str) -> Trouble:
    """Return what to say of a cell."""
    return Trouble(
        code=error.code, field=field, value=value[:60], wrong=filled(WRONG[error.code], error.values),
        right=filled(RIGHT[error.code], error.values),
    )  # fmt: skip


def note(code: str, **values: object) -> Said:
    """Return something worth knowing of a row that is right."""
    return filled(NOTES[code], values)


def unreadable(code: str) -> Refusal:
    """Return why a file cannot be used at all."""
    return Refusal(code=f"file_{code}", summary=UNREADABLE[code])


def filled(told: Said, values: Mapping[str, object]) -> Said:
    """Return sentences with values put in; a value may itself be told by language."""
    return {lang: text.format(**{key: _in(lang, one) for key, one in values.items()}) for lang, text in told.items()}


def _in(lang: str, value: object) -> object:
    return value.get(lang, "") if isinstance(value, Mapping) else value
