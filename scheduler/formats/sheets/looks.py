"""What tells shifts apart on paper and screen: a letter, a colour and a line style, so that colour is never alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.itinerary import Itinerary

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which look like 1 and 0 in "I1" and "O0"."""
COLOURS = 9
DASHES = ("", "10 5", "1.5 5", "14 4 2 4", "5 4")


@dataclass(frozen=True, kw_only=True)
class ShiftLook:
    """How one shift is drawn and called."""

    index: int
    code: str
    dash: str

    @property
    def colour_class(self) -> str:
        """CSS class of its colour."""
        return f"c{self.index % COLOURS}"

    @property
    def css(self) -> str:
        """CSS classes of everything that belongs to it."""
        return f"s s-{self.index} {self.colour_class}"

    @property
    def anchor(self) -> str:
        """Id of its section in the page."""
        return f"shift-{self.code}"

    def stop_code(self, number: int) -> str:
        """Return what a stop is called on map, timeline and phone: "A3"."""
        return f"{self.code}{number}"

    def stop_anchor(self, position: int) -> str:
        """Return the id of a stop's table row; by position, since numbers come from outside."""
        return f"stop-{self.code}-{position}"


def letters(index: int) -> str:
    """Return A, B ... Z, AA, AB ... for 0, 1, 2 ..."""
    text = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, len(LETTERS))
        text = LETTERS[letter] + text
    return text


def look(index: int) -> ShiftLook:
    """Return the look of the shift at a position of the day; 45 follow without repeating colour and line style."""
    return ShiftLook(index=index, code=letters(index), dash=DASHES[index % len(DASHES)])


def looks(itineraries: Iterable[Itinerary]) -> list[tuple[ShiftLook, Itinerary]]:
    """Return every shift with its look."""
    return [(look(index), itinerary) for index, itinerary in enumerate(itineraries)]
