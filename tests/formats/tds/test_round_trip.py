"""Telegrams of other transport systems: ours come back as they went, and nothing that is wrong is guessed at."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.booking import Booking
from scheduler.domain.catalogue import HelpLevel, ServiceKind
from scheduler.domain.client import Notes
from scheduler.domain.ids import ClientId, PurposeId, RequestId, TownId
from scheduler.domain.place import Door
from scheduler.domain.request import Party, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.trips import TripOrder, TripPlace, TripTold
from scheduler.formats import tds
from scheduler.formats.tds import TelegramError, read_orders, written
from scheduler.formats.town_reader import read_town
from scheduler.services.importing import AskedTrips, RowStatus, examine
from scheduler.services.keeping import keep_town
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore

ROOT = Path(__file__).parents[3]
SCHEMA = Path(tds.__file__).parent / "tds.schema.json"
TOWN = read_town(ROOT / "fixtures" / "towns" / "starachowice")
WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
BUS = next(one.id for one in TOWN.services.values() if one.kind is ServiceKind.RIDE)
DOORS = [Door(place_id=one.id, entrance=e.name or None) for one in TOWN.places.values() for e in one.entrances]
"""Two places at one address are told apart by their names; a home's entrance by nothing, so it has none here."""


def kept() -> MemoryStore:
    store = MemoryStore()
    with store.writing(TownId(TOWN.id)) as unit:
        keep_town(unit, replace(TOWN, requests={}, promises={}, shifts=(), patterns={}, entitlements=()), NOW)
    return store


STORE = kept()


@st.composite
def rides(draw: st.DrawFn) -> Ride:
    """Any ride of one client that the specification has words for, also across the change to summer time."""
    start = datetime(2026, 3, 28, 0, 0, tzinfo=WARSAW).astimezone(UTC) + timedelta(minutes=draw(st.integers(300, 2700)))
    window = TimeWindow(start=start, end=start + timedelta(minutes=draw(st.integers(0, 240))))
    late = draw(st.booleans())
    origin, destination = draw(st.lists(st.sampled_from(DOORS), min_size=2, max_size=2, unique=True))
    return Ride(
        id=RequestId(draw(st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z._-]{0,40}[0-9A-Za-z])?", fullmatch=True))),
        day=window.start.astimezone(WARSAW).date(), service_id=BUS,
        party=Party(
            client_ids=(draw(st.sampled_from(sorted(TOWN.clients))),), carers=draw(st.integers(0, 8)),
            rollators=draw(st.integers(0, 3)), luggage=draw(st.integers(0, 3)),
        ),
        windows=(window,), wish=window.start + (window.end - window.start) * draw(st.integers(0, 4)) // 4,
        notes=Notes(driver=draw(st.sampled_from(["", '=1+1 <b>O\'Łódź #read("x")', "dzwonić"]))),
        origin=origin, destination=destination, arrive_by=late, help_level=draw(st.sampled_from(HelpLevel)),
        attendant=draw(st.booleans()), purpose_id=draw(st.sampled_from([None, *sorted(TOWN.purposes)])),
    )  # fmt: skip


def told(ride: Ride) -> TripTold:
    places = [TOWN.places[door.place_id] for door in (ride.origin, ride.destination)]
    origin, destination = (
        TripPlace(name=one.name, street=one.address, entrance=door.entrance or "", point=one.entrances[0].point)
        for one, door in zip(places, (ride.origin, ride.destination), strict=True)
    )
    return TripTold(
        booking=Booking(request=ride), ride=ride, origin=origin, destination=destination,
        clients=tuple(TOWN.clients[key] for key in ride.party.client_ids),
        purpose=TOWN.purposes[ride.purpose_id].name if ride.purpose_id else "",
    )  # fmt: skip


@given(rides())
def test_a_ride_that_was_written_is_read_as_it_was(ride: Ride) -> None:
    """Moving to another office, or to another program and back, would change what residents were promised."""
    file = written([told(ride)], TOWN)
    jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(file))
    with STORE.reading(TownId(TOWN.id)) as unit:
        (found,) = examine(unit, None, AskedTrips(orders=read_orders(file, WARSAW)), NOW).rows
    assert (found.status, found.troubles, found.notes) == (RowStatus.NEW, (), ())
    assert found.booking is not None
    assert found.booking.request == ride


