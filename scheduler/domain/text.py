"""Text that people have typed: what one can see, and written in one way only.

Two names that look alike must be alike: combining marks are composed (NFC), and what nobody sees is refused, not taken
out, because nobody types it: somebody has pasted or planted it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from scheduler.domain.errors import InputError, InputProblem

_UNSEEN = {
    "Cc": "a control character",
    "Cf": "an invisible character",
    "Cn": "a character that Unicode does not have",
    "Co": "a character of somebody's own",
    "Cs": "half of a character",
    "Zl": "an invisible end of a line",
    "Zp": "an invisible end of a paragraph",
}
"""By Unicode's general category. Marks that turn the writing direction and characters without width are Cf."""
RIGHT = "delete it, or type the text anew"


def flaw_of(text: str, *, lines: bool = False) -> str:
    """Return what is wrong with a text that somebody has typed; empty: nothing.

    Parameters
    ----------
    lines : bool
        Whether it may have several lines, and tabs in them.
    """
    for char in text:
        what = _UNSEEN.get(unicodedata.category(char))
        if what and not (lines and char in "\n\t"):
            name = unicodedata.name(char, what).lower()
            return f"holds U+{ord(char):04X} ({name}), which nobody sees"
    return ""


def composed(text: str, *, lines: bool = False) -> str:
    """Return a text as it is kept: NFC, lines ended in one way.

    Raises
    ------
    ValueError
        If it has a flaw, which is the message.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n") if lines else text)
    if flaw := flaw_of(text, lines=lines):
        raise ValueError(flaw)
    return text


def folded(text: str) -> str:
    """Return a text as it is searched: without case and without the marks of Polish letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def tidy[T](value: T, file: str, *, lines: type) -> T:
    """Return a thing of the domain with all its texts as they are kept; its ids stay as they are.

    Parameters
    ----------
    file : str
        What it is called in an error.
    lines : type
        Whose texts may have several lines.

    Raises
    ------
    InputError
        Naming every text that has a flaw.
    """
    problems: list[InputProblem] = []
    done: T = _tidied(value, "", (file, lines), problems)
    if problems:
        raise InputError(problems)
    return done


def _tidied(value: Any, path: str, how: tuple[str, type], problems: list[InputProblem]) -> Any:
    if isinstance(value, tuple):
        return tuple(_tidied(one, f"{path}{number}.", how, problems) for number, one in enumerate(value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = dict(_changes(value, path, how, problems))
    return replace(value, **changed) if changed else value


def _changes(value: Any, path: str, how: tuple[str, type], problems: list[InputProblem]) -> Iterator[tuple[str, Any]]:
    file, lines = how
    for field in fields(value):
        before = getattr(value, field.name)
        after = before
        if type(before) is str and field.type in {str, str | None}:  # ids have types of their own
            try:
                after = composed(before, lines=isinstance(value, lines))
            except ValueError as error:
                problem = InputProblem(file=file, column=f"{path}{field.name}", wrong=str(error), right=RIGHT)
                problems.append(problem)
        elif not isinstance(before, str):
            after = _tidied(before, f"{path}{field.name}.", how, problems)
        if after != before:
            yield field.name, after


def alphabetical(text: str) -> str:
    """Return what texts are sorted by in the Polish alphabet: ł comes after l, and neither after z."""
    return text.casefold().translate(_AFTER)


_LETTERS = {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s"}
_AFTER = str.maketrans({key: f"{plain}\uffff" for key, plain in _LETTERS.items()} | {"ź": "z\ufffe", "ż": "z\uffff"})
