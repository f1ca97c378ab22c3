"""A town's rides for journey planners over HTTP: off until an administrator names the town."""

import io
import zipfile
from dataclasses import replace

import pytest

from scheduler.bootstrap import ride_feeds
from scheduler.bootstrap.ride_feeds import KEPT, RideFeeds
from scheduler.domain.errors import InputError
from scheduler.domain.ride_hours import PublicRides
from scheduler.formats.gtfs import gtfs_feed
from scheduler.settings import load_settings
from tests.api.world import HOME, OTHER, World, make_world

FEED = f"/gtfs/{HOME}.zip"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DOJAZD_PUBLIC_URL", "https://dojazd.town.example")
    monkeypatch.setenv("DOJAZD_PUBLIC_RIDES", f"{HOME}, nowhere")
    made = make_world()
    made.office.__dict__["public_rides"] = RideFeeds(load_settings(), made.office.store, made.clock)
    return made


def test_nothing_is_published_until_somebody_names_the_town() -> None:
    """A town would find its rides in journey planners without having decided so."""
    assert make_world().nobody().get(FEED).status_code == 404


def test_whoever_asks_gets_the_feed_of_a_named_town_alone(world: World) -> None:
    """Journey planners could not load it, or would load the rides of the town next door, too."""
    answer = world.nobody().get(FEED)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "public, max-age=600"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as feed:
        assert b"https://dojazd.town.example" in feed.read("agency.txt")
    others = [world.nobody().get(f"/gtfs/{one}.zip") for one in (OTHER, "nowhere", "x")]
    assert {(one.status_code, one.json()["detail"]) for one in others} == {(404, "nothing here has this id")}


def test_a_feed_that_is_known_is_not_sent_again(world: World) -> None:
    """Hundreds of planners would load all of it every hour."""
    tag = world.nobody().get(FEED).headers["etag"]
    again = world.nobody()("GET", FEED, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"].startswith("public")


def test_a_change_is_in_the_feed_within_ten_minutes(world: World) -> None:
    """The old telephone number would be in journey planners for ever."""
    before = world.nobody().get(FEED).content
    with world.office.store.writing(HOME) as unit:
        unit.head.put(replace(unit.head.get(HOME), office_phone="41 999 99 99"))
    assert world.nobody().get(FEED).content == before
    world.clock.at += KEPT
    assert b"41 999 99 99" in world.nobody().get(FEED).content


def test_a_town_without_rides_is_looked_at_once_in_ten_minutes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody could keep the server busy with a town that has nothing to tell, and a bus bought later stay unknown."""
    looks = []

    def rideless(rides: PublicRides, *, url: str) -> bytes:
        looks.append(url)
        return gtfs_feed(replace(rides, hours=()), url=url)

    monkeypatch.setattr(ride_feeds, "gtfs_feed", rideless)
    assert [world.nobody().get(FEED).status_code for _ in range(3)] == [404, 404, 404]
    assert len(looks) == 1
    monkeypatch.setattr(ride_feeds, "gtfs_feed", gtfs_feed)
    world.clock.at += KEPT
    assert world.nobody().get(FEED).status_code == 200


def test_a_feed_needs_an_address_of_the_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planners would link to whatever name somebody has asked the server by."""
    monkeypatch.setenv("DOJAZD_PUBLIC_RIDES", HOME)
    with pytest.raises(InputError, match="DOJAZD_PUBLIC_URL"):
        load_settings()
