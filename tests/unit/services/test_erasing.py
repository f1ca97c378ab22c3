"""Erasing a client: when it is refused, what goes, and what can still be shown."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.accounts import Role
from scheduler.domain.booking import BookingStatus, EnquiryOutcome, Waiting
from scheduler.domain.client import Notes
from scheduler.domain.errors import InputError, NotFoundError, RefusedError
from scheduler.domain.ids import ClientId, EnquiryId, PlaceId, ProgrammeId, RequestId, UserId
from scheduler.domain.request import Visit
from scheduler.services.access import Principal
from scheduler.services.auditing import client_subject
from scheduler.services.erasing import ErasureReason, erase_client
from scheduler.services.exporting import export_client
from scheduler.services.hindrances import hindrances
from scheduler.services.keeping import town_on
from scheduler.services.registers import change_client
from scheduler.services.reporting import day_view
from tests.unit.services.kept_office import ANNA, DAY, EWA, HOSTILE, JAN, LATER, OFFICE, Office, home_of

BEFORE = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    return Office()


def erase(office: Office, client_id: ClientId = EWA, now: datetime = LATER) -> None:
    with office.writing() as unit:
        erase_client(unit, client_id, by=OFFICE, now=now)


def refusals(office: Office, client_id: ClientId = EWA, now: datetime = LATER) -> list[str]:
    with office.reading() as unit:
        return [one.code for one in hindrances(unit, client_id, now)]


def test_nothing_that_is_kept_tells_of_an_erased_client(office: Office) -> None:
    """A resident who asked to be forgotten would still be named in bookings, calls, reasons, or drawn on a map."""
    office.plan()
    office.call()
    office.change_booking(EWA, reason="sekret")
    erase(office)
    with office.reading() as unit:
        kept = [getattr(unit, kind).all() for kind in ("clients", "places", "bookings", "enquiries", "notices")]
        told = repr([kept, unit.plans.get(DAY, 1), unit.days.get(DAY), unit.audit.entries()])
    assert "sekret" not in told
    assert "Łódź" not in told
    assert "ŁÓDŹ" not in told
    assert "500 111 222" not in told
    assert repr(office.town.places[home_of(EWA)].entrances[0].point) not in told


def test_what_was_done_stays_with_the_id(office: Office) -> None:
    """The year's statistics would change with every resident who is erased."""
    before = office.plan()
    office.call()
    erase(office)
    with office.reading() as unit:
        booking = next(iter(unit.bookings.of_client(EWA).values()))
        assert booking.request.party.client_ids == (EWA,)
        assert booking.request.notes == Notes()
        assert list(unit.enquiries.of_client(EWA)) == ["E-1"]
        after = unit.plans.get(DAY, 1)
        stops = [list(route.stops) for route in before.routes]
        assert [list(route.stops) for route in after.routes] == stops
        assert after.unassigned[0].summary["pl"] == f"Z {EWA} się nie mieści"


def test_where_an_erased_client_lived_before_goes_too(office: Office) -> None:
    """The address of a resident who had moved house before she asked to be forgotten would stay for ever."""
    moves(office, EWA, "dom-nowy")
    with office.reading() as unit:
        assert unit.clients.get(EWA).former_homes == (home_of(EWA),)
        assert [place.id for place in export_client(unit, EWA, LATER).places] == ["dom-nowy", home_of(EWA)]
    with office.writing() as unit:
        for booking in unit.bookings.of_client(EWA).values():
            unit.bookings.remove(booking.id)
    erase(office)
    with office.reading() as unit:
        assert not {"dom-nowy", home_of(EWA)} & unit.places.all().keys()


def test_a_former_home_where_somebody_else_lives_stays(office: Office) -> None:
    """The sister would lose her address with the one who had moved out."""
    moves(office, ANNA, "dom-nowy")
    erase(office, ANNA)
    with office.reading() as unit:
        assert unit.clients.get(JAN).home == home_of(ANNA)
        assert home_of(ANNA) in unit.places.all()


def test_all_homes_are_known_in_their_order(office: Office) -> None:
    """Somebody who has moved twice, or back, would leave an address behind."""
    for home in ("dom-1", "dom-2", home_of(EWA)):
        moves(office, EWA, home)
    with office.reading() as unit:
        assert unit.clients.get(EWA).former_homes == ("dom-1", "dom-2")


