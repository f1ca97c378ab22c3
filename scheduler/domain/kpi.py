"""Numbers that say how good a day is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PAID_TERMS = frozenset({"contracted_work", "driving", "overtime", "shift_use", "working"})
"""Objective terms that somebody pays; the others are prices of discomfort and of refusals."""


@dataclass(frozen=True, kw_only=True)
class DayKpis:
    """A planned day in figures.

    Attributes
    ----------
    requested, served : int
        Requests (both crews of a double visit count once).
    calls : int
        Published stops that moved.
    contracted_permille : int or None
        Contracted share of the grant period up to and with this day, by the grant's measure (hours: at doors).
    """

    requested: int
    served: int
    clients_served: int = 0
    calls: int = 0
    distance_m: int = 0
    driving_s: int = 0
    working_s: int = 0
    overtime_s: int = 0
    waiting_s: int = 0
    cost_gr: int = 0
    contracted_permille: int | None = None
    served_by_service: Mapping[str, tuple[int, int]] = field(default_factory=dict)
