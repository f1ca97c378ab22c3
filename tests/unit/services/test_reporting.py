"""Cards, views and figures: what people read of a planned day."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from pypdf import PdfReader

from fixtures.builder import TownBuilder
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Access, Contact, Notes
from scheduler.domain.fleet import Layout
from scheduler.domain.ids import PlaceId, ShiftId
from scheduler.domain.itinerary import DayView, TaskCard
from scheduler.domain.place import GeoPoint
from scheduler.domain.plan import Plan, PlannedBreak, PlannedRoute, Published, UnassignedReason
from scheduler.domain.request import Ride
from scheduler.domain.roster import StartState
from scheduler.domain.town import Town
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.overview import overview_html
from scheduler.formats.sheets.pdf import itinerary_pdf
from scheduler.services.planning import Wish, plan_day
from scheduler.services.reporting import day_kpis, day_view
from scheduler.travel.straight import StraightTravel

NOTES = Notes(driver="OD PODWÓRZA", worker="ZDJĄĆ BUTY", office="DZWONIĆ DO CÓRKI")
ROOM = (Layout(seats=8, rollators=2, portions=9),)
CODE = Access(floor=2, door_code="77K1")


def planned(builder: TownBuilder) -> tuple[Town, Plan]:
    """Return a tiny town and its planned day."""
    town = builder.build()
    ticks = count()
    wish = Wish(clock=lambda: float(next(ticks)), effort=1, workers=0, made_at=builder.moment("05:00"))
    plan = plan_day(town, builder.day, StraightTravel(town.policy), wish).plan
    assert not plan.unassigned
    return town, plan


def seen(builder: TownBuilder) -> DayView:
    """Return the view of a tiny town's day."""
    return day_view(*planned(builder))


def cards(view: DayView) -> dict[str, TaskCard]:
    """Return the cards by kind of task."""
    return {task.kind: task for crew in view.itineraries for stop in crew.stops for task in stop.tasks}


def printed(view: DayView, lang: Any = "pl") -> str:
    """Return the text of all sheets of a day."""
    sheets = (itinerary_pdf(view, look, crew, lang=lang) for look, crew in looks(view.itineraries))
    pages = (page.extract_text() for sheet in sheets for page in PdfReader(BytesIO(sheet)).pages)
    return " ".join(" ".join(pages).split())


def bus(**client: Any) -> TownBuilder:
    """Return a bus and one client, who may ride or be visited."""
    return (
        TownBuilder()
        .add_place("baza")
        .add_place("szpital", at=(2, 1))
        .add_bus("06:00-14:00", layouts=ROOM)
        .add_client(**client)
    )


def test_the_help_a_rider_needs_is_on_the_sheet() -> None:
    """The driver would wait at the kerb for somebody who cannot come down the stairs."""
    view = seen(bus().add_ride("09:00-10:00", to="szpital", help_level=HelpLevel.DOOR))
    assert "help_door" in cards(view)["pickup"].tags
    assert "help_door" in cards(view)["dropoff"].tags
    assert "pomoc do drzwi" in printed(view)
    assert "help to the door" in printed(view, "en")


@pytest.mark.parametrize(("asked", "by_service"), [(False, True), (True, False), (False, False)])
def test_a_second_crew_member_is_told_of_where_the_service_asks_for_one(asked: bool, by_service: bool) -> None:
    """A driver alone would stand before four floors of stairs with a wheelchair."""
    builder = bus().add_ride("09:00-10:00", to="szpital")
    town, plan = planned(builder)
    ride = next(iter(town.requests.values()))
    assert isinstance(ride, Ride)
    service = town.services[ride.service_id]
    levels = frozenset([HelpLevel.FLAT] if by_service else [])
    town = replace(
        town,
        services={service.id: replace(service, attendant_levels=levels)},
        requests={ride.id: replace(ride, help_level=HelpLevel.FLAT, attendant=asked)},
    )
    tags = cards(day_view(town, plan))["pickup"].tags
    assert ("attendant" in tags) == (asked or by_service)
    assert "help_flat" in tags