def test_the_schema_is_that_of_the_code() -> None:
    """Whoever checks their telegrams against the file would be told that wrong ones are right."""
    made = json.dumps(tds.schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert SCHEMA.read_text(encoding="utf-8") == made


ORDER: dict[str, Any] = {
    "tripTicketId": "3e1b8b52-6f1e-4b71-9b0f-1f3a5a1d7c11",
    "pickupAddress": {"street": "ul. Majówka 21a"},
    "dropoffAddress": {"addressName": "Przychodnia Rejonowa"},
    "appointmentTime": {"time": "2026-03-25T10:30:00+01:00", "timeAccuracy": "PT20M"},
    "customerInfo": {"customerId": "K-02"},
}


def order(**more: Any) -> TripOrder:
    """Return the order as it is read, with other values."""
    (found,) = read_orders(json.dumps([{"tripRequest": {**ORDER, **more}}]).encode(), WARSAW)
    return found


def outcome(**more: Any) -> tuple[RowStatus, list[tuple[str, str]]]:
    with STORE.reading(TownId(TOWN.id)) as unit:
        (row,) = examine(unit, None, AskedTrips(orders=[order(**more)]), NOW).rows
    return row.status, [(one.path, one.code) for one in row.troubles]


def test_an_order_of_another_system_is_understood() -> None:
    """The hospital's own system could not order a ride."""
    assert outcome() == (RowStatus.NEW, [])


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"pickupAddress": {"street": 5}}, "pickupAddress.street", "telegram"),
        ({"pickupAddress": {"lat": 95}}, "pickupAddress.lat", "telegram"),
        ({"appointmentTime": {"time": "rano"}}, "appointmentTime.time", "telegram"),
        ({"appointmentTime": {"time": "2026-03-29T02:30:00"}}, "appointmentTime", "clocks"),
        ({"appointmentTime": None}, "pickupWindowStartTime", "no_time"),
        ({"appointmentTime": {"time": "2026-03-19T10:30:00Z"}}, "appointmentTime", "past"),
        ({"appointmentTime": {"time": "2026-03-20T18:30:00Z", "timeAccuracy": "PT30H"}}, "appointmentTime", "past"),
        ({"appointmentTime": {"time": "2026-09-19T10:30:00Z"}}, "appointmentTime", "far"),
        ({"appointmentTime": {"time": "0001-01-01T00:00:00+14:00"}}, "appointmentTime", "date"),
        ({"appointmentTime": {"time": "0001-01-01T00:00:00Z"}}, "appointmentTime", "date"),
        (
            {"appointmentTime": None, "pickupWindowStartTime": {"time": "9999-12-31T23:50:00Z"}},
            "pickupWindowStartTime",
            "date",
        ),
        ({"tripTicketId": "a/b"}, "tripTicketId", "ticket"),
        ({"customerInfo": {"customerId": "K-99"}}, "customerInfo.customerId", "no_client"),
        ({"customerInfo": {"lastName": "Nikt"}}, "customerInfo.lastName", "no_client"),
        ({"customerInfo": None}, "customerInfo.lastName", "empty"),
        ({"dropoffAddress": {"street": "Marsa 1"}}, "dropoffAddress", "place"),
        ({"dropoffAddress": {"street": "ul. Majówka 21a"}}, "dropoffAddress", "same_place"),
        ({"transportServices": ["helikopter"]}, "transportServices", "service"),
        ({"numOtherReservedPassengers": 9}, "numOtherReservedPassengers", "whole"),
        ({"numOtherReservedPassengers": -1}, "numOtherReservedPassengers", "telegram"),
        ({"openAttribute": '{"dojazd": {"rollators": "-5"}}'}, "openAttribute", "own"),
        ({"notesForDriver": "a\u202eb"}, "notesForDriver", "unseen"),
    ],
)
def test_what_is_wrong_is_told_by_its_path(more: dict[str, Any], path: str, code: str) -> None:
    """Whoever sends five hundred orders would search for the wrong one by hand, or a guess would be booked."""
    assert outcome(**more) == (RowStatus.BAD, [(f"$[0].tripRequest.{path}", code)])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" ", "empty"), (b"{", "no_json"), (b"\xff", "no_json"), (b"[" * 5000, "no_json"), (b"[]", "no_telegrams"),
        (b"7", "no_telegrams"), (b"[1" + b",1" * 2000 + b"]", "telegrams"), (b" " * 4_194_305 + b"1", "large"),
    ],
    ids=str,
)  # fmt: skip
def test_a_file_that_is_none_is_refused(content: bytes, code: str) -> None:
    """Something else would be taken for an empty list of orders, or bring the server down."""
    with pytest.raises(TelegramError) as caught:
        read_orders(content, WARSAW)
    assert caught.value.code == code


