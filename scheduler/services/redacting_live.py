"""A running day without what would tell of an erased client: their name in notes, and who was at their door."""

from collections.abc import Collection
from dataclasses import replace
from math import cos, hypot, radians

from scheduler.domain.live_day import Begun, Disruption, LiveDay
from scheduler.domain.place import GeoPoint
from scheduler.services.redacting import Reworded

AT_THE_DOOR_M = 60
"""So near to a door somebody is at it, in metres."""
_M_PER_DEGREE = 111_195


def redacted_live(live: LiveDay, reworded: Reworded, doors: Collection[GeoPoint], centre: GeoPoint) -> LiveDay:
    """Return a day whose notes are reworded, and on which whoever was at one of the doors was in the town's centre."""

    def moved(point: GeoPoint) -> GeoPoint:
        return centre if any(_apart_m(point, door) <= AT_THE_DOOR_M for door in doors) else point

    def begun(one: Begun) -> Begun:
        return replace(one, state=replace(one.state, point=moved(one.state.point)))

    def disruption(one: Disruption) -> Disruption:
        at = one.breakdown
        return replace(one, note=reworded(one.note), breakdown=at and replace(at, point=moved(at.point)))

    return replace(
        live,
        begun=tuple(begun(one) for one in live.begun),
        disruptions=tuple(disruption(one) for one in live.disruptions),
    )


def _apart_m(a: GeoPoint, b: GeoPoint) -> float:
    east = (a.lon - b.lon) * cos(radians(a.lat))
    return hypot(a.lat - b.lat, east) * _M_PER_DEGREE
