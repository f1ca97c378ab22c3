"""Figures as people read them: with their unit, and how far they are from those of the time before."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from babel.numbers import format_decimal

from scheduler.formats.sheets.words import NBSP, Words

type Direction = Literal["up", "down", "same"]
type Worth = Literal["better", "worse", ""]

BETTER: Mapping[str, Direction] = {
    "served": "up", "served_share": "up", "denied": "down", "no_show_share": "down", "on_time_pickup": "up",
    "on_time_appointment": "up", "per_staff_hour": "up", "per_vehicle_hour": "up", "continuity": "up",
    "cost_per_served": "down", "mean_late": "down",
}  # fmt: skip
"""Which way a figure gets better; that of others is for people to judge."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """How far a figure is from that of the time before.

    Attributes
    ----------
    by : str
        How far, with its unit; empty: not at all.
    """

    direction: Direction
    by: str
    worth: Worth


@dataclass(frozen=True)
class Numbers:
    """Figures in one language."""

    words: Words

    def told(self, value: float | None, unit: str) -> str:
        """Return a figure with its unit; "": there was nothing to measure."""
        if value is None:
            return ""
        match unit:
            case "permille":
                return f"{self.fixed(value / 10, 1)}%"
            case "pln":
                return self.words.money(round(value * 100))
            case "km":
                return self.words.kilometres(value * 1000)
            case "minutes":
                return f"{self.fixed(value, 1)}{NBSP}min"
            case "hours":
                return f"{self.fixed(value, 1)}{NBSP}{self.words('figures.unit.hours')}"
            case "ratio" | "per_hour":
                return self.fixed(value, 2)
            case _:
                return self.words.number(value)

    def fixed(self, value: float, digits: int) -> str:
        """Return a number with so many decimals, also where they are noughts: columns of them are compared."""
        return format_decimal(Decimal(value), format=f"#,##0.{'0' * digits}", locale=self.words.locale)

    def change(self, key: str, now: float | None, before: float | None, unit: str) -> Change | None:
        """Return how far a figure is from that of the time before; None: one of them is not known."""
        if now is None or before is None:
            return None
        by = self._distance(abs(now - before), unit)
        if by == self._distance(0, unit):
            return Change(direction="same", by="", worth="")
        direction: Direction = "up" if now > before else "down"
        better = BETTER.get(key)
        return Change(
            direction=direction,
            by=by,
            worth="" if better is None else "better" if better == direction else "worse",
        )

    def _distance(self, value: float, unit: str) -> str:
        if unit == "permille":
            return f"{self.fixed(value / 10, 1)}{NBSP}{self.words('figures.unit.points')}"
        return self.told(value, unit)
