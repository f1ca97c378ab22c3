"""A line taken apart: words without case and marks, numbers, clock times, dates; each knows where it stood."""

import re
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.text import folded

type Kind = Literal["word", "number", "clock", "dotted", "iso", "dash", "other"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("iso", r"\d{4}-\d{2}-\d{2}(?!\d)"),
    ("clock", r"\d{1,2}:\d{2}(?!\d)"),
    ("dotted", r"\d{1,2}\.\d{1,2}(?:\.(?:\d{4})?)?(?!\d)"),
    ("number", r"\d+"),
    ("dash", r"[-\u2013\u2014]"),
    ("word", r"[ap]\.m\.?(?![^\W_])|[^\W\d_]+(?:['\u2019][^\W\d_]+)?"),
    ("other", r"[^\s,.;:!?\"\u201e\u201d\u201c()]"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign.

    Attributes
    ----------
    text : str
        As it is compared: folded.
    raw : str
        As it was typed.
    start, end : int
        Where it stood, in characters.
    """

    kind: Kind
    text: str
    raw: str
    start: int

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.start + len(self.raw)


def tokens(line: str) -> tuple[Token, ...]:
    """Return the parts of a line; blanks and the marks of a sentence are none."""
    found = []
    for match in _TOKEN.finditer(line):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # a name of `_KINDS`
        raw = match.group()
        text = folded(raw).replace("\u2019", "'")
        found.append(
            Token(kind=kind, text=text.replace(".", "") if kind == "word" else text, raw=raw, start=match.start())
        )
    return tuple(found)
