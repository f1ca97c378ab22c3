"""Entitlements are consumed at booking and given back at cancellation: exactly, in time, and never twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.builder import TownBuilder
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.errors import ConflictError, RefusedError, StaleError
from scheduler.domain.ids import ClientId, EntitlementId, ProgrammeId
from scheduler.domain.town import Town
from scheduler.services.entitling import consume, give_back, left
from scheduler.services.keeping import keep_town, town_on
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, Office

LATER = NOW + timedelta(hours=1)


def visits(*minutes: int, amount: float = 2, unit: str = "hours", **fields: Any) -> Town:
    """Return a town with one client, an entitlement, and a visit of each length."""
    builder = TownBuilder().add_client("K-1").add_entitlement(amount, "asystent", unit=unit, **fields)
    for length in minutes:
        builder.add_visit("asystent", "08:00-18:00", client="K-1", length_min=length)
    return builder.build()


def office(town: Town) -> Office:
    """Return the town kept, with nothing consumed yet."""
    kept = Office(replace(town, requests={}))
    with kept.unit() as unit:
        for request in town.requests.values():
            unit.bookings.put(Booking(request=request))
    return kept


def bookings(kept: Office) -> list[Booking]:
    """Return all bookings."""
    with kept.store.reading(TOWN) as unit:
        return list(unit.bookings.all().values())


def taken(kept: Office) -> list[Consumption]:
    """Return everything that counts."""
    with kept.store.reading(TOWN) as unit:
        return [one for one in unit.consumptions.all().values() if one.counts]


def book(kept: Office, number: int) -> tuple[Consumption, ...]:
    """Let a booking consume."""
    with kept.unit() as unit:
        return consume(unit, bookings(kept)[number], NOW)


def standing(kept: Office, client: str = "K-1", day: date = MONDAY) -> list[tuple[Decimal, Decimal]]:
    """Return what is booked and left of each entitlement."""
    with kept.store.reading(TOWN) as unit:
        return [(one.booked, one.left) for one in left(unit, ClientId(client), day)]


def test_three_visits_of_forty_minutes_are_two_hours() -> None:
    """The third visit would be refused, or left out of the plan, for a billionth of an hour."""
    kept = office(visits(40, 40, 40))
    for number in range(3):
        book(kept, number)

    assert sum(round(one.amount * 3600) for one in taken(kept)) == 7200
    assert standing(kept)[0][1] == 0


def test_the_plan_of_a_day_sees_what_other_days_took() -> None:
    """The last forty minutes would be missing from the plan although they were promised."""
    town = visits(40, 40, 40)
    days = [MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)]
    moved = {one.id: replace(one, day=day) for one, day in zip(town.requests.values(), days, strict=True)}
    kept = office(replace(town, requests=moved))
    for number in range(3):
        book(kept, number)
    with kept.store.reading(TOWN) as unit:
        seen = town_on(unit, days[2]).entitlements[0]

    assert int(seen.left * 3600) == 2400


def test_what_is_too_much_is_refused_with_what_is_left_and_nothing_is_taken() -> None:
    """The caller would hear "no" without why, or half of a refused booking be counted."""
    kept = office(visits(90, 40))
    book(kept, 0)
    with kept.unit() as unit, pytest.raises(RefusedError) as caught:
        consume(unit, bookings(kept)[1], NOW)

    refusal = caught.value.refusals[0]
    assert (refusal.code, refusal.day) == ("entitlement", MONDAY)
    assert "zostało 0,5 z 2 do 31.12.2026, potrzeba 0,66" in refusal.summary["pl"]
    assert "0.5 of 2 left until 2026-12-31" in refusal.summary["en"]
    assert "30 min" in refusal.change["pl"]
    assert len(taken(kept)) == 1
    with kept.store.reading(TOWN) as unit:
        name = unit.clients.get(ClientId("K-1")).name
    for said in refusal.summary.values():
        assert said.startswith(f"{name}, "), "a caller is no number"
        assert "K-1" not in said


@pytest.mark.parametrize("unit_name", ["visits", "rides"])
def test_visits_and_rides_are_counted_in_pieces(unit_name: str) -> None:
    """A long visit would cost two, or the twentieth ride be the twenty-first."""
    kept = office(visits(200, 5, 5, amount=3, unit=unit_name, used=1))
    book(kept, 0)
    book(kept, 1)

    assert standing(kept) == [(Decimal(2), Decimal(0))]
    with pytest.raises(RefusedError, match="0 of 3 left"):
        book(kept, 2)


def test_consuming_again_takes_nothing_more() -> None:
    """A click that was sent twice would cost the client two visits."""
    kept = office(visits(40))
    first = book(kept, 0)
    stamp = kept.store.stamp(TOWN)

    assert book(kept, 0) == first
    assert kept.store.stamp(TOWN) == stamp


def cancel(kept: Office, number: int = 0, *, late: bool = False, at: datetime = LATER) -> int:
    """Cancel a booking; return how much was given back."""
    with kept.unit() as unit:
        status = BookingStatus.CANCELLED_LATE if late else BookingStatus.CANCELLED
        return len(give_back(unit, replace(bookings(kept)[number], status=status), at))


def test_what_was_given_back_is_not_given_back_again() -> None:
    """A cancellation by phone and another by text message would earn the client an hour."""
    kept = office(visits(40))
    book(kept, 0)

    assert (cancel(kept), cancel(kept, at=LATER + timedelta(hours=1))) == (1, 0)
    assert standing(kept) == [(Decimal(0), Decimal(2))]
    with kept.store.reading(TOWN) as unit:
        assert [one.given_back_at for one in unit.consumptions.all().values()] == [LATER]


@pytest.mark.parametrize(("gives_back", "left_h"), [(True, Decimal(2)), (False, Decimal(1))])
def test_a_late_cancellation_follows_the_policy(gives_back: bool, left_h: Decimal) -> None:
    """Whoever is not at home would lose nothing, or a client in hospital lose an hour against the town's own rule."""
    town = visits(60)
    policy = replace(town.policy, booking=BookingPolicy(default=ServiceBooking(late_gives_back=gives_back)))
    kept = office(replace(town, policy=policy))
    book(kept, 0)
    cancel(kept, late=True)

    assert standing(kept)[0][1] == left_h


