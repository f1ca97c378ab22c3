"""Blanks that people leave out or add, put where the parts of an address can be told apart."""

import re

_GLUED = re.compile(r"([^\W\d_]{2,})(\d)")
_POPE = re.compile(r"\b(paw[łl]a)\s+2\b", re.IGNORECASE)
_GLUED_FLAT = re.compile(r"(\d)(m|lok)\.?\s?(\d)", re.IGNORECASE)
_BROKEN_SLASH = re.compile(r"(?<=[\w])\s*/\s*(?=\w)")


def spaced(line: str) -> str:
    """Return a line with "Szkolna5", "5m7" and "12 / 14" spaced as usual, and the pope's number as it is written."""
    line = _POPE.sub(r"\1 II", _GLUED.sub(r"\1 \2", line))
    line = _GLUED_FLAT.sub(r"\1 \2 \3", line)
    return _BROKEN_SLASH.sub("/", line)
