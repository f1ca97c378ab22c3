"""From words to pieces: at each place the reader that understands most of them is believed."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.services.wording.again import again_pieces
from scheduler.services.wording.days import day_pieces
from scheduler.services.wording.hours import hour_pieces
from scheduler.services.wording.lexicon import FILLERS, NOT, OR
from scheduler.services.wording.line import Line
from scheduler.services.wording.pieces import Found, Nothing, Or, Piece


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A piece, and from which part of the line to which it was said; None: it was not understood."""

    piece: Piece | None
    begin: int
    end: int


def listen(line: Line) -> tuple[Heard, ...]:
    """Return what the parts of a line say, in their order."""
    heard, at = [], 0
    while at < len(line.tokens):
        found = _understood(line, at)
        end = at + 1 if found is None else found[0]
        if line.text(at) in NOT and found is None:
            # What is said not to suit must never be taken for the wish: it goes with its "not".
            following = _understood(line, end)
            end = end if following is None or isinstance(following[1], Nothing) else following[0]
        heard.append(Heard(piece=None if found is None else found[1], begin=at, end=end))
        at = end
    return tuple(heard)


def _understood(line: Line, at: int) -> tuple[int, Piece] | None:
    found = [one for one in _readings(line, at) if one is not None]
    return max(found, key=lambda one: one[0], default=None)


def _readings(line: Line, at: int) -> Iterator[Found]:
    yield from again_pieces(line, at)
    yield from day_pieces(line, at)
    yield from hour_pieces(line, at)
    if line.text(at) in OR:
        yield at + 1, Or()
    if line.text(at) in FILLERS:
        yield at + 1, Nothing()
