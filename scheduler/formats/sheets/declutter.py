"""Labels that do not lie on each other: each goes to the nearest free place around its point."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, pi, sin

from scheduler.formats.sheets.projection import Frame, Xy

CELL = 40.0
RINGS = 14


@dataclass(frozen=True)
class Label:
    """A rectangle around a middle, pixels."""

    xy: Xy
    width: float
    height: float

    def overlaps(self, other: "Label") -> bool:
        """Return whether two labels share some ink."""
        return (
            abs(self.xy[0] - other.xy[0]) * 2 < self.width + other.width
            and abs(self.xy[1] - other.xy[1]) * 2 < self.height + other.height
        )

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield the grid cells that the label touches."""
        left, right = (int((self.xy[0] + side * self.width / 2) // CELL) for side in (-1, 1))
        top, bottom = (int((self.xy[1] + side * self.height / 2) // CELL) for side in (-1, 1))
        yield from ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


@dataclass
class Placer:
    """Remembers what is taken; labels are placed one after the other."""

    frame: Frame
    taken: dict[tuple[int, int], list[Label]] = field(default_factory=dict)

    def place(self, xy: Xy, width: float, height: float) -> Xy:
        """Return the middle of a new label for the point `xy`: there, or as near as there is room inside the frame."""
        xy = (
            min(max(xy[0], width / 2), self.frame.width - width / 2),
            min(max(xy[1], height / 2), self.frame.height - height / 2),
        )
        for candidate in self._candidates(xy, width, height):
            label = Label(candidate, width, height)
            if self._is_free(label):
                self.block(label)
                return candidate
        return xy  # so crowded that no place is better than another

    def block(self, label: Label) -> None:
        """Keep other labels away from this one."""
        for cell in label.cells():
            self.taken.setdefault(cell, []).append(label)

    def _is_free(self, label: Label) -> bool:
        return not any(label.overlaps(other) for cell in label.cells() for other in self.taken.get(cell, ()))

    def _candidates(self, xy: Xy, width: float, height: float) -> Iterator[Xy]:
        yield xy
        for ring in range(1, RINGS + 1):
            steps = 4 + 4 * ring
            for step in range(steps):
                angle = 2 * pi * step / steps - pi / 2
                found = xy[0] + cos(angle) * ring * (width / 2 + 4), xy[1] + sin(angle) * ring * (height / 2 + 5)
                if self.frame.holds(found, margin=width / 2):
                    yield found
