"""The frame of one service day: seconds since its midnight, and the places anybody goes to."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import ceil, floor

from scheduler.domain.ids import DistrictId, ShiftId
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.request import Request
from scheduler.domain.roster import Shift
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.ports import TravelPoint

_SECOND = timedelta(seconds=1)


def seconds_up(length: timedelta) -> int:
    """Return a duration in whole seconds, rounded up."""
    return -(-length // _SECOND)


class Frame:
    """Turns instants into seconds (rounded against ourselves) and doors into location indices.

    Parameters
    ----------
    town : Town
        Whose places and districts are meant.
    day : ServiceDay
        Whose midnight counts as zero.
    """

    def __init__(self, town: Town, day: ServiceDay) -> None:
        self.town = town
        self.day = day
        self._index: dict[str, int] = {}
        self._ids: list[str] = []
        self._points: list[TravelPoint] = []

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The requests of the day."""
        return self.town.requests_on(self.day.date)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts of the day."""
        return self.town.shifts_on(self.day.date)

    @cached_property
    def shift_numbers(self) -> Mapping[ShiftId, int]:
        """The index of each shift of the day."""
        return {shift.id: k for k, shift in enumerate(self.shifts)}

    def earliest(self, moment: datetime) -> int:
        """Return an earliest bound in seconds, rounded up."""
        return ceil(self.day.seconds(moment))

    def latest(self, moment: datetime) -> int:
        """Return a latest bound in seconds, rounded down."""
        return floor(self.day.seconds(moment))

    def hour(self, clock_h: int) -> int:
        """Return the second at which the wall clock first shows `clock_h` (24: next midnight) or would have."""
        days, hour = divmod(clock_h, 24)
        wall = datetime.combine(self.day.date + timedelta(days=days), datetime.min.time(), tzinfo=self.day.zone)
        moment = wall.replace(hour=hour)
        return round((moment.astimezone(UTC) - self.day.midnight.astimezone(UTC)).total_seconds())

    def door(self, door: Door) -> int:
        """Return the location index of an entrance; each entrance is one location."""
        name = location_id(door, self.town.entrance(door).name)
        known = self._index.get(name)
        return self.add(name, travel_point(self.town, door)) if known is None else known

    def point(self, name: str, point: GeoPoint) -> int:
        """Return the location index of a bare point (where a crew is now)."""
        return self.add(name, TravelPoint(point=point, district_id=_district_at(self.town, point), name=name))

    def district(self, door: Door) -> str:
        """Return the district of a door, "" outside all of them."""
        return self.town.places[door.place_id].district_id or ""

    @property
    def location_ids(self) -> tuple[str, ...]:
        """Ids of all locations asked for so far, by index."""
        return tuple(self._ids)

    @property
    def points(self) -> tuple[TravelPoint, ...]:
        """Points of all locations asked for so far, by index."""
        return tuple(self._points)

    def place(self, location: int) -> tuple[str, TravelPoint]:
        """Return the id and the point of a location."""
        return self._ids[location], self._points[location]

    def add(self, name: str, point: TravelPoint) -> int:
        """Return the index of a location by its id; a new one comes behind the others."""
        if name not in self._index:
            self._index[name] = len(self._points)
            self._ids.append(name)
            self._points.append(point)
        return self._index[name]


def travel_point(town: Town, door: Door) -> TravelPoint:
    """Return an entrance as travel engines know it, with what people call it."""
    entrance, place = town.entrance(door), town.places[door.place_id]
    name = f"{place.name} ({location_id(door, entrance.name).removesuffix('/')})"
    return TravelPoint(point=entrance.point, district_id=place.district_id, name=name)


def location_id(door: Door, entrance_name: str) -> str:
    """Return the id of an entrance as a location: `place/entrance`."""
    return f"{door.place_id}/{entrance_name}"


def _district_at(town: Town, point: GeoPoint) -> DistrictId | None:
    return next((d.id for d in town.districts.values() if d.contains(point)), None)
