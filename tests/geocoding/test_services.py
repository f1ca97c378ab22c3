"""Address services on a real server: what they are told, how their answers are read, how they are borne with."""

import logging
import re
import threading
import time
from itertools import pairwise

import pytest

from scheduler.domain.errors import GeocodingError, InputError
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.providers import PUBLIC, PoliteService, ServiceName, Transport, address_service
from scheduler.geocoding.providers.manners import turnstile_of
from scheduler.geocoding.providers.service import Patience
from scheduler.services.ports import Address, MatchKind
from tests.geocoding.service_server import (
    GOOD,
    GUGIK,
    NOMINATIM,
    NOTHING,
    Reply,
    Served,
    cut_off,
    drip,
    hang_up,
    says,
    serving,
    slow,
)

AGENT = "Dojazd tests (it@town.example)"
HURRY = Patience(attempts=2, pause_s=0.01, failures=3, rest_s=60)
ASKED = normalise("Anna Zmyślona, ul. Radomska 70 m. 4, 27-200 Starachowice", {"Starachowice"})
ALL = pytest.mark.parametrize("name", list(ServiceName))


def service_at(served: Served, name: ServiceName, patience: Patience = HURRY, timeout_s: float = 5.0) -> PoliteService:
    transport = Transport(timeout_s=timeout_s, system_proxy=False)
    return address_service(name, user_agent=AGENT, url=served.url, patience=patience, transport=transport)


def failure(name: ServiceName, reply: Reply, timeout_s: float = 5.0) -> tuple[str, int]:
    """Return what is said of a service that always gives `reply`, and how often it was asked."""
    with serving(reply) as served:
        service = service_at(served, name, timeout_s=timeout_s)
        with pytest.raises(GeocodingError) as caught:
            service.ask(ASKED)
        return str(caught.value), len(served.requests)


@ALL
def test_an_answer_is_read(name: ServiceName) -> None:
    """A right answer would be thrown away, or put at another place."""
    with serving(says(GOOD[name])) as served:
        (match,) = service_at(served, name).ask(ASKED)

    assert match.kind is MatchKind.EXACT
    assert match.point.lat == pytest.approx(51.056, abs=1e-4)
    assert match.point.lon == pytest.approx(21.047, abs=1e-4)
    assert (match.address.street, match.address.house, match.address.flat) == ("Radomska", "70", "4")
    assert match.source == name.value


@ALL
def test_only_the_address_leaves_the_machine(name: ServiceName) -> None:
    """A client's name or flat would be in the logs of a server that nobody here runs."""
    with serving(says(GOOD[name])) as served:
        service_at(served, name).ask(ASKED)
        ((path, headers, body),) = served.requests
        (query,) = served.queries

    line = "27-200 Starachowice"
    expected = {
        ServiceName.NOMINATIM: {
            "q": f"Radomska 70, {line}",
            "format": "json",
            "limit": "5",
            "addressdetails": "1",
            "countrycodes": "pl",
        },
        ServiceName.PHOTON: {"q": f"Radomska 70, {line}", "limit": "5"},
        ServiceName.PELIAS: {"text": f"Radomska 70, {line}", "boundary.country": "pl"},
        ServiceName.GUGIK: {"request": "GetAddress", "address": "Starachowice, Radomska 70"},
    }
    assert query == expected[name]
    assert body == b""
    assert set(headers) == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
    assert headers["User-Agent"] == AGENT
    everything = f"{path} {headers}".casefold()
    assert not any(word in everything for word in ("anna", "zmy", "m.+4", "m.%204", "70%2f4"))


@pytest.mark.parametrize(
    ("text", "osm", "gugik"),
    [
        ("al. Armii Krajowej 28 m. 4, 27-200 Starachowice", "Aleja Armii Krajowej 28, 27-200 Starachowice",
         "Starachowice, al. Armii Krajowej 28"),
        ("os. Stawki 12/3, Starachowice", "Osiedle Stawki 12, Starachowice", "Starachowice, os. Stawki 12"),
        ("27-215 Parszów 14", "27-215 Parszów 14", "Parszów 14"),
        ("Rynek 5, 27-215 Wąchock", "Rynek 5, 27-215 Wąchock", "Wąchock, Rynek 5"),
    ],
)  # fmt: skip
def test_the_line_is_what_the_service_understands(text: str, osm: str, gugik: str) -> None:
    """The national service finds nothing without its comma, and OpenStreetMap nothing with an abbreviation."""
    with serving(says([])) as nominatim, serving(says(NOTHING["gugik"])) as national:
        service_at(nominatim, ServiceName.NOMINATIM).ask(normalise(text))
        service_at(national, ServiceName.GUGIK).ask(normalise(text))
        assert [query["q"] for query in nominatim.queries] == [osm]
        assert [query["address"] for query in national.queries] == [gugik]


