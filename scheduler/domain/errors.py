"""Every error this application raises on purpose, one tree.

DojazdError
├── InputError          files or arguments that cannot be used; carries every problem found
├── NaiveTimeError      a time without a time zone reached a type that holds instants
├── NoSuchTimeError     a local time that the clocks skip or repeat
├── PlanRejectedError   a plan that breaks a rule was about to be handed out
├── EngineError         the search engine cannot be made ready
├── TravelError         a travel engine cannot answer, or a road network cannot be built
├── GeocodingError      an address service cannot answer
├── ProviderError       the town's sign-in service does not answer, or not what it should
├── StudyError          a study of capacity cannot go on; what is finished of it is kept
│   └── StudyStoppedError  because somebody wanted that
├── BusyError           too much of the kind is being worked on; carries how long to wait
├── StoreError          the database cannot be used, or is not what it was
│   └── MasterKeyError  the key that data are sealed with is missing or another one
├── ConflictError       what is asked for cannot be done as things are now
│   ├── StaleError      somebody else has changed it meanwhile
│   ├── TakenError      somebody else has taken the place; carries fresh offers
│   └── RefusedError    a rule of the town or of the day says no; carries the reasons
├── AccessError         who asks is not who may
│   ├── SignInError     nobody is signed in, or not with this name and password
│   │   ├── SecondFactorError  the password was right; a code is wanted beside it
│   │   └── NoAccountError  the town's sign-in service knows them, and nobody here has let them in
│   ├── ForbiddenError  this role may not do that
│   └── ThrottledError  too many attempts; carries how long to wait
└── NotFoundError       what is asked for is not there
    └── UnknownIdError  an id that nothing answers to
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # they know times, and times know errors
    from scheduler.domain.booking import Offer, Refusal


LONGEST_ID_TOLD = 40


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

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[InputProblem, ...]]]:
        """Come out of another process with the problems, not with their text taken for a list of them."""
        return type(self), (self.problems,)


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


class ProviderError(DojazdError):
    """The town's sign-in service does not answer, or answers what cannot be used.

    Parameters
    ----------
    refresh : str
        What it has given to ask again by before it fell silent; what was used then may be worth nothing any more.
    """

    def __init__(self, message: str = "", *, refresh: str = "") -> None:
        self.refresh = refresh
        super().__init__(message)


class StudyError(DojazdError):
    """A study of capacity cannot go on; the replications that are finished are kept."""


class StudyStoppedError(StudyError):
    """Somebody wanted a study of capacity to end before it was done."""


class BusyError(DojazdError):
    """Too much of the kind is being worked on; nothing of this was begun.

    Parameters
    ----------
    wait : timedelta
        After how long it is worth while to ask again.
    """

    def __init__(self, message: str, *, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(message)


class StoreError(DojazdError):
    """The database cannot be used, or is not what it was."""


class MasterKeyError(StoreError):
    """The key that the data are sealed with is missing, or is another one; nothing is opened with it."""


class ConflictError(DojazdError):
    """What is asked for cannot be done as things are now.

    Parameters
    ----------
    said : mapping of str to str
        Why, as a sentence for people, by language; empty: nobody has written one.
    """

    def __init__(self, message: str, *, said: Mapping[str, str] | None = None) -> None:
        self.said = dict(said or {})
        super().__init__(message)


class StaleError(ConflictError):
    """Somebody else has changed it since it was read.

    Parameters
    ----------
    seen, now : int
        The version that the change was meant for, and the present one.
    """

    def __init__(self, what: str, *, seen: int, now: int) -> None:
        self.seen, self.now = seen, now
        super().__init__(f"{what} has changed: version {seen} was seen, it is {now} now; look again")


class TakenError(ConflictError):
    """The place that was offered has been taken meanwhile.

    Parameters
    ----------
    offers : sequence of Offer
        What is free now, for the same wish.
    """

    def __init__(self, message: str, *, offers: "Sequence[Offer]" = ()) -> None:
        self.offers = tuple(offers)
        super().__init__(message)


class RefusedError(ConflictError):
    """A rule of the town or of the day says no.

    Parameters
    ----------
    refusals : sequence of Refusal
        At least one: why, and what would fit.
    """

    def __init__(self, refusals: "Sequence[Refusal]") -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(one.summary.get("en", one.code) for one in self.refusals))


class AccessError(DojazdError):
    """Who asks is not who may."""


class SignInError(AccessError):
    """Nobody is signed in, or not with this name and password."""


class SecondFactorError(SignInError):
    """Name and password are right, and a code of the authenticator app or a recovery code is wanted beside them."""


class NoAccountError(SignInError):
    """The town's sign-in service has said who this is, and there is no account for them, or none that is open.

    Parameters
    ----------
    cause : str
        "unknown": an administrator has to give them one. "shut": it is closed here. "role": their role is gone there.
    """

    def __init__(self, message: str, *, cause: str) -> None:
        self.cause = cause
        super().__init__(message)


class ForbiddenError(AccessError):
    """This role may not do that."""


class ThrottledError(AccessError):
    """Too many attempts.

    Parameters
    ----------
    wait : timedelta
        How long until the next one is looked at.
    """

    def __init__(self, message: str, *, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(message)


class NotFoundError(DojazdError, LookupError):
    """What was asked for is not there."""


class UnknownIdError(NotFoundError):
    """Nothing has the id that was asked for; or who asks may not know that something has.

    Parameters
    ----------
    kind : str
        Of what: the name of a collection, such as "bookings".
    key : str
        The id; of a long one only the beginning is told, and of what has blanks in it nothing: that is no id of ours.
    """

    def __init__(self, kind: str, key: str) -> None:
        told = key if len(key) <= LONGEST_ID_TOLD else f"{key[:LONGEST_ID_TOLD]}…"
        is_told = key.isprintable() and " " not in key
        super().__init__(f"nothing among {kind.replace('_', ' ')} has {f'the id {told}' if is_told else 'this id'}")
