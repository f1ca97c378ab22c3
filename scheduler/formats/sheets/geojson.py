"""A shift as GeoJSON (RFC 7946), for map programs: its line and its stops, without names, addresses and services."""

import json

from scheduler.domain.itinerary import DayView, Itinerary, StopCard
from scheduler.domain.place import GeoPoint
from scheduler.formats.codec import Json, encode_instant
from scheduler.formats.sheets.labels import aboard, place_of
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.map_lines import is_road, road_of
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.times import DayTimes, times_of
from scheduler.formats.sheets.words import words_of

CREDIT = "© OpenStreetMap contributors, ODbL"


def shift_geojson(view: DayView, look: ShiftLook, itinerary: Itinerary, *, details: bool = False) -> bytes:
    """Return the map file of one shift.

    Parameters
    ----------
    view : DayView
        The day it belongs to.
    look : ShiftLook
        The shift's letter, as in the overview.
    itinerary : Itinerary
        The shift.
    details : bool
        Whether stops carry place, address and residents' names.
    """
    times = times_of(view, words_of("en"))
    features: list[Json] = [_line(view, look, itinerary, times)]
    features += [_stop(look, stop, times, details=details) for stop in itinerary.stops]
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _line(view: DayView, look: ShiftLook, itinerary: Itinerary, times: DayTimes) -> Json:
    legs = road_of(itinerary)
    road = [point for leg in legs for point in leg]
    path = road or itinerary.path
    if len(path) < 2:
        path = (itinerary.start_point, itinerary.end_point)
    return {
        "type": "Feature",
        "id": one_line(itinerary.shift_id),
        "geometry": {"type": "LineString", "coordinates": [_position(point) for point in path]},
        "properties": {
            "kind": "shift",
            "code": look.code,
            "name": one_line(itinerary.name),
            "day": view.day.isoformat(),
            "version": view.version,
            "mode": one_line(itinerary.mode),
            "start": encode_instant(itinerary.start, times.day.zone),
            "end": encode_instant(itinerary.end, times.day.zone),
            "distance_m": itinerary.distance_m,
            "driving_s": itinerary.driving_s,
            **({"attribution": CREDIT} if any(is_road(leg) for leg in legs) else {}),
        },
    }


def _stop(look: ShiftLook, stop: StopCard, times: DayTimes, *, details: bool) -> Json:
    seats, wheelchairs, portions = aboard(stop.tasks[-1]) if stop.tasks else (0, 0, 0)
    properties: dict[str, Json] = {
        "kind": "stop",
        "code": look.stop_code(stop.number),
        "number": stop.number,
        "arrival": encode_instant(stop.arrival, times.day.zone),
        "departure": encode_instant(stop.departure, times.day.zone),
        "district": one_line(stop.district),
        "tasks": [{"id": one_line(task.task_id), "kind": one_line(task.kind)} for task in stop.tasks],
        "seats": seats,
        "wheelchairs": wheelchairs,
        "portions": portions,
    }
    if details:
        properties["place"] = place_of(stop)
        properties["clients"] = [one_line(name) for task in stop.tasks for name in task.clients]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _position(stop.point)},
        "properties": properties,
    }


def _position(point: GeoPoint) -> Json:
    """Return longitude and latitude, in this order; six decimals are a hand's breadth."""
    return [round(point.lon, 6), round(point.lat, 6)]