def moves(office: Office, client_id: ClientId, home: str) -> None:
    """Let a client move house."""
    me = Principal(user_id=OFFICE, town_id=office.town_id, role=Role.DISPATCHER)
    with office.writing() as unit:
        client, seen = unit.clients.get(client_id), unit.clients.stamp_of(client_id)
        if unit.places.find(PlaceId(home)) is None:
            unit.places.put(replace(unit.places.get(client.home), id=PlaceId(home)))
    change_client(office.store, me, replace(client, home=PlaceId(home), former_homes=()), seen=seen, now=LATER)


def test_only_ways_that_touch_the_home_are_taken_off_the_map(office: Office) -> None:
    """The day's map would lose all its roads, or go on leading to the erased resident's door."""
    before = office.plan()
    erase(office)
    with office.reading() as unit:
        after = unit.plans.get(DAY, 1)
    for old, new in zip(before.routes, after.routes, strict=True):
        for leg, way in enumerate(new.ways):
            ends = [stop.location_id for stop in old.stops[max(leg - 1, 0) : leg + 1]]
            hidden = any(end.startswith(f"{home_of(EWA)}/") for end in ends)
            assert way == ("" if hidden else old.ways[leg])
    assert any(not way for route in after.routes for way in route.ways)
    assert any(way for route in after.routes for way in route.ways)


def test_a_past_day_with_an_erased_client_can_still_be_shown(office: Office) -> None:
    """Last week's board would not open any more after an erasure."""
    office.plan()
    erase(office)
    with office.reading() as unit:
        town, plan = town_on(unit, DAY), unit.plans.get(DAY, 1)
    assert town.clients[EWA].name == EWA
    assert town.places[home_of(EWA)].entrances[0].point == town.centre
    view = day_view(town, replace(plan, unassigned=()))
    names = {name for one in view.itineraries for stop in one.stops for task in stop.tasks for name in task.clients}
    assert EWA in names


def test_an_erased_place_has_whatever_door_a_request_names() -> None:
    """A day on which somebody was fetched at a side entrance could not be shown."""
    builder = TownBuilder(service_day=DAY).add_place("baza").add_bus().add_place("szpital")
    builder.add_client(EWA).put_place(f"dom-{EWA}", "Dom", "ul. Lwowska 7", {"od podwórza": builder.point((0, 0))})
    builder.add_ride("09:00-09:30", to="szpital", origin=f"dom-{EWA}/od podwórza", client=EWA)
    office = Office(builder)
    erase(office)
    with office.reading() as unit:
        town = town_on(unit, DAY)
    for request in town.requests.values():
        assert town.entrance(request.origin).point == town.centre  # type: ignore[attr-defined]


def test_entitlements_of_erased_clients_do_not_stop_a_day(office: Office) -> None:
    """No day could be planned any more once a resident with an entitlement was erased."""
    builder = office.builder.add_entitlement(5, "fizjoterapia", client=EWA, programme_id=None)
    office = Office(builder)
    erase(office)
    with office.reading() as unit:
        assert [one.client_id for one in town_on(unit, date(2026, 12, 1)).entitlements] == []
        assert [one.client_id for one in unit.entitlements.all().values()] == [EWA]


def test_a_home_stays_where_a_sister_lives(office: Office) -> None:
    """The bus would not find the sister any more."""
    erase(office, ANNA)
    with office.reading() as unit:
        assert unit.places.find(home_of(ANNA)) is not None
        assert unit.clients.find(JAN) is not None
    erase(office, JAN)
    with office.reading() as unit:
        assert unit.places.find(home_of(ANNA)) is None


@pytest.mark.parametrize("outcome", list(EnquiryOutcome))
def test_a_home_stays_that_somebody_else_still_asks_to_be_taken_to(office: Office, outcome: EnquiryOutcome) -> None:
    """A neighbour's call would be answered with an error, or a home kept for a call that ended long ago."""
    enquiry = office.call(ANNA)
    (wish,) = enquiry.requests
    assert isinstance(wish, Visit)
    there = replace(wish, id=RequestId("R-new"), door=replace(wish.door, place_id=home_of(EWA)))
    with office.writing() as unit:
        unit.enquiries.put(replace(enquiry, requests=(there,), outcome=outcome))
    erase(office)
    with office.reading() as unit:
        stays = unit.places.find(home_of(EWA)) is not None
    assert stays == (outcome in {EnquiryOutcome.OPEN, EnquiryOutcome.WAITING})


