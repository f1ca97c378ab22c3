"""Where a town's files lie: a folder that is named, a workbook, or a town of the store by its id."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem
from scheduler.settings import load_settings


@dataclass(frozen=True, kw_only=True)
class TownHome:
    """Where one town is.

    Attributes
    ----------
    files : Path
        What a town is read from: its folder, or its workbook.
    folder : Path
        Where its town.toml lies, and what is made for it: `roads/`, `addresses.sqlite`.
    """

    files: Path
    folder: Path


def home_of(town: str) -> TownHome:
    """Return where a town is.

    Raises
    ------
    InputError
        If there is none of that name, saying where it was looked for.
    """
    named = Path(town)
    kept = load_settings().data / "towns" / town
    for folder in (named, kept):
        if _is(folder.is_dir):
            return TownHome(files=folder, folder=folder)
    if named.suffix.casefold() == ".xlsx" and _is(named.is_file):
        return TownHome(files=named, folder=named.parent)
    wrong = "is neither a folder, nor a workbook (.xlsx), nor a town kept"
    right = f"give the folder of a town's files, or the id of a town kept in {kept.parent}"
    raise InputError([InputProblem(file="--town", value=town[:60], wrong=wrong, right=right)])


def _is(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except (OSError, ValueError):  # a name that no file can have
        return False