def test_a_driver_is_told_how_to_find_the_entrance() -> None:
    """The bus would stop at the main gate while the rider waits behind the hospital."""
    town, plan = planned(bus().add_ride("09:00-10:00", to="szpital"))
    hospital = town.places[PlaceId("szpital")]
    doors = tuple(replace(door, note="Za szlabanem w lewo") for door in hospital.entrances)
    places = {**town.places, hospital.id: replace(hospital, entrances=doors, phone="41 200 30 40")}
    view = day_view(replace(town, places=places), plan)
    for text in (printed(view), overview_html(view)):
        assert "Za szlabanem w lewo" in text
        assert "41 200 30 40" in text.replace("\u00a0", " ")


def test_office_notes_stay_in_the_office() -> None:
    """A driver would read, and leave on the seat, what a daughter confided to the dispatcher."""
    asked = Notes(office="SPÓR O OPŁATĘ")
    view = seen(bus(notes=NOTES).add_ride("09:00-10:00", to="szpital", notes=asked))
    assert cards(view)["pickup"].office == "DZWONIĆ DO CÓRKI SPÓR O OPŁATĘ"
    assert "DZWONIĆ DO CÓRKI SPÓR O OPŁATĘ" in overview_html(view)
    assert "OD PODWÓRZA" in printed(view)
    assert "DZWONIĆ" not in printed(view)
    assert "SPÓR" not in printed(view)


def test_office_notes_are_there_when_the_client_has_to_be_phoned() -> None:
    """The dispatcher would phone a client who never answers, to say that nobody comes."""
    town, plan = planned(bus(notes=NOTES).add_ride("09:00-10:00", to="szpital"))
    missed = UnassignedReason(request_id=next(iter(town.requests)), rule="time_window", summary={"pl": "Za późno."})
    view = day_view(town, replace(plan, routes=(), unassigned=(missed,)))
    assert view.unassigned[0].office == "DZWONIĆ DO CÓRKI"
    assert "DZWONIĆ DO CÓRKI" in overview_html(view)


def test_two_sisters_are_both_to_be_reached() -> None:
    """The driver would phone the one who is asleep, and never learn of the other one's door."""
    first: dict[str, Any] = {"name": "Anna Lis", "phone": "600 000 001", "access": CODE}
    second: dict[str, Any] = {"name": "Ewa Lis", "phone": "600 000 002", "access": Access()}
    syn, wnuk = Contact(name="Jan", phone="1", relation="syn"), Contact(name="Olek", phone="2")
    builder = bus(client_id="A", contacts=(syn, wnuk), **first)
    builder.add_client("B", home="dom-A", contacts=(Contact(name="Iga", phone="3"), syn), **second)
    card = cards(seen(builder.add_ride("09:00-10:00", to="szpital", client=("A", "B"))))["pickup"]
    assert card.phones == ("600 000 001", "600 000 002")
    assert card.contacts == ("Jan (syn) 1", "Iga 3", "Olek 2")
    assert card.access["pl"] == "Anna Lis: piętro 2, bez windy, kod: 77K1; Ewa Lis: parter"


def test_a_door_code_is_shown_only_at_its_door() -> None:
    """The code of a flat would lie about at the hospital."""
    view = seen(bus(access=CODE).add_ride("09:00-10:00", to="szpital"))
    assert "77K1" in cards(view)["pickup"].access["pl"]
    assert not cards(view)["dropoff"].access


def test_notes_go_to_whoever_does_the_task() -> None:
    """A meal driver would read how to hold the shoulder, and the carer where to park the bus."""
    for builder, kinds, note in (
        (bus(notes=NOTES).add_visit(window="09:00-10:00"), ["visit"], "ZDJĄĆ BUTY"),
        (bus(notes=NOTES).add_ride("09:00-10:00", to="szpital"), ["pickup", "dropoff"], "OD PODWÓRZA"),
        (bus(notes=NOTES).add_delivery("11:00-12:00"), ["load", "drop"], "OD PODWÓRZA"),
    ):
        found = cards(seen(builder))
        assert [found[kind].note for kind in kinds] == [note] * len(kinds)


def test_a_plan_made_in_polish_prints_in_english() -> None:
    """Half of the English sheet would be Polish."""
    view = seen(bus(access=CODE).add_ride("09:00-10:00", to="szpital"))
    assert "1 osoba" in printed(view)
    assert "piętro 2, bez windy, kod: 77K1" in printed(view)
    english = printed(view, "en")
    assert "1 person" in english
    assert "floor 2, no lift, code: 77K1" in english
    assert "osoba" not in english
    assert "piętro" not in english


