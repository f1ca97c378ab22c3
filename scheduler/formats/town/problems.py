"""Everything wrong with the input, collected so that a person can correct it in one go."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.town.text import visible

MOST_LISTED = 200
MOST_COUNTED = 5_000
_LONGEST_VALUE = 60
_MOST_COMPARED = 5_000


class TooManyProblemsError(Exception):
    """So much is wrong that looking further helps nobody; never leaves the reader of towns."""


def shortened(text: str, longest: int = _LONGEST_VALUE) -> str:
    """Return `text`, cut and made visible, as a message may show it."""
    text = visible(text)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def nearest(value: str, known: Collection[str], *, likeness: float = 0.6) -> str | None:
    """Return the known word that was probably meant, if there is one."""
    # Bounded on both sides: a hostile file must not make us compare long strings for minutes.
    if len(value) > _LONGEST_VALUE or len(known) > _MOST_COMPARED:
        return None
    folded = {word.casefold(): word for word in known}
    found = get_close_matches(value.casefold(), folded, n=1, cutoff=likeness)
    return folded[found[0]] if found else None


def one_of(value: str, known: Collection[str]) -> str:
    """Return what would be right instead of the unknown word `value`."""
    near = nearest(value, known)
    if near is not None:
        return f"did you mean {near}?"
    if not known:
        return "there are none to choose from"
    listed = ", ".join(sorted(known)[:8])
    return f"use one of {listed}" + (" ..." if len(known) > 8 else "")


@dataclass
class Problems:
    """A growing list of input problems; the first 200 are kept and the rest counted."""

    found: list[InputProblem] = field(default_factory=list)
    unlisted: int = 0

    @property
    def count(self) -> int:
        """How many problems were noted so far."""
        return len(self.found) + self.unlisted

    @property
    def full(self) -> bool:
        """Whether further problems are only counted, so that costly advice can be skipped."""
        return len(self.found) >= MOST_LISTED

    def add(self, problem: InputProblem) -> None:
        """Note one more problem.

        Raises
        ------
        TooManyProblemsError
            After some thousands.
        """
        if not self.full:
            self.found.append(_presentable(problem))
            return
        self.unlisted += 1
        if self.count >= MOST_COUNTED:
            raise TooManyProblemsError

    def raise_if_any(self, source: str) -> None:
        """Refuse the input if anything was wrong.

        Parameters
        ----------
        source : str
            What was read, named where no single file is meant.

        Raises
        ------
        InputError
            With at most 200 problems, and a last one that counts the rest.
        """
        if not self.found:
            return
        listed = sorted(self.found, key=lambda problem: (problem.file, problem.row or 0))
        if self.unlisted:
            rest = f"and {self.unlisted} more" + (" at least" if self.count >= MOST_COUNTED else "")
            listed.append(InputProblem(file=source, wrong=rest, right="correct those above, then check again"))
        raise InputError(listed)


def _presentable(problem: InputProblem) -> InputProblem:
    return replace(
        problem,
        file=shortened(problem.file, 200),
        column=None if problem.column is None else shortened(problem.column, 100),
        value=shortened(problem.value),
        wrong=shortened(problem.wrong, 500),
        right=shortened(problem.right, 500),
    )
