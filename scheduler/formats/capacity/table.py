"""Tables of a TOML file, asked key by key; what is wrong is noted with its key, its value and what would be right."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, TypeGuard

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.errors import InputProblem
from scheduler.formats.town.problems import Problems, one_of

_LARGEST = 1e9


@dataclass
class Table:
    """One table.

    Attributes
    ----------
    path : str
        Its name in the file; empty: the whole file.
    content : mapping of str to object
        As parsed.
    """

    file: str
    problems: Problems
    path: str
    content: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str, wrong: str, right: str) -> None:
        """Note what is wrong with a key."""
        value = self.content.get(key, "")
        shown = "" if isinstance(value, dict | list) else str(value)
        self.problems.add(InputProblem(file=self.file, column=self.name(key), value=shown, wrong=wrong, right=right))

    def name(self, key: str) -> str:
        """Return a key as the file would name it."""
        return f"{self.path}.{key}" if self.path else key

    def known(self) -> None:
        """Note every key that nobody has asked for; called when all were."""
        for key in self.content:
            if key not in self.asked:
                self.wrong(key, "is not a key of this table", one_of(key, self.asked))

    def table(self, key: str) -> "Table":
        """Return the table under a key, empty if there is none."""
        self.asked.add(key)
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "is not a table", f"write [{self.name(key)}]")
            found = {}
        return Table(file=self.file, problems=self.problems, path=self.name(key), content=found)

    def tables(self, key: str) -> "list[Table]":
        """Return the tables of the list under a key."""
        self.asked.add(key)
        found = self.content.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.wrong(key, "is not a list of tables", f"write [[{self.name(key)}]] before each")
            return []
        return [
            Table(file=self.file, problems=self.problems, path=f"{self.name(key)}[{k}]", content=one)
            for k, one in enumerate(found, start=1)
        ]

    def text(self, key: str, default: str | None = "") -> str:
        """Return a text; None for its default: it has to be there."""
        self.asked.add(key)
        found = self.content.get(key, default)
        if not isinstance(found, str) or (default is None and not found):
            self.wrong(key, "is missing" if key not in self.content else "is no text", 'write it in "quotes"')
            return ""
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        self.asked.add(key)
        found = self.content.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.wrong(key, "is no list of texts", 'write ["...", "..."]')
            return ()
        return tuple(found)

    def number(self, key: str, default: float | None, *, low: float = 0.0, high: float = _LARGEST) -> float:
        """Return a number of a range, both ends included; None for its default: it has to be there."""
        self.asked.add(key)
        if key not in self.content and default is not None:
            return default
        found: Any = self.content.get(key)
        if _is_number(found) and low <= found <= high:
            return float(found)
        wrong = "is missing" if key not in self.content else "is no number"
        if _is_number(found):
            wrong = "is too small" if found < low else "is too large"
        right = f"write a number from {low:g} to {high:g}" if high < _LARGEST else f"write a number of at least {low:g}"
        self.wrong(key, wrong, right)
        return low if default is None else default

    def whole(self, key: str, default: int | None, *, low: int = 0, high: int = 1_000_000_000) -> int:
        """Return a whole number of a range."""
        found = self.number(key, default, low=low, high=high)
        if found != int(found):
            self.wrong(key, "is no whole number", "leave out what is after the point")
        return int(found)

    def weights[T](self, parse: Callable[[str], T], *, low: float = 0.0) -> dict[T, float]:
        """Return all of this table: a value, and a number for it, not below a bound."""
        found: dict[T, float] = {}
        for key in self.content:
            number = self.number(key, 0.0, low=low)
            try:
                value = parse(key)
            except ValueError as error:
                self.wrong(key, f"{key!r} cannot stand here", str(error))
                continue
            if value in found:
                self.wrong(key, "stands here twice", "write it once")
            found[value] = number
        return found

    def chances[T, D](self, key: str, parse: Callable[[str], T], default: D) -> Chances[T] | D:
        """Return the chances of the table under a key, or the default if it is not there."""
        if key not in self.content:
            self.asked.add(key)
            return default
        found = self.table(key).weights(parse)
        if not sum(found.values()) > 0:
            right = f"write [{self.name(key)}] with a weight above zero for one value at least"
            self.wrong(key, "has no weight", right)
            return default
        return Chances(options=tuple(found.items()))

    def lognormal(self, key: str, default: Lognormal) -> Lognormal:
        """Return a lognormal size, or the default if it is not there."""
        if key not in self.content:
            self.asked.add(key)
            return default
        table = self.table(key)
        median = table.number("median", None, low=0.001)
        sigma = table.number("sigma", 0.0, high=5.0)
        table.known()
        return Lognormal(median=median, sigma=sigma)


def whole_of(low: int, high: int, what: str) -> Callable[[str], int]:
    """Return what reads a whole number of a range from a key."""

    def parse(key: str) -> int:
        if not (key.isascii() and key.isdigit()) or not low <= int(key) <= high:
            raise ValueError(f"write {what}, {low} to {high}")
        return int(key)

    return parse


def word_of[T](known: Collection[T]) -> Callable[[str], T]:
    """Return what reads one of some words from a key."""
    by_word = {str(one): one for one in known}

    def parse(key: str) -> T:
        if key not in by_word:
            raise ValueError(one_of(key, by_word))
        return by_word[key]

    return parse


def _is_number(found: Any) -> TypeGuard[int | float]:
    return isinstance(found, int | float) and not isinstance(found, bool) and isfinite(found)