def articles(
    hours: str, *breaks: tuple[str, int, bool], contracts: tuple[str, ...] = ("driver",), taken: int = 0
) -> list[str]:
    """Return the articles shown for breaks of so many minutes, paid or not."""
    builder = TownBuilder().add_place("baza")
    for contract in contracts:
        builder.add_staff(contract_id=contract)
    town = builder.add_shift(hours).build()
    shift = town.shifts[0]
    if taken:
        state = StartState(point=GeoPoint(lat=51, lon=21), free_at=shift.start, breaks_taken=taken)
        shift = replace(shift, start_state=state)
    pauses = tuple(
        PlannedBreak(start=(start := builder.moment(at)), end=start + timedelta(minutes=m), after_stop=-1, paid=paid)
        for at, m, paid in breaks
    )
    route = PlannedRoute(shift_id=shift.id, start=shift.start, end=shift.end, stops=(), breaks=pauses)
    plan = Plan(town_id="", day=builder.day, version=1, made_at=shift.start, routes=(route,), unassigned=(), terms={})
    view = day_view(replace(town, shifts=(shift,)), plan)
    return [pause.article for pause in view.itineraries[0].breaks]


LABOUR, DRIVERS = "Kodeks pracy, art. 134 § 1 pkt {}", "Ustawa o czasie pracy kierowców, art. 13"


def test_a_break_names_the_article_that_gives_it() -> None:
    """An inspector would read an unpaid break as the paid one, and the wrong law."""
    unpaid_first = articles("06:00-14:00", ("08:00", 15, False), ("11:00", 15, True))
    assert unpaid_first == [DRIVERS, LABOUR.format(1)]


def test_a_break_above_nine_hours_is_not_owed_at_nine() -> None:
    """A break that nobody owes would be shown as the law's, at exactly nine hours."""
    breaks = (("08:00", 15, True), ("12:00", 15, True))
    assert articles("06:00-15:00", *breaks, contracts=("employment",)) == [LABOUR.format(1), ""]
    assert articles("06:00-15:01", *breaks, contracts=("employment",)) == [LABOUR.format(1), LABOUR.format(2)]


def test_breaks_behind_are_not_named_again() -> None:
    """After a replan at noon the second break would be printed as the first one."""
    assert articles("06:00-16:00", ("12:00", 15, True), contracts=("employment",), taken=1) == [LABOUR.format(2)]


def test_a_break_of_two_names_both_their_articles() -> None:
    """The attendant's break would look like a favour, since only the driver's law is named."""
    both = articles("06:00-13:00", ("08:00", 15, True), contracts=("employment", "disability"))
    assert both == [f"{LABOUR.format(1)}; Ustawa o rehabilitacji zawodowej, art. 17"]


def test_figures_count_a_request_once() -> None:
    """The manager would report a ride as two services because it has a beginning and an end."""
    town, plan = planned(bus().add_ride("09:00-10:00", to="szpital"))
    kpis = day_kpis(town, plan)
    assert (kpis.requested, kpis.served, kpis.clients_served, kpis.calls) == (1, 1, 1, 0)
    assert kpis.distance_m == plan.routes[0].distance_m > 0
    assert kpis.working_s == (plan.routes[0].end - plan.routes[0].start).total_seconds()
    half = replace(plan.routes[0], stops=plan.routes[0].stops[:1])
    assert day_kpis(town, replace(plan, routes=(half,))).served == 0


def test_a_client_who_was_told_another_time_is_phoned() -> None:
    """Somebody would stand at the door an hour too early, because nobody counted the call."""
    town, plan = planned(bus().add_visit(window="09:00-10:00"))
    route = plan.routes[0]
    told = Published(request_id=next(iter(town.requests)), shift_id=route.shift_id, start=route.stops[0].tasks[0].start)

    def calls(published: Published) -> int:
        return day_kpis(replace(town, published={published.request_id: published}), plan).calls

    assert calls(told) == 0
    assert calls(replace(told, start=told.start - timedelta(hours=1))) == 1
    assert calls(replace(told, shift_id=ShiftId("other"))) == 1


def test_what_somebody_pays_is_the_cost_of_the_day() -> None:
    """A van that is hired by the day would be driven for nothing in the report to the mayor."""
    town, plan = planned(bus().add_ride("09:00-10:00", to="szpital"))
    terms = {"shift_use": 25_000, "driving": 800, "deviation": 300, "unassigned": 90_000}

    assert day_kpis(town, replace(plan, terms=terms)).cost_gr == 25_800
