"""Map files, against RFC 7946."""

import json
from dataclasses import replace
from typing import Any

from scheduler.formats.sheets.geojson import shift_geojson
from scheduler.formats.sheets.looks import look
from tests.formats.sheets.sample import HOSTILE, sample_view

VIEW = sample_view(hostile=True)
BUS = VIEW.itineraries[0]


def features(*, details: bool = False) -> list[dict[str, Any]]:
    """Return the features of the first shift's map file."""
    document = json.loads(shift_geojson(VIEW, look(0), BUS, details=details))
    assert document["type"] == "FeatureCollection"
    assert set(document) == {"type", "features"}
    found: list[dict[str, Any]] = document["features"]
    return found


def test_line_and_stops_are_valid_features() -> None:
    """Map programs would refuse the file, or draw the town in the Indian Ocean (latitude and longitude swapped)."""
    line, *stops = features()
    assert line["geometry"]["type"] == "LineString"
    assert len(line["geometry"]["coordinates"]) == len(BUS.path)
    assert [stop["geometry"]["type"] for stop in stops] == ["Point"] * len(BUS.stops)
    for feature in (line, *stops):
        assert feature["type"] == "Feature"
        positions = feature["geometry"]["coordinates"]
        for lon, lat in positions if feature is line else [positions]:
            assert 20 < lon < 22
            assert 50 < lat < 52
    assert [stop["properties"]["code"] for stop in stops[:2]] == ["A1", "A2"]
    assert stops[0]["properties"]["arrival"] == BUS.stops[0].arrival.isoformat()


def test_nobody_is_named_unless_asked_for() -> None:
    """A file uploaded to a public map site would tell where which ill person lives."""
    text = shift_geojson(VIEW, look(0), BUS).decode()
    assert "Bronisława" not in text
    assert "Południe" not in text
    assert HOSTILE in features(details=True)[1]["properties"]["clients"]


def test_a_shift_that_never_leaves_still_has_a_line() -> None:
    """A line of one point is not valid and would make map programs refuse the file."""
    crew = replace(BUS, stops=(), path=(BUS.start_point,))
    document = json.loads(shift_geojson(VIEW, look(0), crew))
    assert len(document["features"][0]["geometry"]["coordinates"]) == 2
