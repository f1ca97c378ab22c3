"""Reading what the commands are given, and writing one file."""

from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan
from scheduler.formats.plan_json import load_plan

PLAN_FILE = "plan.json"
MOST_BYTES = 200_000_000
WRITTEN = f"give a {PLAN_FILE} or a folder that `dojazd plan --out` wrote"


def read_plan(path: Path) -> tuple[Plan, DayView]:
    """Return the plan of a file, or of an output folder.

    Raises
    ------
    InputError
        If there is none, or it cannot be read.
    """
    return load_plan(read_text(path / PLAN_FILE if path.is_dir() else path))


def read_text(path: Path, *, right: str = WRITTEN) -> str:
    """Return a file's text.

    Parameters
    ----------
    right : str
        What to give instead of a file that cannot be read.

    Raises
    ------
    InputError
        If it is missing, unreadable, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refusal(path, "is larger than 200 MB", right)
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _refusal(path, "is not UTF-8 text", right) from error
    except OSError as error:
        raise _refusal(path, error.strerror or "cannot be read", right) from error


def write_text(path: Path, text: str) -> None:
    """Write a file; a new one is its owner's alone.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refusal(path, error.strerror or "cannot be written", "give a file that can be written") from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file that anybody may read.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _refusal(path, error.strerror or "cannot be written", "give a file that can be written") from error


def _refusal(path: Path, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file=str(path), wrong=wrong, right=right)])
