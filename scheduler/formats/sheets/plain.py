"""Free text made fit to print: no control characters, and nothing that reverses the line it stands in."""

import re

# C0 and C1 controls but tab and line feed; marks that turn the writing direction; what XML cannot hold.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|\x85|[\u2028\u2029]")


def clean(text: str) -> str:
    """Return `text` without characters that a page, a sheet or a calendar cannot show; line ends become line feeds."""
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """Return `text` cleaned, on one line, without doubled spaces."""
    return " ".join(clean(text).split())


def with_breaks(text: str, longest: int = 30) -> str:
    """Return `text` with places to break words that are longer than `longest`, so that they stay in their column."""
    return re.sub(rf"(\S{{{longest}}})(?=\S)", "\\1\N{ZERO WIDTH SPACE}", text)
