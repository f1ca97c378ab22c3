"""Everything wrong with the input, collected so that a person can correct it in one go."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from scheduler.domain.errors import InputError, InputProblem

MOST_LISTED = 200
LONGEST_VALUE = 60


def shortened(value: str) -> str:
    """Return `value`, cut so that a message stays readable."""
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 3] + "..."


def nearest(value: str, known: Collection[str], *, likeness: float = 0.6) -> str | None:
    """Return the known word that was probably meant, if there is one."""
    # Bounded on both sides: a hostile file must not make us compare long strings for minutes.
    if len(value) > LONGEST_VALUE or len(known) > 20_000:
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
    def full(self) -> bool:
        """Whether further problems are only counted, so that costly advice can be skipped."""
        return len(self.found) >= MOST_LISTED

    def add(self, problem: InputProblem) -> None:
        """Note one more problem."""
        if self.full:
            self.unlisted += 1
        else:
            self.found.append(replace(problem, value=shortened(problem.value)))

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
        listed = sorted(self.found, key=lambda problem: problem.file)
        if self.unlisted:
            rest = f"and {self.unlisted} more problems"
            listed.append(InputProblem(file=source, wrong=rest, right="correct those above, then check again"))
        raise InputError(listed)
