"""What is said of a place for a request: data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from solver.admissible import Refusal
from solver.facts.requests import Span

TIMES = 0
"""Instead of a primitive: a route has no times."""


class Place(NamedTuple):
    """Where a request could go, all else staying in its order.

    Attributes
    ----------
    at : tuple of int
        For each of its tasks the position, in the shift's order without the request, that it comes before.
    cost_gr : int
        Grosze more than without it.
    start_s : int
        Start of its timed task, everything as early as it can be.
    first_s, last_s : int
        Its timed task certainly cannot start sooner, or later.
    """

    request: int
    shift: int
    at: tuple[int, ...]
    cost_gr: int
    start_s: int
    first_s: int
    last_s: int


class Served(NamedTuple):
    """One request of an offer.

    Attributes
    ----------
    at : tuple of int
        As `Place.at`, in the order with the requests of the offer before this one.
    starts : tuple of Span
        All that its timed task may have, ascending. Both ends of a span are possible, and of each minute inside some
        start is: any window of a minute or more that meets a span can be promised.
    """

    request: int
    shift: int
    at: tuple[int, ...]
    starts: tuple[Span, ...]


class Moved(NamedTuple):
    """A task whose earliest start is another, by more than the tolerance that is worth a call."""

    task: int
    from_s: int
    to_s: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a change does to the rest of the plan.

    Attributes
    ----------
    orders : mapping of shift to tasks
        The orders of the shifts whose order changes.
    cost_gr : int
        Grosze more than the plan costs now; what it costs that requests are left out is not counted.
    calls : tuple of int
        Published requests, on routes that change, that could start as published before and cannot now, whatever is done
        for them. (What keeping several of them costs each other is for the polish to find out.)
    moved : tuple of Moved
        Tasks of others.
    """

    orders: Mapping[int, tuple[int, ...]]
    cost_gr: int = 0
    calls: tuple[int, ...] = ()
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offer(Effect):
    """A way to serve requests together that breaks nothing.

    Attributes
    ----------
    served : tuple of Served
        One for each request; the starts of each are those it may have if the others may have any of theirs.
    """

    served: tuple[Served, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict(Effect):
    """Whether a request may be moved somewhere; its orders are told also if not.

    Attributes
    ----------
    refusal : Refusal or None
        The first primitive in the way; None: nothing is. `TIMES` and the shift: its route has no times, whatever others
        do. 8 and the shift: it has none together with those that relations tie to it, or the rest of the plan has none.
    """

    refusal: Refusal | None = None

    @property
    def possible(self) -> bool:
        """Whether it may be done."""
        return self.refusal is None
