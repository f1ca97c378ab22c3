"""Words with one wrong letter: what they may have been."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
"""Of shorter words almost everything is one letter away."""
_MOST_WORDS = 6
_MOST_READINGS = 24


def corrections(words: Sequence[str], known: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield readings of `words` in which at least one word is a known one at one letter's distance, likely ones first.

    The distance is that of optimal string alignment: a letter too many, missing, wrong, or two neighbours swapped.
    """
    if len(words) > _MOST_WORDS:
        return
    choices = [_choices(word, known) for word in words]
    readings = (reading for reading in product(*choices) if reading != tuple(words))
    yield from islice(readings, _MOST_READINGS)


def _choices(word: str, known: Collection[str]) -> list[str]:
    if len(word) < _SHORTEST or word.isdigit():
        return [word]
    near = near_words(word, known)
    return [word, *near] if word in known or not near else near


def near_words(word: str, known: Collection[str]) -> list[str]:
    """Return known words at one letter's distance, in alphabetical order."""
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, processor=None, limit=8)
    return sorted(each for each, apart, _ in found if apart == 1)