def test_what_a_late_cancellation_cost_is_missing_from_that_days_plan() -> None:
    """The hour that is lost would be given to another visit of the same day."""
    kept = office(visits(60, 60))
    for number in range(2):
        book(kept, number)
    gone = bookings(kept)[0]
    with kept.unit() as unit:
        gone = replace(gone, status=BookingStatus.CANCELLED_LATE)
        unit.bookings.put(gone)
        give_back(unit, gone, LATER)
    with kept.store.reading(TOWN) as unit:
        assert town_on(unit, MONDAY).entitlements[0].left == Decimal(1)


def test_two_sisters_each_take_of_their_own() -> None:
    """One sister's rides would pay for the other's."""
    builder = TownBuilder().add_client("K-1").add_entitlement(5, "bus", unit="rides")
    builder.add_client("K-2", home="dom-K-1", name="Anna Wilk").add_entitlement(1, "bus", unit="rides", used=1)
    kept = office(builder.add_ride("09:00-09:30", to="baza", client=("K-1", "K-2")).build())

    with pytest.raises(RefusedError) as caught:
        book(kept, 0)
    assert [one.summary["en"].split(",")[0] for one in caught.value.refusals] == ["Anna Wilk"]
    assert taken(kept) == []


def test_another_programme_or_period_is_not_touched() -> None:
    """A grant would pay for what the town has to pay."""
    town = visits(40)
    mine = town.entitlements[0]
    others = (
        replace(mine, id=EntitlementId("U-other"), programme_id=ProgrammeId("inny")),
        replace(mine, id=EntitlementId("U-next"), period_start=date(2027, 1, 1), period_end=date(2027, 12, 31)),
        replace(mine, id=EntitlementId("U-none"), programme_id=None),
    )
    kept = office(replace(town, entitlements=(mine, *others)))
    book(kept, 0)

    assert [one.entitlement_id for one in taken(kept)] == [mine.id]


def test_a_booking_moved_to_another_year_takes_of_that_year() -> None:
    """December's hours would stay taken by a visit in January."""
    town = visits(60)
    mine = town.entitlements[0]
    coming = replace(mine, id=EntitlementId("U-next"), period_start=date(2027, 1, 1), period_end=date(2027, 12, 31))
    kept = office(replace(town, entitlements=(mine, coming)))
    book(kept, 0)
    january = date(2027, 1, 11)
    moved = replace(bookings(kept)[0], request=replace(bookings(kept)[0].request, day=january))
    with kept.unit() as unit:
        consume(unit, moved, LATER)

    assert [(one.entitlement_id, one.day) for one in taken(kept)] == [("U-next", january)]
    assert standing(kept) == [(Decimal(0), Decimal(2))]


def test_a_visit_made_longer_takes_the_difference() -> None:
    """A visit stretched to fill the day would be counted as it was first booked."""
    kept = office(visits(60))
    book(kept, 0)
    longer = bookings(kept)[0]
    longer = replace(longer, request=replace(longer.request, service_time=timedelta(minutes=120)))
    with kept.unit() as unit:
        consume(unit, longer, LATER)

    assert [(one.amount, one.taken_at) for one in taken(kept)] == [(Decimal(2), NOW)]


