"""What a public benchmark file says, before anything is scaled or rounded."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Family(StrEnum):
    """Kinds of files: Solomon and Gehring & Homberger, Li & Lim, Cordeau."""

    VRPTW = "vrptw"
    PDPTW = "pdptw"
    DARP = "darp"


@dataclass(frozen=True, kw_only=True)
class Node:
    """The depot, a customer, or one end of a pair.

    Attributes
    ----------
    number, line : int
        Its number in the file, and where it stands there.
    demand : int
        What is loaded (unloaded: negative); of a customer, what is brought.
    opens, closes : Decimal
        Bounds on the start of service; of the depot, on leaving and coming home.
    """

    number: int
    line: int
    x: Decimal
    y: Decimal
    demand: int
    opens: Decimal
    closes: Decimal
    service: Decimal


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One file.

    Attributes
    ----------
    nodes : tuple of Node
        The depot first, the others in the file's order.
    pairs : tuple of (pickup, delivery)
        Positions in `nodes`; empty for customers who are visited once.
    longest_ride, longest_route : Decimal or None
        From the end of service at the pickup to the start at the delivery; from leaving the depot to coming home.
    """

    name: str
    family: Family
    vehicles: int
    capacity: int
    nodes: tuple[Node, ...]
    pairs: tuple[tuple[int, int], ...] = ()
    longest_ride: Decimal | None = None
    longest_route: Decimal | None = None