def test_what_may_be_a_flat_is_asked_only_if_there_is_no_such_house() -> None:
    """Number 14 behind the slash may be a flat, and a flat is nobody's business."""
    with serving(says(NOMINATIM)) as served:
        (match,) = service_at(served, ServiceName.NOMINATIM).ask(normalise("Radomska 70/72, Starachowice"))
        assert [query["q"] for query in served.queries] == ["Radomska 70, Starachowice"]
        assert (match.address.house, match.address.flat) == ("70", "72")
    building = [{**NOMINATIM[0], "address": {"road": "Radomska", "house_number": "12/14", "town": "Starachowice"}}]
    with serving(says([]), says(building)) as served:
        (match,) = service_at(served, ServiceName.NOMINATIM).ask(normalise("Radomska 12/14, Starachowice"))
        assert [query["q"] for query in served.queries] == ["Radomska 12, Starachowice", "Radomska 12/14, Starachowice"]
        assert (match.kind, match.address.house, match.address.flat) == (MatchKind.EXACT, "12/14", "")


@ALL
def test_nothing_found_is_no_failure(name: ServiceName) -> None:
    """An unknown address would look like a broken service."""
    with serving(says(NOTHING[name])) as served:
        assert service_at(served, name).ask(ASKED) == ()
        assert len(served.requests) == 1


def answer(**address: str) -> list[dict[str, object]]:
    return [{"lat": "51.05", "lon": "21.04", "display_name": "", "address": {"town": "Starachowice", **address}}]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer(road="Radomska", house_number="70"), MatchKind.EXACT),
        (answer(road="ulica Radomska", house_number="70"), MatchKind.EXACT),
        (answer(road="Radomska", house_number="70-72"), MatchKind.EXACT),
        (answer(road="Radomskaa", house_number="70"), MatchKind.FUZZY),
        (answer(road="Radomska", house_number="68"), MatchKind.NUMBER_NEAR),
        (answer(road="Radomska"), MatchKind.STREET),
        (answer(road="Krakowska", house_number="70"), None),
        (answer(), None),
        (
            answer(road="Radomska", house_number="70", town="Kielce"),
            None,
        ),
    ],
)
def test_answers_are_judged(reply: object, kind: MatchKind | None) -> None:
    """A service that knows only the town answers with its middle, and a bus would be sent there."""
    with serving(says(reply)) as served:
        matches = service_at(served, ServiceName.NOMINATIM).ask(ASKED)
    assert [match.kind for match in matches] == ([] if kind is None else [kind])


def test_a_street_is_no_house() -> None:
    """Whoever asked for a street would be sent to the first house that a service knows in it."""
    with serving(says(NOMINATIM)) as served:
        (match,) = service_at(served, ServiceName.NOMINATIM).ask(normalise("ul. Radomska, Starachowice"))
    assert match.kind is MatchKind.STREET


def test_the_best_of_several_comes_first() -> None:
    """Services sort by fame and not by fit."""
    several = [*answer(road="Radomska"), *answer(road="Radomska", house_number="70")]
    with serving(says(several)) as served:
        matches = service_at(served, ServiceName.NOMINATIM).ask(ASKED)
    assert [match.kind for match in matches] == [MatchKind.EXACT, MatchKind.STREET]


def test_the_national_service_may_answer_with_a_line() -> None:
    """A street without its number has a line and no point."""
    result = {"city": "Starachowice", "street": "Radomska", "geometry_wkt": "LINESTRING(643000 356000, 643600 356000)"}
    with serving(says({"type": "street", "results": {"1": result}})) as served:
        (match,) = service_at(served, ServiceName.GUGIK).ask(ASKED)
    assert match.kind is MatchKind.STREET
    assert match.point.lat == pytest.approx(51.053, abs=0.001)


