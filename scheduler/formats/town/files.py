"""Reading a file that may be anything: missing, huge, a directory, a pipe, a link to itself."""

import codecs
import stat
from pathlib import Path

from scheduler.domain.errors import InputProblem

LARGEST_FILE = 20 * 1024 * 1024


class UnreadableError(ValueError):
    """A file that cannot be used.

    Parameters
    ----------
    problem : InputProblem
        What to say about it.
    """

    def __init__(self, problem: InputProblem) -> None:
        super().__init__(problem.wrong)
        self.problem = problem


def unreadable(name: str, wrong: str, right: str) -> UnreadableError:
    """Return the error for a file as a whole."""
    return UnreadableError(InputProblem(file=name, wrong=wrong, right=right))


def read_bytes(path: Path, name: str, largest: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a regular, non-empty file of at most `largest` bytes.

    Raises
    ------
    UnreadableError
        With the problem to report.
    """
    try:
        # Asked first: opening a pipe would wait for ever.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            raise unreadable(name, f"is {kind}", "put a file of this name there")
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except FileNotFoundError:
        raise unreadable(name, "is missing", "add it; the README of scheduler/formats lists its columns") from None
    except OSError as error:
        raise unreadable(name, f"cannot be read ({error.strerror})", "check the file and its permissions") from error
    if len(content) > largest:
        raise unreadable(name, f"is larger than {largest // 1024 // 1024} MB", "split the town or remove old days")
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise unreadable(name, "is empty", "write at least the line with the column names")
    return content
