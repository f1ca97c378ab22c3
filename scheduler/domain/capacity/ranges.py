"""A number of some changes that is varied from one bound to another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from scheduler.domain.capacity.changes import Change, GrowDemand


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How people say a number of a change.

    Attributes
    ----------
    unit : str
        Behind the number, the same in both languages.
    signed : bool
        Whether it is said with its sign: it is more, or less.
    kept : callable
        The number as the change keeps it.
    """

    unit: str
    signed: bool = False
    kept: Callable[[Decimal], object]

    def said(self, value: Decimal) -> str:
        """Return a number as people say it: "+20%", "45 min"."""
        return f"{value.normalize():{'+' if self.signed and value else ''}f}{self.unit}"


def _permille(value: Decimal) -> int:
    return int(value * 10)


def _grosze(value: Decimal) -> int:
    return int(value * 100)


MEASURES: Mapping[str, Measure] = {
    "permille": Measure(unit="%", signed=True, kept=_permille),
    "share_permille": Measure(unit="%", kept=_permille),
    "width": Measure(unit=" min", kept=lambda value: timedelta(minutes=float(value))),
    "gr": Measure(unit=" zł", kept=_grosze),
    "gr_per_request": Measure(unit=" zł", kept=_grosze),
}
"""By field of a change: those that may be varied."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """A number that is varied, in the unit in which people say it.

    Attributes
    ----------
    field : str
        Of each change, one of `MEASURES`.
    low, high : Decimal
        Both are among its values.
    step : Decimal or None
        From one value to the next, which divides the way from low to high; None: as fine as the bounds are written.
    changes : tuple of Change
        That go together, as they are at the low bound.
    """

    field: str
    low: Decimal
    high: Decimal
    step: Decimal | None = None
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError("a range goes up from its low bound")
        if self.step is not None and (self.step <= 0 or (self.high - self.low) % self.step):
            raise ValueError("steps lead from the low bound to the high one")

    @property
    def count(self) -> int:
        """Of its values."""
        return int((self.high - self.low) / self._grain) + 1

    def value(self, place: int) -> Decimal:
        """Return one of its values, the low bound at 0."""
        return self.low + place * self._grain

    def at(self, part: float) -> Decimal:
        """Return the value at a part of the way, from 0 to below 1; each value has as long a part as any other."""
        return self.value(int(part * self.count))

    def changes_at(self, value: Decimal) -> tuple[Change, ...]:
        """Return its changes with a value; growth by nothing is no change."""
        kept: Any = MEASURES[self.field].kept(value)
        made = (replace(one, **{self.field: kept}) for one in self.changes)
        return tuple(one for one in made if not (isinstance(one, GrowDemand) and one.permille == 0))

    @property
    def holds_nothing(self) -> bool:
        """Whether one of its values changes nothing."""
        return any(not self.changes_at(self.value(place)) for place in range(self.count))

    @property
    def _grain(self) -> Decimal:
        if self.step is not None:
            return self.step
        digits = (bound.normalize().as_tuple().exponent for bound in (self.low, self.high))
        return Decimal(1).scaleb(min(0, *(int(one) for one in digits)))
