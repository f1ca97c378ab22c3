"""Feeds of rides, judged by two validators that know nothing of us, and read back."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import gtfs_analyzer
import gtfs_guru
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.place import Place
from scheduler.domain.ride_hours import PublicRides, RideHours, RideOffer
from scheduler.formats.gtfs import gtfs_feed
from scheduler.formats.gtfs.archive import packed
from scheduler.formats.gtfs.booking_rules import notice_of
from scheduler.formats.town_reader import read_town
from scheduler.services.public_rides import public_rides

TOWNS = Path(__file__).parents[3] / "fixtures" / "towns"
FIRST, URL = date(2026, 11, 24), "https://dojazd.example/"
HOME_TOWN = "starachowice"
# The first wants stops.txt also beside locations.geojson, where the reference makes it optional; for the other two only
# a row with a stop_id is a row of a trip, or of a stop.
NOT_ALIKE = frozenset({"missing_required_file stops.txt", "unused_trip", "unusable_trip", "stop_without_stop_time"})


@cache
def rides(name: str = HOME_TOWN) -> PublicRides:
    return public_rides(read_town(TOWNS / name), FIRST)


def files_of(feed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(feed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(feed: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files_of(feed)[name].decode())))


def complaints(feed: bytes, folder: Path) -> set[str]:
    """Return what the validators say against a feed beyond what they count."""
    found = gtfs_analyzer.validate_gtfs(feed, today=f"{FIRST:%Y%m%d}")
    said = {f"{one['rule_id']} {one['message']}" for one in found["notices"] if one["rule_class"] == "SPEC"}
    said |= {found["validation_status"]} - {"COMPLETE"}
    path = folder / "feed.zip"
    path.write_bytes(feed)
    notices = gtfs_guru.validate(str(path), "PL", FIRST.isoformat()).notices
    return said | ({f"{one.code} {one.file or ''}".strip() for one in notices} - NOT_ALIKE)


@pytest.mark.parametrize("name", ["starachowice", "chelm", "hrubieszow", "kalisz"])
def test_journey_planners_can_read_the_feed_of_a_town(name: str, tmp_path: Path) -> None:
    """Whoever looks up how to get to hospital would find no bus for older people in the town."""
    assert complaints(gtfs_feed(rides(name), url=URL), tmp_path) == set()


def test_a_town_without_shapes_publishes_its_public_places(tmp_path: Path) -> None:
    """A town whose districts nobody has drawn could publish nothing, or would publish homes."""
    town = read_town(TOWNS / HOME_TOWN)
    feed = gtfs_feed(replace(rides(), districts={}), url=URL)
    assert complaints(feed, tmp_path) == set()
    public = {one.name for one in town.places.values() if one.public}
    assert {one["stop_name"] for one in rows(feed, "stops.txt")} == public


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("booking_rules.txt", ",2,,1,06:00:00,", ",2,,1,,", "missing_prior_notice_last_time"),
        ("booking_rules.txt", ",2,,1,", ",1,,1,", "missing_prior_notice_duration_min"),
        ("stop_times.txt", "17:30:00,2,1", ",2,1", "window is missing"),
        ("stop_times.txt", "17:30:00,2,1", "17:30:00,0,1", "pickup_type 0"),
        ("stop_times.txt", "trip-1,area-1", "trip-1,area-9", "area-9"),
        ("stop_times.txt", "call-1", "call-9", "call-9"),
        ("locations.geojson", '"Polygon"', '"Circle"', "PARTIAL"),
        ("agency.txt", URL, "dojazd", "invalid_url"),
    ],
)
def test_the_validators_see_what_is_wrong(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    """Two validators that let everything pass would prove nothing of a feed."""
    files = files_of(gtfs_feed(rides(), url=URL))
    spoilt = files[name].decode().replace(old, new)
    assert spoilt != files[name].decode()
    assert any(said in one for one in complaints(packed({**files, name: spoilt.encode()}), tmp_path))


def test_days_are_those_of_the_rota() -> None:
    """Somebody would call for a ride on Christmas Eve, or on the Saturday on which no bus goes."""
    for one in map(rides, ("starachowice", "chelm")):
        feed = gtfs_feed(one, url=URL)
        weekly = {row["service_id"]: row for row in rows(feed, "calendar.txt")}
        told = {row["trip_id"]: _days(row["service_id"], weekly, feed) for row in rows(feed, "trips.txt")}
        assert list(told.values()) == [hours.days for hours in one.hours]
    assert date(2026, 12, 24) not in rides().hours[0].days


def _days(key: str, weekly: Mapping[str, dict[str, str]], feed: bytes) -> frozenset[date]:
    """Return the days of a service as the reference says they are read."""
    found = set()
    if (row := weekly.get(key)) is not None:
        day, last = (date.fromisoformat(row[name]) for name in ("start_date", "end_date"))
        while day <= last:
            if row[f"{day:%A}".lower()] == "1":
                found.add(day)
            day += timedelta(days=1)
    for other in rows(feed, "calendar_dates.txt"):
        if other["service_id"] == key:
            day = date.fromisoformat(other["date"])
            (found.add if other["exception_type"] == "1" else found.discard)(day)
    return frozenset(found)


@given(
    notice=st.integers(0, 14 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    start=st.integers(0, 26 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    later=st.integers(0, 12 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_whoever_calls_as_early_as_told_calls_early_enough(
    notice: timedelta, start: timedelta, later: timedelta
) -> None:
    """A resident would call in time, as the planner on her phone says, and be refused."""
    hours = RideHours(service_id=ServiceId("bus"), start=start, end=start + later, days=frozenset({FIRST}))
    told = notice_of(RideOffer(id=ServiceId("bus"), name="Bus", notice=notice), hours)
    pickup = start + later
    latest = {
        0: pickup,
        1: pickup - timedelta(minutes=told.minutes),
        2: told.last_time - timedelta(days=told.last_day),
    }[told.booking_type]
    assert latest <= pickup - notice
    assert timedelta(0) <= told.last_time < timedelta(days=1)
    if told.booking_type == 2 and not later and start < timedelta(days=1):
        assert latest == pickup - notice  # not earlier than the office wants it of the first ride


def test_hours_after_midnight_go_on_counting() -> None:
    """A ride home at one in the morning would be told for the morning before."""
    late = replace(rides().hours[0], start=timedelta(hours=20), end=timedelta(hours=25, minutes=30))
    feed = gtfs_feed(replace(rides(), hours=(late,)), url=URL)
    assert {row["end_pickup_drop_off_window"] for row in rows(feed, "stop_times.txt")} == {"25:30:00"}


def test_a_shift_of_some_districts_has_their_shape_alone() -> None:
    """Somebody at the other end of the town would be promised a bus that does not go there."""
    some = frozenset(list(rides().districts)[:2])
    one = replace(rides().hours[0], districts=some)
    feed = gtfs_feed(replace(rides(), hours=(one, rides().hours[1])), url=URL)
    whole, part = sorted((json.loads(files_of(feed)["locations.geojson"])["features"]), key=lambda shape: shape["id"])
    assert whole["properties"]["stop_name"] == "Starachowice"
    assert part["properties"]["stop_name"] == ", ".join(sorted(rides().districts[key].name for key in some))
    assert {row["location_id"] for row in rows(feed, "stop_times.txt")} == {"area-1", "area-2"}
    assert part["geometry"] != whole["geometry"]


def test_the_same_rides_make_the_same_bytes_and_others_another_version() -> None:
    """Every planner would load the feed again each time, or keep an old one."""
    first = gtfs_feed(rides(), url=URL)
    assert gtfs_feed(public_rides(read_town(TOWNS / HOME_TOWN), FIRST), url=URL) == first
    other = gtfs_feed(replace(rides(), phone="41 274 00 00"), url=URL)
    versions = {rows(one, "feed_info.txt")[0]["feed_version"] for one in (first, other)}
    assert len(versions) == 2


def test_nobody_is_in_it() -> None:
    """The homes and names of older people would be open data, for ever."""
    town = read_town(TOWNS / HOME_TOWN)
    for feed in (gtfs_feed(rides(), url=URL), gtfs_feed(replace(rides(), districts={}), url=URL)):
        text = b"\n".join(files_of(feed).values()).decode().casefold()
        homes = [one.address for one in town.places.values() if not one.public]
        people = [one.name for one in town.clients.values()] + [one.name for one in town.staff.values()]
        assert [one for one in (*homes, *people) if one.casefold() in text] == []


def test_a_cell_is_one_line_whatever_a_place_is_called() -> None:
    """A place with an end of a line in its name would make a row of its own, of anybody's choice."""
    evil = Place(**{**vars(rides().stops[0]), "name": 'A"\r\n"B,\tC'})
    feed = gtfs_feed(replace(rides(), districts={}, stops=(evil,)), url=URL)
    assert [one["stop_name"] for one in rows(feed, "stops.txt")] == ['A" "B, C']


@pytest.mark.parametrize("missing", [{"hours": ()}, {"districts": {}, "stops": ()}])
def test_what_cannot_be_published_is_refused(missing: dict[str, object]) -> None:
    """An empty feed would tell planners that the town has given its rides up."""
    with pytest.raises(NotFoundError, match="Starachowice"):
        gtfs_feed(replace(rides(), **missing), url=URL)  # type: ignore[arg-type]


def test_an_unknown_district_is_named_by_its_id() -> None:
    """A shift whose district was taken out of the map would stop the feed of the whole town."""
    one = replace(rides().hours[0], districts=frozenset({DistrictId("dawny"), *list(rides().districts)[:1]}))
    assert b"dawny" in files_of(gtfs_feed(replace(rides(), hours=(one,)), url=URL))["locations.geojson"]
