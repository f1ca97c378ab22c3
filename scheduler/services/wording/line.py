"""A line with a finger on it: what the readers of days and hours look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.services.wording.lexicon import CARDINAL
from scheduler.services.wording.tokens import Token

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """The parts of a line, and the day on which it was said."""

    tokens: tuple[Token, ...]
    today: date

    def text(self, at: int) -> str:
        """Return the word there, empty behind the end."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """Return its kind, empty behind the end."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def after(self, at: int, *phrases: str) -> int | None:
        """Return the place behind the first phrase that stands there; None: none of them does."""
        for phrase in phrases:
            words = phrase.split()
            if all(self.text(at + n) == word for n, word in enumerate(words)):
                return at + len(words)
        return None

    def past(self, at: int, words: Collection[str]) -> int:
        """Return the place behind a word that may stand there."""
        return at + 1 if self.text(at) in words and at < len(self.tokens) else at

    def longest[T](self, at: int, phrases: Mapping[str, T]) -> tuple[int, T] | None:
        """Return the longest of some phrases that stands there, and the place behind it."""
        found = [(end, value) for phrase, value in phrases.items() if (end := self.after(at, phrase)) is not None]
        return max(found, key=lambda one: one[0], default=None)

    def number(self, at: int) -> int | None:
        """Return the number that stands there, in figures or, up to twelve, in words."""
        if self.kind(at) == "number":
            return int(self.text(at)) if len(self.text(at)) <= 4 else None
        return CARDINAL.get(self.text(at))


def monday_of_next_week(today: date) -> date:
    """Return the Monday that comes next."""
    return today + DAY * (8 - today.isoweekday())
