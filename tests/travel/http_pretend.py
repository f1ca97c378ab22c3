"""Answers in the words of OSRM and Valhalla for points on a line, whose legs anybody can work out."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

import polyline

from tests.travel.local_servers import Asked, Reply

FAR = 60
"""From this point on there is no road within 500 m."""


def place(lat: float) -> int:
    """Return the number of a point of `along`."""
    return round((lat - 50) * 1000)


def leg_s(origin: int, destination: int) -> float:
    """Return the seconds from one point of `along` to another; back it takes longer."""
    return 7.0 * abs(origin - destination) + (0.5 if origin > destination else 0)


def leg_m(origin: int, destination: int) -> float:
    """Return the metres."""
    return 111.4 * abs(origin - destination)


@dataclass
class PretendOsrm:
    """Answers as osrm-routed; `bad` replaces parts of what it says by path, ("durations", 0, 1)."""

    bad: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    most_pairs: int = 10_000
    version: Any = None

    def __call__(self, asked: Asked) -> Reply:
        """Answer a request."""
        path, _, query = asked.path.partition("?")
        service = path.split("/")[1]
        said = {"table": self._table, "route": self._route, "nearest": self._nearest}[service](path, parse_qs(query))
        if said.get("code") != "Ok":
            return Reply(status=400, body=said)
        return Reply(body=changed(said, self.bad))

    def _table(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        places = _places(path)
        rows, columns = ([places[int(i)] for i in query[key][0].split(";")] for key in ("sources", "destinations"))
        if len(rows) * len(columns) > self.most_pairs:
            return {"code": "TooBig", "message": "Too many table coordinates"}
        return {
            "code": "Ok",
            "durations": [[leg_s(a, b) for b in columns] for a in rows],
            "distances": [[leg_m(a, b) for b in columns] for a in rows],
            "sources": [_waypoint(a) for a in rows],
            "destinations": [_waypoint(b) for b in columns],
        }

    def _route(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        places = _places(path)
        legs = [{"steps": [{"geometry": _way(a, b)}]} for a, b in itertools.pairwise(places)]
        return {"code": "Ok", "routes": [{"legs": legs}], "waypoints": [_waypoint(a) for a in places]}

    def _nearest(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        return {"code": "Ok", "waypoints": []} | ({} if self.version is None else {"data_version": self.version})


@dataclass
class PretendValhalla:
    """Answers as valhalla_service."""

    bad: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    bad_located: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    most_pairs: int = 2500
    island: int | None = None
    status: Any = field(default_factory=lambda: {"version": "3.9.1", "tileset_last_modified": 1_795_351_864})

    def __call__(self, asked: Asked) -> Reply:
        """Answer a request."""
        if asked.path == "/status":
            return Reply(body=self.status)
        if asked.path == "/locate":
            located = [_located(place(each["lat"])) for each in asked.body["locations"]]
            return Reply(body=changed(located, self.bad_located))
        if asked.path == "/route":
            places = [place(each["lat"]) for each in asked.body["locations"]]
            legs = [{"shape": _way(a, b)} for a, b in itertools.pairwise(places)]
            return Reply(body=changed({"trip": {"legs": legs}}, self.bad))
        return self._matrix(*([place(each["lat"]) for each in asked.body[key]] for key in ("sources", "targets")))

    def _matrix(self, rows: list[int], columns: list[int]) -> Reply:
        if len(rows) * len(columns) > self.most_pairs:
            return Reply(status=400, body={"error_code": 150, "error": "Exceeded max locations: 2500"})
        if self.island in rows or self.island in columns:
            return Reply(status=400, body={"error_code": 170, "error": "Locations are in unconnected regions."})
        table = {
            "durations": [[int(leg_s(a, b)) for b in columns] for a in rows],
            "distances": [[leg_m(a, b) / 1000 for b in columns] for a in rows],
        }
        return Reply(body=changed({"sources_to_targets": table, "units": "kilometers"}, self.bad))


def changed(said: Any, bad: dict[tuple[Any, ...], Any]) -> Any:
    """Return an answer with some of its parts replaced; `...` takes a part away."""
    for path, value in bad.items():
        *way, last = path
        inner = said
        for key in way:
            inner = inner[key]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return said


def _places(path: str) -> list[int]:
    shape = re.fullmatch(r"polyline6\((.*)\)", unquote(path.split("/")[4]))
    assert shape is not None, path
    return [place(lat) for lat, _ in polyline.decode(shape[1], 6)]


def _waypoint(number: int) -> dict[str, Any]:
    return {"distance": 3.5 if number < FAR else 900.0 + number, "location": [20, 50 + number / 1000], "name": ""}


def _way(origin: int, destination: int) -> str:
    return polyline.encode([_on_road(origin), _on_road(destination)], 6)


def _on_road(number: int) -> tuple[float, float]:
    return 50 + number / 1000, 20.0 if number < FAR else 20.01


def _located(number: int) -> dict[str, Any]:
    lat, lon = _on_road(number)
    edges = [{"correlated_lat": lat, "correlated_lon": 20.02}, {"correlated_lat": lat, "correlated_lon": lon}]
    return {"input_lat": 50 + number / 1000, "input_lon": 20, "edges": edges if number < 2 * FAR else [], "nodes": []}
