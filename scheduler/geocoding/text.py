"""Text as people type it, made into text that can be taken apart, and into keys that can be compared."""

import re
import unicodedata

LONGEST = 300
"""Characters of a line that are read; a longer one is not an address."""

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "æ": "ae", "Æ": "AE", "œ": "oe", "ħ": "h"}
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("[\"'`\u00b4\u00ab\u00bb\u2018-\u201f\u2039\u203a]")
_BLANKS = re.compile(r"\s+")
_NO_WORD = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """Return a line without what nobody sees or means: controls, zero-width marks, quotes, odd blanks and dashes."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = "".join(map(_visible, text))
    text = _DASHES.sub("-", _QUOTES.sub(" ", text))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip())


def _visible(letter: str) -> str:
    if letter in "\n\r\t\v\f\u2028\u2029":
        return "," if letter in "\n\r\u2028\u2029" else " "
    category = unicodedata.category(letter)
    if category in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    return " " if category[0] in "CZ" else letter


def fold(text: str) -> str:
    """Return the search key of a text: plain small letters and digits, words apart by one blank.

    "Łódź, ul. Świętej-Jadwigi" becomes "lodz ul swietej jadwigi". Folding a key changes nothing.
    """
    if not text.isascii():
        text = _without_marks(text)
    return _NO_WORD.sub(" ", text.lower()).strip()


def _without_marks(text: str) -> str:
    # A letter's small form may have marks of its own (İ), and what is taken apart may have small forms again.
    for _ in range(3):
        taken_apart = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
        text = "".join(letter for letter in taken_apart if unicodedata.category(letter)[0] != "M")
    return "".join("" if unicodedata.category(letter) in {"Cf", "Cs", "Cn", "Co"} else letter for letter in text)
