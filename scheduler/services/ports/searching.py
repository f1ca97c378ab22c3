"""Searches on other computers: what they are told, what they say meanwhile, and what they have found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

type FoundOrders = Mapping[int, Sequence[int]]
"""Tasks in their order by shift, both as the problem numbers them."""


@dataclass(frozen=True, kw_only=True)
class SearchErrand:
    """A search as it leaves this computer.

    Attributes
    ----------
    problem : str
        JSON: ids, times, distances and prices; nobody's name, address, phone or place on a map.
    begin : mapping
        The plan to begin with.
    seconds, effort : float or None, int or None
        Limits; with effort alone the same seed finds the same plan on any computer.
    """

    problem: str
    begin: FoundOrders
    seconds: float | None
    effort: int | None
    seed: int


@dataclass(frozen=True, kw_only=True)
class SearchStep:
    """How far a search is: of its best plan so far.

    Attributes
    ----------
    served, unassigned, calls : int
        Requests; and who would have to be phoned.
    cost_gr, metres : int
        Grosze, and how far all drive.
    """

    served: int
    unassigned: int
    cost_gr: int
    calls: int
    metres: int


class Elsewhere(Protocol):
    """Computers that search for this one."""

    def search(
        self, errand: SearchErrand, *, cancelled: Callable[[], bool], heard: Callable[[SearchStep], None]
    ) -> FoundOrders | None:
        """Return what they have found; None: they cannot be asked, or have fallen silent, and it is to be done here.

        Parameters
        ----------
        cancelled : callable
            Asked often; True: end with the best plan so far.
        heard : callable
            Called with what they say meanwhile.
        """
        ...
