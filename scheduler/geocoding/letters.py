"""Letters big and small: a line in capitals becomes one that a person would write."""

import re

from scheduler.geocoding.text import fold
from scheduler.geocoding.words import SMALL_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = frozenset("ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xxi".split())
_SHORT = 3


def proper_case(text: str) -> str:
    """Return a name with capitals where they belong, if it was written all in small or all in big letters."""
    if not (text.isupper() or text.islower()) or (text.isupper() and len(text) <= _SHORT):
        return text  # "AK" is an abbreviation
    first = True

    def cased(found: re.Match[str]) -> str:
        nonlocal first
        word, begins = found[0], first
        first = False
        if fold(word) in _ROMAN:
            return word.upper()
        if fold(word) in SMALL_WORDS and not begins:
            return word.lower()
        after_digit = found.start() > 0 and text[found.start() - 1] == "-" and text[: found.start() - 1].isdigit()
        return word.lower() if after_digit else word[0].upper() + word[1:].lower()

    return _WORD.sub(cased, text)
