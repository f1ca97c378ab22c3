"""OSRM's requests and answers (https://project-osrm.org/docs/, "HTTP API")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import polyline

from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import Profile
from scheduler.travel.http.answers import Reader, items, line, member, number, some, table, text
from scheduler.travel.http.parts import Part, part

MOST_POINTS = 200
"""In one request, whatever the server allows: longer addresses do not pass every proxy (8 kB is a usual limit)."""

# Between points that it moves to nearly the same spot of a road, OSRM (26.10 as 5.22, its issue 5855) finds up to -1 m
# and -0.1 s. That is nothing. What early tables had, -87 m for 52 m, is no distance at all.
_BELOW_ZERO = 10.0

# osrm-routed takes any word here; proxies in front of several tell them apart by it.
_WORDS = {Profile.CAR: "driving", Profile.FOOT: "walking", Profile.BICYCLE: "cycling"}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A block of legs, and how far each of its points was moved to a road, in metres."""

    part: Part
    away_m: Mapping[TravelPoint, float]


def table_path(origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> str:
    """Return the path that asks for a table; points that are origin and destination are sent once."""
    points = list(dict.fromkeys(p.point for p in (*origins, *destinations)))
    position = {point: index for index, point in enumerate(points)}
    # The server wants two points at least.
    sent = points if len(points) > 1 else points * 2
    sources = ";".join(str(position[p.point]) for p in origins)
    targets = ";".join(str(position[p.point]) for p in destinations)
    path = f"/table/v1/{_WORDS[profile]}/{_encoded([(p.lat, p.lon) for p in sent])}"
    return f"{path}&annotations=duration,distance&sources={sources}&destinations={targets}"


def route_path(points: Sequence[TravelPoint], profile: Profile) -> str:
    """Return the path that asks for the way through all points.

    Steps, because only they tell where one leg ends and the next begins; turning round at a point is allowed, as in
    tables, whose legs know nothing of each other.
    """
    path = f"/route/v1/{_WORDS[profile]}/{_encoded([(p.point.lat, p.point.lon) for p in points])}"
    return f"{path}&overview=false&steps=true&geometries=polyline6&continue_straight=false"


def read_table(origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint]) -> Reader[Table]:
    """Return what reads the table of these points."""
    rows, columns = len(origins), len(destinations)

    def read(data: Any) -> Table:
        seconds = table(member(data, "durations"), rows, columns, "durations", _BELOW_ZERO)
        metres = table(member(data, "distances"), rows, columns, "distances", _BELOW_ZERO)
        away_m = dict(zip(destinations, _away_m(member(data, "destinations"), columns), strict=True))
        away_m |= dict(zip(origins, _away_m(member(data, "sources"), rows), strict=True))
        return Table(part=part(seconds, metres), away_m=away_m)

    return read


def read_route(legs: int) -> Reader[list[Line]]:
    """Return what reads a route of so many legs."""

    def read(data: Any) -> list[Line]:
        route = items(member(data, "routes"), 1, "routes")[0]
        return [_way(leg) for leg in items(member(route, "legs"), legs, "legs")]

    return read


def data_version(data: Any) -> str | None:
    """Return the map's version, None where the server's map has none."""
    if not isinstance(data, dict) or not data.get("data_version"):
        return None
    return text(data["data_version"], "its data version")


def _encoded(points: list[tuple[float, float]]) -> str:
    """Return coordinates as a polyline, a third as long as numbers, and the options that every request has."""
    radiuses = ";".join(["unlimited"] * len(points))
    # Six decimals are what the server computes with. The radius stands against servers with a --default-radius.
    return f"polyline6({quote(polyline.encode(points, 6), safe='')})?generate_hints=false&radiuses={radiuses}"


def _away_m(data: Any, count: int) -> list[float]:
    return [number(member(each, "distance"), "a distance to a road") for each in items(data, count, "waypoints")]


def _way(leg: Any) -> Line:
    return line([member(step, "geometry") for step in some(member(leg, "steps"), "steps")])
