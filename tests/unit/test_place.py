"""Points, districts, places and doors."""

import pytest

from scheduler.domain.ids import DistrictId, PlaceId
from scheduler.domain.place import District, Entrance, GeoPoint, Place

SQUARE = tuple(GeoPoint(lat=lat, lon=lon) for lat, lon in [(51, 21), (51, 22), (52, 22), (52, 21), (51, 21)])


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0)])
def test_a_point_off_the_globe_is_refused(lat: float, lon: float) -> None:
    """Swapped or damaged coordinates would send a bus to another country."""
    with pytest.raises(ValueError, match="not on the globe"):
        GeoPoint(lat=lat, lon=lon)


@pytest.mark.parametrize(("lat", "lon", "inside"), [(51.5, 21.5, True), (52.5, 21.5, False), (51.5, 22.1, False)])
def test_a_district_knows_what_lies_in_it(lat: float, lon: float, inside: bool) -> None:
    """A crew would be sent out of its district, or kept from its own."""
    district = District(id=DistrictId("w"), name="Wzgórze", rings=(SQUARE,))
    assert district.contains(GeoPoint(lat=lat, lon=lon)) is inside


def test_a_place_gives_the_door_that_was_named() -> None:
    """A driver would wait at the wrong door of the hospital."""
    doors = tuple(Entrance(name=name, point=GeoPoint(lat=51, lon=21)) for name in ("A", "B"))
    place = Place(id=PlaceId("h"), name="Szpital", address="ul. Radomska 70", entrances=doors)
    assert place.entrance("B") is doors[1]
    assert place.entrance(None) is doors[0]
    with pytest.raises(KeyError):
        place.entrance("C")
