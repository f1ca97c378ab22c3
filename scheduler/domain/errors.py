"""Every error this application raises on purpose, one tree.

DojazdError
├── InputError          files or arguments that cannot be used; carries every problem found
├── NaiveTimeError      a time without a time zone reached a type that holds instants
├── NoSuchTimeError     a local time that the clocks skip or repeat
├── PlanRejectedError   a plan that breaks a rule was about to be handed out
├── EngineError         the search engine cannot be made ready
├── TravelError         a travel engine cannot answer, or a road network cannot be built
├── GeocodingError      an address service cannot answer
└── NotFoundError       an id that nothing answers to
"""

from collections.abc import Sequence
from dataclasses import dataclass


class DojazdError(Exception):
    """Base of all errors raised on purpose."""


@dataclass(frozen=True, kw_only=True)
class InputProblem:
    """One thing wrong in one place of the input, and what would be right.

    Attributes
    ----------
    file : str
        File or sheet name, or the argument's name.
    row : int or None
        Row as a spreadsheet counts it (the header is row 1); None where the file as a whole is meant.
    column : str or None
        Column header or key path.
    value : str
        What stands there, shortened.
    wrong : str
        What is wrong with it.
    right : str
        What would be right.
    """

    file: str
    row: int | None = None
    column: str | None = None
    value: str = ""
    wrong: str
    right: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", {self.column}"
        shown = f" {self.value!r}" if self.value else ""
        return f"{where}:{shown} {self.wrong}; {self.right}"


class InputError(DojazdError):
    """Input that cannot be used; lists every problem, nothing of it was taken.

    Parameters
    ----------
    problems : sequence of InputProblem
        At least one.
    """

    def __init__(self, problems: Sequence[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NaiveTimeError(DojazdError, ValueError):
    """A time without a time zone was given where an instant is meant."""


class NoSuchTimeError(DojazdError, ValueError):
    """A local time that does not exist, or exists twice, on the day the clocks change."""


class PlanRejectedError(DojazdError):
    """A plan that breaks a rule or miscounts its cost was about to be handed out."""


class EngineError(DojazdError):
    """The search engine cannot be made ready on this computer."""


class TravelError(DojazdError):
    """A travel engine cannot answer, or its road network cannot be built; another engine may do.

    Parameters
    ----------
    kind : str
        What a dispatcher is told of it: "failed", "missing" or "damaged" (a map), "changed" (it is another map now).
    """

    def __init__(self, message: str, *, kind: str = "failed") -> None:
        self.kind = kind
        super().__init__(message)


class GeocodingError(DojazdError):
    """An address service or register cannot answer; another one may do."""


class NotFoundError(DojazdError, LookupError):
    """Nothing has the id that was asked for."""