def test_the_national_service_keeps_its_own_order() -> None:
    """Its eleventh answer would come before its second."""
    result = GUGIK["results"]["1"]  # type: ignore[index]
    numbered = {str(number): {**result, "number": str(60 + number)} for number in (11, 2, 1)}
    with serving(says({"results": numbered})) as served:
        matches = service_at(served, ServiceName.GUGIK).ask(ASKED)
    assert [match.address.house for match in matches] == ["61", "62", "71"]


BAD: dict[str, tuple[Reply, str, int]] = {
    "500": (says("oops", 500), "status 500", 2),
    "503": (says("busy", 503), "status 503", 2),
    "400": (says("what?", 400), "status 400", 1),
    "403": (says("no", 403), "refuses us", 1),
    "404": (says("no", 404), "status 404", 1),
    "429": (says("slow down", 429), "wants fewer requests", 2),
    "429 for an hour": (says("slow down", 429, Retry_After="3600"), "for 3600 s", 1),
    "moved": (says("", 302, Location="http://elsewhere.example/?q=x"), "status 302", 1),
    "half": (cut_off, "connection broke", 2),
    "silence": (hang_up, "connection broke", 2),
    "nothing": (says(""), "not JSON", 1),
    "html": (says("<html><body>Przerwa techniczna</body></html>"), "not JSON", 1),
    "latin": (says(b'{"a": "\xb3"}'), "not text in UTF-8", 1),
    "too much": (says(b"[" + b" " * 3_000_000 + b"]"), "larger than any", 1),
    "deep": (says("[" * 200_000), "not JSON", 1),
}


@ALL
@pytest.mark.parametrize("bad", list(BAD))
def test_a_bad_server_is_told_in_one_sentence(name: ServiceName, bad: str) -> None:
    """The night's batch would end in a page of Python, or hammer a server that is down."""
    reply, sentence, asked = BAD[bad]
    told, requests = failure(name, reply)

    assert sentence in told
    assert f"the address service {name.value} at 127.0.0.1" in told
    assert "\n" not in told
    assert "Radomska" not in told
    assert requests == asked


@ALL
@pytest.mark.parametrize(
    "wrong",
    [
        '"text"',
        "3",
        "[3]",
        '{"results": [1, 2]}',
        '{"results": {"1": 5}}',
        '{"results": {"1": {"x": "here", "y": "there"}}}',
        '{"features": {}, "results": "x"}',
        '{"features": [{"geometry": null, "properties": null}], "results": {"1": {"geometry_wkt": "POINT(("}}}',
        '[{"lat": "x", "lon": null}]',
        '[{"lat": "951", "lon": "21", "display_name": "", "address": {"road": "Radomska", "house_number": "70"}}]',
    ],
)
def test_wrong_json_is_no_answer(name: ServiceName, wrong: str) -> None:
    """A changed service would put clients at places that nobody lives at, or end in a page of Python."""
    with serving(says(wrong)) as served:
        assert outcome(service_at(served, name)) in {"nothing", "told"}


def outcome(service: PoliteService) -> str:
    try:
        found = service.ask(ASKED)
    except GeocodingError as error:
        return "told" if re.search("answer|result", str(error)) else str(error)
    return "found" if found else "nothing"


@pytest.mark.parametrize("reply", [slow, drip], ids=["slow", "drip"])
def test_a_slow_server_is_not_waited_for(reply: Reply) -> None:
    """A server that sends a byte a minute would hold the batch for the night."""
    begun = time.monotonic()
    told, _ = failure(ServiceName.PHOTON, reply, timeout_s=0.2)
    assert "no answer in time" in told
    assert time.monotonic() - begun < 1.5


def test_nobody_there_is_told() -> None:
    """A wrong URL would look like an unknown address."""
    with serving(says("")) as served:
        url = served.url
    gone = Served(url=url)
    with pytest.raises(GeocodingError, match="cannot be reached"):
        service_at(gone, ServiceName.PHOTON).ask(ASKED)


def test_a_passing_failure_is_tried_again() -> None:
    """One hiccup would put an address on the review list."""
    with serving(says("", 500), says(GOOD["photon"])) as served:
        (match,) = service_at(served, ServiceName.PHOTON).ask(ASKED)
        assert match.kind is MatchKind.EXACT
        assert len(served.requests) == 2


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    """A service would lock us out for good."""
    with serving(says("", 429, Retry_After="1"), says(GOOD["photon"])) as served:
        service_at(served, ServiceName.PHOTON).ask(ASKED)
        (first, _), (second, _) = served.times
    assert second - first >= 0.95


