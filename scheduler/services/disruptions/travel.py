"""Travel times of a day on which something is in the way: never shorter than those of any other day.

Ways that begin or end in a district with snow take longer by its factor, those that cross a closed road by its detour:
straight from door to door, because of some ten thousand ways a day not each can be drawn along the roads, and the same
question must have the same answer when a plan is checked; the detour is a dispatcher's estimate as well. Snow in the
whole town slows driving by the clock (`horizon.bands`). Everything else here holds all day: nobody knows here when a
way begins, and before the snow it is rather too long than too short.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.ids import DistrictId
from scheduler.domain.live_day import Disruption, RoadClosed, Snow
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.services.disruptions.crossing import crossed
from scheduler.services.ports import TravelMatrix, TravelNote, TravelPoint, TravelTimes

MOTOR = frozenset({TravelMode.CAR, TravelMode.VAN})
"""Modes that go by the hour's speed, and that a closed road stops; who walks finds a way through."""
LONGEST_S = 86_400
"""No way takes longer than a day, whatever comes together: late is not unreachable."""
_SECOND = timedelta(seconds=1)
_MARK = re.compile(r" ?~[0-9a-f]{12}$")


def travel_under(town: Town, travel: TravelTimes) -> TravelTimes:
    """Return the travel times of a town as they are under its disruptions; the same object if there is nothing."""
    slowing = tuple(one for one in town.disruptions if one.snow is not None or one.road is not None)
    return DisruptedTravel(travel, town, slowing) if slowing else travel


def undisturbed(version: str) -> str:
    """Return the version of the map behind a `DisruptedTravel`'s version."""
    return _MARK.sub("", version)


@dataclass(frozen=True, kw_only=True)
class _Legs:
    """Legs that are about to become longer; seconds between all points."""

    points: Sequence[TravelPoint]
    districts: Sequence[DistrictId | None]
    seconds: NDArray[np.int64]


class DisruptedTravel:
    """The `TravelTimes` port over another one, whose ways are longer.

    Parameters
    ----------
    travel : TravelTimes
        Who is asked.
    town : Town
        Its districts.
    disruptions : sequence of Disruption
        Snow and closed roads.
    """

    def __init__(self, travel: TravelTimes, town: Town, disruptions: Sequence[Disruption]) -> None:
        self._travel = travel
        self._town = town
        self._disruptions = tuple(disruptions)
        self._mark = _mark(disruptions)
        self._note = TravelNote(text=_told(disruptions))

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the other's matrix with longer times; distances stay as they are.

        Raises
        ------
        InputError, TravelError
            As the other's.
        """
        free = self._travel.matrix(points, mode)
        legs = _Legs(
            points=points,
            districts=[point.district_id or self._district(point) for point in points],
            seconds=free.seconds.astype(np.int64),
        )
        for one in self._disruptions:
            legs = replace(legs, seconds=_longer(legs, one, mode))
        # Two doors at one spot stay no journey, and a way that took longer anyhow is not cut.
        seconds = np.where(free.seconds > 0, np.maximum(np.minimum(legs.seconds, LONGEST_S), free.seconds), 0)
        return replace(
            free,
            seconds=seconds.astype(np.int32),
            version=f"{free.version} {self._mark}".strip(),
            notes=(*free.notes, self._note),
        )

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the other's ways: where the detour leads nobody knows."""
        return self._travel.ways(points, mode)

    def _district(self, point: TravelPoint) -> DistrictId | None:
        return next((one.id for one in self._town.districts.values() if one.contains(point.point)), None)


def _longer(legs: _Legs, one: Disruption, mode: TravelMode) -> NDArray[np.int64]:
    match one:
        case Disruption(snow=Snow() as snow) if snow.districts or mode not in MOTOR:
            slower = -(-legs.seconds * 1000 // snow.permille)
            capped = np.minimum(slower, np.maximum(legs.seconds, LONGEST_S))
            return np.where(_in_snow(legs, snow), capped, legs.seconds)
        case Disruption(road=RoadClosed() as road) if mode in MOTOR:
            across = crossed([point.point for point in legs.points], road)
            return legs.seconds + np.where(across, -(-road.detour // _SECOND), 0)
        case _:
            return legs.seconds


def _in_snow(legs: _Legs, snow: Snow) -> NDArray[np.bool_]:
    if not snow.districts:
        return np.ones_like(legs.seconds, dtype=np.bool_)
    there = np.array([district in snow.districts for district in legs.districts], dtype=np.bool_)
    return there[:, None] | there[None, :]


def _mark(disruptions: Iterable[Disruption]) -> str:
    """Return what changes when the times do."""
    told = [(one.since.astimezone(UTC), one.until and one.until.astimezone(UTC), *_facts(one)) for one in disruptions]
    return "~" + hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def _facts(one: Disruption) -> tuple[object, ...]:
    if one.snow is not None:
        return one.snow.permille, sorted(one.snow.districts)
    return (one.road,)


def _told(disruptions: Sequence[Disruption]) -> dict[str, str]:
    snow, road = (any(getattr(one, kind) is not None for one in disruptions) for kind in ("snow", "road"))
    pl = " i ".join(word for word, there in (("śnieg", snow), ("zamkniętą drogę", road)) if there)
    en = " and ".join(word for word, there in (("snow", snow), ("a closed road", road)) if there)
    return {"pl": f"Czasy przejazdu uwzględniają dzisiaj {pl}.", "en": f"Travel times allow for {en} today."}
