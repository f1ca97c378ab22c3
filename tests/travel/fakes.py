"""A road engine without roads, for tests of what stands in front of one."""

import itertools
from collections.abc import Sequence

import numpy as np

from scheduler.domain.errors import TravelError
from scheduler.domain.ids import DistrictId
from scheduler.domain.place import GeoPoint
from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import NO_WAY, Legs, OffNetworkError, Profile


def at(lat: float, lon: float, name: str = "", district: str | None = "d") -> TravelPoint:
    return TravelPoint(
        point=GeoPoint(lat=lat, lon=lon), name=name, district_id=None if district is None else DistrictId(district)
    )


def spots(count: int) -> list[TravelPoint]:
    return [at(51 + k / 1000, 23 + (k * 7 % 11) / 1000, f"p{k}") for k in range(count)]


class FakeEngine:
    """Legs that any two spots of the globe have, different there and back; counts what it is asked."""

    name = "fake"

    def __init__(self, *, version: str = "1", far: Sequence[str] = (), islands: Sequence[str] = ()) -> None:
        self.map_version = version
        self.far = set(far)
        self.islands = set(islands)
        self.asked: list[tuple[int, int]] = []
        self.drawn = 0
        self.seen: set[GeoPoint] = set()
        self.broken = ""

    def version(self, profile: Profile) -> str:
        if self.broken:
            raise TravelError(self.broken)
        return self.map_version

    def legs(self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> Legs:
        self.version(profile)
        if not origins or not destinations:
            raise ValueError("an engine may take nothing for everything; do not ask it for nothing")
        self.asked.append((len(origins), len(destinations)))
        self.seen |= {point.point for point in (*origins, *destinations)}
        off = {p.name: p for p in (*origins, *destinations) if p.name in self.far}
        if off:
            raise OffNetworkError([(point, 700.0) for point in off.values()], 500)
        tenths = np.array([[self.leg(a, b, profile) for b in destinations] for a in origins], dtype=np.int32)
        tenths = tenths.reshape(len(origins), len(destinations))
        return Legs(tenths=tenths, metres=np.where(tenths == NO_WAY, NO_WAY, tenths * 2).astype(np.int32))

    def leg(self, a: TravelPoint, b: TravelPoint, profile: Profile) -> int:
        """Tenths of a second; islands know no way but their own."""
        if a.point == b.point:
            return 0
        if a.name in self.islands or b.name in self.islands:
            return NO_WAY
        north, east = round((b.point.lat - a.point.lat) * 1e5), round((b.point.lon - a.point.lon) * 1e5)
        return (abs(north) * 2 + abs(east) * 3 + (7 if north < 0 else 0) + 1) * (10 if profile is Profile.FOOT else 1)

    def lines(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[Line, ...]:
        self.version(profile)
        self.drawn += 1
        if any(point.name in self.islands for point in points):
            msg = "no way"
            raise TravelError(msg)
        return tuple(
            (a.point, GeoPoint(lat=a.point.lat, lon=b.point.lon), b.point) for a, b in itertools.pairwise(points)
        )