def test_a_service_that_keeps_failing_is_left_alone() -> None:
    """A server that is down would be asked thousands of times in a night."""
    with serving(says("", 500)) as served:
        service = service_at(served, ServiceName.PHOTON)
        told = []
        for _ in range(6):
            with pytest.raises(GeocodingError) as caught:
                service.ask(ASKED)
            told.append(str(caught.value))
        assert len(served.requests) == HURRY.failures * HURRY.attempts
    assert "left alone for 60 s" in told[-1]


def test_a_service_is_asked_again_after_its_rest() -> None:
    """One bad minute would switch a service off until the program is started again."""
    patience = Patience(attempts=1, pause_s=0.01, failures=1, rest_s=0.1)
    with serving(says("", 500), says(GOOD["photon"])) as served:
        service = service_at(served, ServiceName.PHOTON, patience)
        with pytest.raises(GeocodingError):
            service.ask(ASKED)
        time.sleep(0.15)
        assert len(service.ask(ASKED)) == 1


def test_requests_keep_their_distance_whoever_asks() -> None:
    """The public server's policy is one request a second, and never two at once: it would lock the whole office out."""
    with serving(says(GOOD["photon"])) as served:
        transport = Transport(timeout_s=5, system_proxy=False)
        services = [
            address_service(ServiceName.PHOTON, user_agent=AGENT, url=served.url, apart_s=0.15, transport=transport)
            for _ in range(3)
        ]
        threads = [threading.Thread(target=service.ask, args=(ASKED,)) for service in services]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    times = sorted(served.times)  # the server has ended: each of its threads has written down when it was done

    assert len(times) == 3
    assert all(later - earlier >= 0.14 for (earlier, _), (later, _) in pairwise(times))
    assert all(later >= ended for (_, ended), (later, _) in pairwise(times))


@pytest.mark.parametrize("name", [ServiceName.NOMINATIM, ServiceName.PHOTON, ServiceName.GUGIK])
@pytest.mark.parametrize("apart_s", [None, 0.0])
def test_public_servers_are_never_asked_faster(name: ServiceName, apart_s: float | None) -> None:
    """A setting would break the policy of a server that others pay for."""
    address_service(name, user_agent=AGENT, apart_s=apart_s)
    host = PUBLIC[name].removeprefix("https://").partition("/")[0]
    assert turnstile_of(host, 0.0).apart_s >= 1.0


@pytest.mark.parametrize("agent", ["", "x", "Dojazd\nHost: evil", "Łódź town hall"])
def test_whoever_asks_has_to_say_who(agent: str) -> None:
    """The public server refuses programs that do not, and a line break would forge a header."""
    with pytest.raises(InputError, match="does not say who asks"):
        address_service(ServiceName.NOMINATIM, user_agent=agent)


@pytest.mark.parametrize(
    "url",
    ["geocoder.town.example", "ftp://a.example", "https://", "https://u:p@a.example", "http://[", "http://a/?x=1"],
)
def test_a_url_that_is_none_is_refused(url: str) -> None:
    """A typing error in the settings would be found by the night's batch."""
    with pytest.raises(InputError, match="is no URL of a server"):
        address_service(ServiceName.NOMINATIM, user_agent=AGENT, url=url)


def test_pelias_needs_a_server() -> None:
    """There is no public one to fall back on."""
    with pytest.raises(InputError, match="no public pelias"):
        address_service(ServiceName.PELIAS, user_agent=AGENT)


def test_a_server_may_have_a_path() -> None:
    """An office's proxy gives each service a path of one host."""
    with serving(says(NOMINATIM)) as served:
        served.url += "/maps/nominatim/"
        service_at(served, ServiceName.NOMINATIM).ask(ASKED)
        assert served.requests[0][0].startswith("/maps/nominatim/search?")


def test_nothing_is_asked_without_a_place() -> None:
    """A blank address would be sent out, to be told of half the world."""
    with serving(says(NOMINATIM)) as served:
        assert service_at(served, ServiceName.NOMINATIM).ask(Address()) == ()
        assert served.requests == []


@ALL
def test_addresses_are_not_logged(name: ServiceName, caplog: pytest.LogCaptureFixture) -> None:
    """Clients' addresses would lie in log files that anybody may read."""
    with caplog.at_level(logging.INFO), serving(says(GOOD[name])) as served:
        service_at(served, name).ask(ASKED)
    assert "Radomska" not in caplog.text
