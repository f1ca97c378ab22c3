"""Text from outside is data: what is cleaned, what is refused, and how a spreadsheet is kept from computing it."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_BLANKS = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_ALLOWED_CONTROLS = "\n\r\t"
# The full-width forms start a formula in some spreadsheets too.
_STARTS_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")  # noqa: RUF001
_ESCAPED_FORMULA = re.compile("'+[=+\\-@\t\r＝＋－＠]")  # noqa: RUF001


def refused_character(text: str) -> str | None:
    """Return the name of the first character no text may hold, or None.

    Refused and not silently removed, because nobody types them: control characters other than
    tab and line end, overrides of the writing direction, halves of surrogate pairs, noncharacters.
    """
    for char in text:
        category = unicodedata.category(char)
        control = category == "Cc" and char not in _ALLOWED_CONTROLS
        if control or category == "Cs" or _BIDI.match(char) or _NONCHARACTER.match(char):
            return f"U+{ord(char):04X} ({unicodedata.name(char, 'control character').lower()})"
    return None


def clean(text: str) -> str:
    """Return `text` as it is kept: NFC, one kind of blank and line end, no invisible characters, no outer blanks."""
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", _BLANKS.sub(" ", text))
    return unicodedata.normalize("NFC", text.strip()).strip()


def escape(text: str) -> str:
    """Return a spreadsheet cell for `text` that no spreadsheet takes for a formula.

    Text that starts with ``= + - @``, a tab or a carriage return gets an apostrophe in front; so does
    such text that has apostrophes in front already, which makes it reversible.
    """
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def unescape(cell: str) -> str:
    """Return the text that `escape` made `cell` of."""
    return cell[1:] if _ESCAPED_FORMULA.match(cell) else cell
