"""Text from outside is data: what is cleaned, what is refused, and how a spreadsheet is kept from computing it."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_BLANKS = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Control characters but tab and line ends, overrides of the writing direction, lone surrogates, noncharacters.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# The full-width forms start a formula in some spreadsheets too.
_FORMULA = "[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_STARTS_FORMULA = re.compile(f"'*{_FORMULA}")
_ESCAPED_FORMULA = re.compile(f"'+{_FORMULA}")


def refused_character(text: str) -> str | None:
    """Return the name of the first character that no text may hold, or None.

    Refused and not silently removed, because nobody types them: somebody pasted or planted them.
    """
    found = _REFUSED.search(text)
    if found is None:
        return None
    return f"U+{ord(found[0]):04X} ({unicodedata.name(found[0], 'a control character').lower()})"


def visible(text: str) -> str:
    """Return `text` with refused characters spelled out, so that a message cannot play tricks on a terminal."""
    return _REFUSED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clean(text: str) -> str:
    """Return `text` as it is kept: NFC, one kind of blank and line end, no invisible characters, no outer blanks."""
    if text.isascii() and "\r" not in text:
        return text.strip()  # nearly every cell
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
