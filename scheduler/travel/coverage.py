"""Which places a road network reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.services.ports import TravelPoint
from scheduler.travel.engine import OffNetworkError, Profile, RoadEngine
from scheduler.travel.roads import unreachable


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many of a town's doors are on the network; which are too far from it, which cut off from the others."""

    doors: int
    far: tuple[tuple[TravelPoint, float | None], ...]
    cut_off: tuple[TravelPoint, ...]

    @property
    def reached(self) -> int:
        """Doors that roads connect."""
        return self.doors - len(self.far) - len(self.cut_off)


def coverage(engine: RoadEngine, points: Sequence[TravelPoint], profile: Profile) -> Coverage:
    """Return which of a town's doors a profile's network reaches.

    Raises
    ------
    TravelError
        If the engine cannot answer.
    """
    far: tuple[tuple[TravelPoint, float | None], ...] = ()
    near = list(points)
    try:
        legs = engine.legs(near, near, profile)
    except OffNetworkError as error:
        far = error.far
        off = {point.point for point, _ in far}
        near = [point for point in points if point.point not in off]
        legs = engine.legs(near, near, profile)
    lost = tuple(near[k] for k in unreachable(legs.tenths))
    return Coverage(doors=len(points), far=far, cut_off=lost)
