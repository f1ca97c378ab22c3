"""What a party pays, the sentence that says so, and what crews collect."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from fixtures.builder import TownBuilder
from scheduler.domain.booking import BookingStatus
from scheduler.domain.booking_policy import BookingPolicy, Contribution, ServiceBooking
from scheduler.domain.cash import CashList, collects
from scheduler.domain.ids import ProgrammeId, ServiceId
from scheduler.domain.plan import Plan, PlannedTask
from scheduler.domain.service_days import PlanHead
from scheduler.domain.town import Town
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.overview import overview_html
from scheduler.formats.sheets.pdf import itinerary_pdf
from scheduler.services.contributions import cash_due, cash_list, contribution_gr, contribution_words
from scheduler.services.planning import Wish, plan_day
from scheduler.services.reporting import day_view
from scheduler.travel.straight import StraightTravel
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, Office


def paying(builder: TownBuilder, **price: Any) -> Town:
    """Return a builder's town in which every service has this price."""
    rule = ServiceBooking(contribution=Contribution(**price))
    return builder.with_policy(booking=BookingPolicy(default=rule)).build()


def due(town: Town) -> int:
    """Return what the only request costs."""
    (request,) = town.requests.values()
    return contribution_gr(town, request, StraightTravel(town.policy))


def riding(*clients: str, **fields: Any) -> TownBuilder:
    """Return a builder with one ride of 2 km as the crow flies."""
    builder = TownBuilder().add_place("klub", at=(0, 2)).add_client("K-1", at=(0, 0))
    for name in clients:
        builder.add_client(name, home="dom-K-1")
    return builder.add_ride("09:00-09:30", to="klub", client=("K-1", *clients), **fields)


@pytest.mark.parametrize(
    ("minutes", "price", "amount"),
    [
        (45, {"per_request_gr": 500}, 500),
        (45, {"per_hour_gr": 600}, 450),
        (50, {"per_hour_gr": 500}, 416),
        (50, {"per_request_gr": 100, "per_hour_gr": 500, "per_km_gr": 100}, 516),
    ],
)
def test_a_visit_costs_its_hours_rounded_down(minutes: int, price: dict[str, int], amount: int) -> None:
    """A pensioner would pay for time that nobody was there, or a grosz more than the council decided."""
    builder = TownBuilder().add_visit("asystent", "08:00-18:00", length_min=minutes)

    assert due(paying(builder, **price)) == amount


def test_a_ride_costs_its_direct_way_for_each_client_but_not_for_carers() -> None:
    """Whoever shares a bus would pay for the detour, or a mother pay for the one who helps her."""
    metres = 150 + 1.29 * 2000
    one = due(paying(riding(carers=2), per_km_gr=100))

    assert one == pytest.approx(metres / 10, abs=2)
    assert due(paying(riding("K-2"), per_km_gr=100)) == 2 * one


def test_each_of_two_sisters_pays_for_her_own_part_of_the_visit() -> None:
    """A visit to two would be paid twice."""
    builder = TownBuilder().add_client("K-1").add_client("K-2", home="dom-K-1")
    builder.add_visit("asystent", "08:00-18:00", length_min=90, client=("K-1", "K-2"))

    assert due(paying(builder, per_hour_gr=400, per_request_gr=100)) == 2 * (300 + 100)
    assert due(paying(builder, per_hour_gr=401, per_request_gr=100)) == 2 * (300 + 100)


def test_a_free_programme_costs_nothing_and_asks_no_road() -> None:
    """Somebody whose help is paid by a grant would be asked for money at the door."""
    free = frozenset({ProgrammeId("grant")})
    town = paying(riding(programme_id=ProgrammeId("grant")), per_request_gr=500, per_km_gr=100, free_programmes=free)
    (request,) = town.requests.values()

    assert contribution_gr(town, request, None) == 0  # type: ignore[arg-type]
    assert contribution_gr(town, replace(request, programme_id=None), StraightTravel(town.policy)) > 500


@given(st.integers(0, 300), st.integers(0, 2_000), st.integers(0, 2_000), st.integers(0, 500), st.integers(1, 3))
def test_nobody_pays_more_than_the_exact_sum_nor_a_grosz_less(
    minutes: int, once: int, hour: int, km: int, people: int
) -> None:
    """Many roundings would add up against the client, or the town lose more than a grosz each."""
    base = riding(*[f"K-{n}" for n in range(2, people + 1)], service_time=timedelta(minutes=minutes))
    town = paying(base, per_request_gr=once, per_hour_gr=hour, per_km_gr=km)
    metres = Fraction(due(paying(base, per_km_gr=1_000_000)), people * 1_000)
    hours = Fraction(2 * minutes * 60 + 2 * 120, 3600)
    exact = people * (once + hour * hours / people + Fraction(km) * metres / 1000)

    assert exact - people < due(town) <= exact


def test_the_sentence_says_how_much_and_to_whom() -> None:
    """The client would have no change ready, or look for the bill that the crew does not bring."""
    cash, bill = Contribution(), Contribution(cash=False)

    assert contribution_words(650, cash)["pl"] == "Dopłata: 6,50 zł, gotówką u załogi."
    assert contribution_words(1205, cash)["en"] == "To pay: 12.05 zł, in cash to the crew."
    assert "rachunku" in contribution_words(500, bill)["pl"]
    assert contribution_words(0, cash)["pl"] == "Bez dopłaty."


