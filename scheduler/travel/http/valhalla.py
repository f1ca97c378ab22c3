"""Valhalla's requests and answers (https://valhalla.github.io/valhalla/api/)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import Profile
from scheduler.travel.great_circle import great_circle_m
from scheduler.travel.http.answers import Reader, items, line, member, number, table, text
from scheduler.travel.http.errors import AnswerError
from scheduler.travel.http.parts import Part, part

TOO_MANY = 150
"""The server's error code for more locations, or pairs of them, than it allows."""
UNCONNECTED = 170
"""The server's error code for a matrix with a place whose roads are not connected with the others' at all."""
MOST_LOCATED = 1000
"""Points that are located in one request; the server has no limit of its own for them."""

_COSTING = {Profile.CAR: "auto", Profile.FOOT: "pedestrian", Profile.BICYCLE: "bicycle"}


def matrix_body(
    origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile
) -> Mapping[str, Any]:
    """Return the request of a matrix, to be answered in its short form."""
    ends = {"sources": _locations(origins), "targets": _locations(destinations)}
    return {**ends, "costing": _COSTING[profile], "units": "kilometers", "verbose": False}


def locate_body(points: Sequence[TravelPoint], profile: Profile) -> Mapping[str, Any]:
    """Return the request for the roads nearest to points."""
    return {"locations": _locations(points), "costing": _COSTING[profile], "verbose": False}


def route_body(points: Sequence[TravelPoint], profile: Profile) -> Mapping[str, Any]:
    """Return the request for the way through all points, without words for a driver."""
    return {"locations": _locations(points), "costing": _COSTING[profile], "directions_type": "none"}


def read_matrix(rows: int, columns: int) -> Reader[Part]:
    """Return what reads a matrix of so many sources and targets."""

    def read(data: Any) -> Part:
        if member(data, "units") not in {"kilometers", "km"}:
            msg = "did not give its distances in kilometres"
            raise AnswerError(msg)
        found = member(data, "sources_to_targets")
        metres = table(member(found, "distances"), rows, columns, "distances") * 1000
        seconds = table(member(found, "durations"), rows, columns, "durations")
        # The server cuts its times down to whole seconds: what it calls 151 was anything below 152.
        cut_off = (seconds == np.floor(seconds)) & (metres > 0)
        return part(np.where(cut_off, seconds + 1, seconds), metres)

    return read


def read_away_m(points: Sequence[TravelPoint]) -> Reader[list[float | None]]:
    """Return what reads how far each point is from the nearest road; None where the server sees none."""

    def read(data: Any) -> list[float | None]:
        found = items(data, len(points), "locations")
        return [_away_m(point, each) for point, each in zip(points, found, strict=True)]

    return read


def read_route(legs: int) -> Reader[list[Line]]:
    """Return what reads a route of so many legs."""

    def read(data: Any) -> list[Line]:
        return [line([member(leg, "shape")]) for leg in items(member(member(data, "trip"), "legs"), legs, "legs")]

    return read


def read_version(data: Any) -> str | None:
    """Return the program's version and when its tiles were made, None where it does not know the latter."""
    version = text(member(data, "version"), "its version")
    made = number(data.get("tileset_last_modified") or 0, "when its tiles were made", most=1e11)
    return f"{version} {datetime.fromtimestamp(made, UTC):%Y-%m-%dT%H:%M:%SZ}" if made else None


def _locations(points: Sequence[TravelPoint]) -> list[dict[str, float]]:
    # The server reads six decimals and drops the rest.
    return [{"lat": round(p.point.lat, 6), "lon": round(p.point.lon, 6)} for p in points]


def _away_m(point: TravelPoint, found: Any) -> float | None:
    """Return the distance from the nearest of the roads that the server found, which it does not give itself."""
    edges = member(found, "edges")
    if not isinstance(edges, list):
        msg = "gave something else than a list of roads"
        raise AnswerError(msg)
    if not edges:
        return None
    degrees = [(point.point.lat, point.point.lon), *(_correlated(edge) for edge in edges)]
    lat, lon = np.radians(degrees).T
    return float(great_circle_m(lat, lon)[0, 1:].min())


def _correlated(edge: Any) -> tuple[float, float]:
    lat, lon = (member(edge, key) for key in ("correlated_lat", "correlated_lon"))
    if type(lat) not in {int, float} or type(lon) not in {int, float}:
        msg = "gave something else than a point on a road"
        raise AnswerError(msg)
    return float(lat), float(lon)
