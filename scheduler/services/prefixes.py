"""Words in their order, so that all with one beginning lie side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable

_MANY = 200
_LAST = "\U0010ffff"


class Prefixes[K: Hashable]:
    """Things by the beginnings of their words; adding and removing one costs a search and a shift of two lists."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._things: list[K] = []

    def add(self, rows: Iterable[tuple[str, K]]) -> None:
        """Take in words with their things."""
        new = list(rows)
        if len(new) > _MANY:
            rows = sorted([*zip(self._words, self._things, strict=True), *new], key=lambda row: row[0])
            self._words, self._things = [word for word, _ in rows], [thing for _, thing in rows]
            return
        for word, thing in new:
            at = bisect_right(self._words, word)
            self._words.insert(at, word)
            self._things.insert(at, thing)

    def remove(self, thing: K, words: Iterable[str]) -> None:
        """Take out some words of one thing; each must be there."""
        for word in words:
            at = self._things.index(thing, bisect_left(self._words, word), bisect_right(self._words, word))
            del self._words[at], self._things[at]

    def exactly(self, word: str) -> set[K]:
        """Return the things that have a word."""
        return set(self._things[bisect_left(self._words, word) : bisect_right(self._words, word)])

    def starting(self, beginning: str) -> set[K]:
        """Return the things that have a word with a beginning."""
        return set(self._things[bisect_left(self._words, beginning) : bisect_left(self._words, beginning + _LAST)])
