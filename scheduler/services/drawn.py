"""The ways of planned routes along the roads, for maps: drawn after planning, and never part of a promise."""

from dataclasses import replace
from itertools import chain

from scheduler.domain.ids import PlaceId
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.plan import PlannedRoute, PlannedStop
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.ports import TravelPoint, TravelTimes


def with_ways(town: Town, routes: tuple[PlannedRoute, ...], travel: TravelTimes) -> tuple[PlannedRoute, ...]:
    """Return routes with the way of each leg: to the first stop, between stops, and to where the shift ends."""
    shifts = {shift.id: shift for shift in town.shifts}
    return tuple(
        replace(route, ways=travel.ways(_points(town, shifts[route.shift_id], route), shifts[route.shift_id].mode))
        for route in routes
    )


def _points(town: Town, shift: Shift, route: PlannedRoute) -> list[TravelPoint]:
    start = shift.start_state.point if shift.start_state else town.entrance(shift.start_door).point
    stops = (_point(town, stop) for stop in route.stops)
    return [TravelPoint(point=point) for point in chain((start,), stops, (town.entrance(shift.end_door).point,))]


def _point(town: Town, stop: PlannedStop) -> GeoPoint:
    place, _, entrance = stop.location_id.partition("/")
    return town.entrance(Door(place_id=PlaceId(place), entrance=entrance)).point