def test_what_is_cancelled_or_no_request_is_not_booked() -> None:
    """A ride that the hospital has cancelled would be driven."""
    ended = {"tripTicketId": "x", "status": "Cancel", "canceledBy": "Rider"}
    file = json.dumps([{"tripRequest": ORDER, "tripStatusChange": ended}, {"tripStatusChange": ended}, 5, {"x": 1}])
    with STORE.reading(TownId(TOWN.id)) as unit:
        rows = examine(unit, None, AskedTrips(orders=read_orders(file.encode(), WARSAW)), NOW).rows
    assert [(one.status, one.troubles[0].path, one.troubles[0].code) for one in rows] == [
        (RowStatus.BAD, "$[0].tripStatusChange", "trip_ended"), (RowStatus.BAD, "$[1]", "no_trip_request"),
        (RowStatus.BAD, "$[2]", "telegram"), (RowStatus.BAD, "$[3]", "telegram"),
    ]  # fmt: skip


def test_times_without_an_offset_are_the_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ride at half past ten would come at half past eleven, or at half past twelve in summer."""
    naive, told_ = order(appointmentTime={"time": "2026-03-25T10:30:00"}), order()
    assert naive.appointment is not None
    assert told_.appointment is not None
    assert naive.appointment.at == told_.appointment.at


def test_the_register_counts_and_not_the_order() -> None:
    """Somebody else's slip would put a resident on a seat who sits in a wheelchair."""
    with STORE.reading(TownId(TOWN.id)) as unit:
        asked = AskedTrips(orders=[order(specialAttributes=["W" if walks(unit) else "A", "???"], tripPurpose=["M"])])
        (row,) = examine(unit, None, asked, NOW).rows
    assert row.status is RowStatus.NEW
    assert ["kartoteka" in one["pl"] for one in row.notes] == [True, False]


def walks(unit: UnitOfWork) -> bool:
    return unit.clients.get(ClientId("K-02")).mobility.value == "walks"


def test_an_id_that_is_somebody_elses_ride_is_refused() -> None:
    """One order would silently take the place of another resident's ride."""
    ride = Ride(
        id=RequestId(ORDER["tripTicketId"]), day=date(2026, 3, 24), service_id=BUS,
        party=Party(client_ids=(ClientId("K-05"),)), origin=DOORS[0], destination=DOORS[1], arrive_by=True,
        windows=(TimeWindow(start=NOW + timedelta(days=4), end=NOW + timedelta(days=4, hours=1)),),
        purpose_id=PurposeId("lekarz"),
    )  # fmt: skip
    store = kept()
    with store.writing(TownId(TOWN.id)) as unit:
        unit.bookings.put(Booking(request=ride))
        (row,) = examine(unit, None, AskedTrips(orders=[order()]), NOW).rows
    assert [(one.code, one.path) for one in row.troubles] == [("ticket_taken", "$[0].tripRequest.tripTicketId")]


def test_the_way_home_is_not_taken_for_the_way_there() -> None:
    """A resident would sit at the doctor's, whose bus home was said to be booked already."""
    store = kept()
    there = order()
    back = order(
        tripTicketId="home", appointmentTime=None, pickupWindowStartTime={"time": "2026-03-25T10:30:00+01:00"},
        pickupAddress=ORDER["dropoffAddress"], dropoffAddress=ORDER["pickupAddress"],
    )  # fmt: skip
    with store.writing(TownId(TOWN.id)) as unit:
        (row,) = examine(unit, None, AskedTrips(orders=[there]), NOW).rows
        assert row.booking is not None
        unit.bookings.put(row.booking)
        again, other = examine(unit, None, AskedTrips(orders=[there, back]), NOW).rows
    assert (again.status, other.status, other.troubles) == (RowStatus.SAME, RowStatus.NEW, ())
