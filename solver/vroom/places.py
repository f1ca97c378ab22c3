"""Where things are: rows of the matrices that are given, or of those that somebody will make from coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from solver.vroom.facts import Coordinates, Document, Matrices, Place
from solver.vroom.node import Node

NOWHERE = Place(row=0)


@dataclass(kw_only=True)
class Places:
    """Gives every place its row.

    Attributes
    ----------
    given : bool
        The file has matrices, so places have indices.
    rows : int
        Of the smallest of them.
    """

    given: bool
    rows: int
    _row_of: dict[Coordinates, int] = field(default_factory=dict)

    @property
    def coordinates(self) -> tuple[Coordinates, ...]:
        """The places without matrices, by row."""
        return tuple(self._row_of)

    def needed(self, node: Node, where: str, index: str) -> Place:
        """Return the place of a task, complaining if there is none."""
        found = self.maybe(node, where, index)
        if found is None:
            node.complain(f"has no {index if self.given else where}")
        return found or NOWHERE

    def maybe(self, node: Node, where: str, index: str) -> Place | None:
        """Return a place by its two keys; None if there is neither."""
        coordinates, number = node.get(where), node.get(index)
        point = _point(coordinates) if coordinates else None
        if self.given:
            return self._by_index(node, number, point, index) if number or point else None
        if number:
            number.complain("needs matrices, and there are none")
        return Place(row=self._row_of.setdefault(point, len(self._row_of)), coordinates=point) if point else None

    def _by_index(self, node: Node, number: Node | None, point: Coordinates | None, index: str) -> Place:
        if number is None:
            node.complain(f"has no {index}, which the matrices are read by")
            return NOWHERE
        row = number.whole()
        if row >= self.rows:
            number.complain(f"is {row}, but the matrices have {self.rows} rows")
            return NOWHERE
        return Place(row=row, coordinates=point, index=row)


def _point(node: Node) -> Coordinates:
    if not isinstance(node.value, list) or len(node.value) < 2:
        node.complain("is not a pair of coordinates: [longitude, latitude]")
        return 0.0, 0.0
    lon, lat = (item.real() for item in list(node.items())[:2])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        node.complain(f"is not on the globe: longitude {lon:g}, latitude {lat:g}")
    return lon, lat


def with_travel(document: Document, matrices: Mapping[str, Matrices]) -> Document:
    """Return a document of coordinates with matrices by profile, their rows those of `document.coordinates`."""
    return replace(document, matrices=dict(matrices))
