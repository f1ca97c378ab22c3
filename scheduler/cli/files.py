"""Reading what the commands are given."""

from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan
from scheduler.formats.plan_json import load_plan

PLAN_FILE = "plan.json"
MOST_BYTES = 200_000_000


def read_plan(path: Path) -> tuple[Plan, DayView]:
    """Return the plan of a file, or of an output folder.

    Raises
    ------
    InputError
        If there is none, or it cannot be read.
    """
    return load_plan(read_text(path / PLAN_FILE if path.is_dir() else path))


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises
    ------
    InputError
        If it is missing, unreadable, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refusal(path, "is larger than 200 MB")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _refusal(path, "is not UTF-8 text") from error
    except OSError as error:
        raise _refusal(path, error.strerror or "cannot be read") from error


def _refusal(path: Path, wrong: str) -> InputError:
    right = f"give a {PLAN_FILE} or a folder that `dojazd plan --out` wrote"
    return InputError([InputProblem(file=str(path), wrong=wrong, right=right)])
