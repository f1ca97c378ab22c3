"""A line cut at its commas and at its postcode, and what each piece holds: a street, a number, other words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.geocoding import words
from scheduler.geocoding.numbers import NUMBER, Numbers, is_range, read_numbers
from scheduler.geocoding.streets import split_kind
from scheduler.geocoding.text import fold
from scheduler.services.ports import StreetKind

_POSTCODE = re.compile(r"(?<![\w/-])(?:(\d{2})\s?-\s?(\d{3})|(\d{2})(\d{3}))(?![\w/-])")
_CUTS = re.compile(r"[,;|()\[\]]+")
_MARKER = re.compile(
    r"(?<![^\s.])(?:(?:ul|al|os|pl|bulw)\.|(?:ul|ulica|aleja|aleje|osiedle|plac|rondo|skwer|bulwar)(?=\s))\s*(?=\w)",
    re.IGNORECASE,
)
_ONLY_NUMBERS = re.compile(
    r"(?:nr|m|mieszk|mieszkanie|lok|lokal|kl|klatka|p|piętro|blok|bl|apt)?\.?\s?\d{1,4}\s?[a-z]?(?:[\s/]+\S{1,6}){0,3}",
    re.IGNORECASE,
)
_EDGES = " .-/:"


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One piece between commas.

    Attributes
    ----------
    head, body, tail : str
        What stands before the word "ul." or its like; the street or place; what stands behind the number.
    after_postcode : bool
        Whether a postcode stands right before it, which makes its first words a town.
    """

    head: str = ""
    kind: StreetKind | None = None
    body: str = ""
    numbers: Numbers | None = None
    tail: str = ""
    after_postcode: bool = False

    @property
    def weight(self) -> int:
        """How much like a street with a number it looks."""
        if self.numbers is None:
            return 1 if self.kind is not None else 0
        return 2 + 2 * (self.kind is not None) - (self.after_postcode and self.kind is None)


def cut(line: str) -> tuple[str, list[Segment]]:
    """Return the postcode of a clean line, or an empty text, and its pieces in their order."""
    found = _postcode(line)
    if found is None:
        return "", list(_segments(line))
    code = f"{found[1] or found[3]}-{found[2] or found[4]}"
    before, after = line[: found.start()], line[found.end() :]
    behind = list(_segments(after))
    if behind and not _CUTS.match(after.lstrip()):
        behind[0] = replace(behind[0], after_postcode=True)
    return code, [*_segments(before), *behind]


def _postcode(line: str) -> re.Match[str] | None:
    found = list(_POSTCODE.finditer(line))
    sure = [match for match in found if not _may_be_houses(line, match)]
    return next(iter(sure), None)


def _may_be_houses(line: str, match: re.Match[str]) -> bool:
    """Return whether "96-100" is rather a building over several numbers than a postcode."""
    if match[1] is None or not is_range(match[1], match[2]):
        return False
    piece = _CUTS.split(line[: match.start()])[-1]
    others = len(_POSTCODE.findall(line)) > 1
    return split_kind(piece.strip())[0] is not None or (others and piece.strip() != "")


def _segments(text: str) -> Iterator[Segment]:
    pieces: list[str] = []
    for each in _CUTS.split(text):
        piece = each.strip(_EDGES)
        if not piece or _is_area(piece):
            continue
        if pieces and _ONLY_NUMBERS.fullmatch(piece):
            pieces[-1] += f" {piece}"  # "ul. Szkolna, 5", "Szkolna 5, m. 4"
        else:
            pieces.append(piece)
    return map(_segment, pieces)


def _is_area(piece: str) -> bool:
    key = fold(piece)
    first, _, rest = key.partition(" ")
    return key in words.COUNTRIES or (bool(rest) and first in words.AREAS and not any(map(str.isdigit, rest)))


def _segment(piece: str) -> Segment:
    head = ""
    markers = list(_MARKER.finditer(piece))
    if markers and markers[-1].start() > 0:
        begin = next(m.start() for m in markers if split_kind(piece[m.start() :])[0] is not None)
        head, piece = piece[:begin].strip(_EDGES), piece[begin:]
    kind, body = split_kind(piece)
    matches = [match for match in NUMBER.finditer(body) if match.start() > 0]
    if not matches:
        return Segment(head=head, kind=kind, body=body.strip(_EDGES))
    found = matches[-1]
    return Segment(
        head=head,
        kind=kind,
        body=body[: found.start()].strip(_EDGES),
        numbers=read_numbers(found["house"], found["flat"] or found["bare"] or ""),
        tail=body[found.end() :].strip(_EDGES),
    )
