"""Where a town's files lie: a folder that is named, or a town of the store by its id."""

from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem
from scheduler.settings import load_settings


def home_of(town: str) -> Path:
    """Return the folder of a town.

    Raises
    ------
    InputError
        If there is none of that name, saying where it was looked for.
    """
    named = Path(town)
    kept = load_settings().data / "towns" / town
    for folder in (named, kept):
        if _is_folder(folder):
            return folder
    if named.suffix.casefold() == ".xlsx" and named.is_file():
        return named.parent
    right = f"give the folder of a town's files, or the id of a town kept in {kept.parent}"
    raise InputError(
        [InputProblem(file="--town", value=town, wrong="is neither a folder nor a town kept", right=right)]
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