@pytest.mark.parametrize(
    ("task_id", "kind", "pays"),
    [
        ("R-1:pickup", "pickup", True),
        ("R-1:dropoff", "dropoff", False),
        ("R-1:load", "load", False),
        ("R-1:drop", "drop", True),
        ("R-1#1:visit", "visit", True),
        ("R-1#2:visit", "visit", False),
    ],
)
def test_a_request_is_paid_at_one_of_its_tasks(task_id: str, kind: str, pays: bool) -> None:
    """The driver would ask for the fare at both ends, or both carers of a double visit for the same money."""
    (name,) = TownBuilder().add_client().add_visit("asystent", "08:00-18:00").build().requests
    assert collects(PlannedTask(task_id=task_id, request_id=name, kind=kind, start=NOW, end=NOW)) is pays


def bus_day() -> TownBuilder:
    """Return a builder of a day with a bus, two rides and a visit."""
    builder = TownBuilder().add_bus("06:00-14:00")
    builder.add_client(name="Maria Kowalska").add_ride("09:00-09:30", to="baza")
    builder.add_client(name="Jan Nowak").add_ride("10:00-10:30", to="baza")
    builder.add_staff(skills=("opieka",)).add_shift("08:00-16:00", name="Opieka")
    return builder.add_client().add_visit("asystent", "09:00-12:00", length_min=45)


def planned(builder: TownBuilder) -> tuple[Office, Plan]:
    """Return the town kept, with a plan, in which each booking costs 5 zł and the visits come with a bill."""
    town = builder.build()
    ticks = count()
    wish = Wish(clock=lambda: float(next(ticks)), effort=1, workers=0, made_at=NOW)
    plan = plan_day(town, builder.day, StraightTravel(town.policy), wish).plan
    bill = ServiceBooking(contribution=Contribution(cash=False))
    policy = replace(town.policy, booking=BookingPolicy(services={ServiceId("asystent"): bill}))
    kept = Office(replace(town, policy=policy))
    with kept.unit() as unit:
        for booking in unit.bookings.all().values():
            unit.bookings.put(replace(booking, contribution_gr=500))
        unit.plans.add(plan, PlanHead(day=MONDAY, version=1, made_at=NOW, why="solved"))
        state = unit.days.lock(MONDAY)
        unit.days.put(replace(state, version=state.version + 1, plan=1))
    return kept, plan


def listed(kept: Office) -> CashList:
    """Return Monday's cash list."""
    with kept.store.reading(TOWN) as unit:
        return cash_list(unit, MONDAY)


def test_each_crew_has_its_list_and_its_sum() -> None:
    """The driver would not know whom to ask, nor the office how much must come back."""
    cash = listed(planned(bus_day())[0])

    assert [(crew.shift_id, crew.sum_gr) for crew in cash.crews] == [("Z-01", 1_000)]
    assert [entry.clients for entry in cash.crews[0].entries] == [("Maria Kowalska",), ("Jan Nowak",)]
    assert (cash.plan, cash.sum_gr, len(cash.crews[0].staff)) == (1, 1_000, 1)


def test_what_is_cancelled_is_not_collected() -> None:
    """Somebody who stays at home would owe the fare."""
    kept = planned(bus_day())[0]
    with kept.unit() as unit:
        first = next(iter(unit.bookings.all().values()))
        unit.bookings.put(replace(first, status=BookingStatus.CANCELLED))
    assert [entry.clients for crew in listed(kept).crews for entry in crew.entries] == [("Jan Nowak",)]

    with kept.unit() as unit:
        second = list(unit.bookings.all().values())[1]
        unit.bookings.put(replace(second, status=BookingStatus.WITHDRAWN))
    assert listed(kept).crews == ()


def test_what_is_not_planned_is_not_collected() -> None:
    """The crew would be asked for money of people it never saw."""
    kept, plan = planned(bus_day())
    with kept.unit() as unit:
        unit.plans.add(replace(plan, version=2, routes=()), PlanHead(day=MONDAY, version=2, made_at=NOW, why="moved"))
        state = unit.days.lock(MONDAY)
        unit.days.put(replace(state, version=state.version + 1, plan=2))
    assert listed(kept).crews == ()


def test_a_day_without_a_plan_has_an_empty_list() -> None:
    """The office would see an error in place of "nothing to collect"."""
    cash = listed(Office(bus_day().build()))

    assert (cash.plan, cash.crews) == (None, ())


@pytest.mark.parametrize(("lang", "said"), [("pl", "pobrać 5,00 zł"), ("en", "collect PLN 5.00")])
def test_the_amount_stands_on_the_sheet_and_on_the_page_once_a_ride(lang: Any, said: str) -> None:
    """The crew would have to look every fare up in another list."""
    builder = bus_day()
    kept, plan = planned(builder)
    with kept.store.reading(TOWN) as unit:
        view = day_view(builder.build(), plan, cash=cash_due(unit, MONDAY))
    sheets = [itinerary_pdf(view, look, crew, lang=lang) for look, crew in looks(view.itineraries)]
    text = " ".join(page.extract_text() for sheet in sheets for page in PdfReader(BytesIO(sheet)).pages)
    printed, page = (" ".join(one.replace("PLN5", "PLN 5").split()) for one in (text, overview_html(view, lang=lang)))

    assert printed.count(said) == page.replace("&nbsp;", " ").count(said) == 2


def test_without_amounts_nothing_is_said_of_money() -> None:
    """A free service would have "0 zł" at every stop."""
    builder = bus_day()
    view = day_view(builder.build(), planned(builder)[1])

    assert "pobrać" not in overview_html(view, lang="pl")