def test_a_cancelled_booking_takes_nothing() -> None:
    """A cancelled visit would eat hours."""
    kept = office(visits(60))
    gone = replace(bookings(kept)[0], status=BookingStatus.CANCELLED)
    with kept.unit() as unit, pytest.raises(ConflictError):
        consume(unit, gone, NOW)


def test_of_two_dispatchers_one_gets_the_last_hour() -> None:
    """Two telephones would promise the same hour on two days, each without looking at the other's day."""
    kept = office(visits(60, 60, amount=1))
    first, second = bookings(kept)
    with kept.store.reading(TOWN) as unit, kept.unit() as other:
        consume(other, first, NOW)
        stamp = unit.entitlements.stamp_of(EntitlementId("U-01"))
    with kept.unit() as unit, pytest.raises(StaleError):
        unit.entitlements.put(unit.entitlements.get(EntitlementId("U-01")), seen=stamp)
    with kept.unit() as unit, pytest.raises(RefusedError):
        consume(unit, second, NOW)


def test_an_imported_town_consumes_promises_first_then_in_order() -> None:
    """After an import somebody without a promise would have the hour of somebody with one."""
    builder = TownBuilder().add_client("K-1").add_entitlement(2, "asystent", unit="hours")
    for length in (90, 30, 60):
        builder.add_visit("asystent", "08:00-18:00", client="K-1", length_min=length)
    builder.promise("08:00-09:00")
    kept = MemoryStore()
    with kept.writing(TOWN) as unit:
        keep_town(unit, builder.build(), NOW)
    with kept.reading(TOWN) as unit:
        counted = {key[1]: one.amount for key, one in unit.consumptions.all().items()}
        names = list(unit.bookings.all())

    assert counted == {names[1]: Decimal("0.5"), names[2]: Decimal(1)}


LENGTHS = (20, 40, 25, 61, 7)
STEPS = st.lists(
    st.tuples(st.sampled_from(("book", "cancel", "late", "move", "stretch")), st.integers(0, 4)), max_size=20
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.fractions(0, 3, max_denominator=6), st.booleans())
def test_the_sum_is_never_above_the_amount_whatever_the_order(
    steps: list[tuple[str, int]], amount: Fraction, late_gives_back: bool
) -> None:
    """A client would get more than the grant pays for, or less than is left."""
    hours = Decimal(amount.numerator) / amount.denominator
    town = visits(*LENGTHS, amount=0)
    mine = replace(town.entitlements[0], amount=hours)
    policy = replace(town.policy, booking=BookingPolicy(default=ServiceBooking(late_gives_back=late_gives_back)))
    kept = office(replace(town, entitlements=(mine,), policy=policy))
    limit_s, model = int(hours * 3600), dict[int, int]()
    for action, number in steps:
        with kept.unit() as unit:
            booking = list(unit.bookings.all().values())[number]
            _step(unit, booking, action, number, model, limit_s=limit_s, late_gives_back=late_gives_back)

        assert {one.request_id: round(one.amount * 3600) for one in taken(kept)} == {
            bookings(kept)[number].id: seconds for number, seconds in model.items()
        }
        assert sum(model.values()) <= limit_s


def _step(
    unit: UnitOfWork, booking: Booking, action: str, number: int, model: dict[int, int], *, limit_s: int,
    late_gives_back: bool,
) -> None:  # fmt: skip
    if action in {"cancel", "late"}:
        status = BookingStatus.CANCELLED_LATE if action == "late" else BookingStatus.CANCELLED
        give_back(unit, replace(booking, status=status), LATER)
        if action == "cancel" or late_gives_back:
            model.pop(number, None)
        return
    change: dict[str, Callable[[], dict[str, Any]]] = {
        "book": dict,
        "move": lambda: {"day": booking.day + timedelta(days=1)},
        "stretch": lambda: {"service_time": (booking.request.service_time or timedelta(0)) + timedelta(minutes=10)},
    }
    wanted = replace(booking, request=replace(booking.request, **change[action]()))
    need = (wanted.request.service_time or timedelta(0)) // timedelta(seconds=1)
    others = sum(seconds for other, seconds in model.items() if other != number)
    fits = others + need <= limit_s and wanted.day.year == MONDAY.year
    try:
        consume(unit, wanted, NOW)
    except RefusedError:
        assert not fits
        return
    unit.bookings.put(wanted)
    assert fits
    model[number] = need


def test_an_entitlement_of_nobody_here_limits_nobody() -> None:
    """Clients without any grant could not be booked at all."""
    builder = TownBuilder().add_client("K-1").add_visit("asystent", "08:00-18:00", length_min=600)
    kept = office(builder.build())
    with kept.unit() as unit:
        unit.entitlements.put(_other())

    assert book(kept, 0) == ()


def _other() -> Entitlement:
    return replace(visits(amount=0).entitlements[0], client_id=ClientId("K-9"), programme_id=None)
