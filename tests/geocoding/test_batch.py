"""Many addresses in one go, with a real register, a real cache and a real server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import District, GeoPoint
from scheduler.geocoding.batch import Asked, BatchGeocoder, BatchResult, Geocoded
from scheduler.geocoding.cache import AnswerCache
from scheduler.geocoding.districts import DistrictIndex
from scheduler.geocoding.doubts import Doubt
from scheduler.geocoding.gazetteer import Gazetteer
from scheduler.geocoding.providers import PoliteService, ServiceName, Transport, address_service
from scheduler.geocoding.providers.service import Patience
from scheduler.services.ports import BoundingBox, MatchKind
from tests.geocoding.register import BOX
from tests.geocoding.service_server import NOTHING, Served, says, serving

KRAKOWSKA = [
    {
        "lat": "51.03",
        "lon": "21.01",
        "display_name": "",
        "address": {"road": "Krakowska", "house_number": "9", "town": "Starachowice"},
    }
]


def nominatim(served: Served, failures: int = 5) -> PoliteService:
    return address_service(
        ServiceName.NOMINATIM,
        user_agent="Dojazd tests (it@town.example)",
        url=served.url,
        transport=Transport(timeout_s=5, system_proxy=False),
        patience=Patience(attempts=1, failures=failures),
    )


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path / "answers.sqlite") as opened:
        yield opened


def one(geocoder: BatchGeocoder, text: str, district: str | None = None) -> Geocoded:
    (result,) = geocoder.run(
        [Asked(id="c1", text=text, district_id=DistrictId(district) if district else None)]
    ).results
    return result


def asked(*texts: str) -> list[Asked]:
    return [Asked(id=f"c{number}", text=text) for number, text in enumerate(texts, start=1)]


def test_the_register_is_asked_first(gazetteer: Gazetteer) -> None:
    """Addresses that are known here would be sent out of the house."""
    with serving(says(KRAKOWSKA)) as served:
        geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)])
        result = one(geocoder, "Radomska 70/4")
        assert served.requests == []
    assert result.match is not None
    assert (result.match.kind, result.match.address.flat, result.doubts) == (MatchKind.EXACT, "4", ())
    assert result.match.source.startswith("gazetteer prg")


def test_what_the_register_lacks_is_asked_once(gazetteer: Gazetteer, cache: AnswerCache) -> None:
    """A service would be asked for the same house every night; without a town it would answer with another one."""
    with serving(says(KRAKOWSKA)) as served:
        geocoder = BatchGeocoder(
            home="Starachowice", register=gazetteer, services=[nominatim(served)], answers=cache, box=BOX
        )
        first = one(geocoder, "Krakowska 9/3")
        again = one(geocoder, "ul. KRAKOWSKA 9 m. 8")
        assert [query["q"] for query in served.queries] == ["Krakowska 9, Starachowice"]
    assert first.match is not None
    assert again.match is not None
    assert (first.match.kind, first.match.address.flat, first.doubts) == (MatchKind.EXACT, "3", ())
    assert first.answered_at is not None
    assert again.match.point == first.match.point


def test_a_better_answer_of_a_service_counts(gazetteer: Gazetteer) -> None:
    """A house that was built after the register was exported would stay next door."""
    new = [{**KRAKOWSKA[0], "address": {"road": "Radomska", "house_number": "71", "town": "Starachowice"}}]
    with serving(says(new)) as served:
        result = one(
            BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)]), "Radomska 71"
        )
    assert result.match is not None
    assert (result.match.kind, result.match.source) == (MatchKind.EXACT, "nominatim")
    with serving(says(NOTHING["nominatim"])) as served:
        result = one(
            BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)]), "Radomska 71"
        )
    assert result.match is not None
    assert (result.match.kind, result.match.address.house) == (MatchKind.NUMBER_NEAR, "70")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Zmyślona, Krakowska 9",
        "Zmyślona, Krakowska 9",
        "Krakowska 9, Zmyślona",
        "Zmyślona Anna, ul. Krakowska 9, 27-200 Starachowice",
    ],
)
def test_names_stay_here(gazetteer: Gazetteer, text: str) -> None:
    """A client's name that somebody typed into the address would be sent to a stranger's server."""
    with serving(says(KRAKOWSKA)) as served:
        one(BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)]), text)
        assert all("zmy" not in path.casefold() for path, _, _ in served.requests)


def test_an_unknown_town_without_postcode_is_reviewed(gazetteer: Gazetteer) -> None:
    """It may be a surname; somebody has to look, and to add the postcode."""
    with serving(says(KRAKOWSKA)) as served:
        geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)])
        assert one(geocoder, "Krakowska 9, Kielce").doubts == (Doubt.UNKNOWN_TOWN,)
        assert served.requests == []
        one(geocoder, "Krakowska 9, 25-001 Kielce")
        assert [query["q"] for query in served.queries] == ["Krakowska 9, 25-001 Kielce"]


CORNERS = [(51, 20.9), (51, 21.0), (51.1, 21.0), (51.1, 20.9), (51, 20.9)]
OUTLINE = tuple(GeoPoint(lat=lat, lon=lon) for lat, lon in CORNERS)
WEST = District(id=DistrictId("west"), name="Zachód", rings=(OUTLINE,))


@pytest.mark.parametrize(
    ("text", "district", "doubts"),
    [
        ("Radomska 70", "west", ()),
        ("Radomska 70", None, ()),
        ("Radomska 70", "east", (Doubt.OTHER_DISTRICT,)),
        ("Rynek 5", None, (Doubt.OUTSIDE_TOWN, Doubt.NO_DISTRICT)),
        ("Radmoska 70", "west", (Doubt.CORRECTED,)),
        ("Radomska 71", "west", (Doubt.NUMBER_NEAR,)),
        ("Radmoska 71", "west", (Doubt.CORRECTED, Doubt.NUMBER_NEAR)),
        ("Radomska", "west", (Doubt.STREET_ONLY,)),
        ("Jadwigi 5", None, (Doubt.SEVERAL, Doubt.NO_DISTRICT)),
        ("Warszawska 5", None, (Doubt.NOT_FOUND,)),
        ("", None, (Doubt.UNKNOWN_TOWN,)),
    ],
)
def test_doubtful_answers_are_reviewed(
    gazetteer: Gazetteer, text: str, district: str | None, doubts: tuple[Doubt, ...]
) -> None:
    """A bus would be sent to a place that a person had spotted as wrong at once."""
    box = replace(BOX, east=21.08)
    geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, box=box, districts=DistrictIndex([WEST]))
    result = geocoder.run([Asked(id="c1", text=text, district_id=DistrictId(district) if district else None)])
    assert result.results[0].doubts == doubts
    assert len(result.review) == bool(doubts)


def test_a_failing_service_is_told_once_and_the_next_is_asked(gazetteer: Gazetteer) -> None:
    """One broken server would stop the batch, or fill the screen."""
    with serving(says("", 500)) as broken, serving(says(KRAKOWSKA)) as well:
        services = [nominatim(broken, failures=2), nominatim(well)]
        result = BatchGeocoder(home="Starachowice", register=gazetteer, services=services).run(
            asked("Krakowska 9", "Krakowska 9", "Krakowska 9", "Radomska 70")
        )
        assert len(broken.requests) == 2
    assert [each.doubts for each in result.results] == [()] * 4
    assert len(result.failures) == 1
    assert "status 500" in result.failures[0]


def test_without_any_service_that_works_it_is_said(gazetteer: Gazetteer) -> None:
    """An address would be called unknown because a cable is unplugged."""
    with serving(says("", 500)) as broken:
        geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(broken)])
        assert one(geocoder, "Krakowska 9").doubts == (Doubt.NOT_ASKED,)


def test_a_failure_is_not_kept_as_an_answer(gazetteer: Gazetteer, cache: AnswerCache) -> None:
    """A minute without network would make an address unknown for two weeks."""
    with serving(says("", 500), says(KRAKOWSKA)) as served:
        geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)], answers=cache)
        assert one(geocoder, "Krakowska 9").match is None
        assert one(geocoder, "Krakowska 9").match is not None


def test_a_stopped_batch_goes_on_where_it_was(gazetteer: Gazetteer, cache: AnswerCache) -> None:
    """A thousand addresses at one a second would begin anew after each Ctrl+C."""
    texts = [f"Krakowska {number}" for number in range(1, 9)]
    done: list[tuple[int, int]] = []

    def run(served: Served, stop_after: int) -> BatchResult:
        done.clear()
        geocoder = BatchGeocoder(home="Starachowice", register=gazetteer, services=[nominatim(served)], answers=cache)
        return geocoder.run(
            asked(*texts),
            on_progress=lambda now, of: done.append((now, of)),
            cancelled=lambda: len(done) >= stop_after,
        )

    with serving(says(NOTHING["nominatim"])) as served:
        first = run(served, 3)
        assert (first.cancelled, len(first.results), done[-1]) == (True, 3, (3, 8))
        second = run(served, 100)
        assert (second.cancelled, len(second.results), done[-1]) == (False, 8, (8, 8))
        assert len(served.requests) == 8


def test_services_that_name_one_house_twice_are_sure(gazetteer: Gazetteer) -> None:
    """Every shop's house would be on the review list; two houses far apart have to be."""
    shop = {**KRAKOWSKA[0], "lat": "51.0301"}
    far = {**KRAKOWSKA[0], "lat": "51.04"}
    with serving(says([*KRAKOWSKA, shop]), says([*KRAKOWSKA, far])) as served:
        geocoder = BatchGeocoder(home="Starachowice", services=[nominatim(served)])
        assert one(geocoder, "Krakowska 9").doubts == ()
        assert one(geocoder, "Krakowska 9").doubts == (Doubt.SEVERAL,)


def test_a_box_has_its_corners_in_order() -> None:
    """A box inside out would hold nothing, and the whole town would be outside."""
    with pytest.raises(ValueError, match="is no bounding box"):
        BoundingBox(south=52, west=20, north=51, east=21)
    assert BOX.contains(GeoPoint(lat=BOX.south, lon=BOX.west))