def test_public_places_and_bases_stay(office: Office) -> None:
    """The hospital would vanish with the last resident who went there."""
    with office.writing() as unit:
        unit.clients.put(replace(unit.clients.get(EWA), home=PlaceId("baza")))
    erase(office)
    with office.reading() as unit:
        assert unit.places.find(PlaceId("baza")) is not None
        assert unit.places.find(home_of(EWA)) is None


def test_a_booking_to_come_refuses_until_the_day_is_over(office: Office) -> None:
    """The crew would stand at the door of a resident whose promise was withdrawn without a word."""
    assert refusals(office, now=datetime(2026, 11, 23, 22, 30, tzinfo=UTC)) == ["booking"]  # 23:30 in the town
    with pytest.raises(RefusedError, match="There is a booking R-001 on 2026-11-23"):
        erase(office, now=BEFORE)
    with office.reading() as unit:
        assert unit.clients.find(EWA) is not None
    assert refusals(office, now=datetime(2026, 11, 23, 23, 1, tzinfo=UTC)) == []
    office.change_booking(EWA, status=BookingStatus.CANCELLED)
    assert refusals(office, now=BEFORE) == []


def test_a_place_on_the_waiting_list_refuses(office: Office) -> None:
    """A wish that somebody still waits for would vanish silently."""
    office.call()
    with office.writing() as unit:
        unit.waiting.put(Waiting(enquiry_id=EnquiryId("E-1"), since=BEFORE, until=date(2026, 12, 31)))
    assert refusals(office) == ["waiting"]
    assert refusals(office, ANNA) == []


def test_the_law_refuses_and_says_until_when(office: Office) -> None:
    """The town would have no record of what was paid, or of what a grant was spent on, when the auditors come."""
    booking = office.change_booking(EWA, contribution_gr=500)
    with office.reading() as unit:
        (found,) = hindrances(unit, EWA, LATER)
    assert (found.code, found.day) == ("retention", date(2031, 12, 31))
    assert "2031-12-31" in found.summary["pl"]
    assert "2031-12-31" in found.summary["en"]
    assert booking.id in found.summary["en"]
    assert refusals(office, now=datetime(2031, 12, 31, 22, tzinfo=UTC)) == ["retention"]
    assert refusals(office, now=datetime(2031, 12, 31, 23, 1, tzinfo=UTC)) == []

    request = replace(booking.request, programme_id=ProgrammeId("cus"))
    office.change_booking(EWA, contribution_gr=0, request=request)
    assert refusals(office) == ["retention"]
    office.change_booking(EWA, status=BookingStatus.WITHDRAWN)
    assert refusals(office) == []


def test_an_erasure_is_noted_without_the_name(office: Office) -> None:
    """Nobody could say later who erased a resident, or the note itself would name them."""
    with office.writing() as unit:
        erase_client(unit, EWA, by=OFFICE, now=LATER, reason=ErasureReason.DIED)
    with office.reading() as unit:
        (entry,) = unit.audit.about(client_subject(EWA))
    assert (entry.event.action, entry.event.by, entry.event.fields) == ("client.erased", OFFICE, ("reason=died",))


def test_nobody_erases_without_a_name_or_twice(office: Office) -> None:
    """An erasure could not be answered for."""
    with pytest.raises(InputError, match="name the person"), office.writing() as unit:
        erase_client(unit, EWA, by=UserId(""), now=LATER)
    erase(office)
    with pytest.raises(NotFoundError):
        erase(office)


def test_a_name_of_blanks_does_not_eat_the_sentences(office: Office) -> None:
    """All reasons of the day would turn into rows of an id."""
    office.plan()
    with office.writing() as unit:
        unit.clients.put(replace(unit.clients.get(EWA), name="  "))
    erase(office)
    with office.reading() as unit:
        assert unit.plans.get(DAY, 1).unassigned[0].summary["pl"] == f"Z {HOSTILE} się nie mieści"
