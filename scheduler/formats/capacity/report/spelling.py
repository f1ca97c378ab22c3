"""The numbers of an answer as people read them."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from scheduler.domain.capacity.answers import Answer, Bounds, Cell
from scheduler.formats.sheets.words import NBSP, Lang, Words, read_words

FOLDER = Path(__file__).with_name("words")
_DIGITS = {"count": 1, "hours": 1, "km": 1, "per_hour": 2, "": 3}
_WHOLE_GR = 100_000
"""From 1000 zł on, grosze are left out: nobody knows them of a day's cost."""
DASH = "–"
MINUS = "−"


@cache
def report_words(lang: Lang) -> Words:
    """Return the words of reports."""
    return read_words(lang, {"": FOLDER / f"{lang}.toml"})


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """Says an answer's numbers and names in one language."""

    words: Words
    answer: Answer

    @property
    def level(self) -> str:
        """The level of the intervals."""
        return self.percent(self.answer.made.level, 0)

    def scenario(self, scenario: str) -> str:
        """Return a scenario's name; the town as it is needs none."""
        return self.answer.scenarios.get(scenario) or (self.words("base") if scenario == "base" else scenario)

    def kpi(self, kpi: str) -> str:
        """Return a figure's name."""
        return self.words.named("kpi", kpi)

    def value(self, value: float, unit: str) -> str:
        """Return a number with its unit."""
        if unit == "share":
            return self.percent(value)
        if unit == "grosze":
            return self._zloty(value) if abs(value) >= _WHOLE_GR else self._exact(value)
        text = self.words.number(value, _DIGITS[unit])
        return f"{text}{NBSP}km" if unit == "km" else text

    def tick(self, value: float, unit: str) -> str:
        """Return a round number at an axis; money without its grosze."""
        return self._zloty(value) if unit == "grosze" and value % 100 == 0 else self.value(value, unit)

    def _zloty(self, gr: float) -> str:
        return f"{self.words.number(gr / 100)}{NBSP}zł"

    def _exact(self, gr: float) -> str:
        text = f"{round(gr) / 100:.2f}"
        return f"{text.replace('.', ',') if self.words.lang == 'pl' else text}{NBSP}zł"

    def percent(self, share: float, digits: int = 1) -> str:
        """Return a share in per cent, as sentences have it."""
        return f"{self.words.number(share * 100, digits)}%"

    def interval(self, found: Bounds | None, unit: str, *, change: bool = False) -> str:
        """Return the bounds; a dash where there are none."""
        if found is None or found.low is None or found.high is None:
            return DASH
        if change:
            low, high = (self.change_value(one, unit) for one in (found.low, found.high))
            return self.words("interval", low=low, high=high)
        found = possible(found, unit)
        return f"{self.value(found.low or 0.0, unit)} {DASH} {self.value(found.high or 0.0, unit)}"

    def with_interval(self, found: Bounds, unit: str) -> str:
        """Return a mean with its bounds in brackets."""
        mean = self.value(found.mean, unit)
        return mean if found.low is None else f"{mean} ({self.interval(found, unit)})"

    def change_value(self, value: float, unit: str) -> str:
        """Return a difference with its sign; of shares in percentage points."""
        if unit == "share":
            text = f"{self.words.number(abs(value) * 100, 1)}{NBSP}{self.words('unit.points')}"
        else:
            text = self.value(abs(value), unit)
        if not any(digit in text for digit in "123456789"):
            return text  # as told it is nothing, which has no sign
        return f"{MINUS if value < 0 else '+'}{text}"

    def change(self, cell: Cell) -> str:
        """Return how far a figure is above the reference's."""
        return DASH if cell.change is None else self.change_value(cell.change.mean, cell.unit)

    def verdict(self, cell: Cell) -> str:
        """Say what a difference shows."""
        return self.words(f"verdict.{self.shown(cell)}")

    def shown(self, cell: Cell) -> str:
        """Return what a difference shows: "better", "worse", "more", "less", "open", "unknown" or "reference"."""
        return "reference" if cell.scenario == self.answer.reference else _shown(cell)


def possible(found: Bounds, unit: str) -> Bounds:
    """Return bounds without what cannot be: shares beyond 0 and 1, and anything else below 0."""
    if found.low is None or found.high is None:
        return found
    high = min(found.high, 1.0) if unit == "share" else found.high
    return replace(found, low=max(found.low, 0.0), high=high)


def _shown(cell: Cell) -> str:
    if cell.change is None or cell.change.low is None or cell.change.high is None:
        return "unknown"
    if cell.change.low <= 0 <= cell.change.high:
        return "open"
    up = cell.change.low > 0
    if cell.better == "neither":
        return "more" if up else "less"
    return "better" if up == (cell.better == "up") else "worse"
