"""What an explanation says, as data: indices, whole numbers and rule codes; `words` makes sentences of it."""

from dataclasses import dataclass
from enum import StrEnum

from solver.rule import Violation


class Verdict(StrEnum):
    """How a shift stands to a request that is not served.

    NOT_ALONE: impossible even if the shift had nothing else to do. TAKEN: possible alone, but not beside what this
    plan gives the shift (or, for somebody who needs several rides or workers, not beside the other parts). FITS: there
    is room, at a price. UNKNOWN: time ran out before it was computed.
    """

    NOT_ALONE = "not_alone"
    TAKEN = "taken"
    FITS = "fits"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Rules which, left out together, let the request in; with any one of them back it does not fit.

    Attributes
    ----------
    rules : tuple of str
        Codes; empty: even without any rule it does not fit before the end of the day.
    others : tuple of str
        Other rules each of which, left out alone, lets it in as well (at a place in the route that is no better).
    violations : tuple of Violation
        What these rules say of the least bad way to serve it without them: the figures.
    enough : bool
        False: these rules forbid the shift outright, but even without them something else would be in the way.
    """

    rules: tuple[str, ...]
    others: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    enough: bool = True

    @property
    def amount(self) -> int:
        """By how much the rules are missed, in the units of the violations: a rough measure of closeness."""
        return sum(v.amount for v in self.violations)


@dataclass(frozen=True, kw_only=True)
class ShiftVerdict:
    """One shift and the request that is the obstacle.

    Attributes
    ----------
    price_gr : int or None
        FITS: what serving it there would cost more than leaving it out (negative: it would pay); None: it has to be
        served, whatever the price.
    start_s : int or None
        FITS: start of its timed task.
    obstacle : Obstacle or None
        NOT_ALONE and TAKEN.
    """

    shift: int
    verdict: Verdict
    obstacle: Obstacle | None = None
    price_gr: int | None = None
    start_s: int | None = None


class ChangeKind(StrEnum):
    """What could be changed, from the least to the greatest discomfort of one unit (see `change`)."""

    LATER = "later"
    EARLIER = "earlier"
    LONGER_RIDE = "longer_ride"
    OTHER_LATER = "other_later"
    OTHER_EARLIER = "other_earlier"
    OTHER_LONGER_RIDE = "other_longer_ride"
    OVERTIME = "overtime"
    PLACE = "place"
    OTHER_STAFF = "other_staff"
    ATTENDANT = "attendant"
    ALLOW = "allow"


@dataclass(frozen=True, kw_only=True)
class Change:
    """The least amount of one kind of change that lets everything in, with all rules obeyed and all times exact.

    Attributes
    ----------
    amount : int
        In `unit`: "s" (a multiple of 60), "place", "worker", or the violation's own unit (ALLOW).
    shift : int
        Which shift then serves the request.
    start_s : int
        When its timed task then starts.
    request : int
        Whose window or ride is changed; -1: nobody's.
    load_kind : int
        PLACE: which kind of place; else -1.
    rule, subject : str
        ALLOW: what a dispatcher would have to accept.
    discomfort : int
        What changes are ranked by.
    """

    kind: ChangeKind
    amount: int
    unit: str
    shift: int
    start_s: int
    request: int = -1
    load_kind: int = -1
    rule: str = ""
    subject: str = ""
    discomfort: int = 0


@dataclass(frozen=True, kw_only=True)
class Alone:
    """Whether the requests could be served if nobody else were planned.

    Attributes
    ----------
    possible : bool or None
        None: not computed.
    shifts : tuple of int
        Where the obstructing request (or the one asked about) could be served.
    by_rule : tuple of (rules, shifts)
        Which rules keep how many shifts away, the nearest first; its first entry is what to tell people.
    closest : ShiftVerdict or None
        The shift that misses by least, with figures.
    """

    possible: bool | None
    shifts: tuple[int, ...] = ()
    by_rule: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = ()
    closest: ShiftVerdict | None = None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """The headline. `rule` is empty where no rule stands in the way and only the price does, or nothing is known."""

    rule: str
    verdict: Verdict
    shift: int | None = None
    violation: Violation | None = None
    price_gr: int | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a request is not served.

    Attributes
    ----------
    request : int
        The one asked about.
    requests : tuple of int
        All that can only be served together (crews of a double visit, legs of a journey, what must come before).
    obstacle : int
        The one of them that is in the way; where each would fit but not all together, the last to be placed.
    per_shift : tuple of ShiftVerdict
        For the obstacle, by shift.
    changes : tuple of Change
        The least of each kind that helps, the most comfortable first.
    not_computed : tuple of str
        "alone", "per_shift", "changes": parts that time did not suffice for, or that a broken plan does not allow.
    plan_broken : bool
        The plan itself has no times under all rules, so nothing can be tried beside it.
    """

    request: int
    requests: tuple[int, ...]
    obstacle: int
    reason: Reason
    alone: Alone
    per_shift: tuple[ShiftVerdict, ...] = ()
    changes: tuple[Change, ...] = ()
    not_computed: tuple[str, ...] = ()
    plan_broken: bool = False

    @property
    def change(self) -> Change | None:
        """The smallest change, if any helps."""
        return self.changes[0] if self.changes else None
