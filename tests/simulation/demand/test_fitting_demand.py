"""A demand fitted to an office's books: what was drawn is found again, with what it rests on."""

from collections import Counter
from dataclasses import replace

import pytest

from scheduler.domain.booking import Booking, EnquiryOutcome
from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.parts import WayBack, Wishes
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Mobility
from scheduler.domain.errors import InputError
from scheduler.formats.capacity.demand_reader import parse_demand
from scheduler.formats.capacity.demand_writer import write_demand
from scheduler.simulation.demand import check, draw, fit
from tests.simulation.demand.asking_town import (
    BUGAJ,
    BUS,
    LAZY,
    MONDAY,
    PHYSIO,
    days,
    demo,
    one_service,
    ride,
    service,
    town,
)
from tests.simulation.demand.half_a_year import FIRST, LAST, WEEKS, drawn, fitted, per_week, told
from tests.simulation.demand.recorded import bare, books, legs_of, write


def test_rates_of_every_service_are_found_again() -> None:
    """A study would be of half the calls that the town has: those that it had room for."""
    numbers = Counter(call.service_id for call in drawn())
    assert fitted().basis.calls == numbers
    for key in demo().services:
        error = 4 * per_week(demo(), key) / numbers[key] ** 0.5
        assert per_week(fitted(), key) == pytest.approx(per_week(demo(), key), abs=error)
    repairs = demo().services[PHYSIO].per_day
    for district, means in fitted().services[PHYSIO].per_day.items():
        assert sum(means) == pytest.approx(sum(repairs[district]), rel=0.45)
        assert sum(means[5:]) < 0.02 * sum(means)


def test_refused_calls_count_as_much_as_promised_ones() -> None:
    """The busier a town is the fewer calls would be seen, and the less would a second bus be worth."""
    some = drawn()[:300]
    with books() as unit:
        write(unit, some, lambda k: EnquiryOutcome.REFUSED)
        refused = fit(unit, FIRST, LAST)
    with books() as unit:
        write(unit, some)
        assert fit(unit, FIRST, LAST) == refused


def test_what_is_wanted_and_by_whom_is_found_again() -> None:
    """The fitted town would want its buses at other hours, or for other people."""
    own, true = fitted().services[BUS], demo().services[BUS]
    for hour in range(7, 15):
        assert own.wishes.hours.share(hour) == pytest.approx(true.wishes.hours.share(hour), abs=0.07)
    # Ringing on a working day before makes of some leads longer ones.
    assert fmean_of(own.wishes.lead_days) == pytest.approx(fmean_of(true.wishes.lead_days), abs=1.0)
    assert own.wishes.widths_min.share(30) == pytest.approx(0.6, abs=0.07)
    assert own.back.kinds.share(Back.AT) == pytest.approx(0.8, abs=0.06)
    assert own.back.kinds.share(Back.OPEN) == pytest.approx(0.05, abs=0.04)
    assert own.back.stay_min.median == pytest.approx(97, rel=0.08)  # to the next quarter of an hour
    assert own.back.width_min == 60
    assert own.doors.help_levels.share(HelpLevel.FLAT) == pytest.approx(0.1, abs=0.05)
    assert own.carers.share(1) == pytest.approx(0.12, abs=0.05)
    assert own.repeating.share == pytest.approx(0.1, abs=0.05)
    assert set(dict(own.repeating.per_week.options)) == {1, 3}
    assert set(dict(own.repeating.weeks.options)) == {8, 12}
    assert {one.place_id for one, _ in own.places.options} == {one.place_id for one, _ in true.places.options}  # type: ignore[union-attr]
    assert fitted().mobility.share(Mobility.WHEELCHAIR) == pytest.approx(0.1, abs=0.03)
    assert fitted().rings.share(8) == pytest.approx(0.2, abs=0.04)
    planned = fitted().services[PHYSIO].doors.planned_min
    assert planned.share(60) == pytest.approx(0.25, abs=0.08)


def fmean_of(chances: Chances[int]) -> float:
    return sum(value * chances.share(value) for value, _ in chances.options)


def test_the_fitted_demand_says_what_it_rests_on_and_can_be_kept_and_drawn() -> None:
    """A report could not tell a fitted town from an assumed one, nor a study be repeated."""
    basis = fitted().basis
    assert (basis.number, basis.days, basis.first, basis.last) == (len(drawn()), 7 * WEEKS, FIRST, LAST)
    assert not basis.assumed
    assert parse_demand(write_demand(fitted()), "x") == fitted()
    check(fitted(), bare())
    again = told(draw(fitted(), bare(), days(7 * 8, MONDAY), 2))
    assert len(again) / 8 == pytest.approx(sum(per_week(demo(), key) for key in demo().services), rel=0.12)


def test_few_calls_for_a_service_are_spread_as_all_are() -> None:
    """The one district that happened to call first would get all of a new service."""
    many = draw(one_service(service(5.0, per_day={LAZY: (8.0,) * 7, BUGAJ: (2.0,) * 7})), town(), days(28), 5)
    few = [call for call in draw(one_service(ride(0.2), BUS), town(), days(28), 9) if call.home.district_id == "bugaj"]
    with books() as unit:
        write(unit, [*many, *few[:3]])
        own = fit(unit, days(28)[0], days(28)[-1]).services[BUS].per_day
    total = sum(sum(means) for means in own.values())
    assert total * 4 == pytest.approx(3, rel=0.01)
    assert sum(own[LAZY]) > sum(own[BUGAJ])


def test_what_was_imported_counts_too_and_wishes_without_an_hour_are_for_any() -> None:
    """A town that begins with Dojazd today would seem to have had no clients yesterday."""
    calls = draw(one_service(ride(3.0, back=WayBack(kinds=Chances.only(Back.AT))), BUS), town(), days(14), 5)
    with books() as unit:
        for k, call in enumerate(calls):
            unit.clients.put(call.client)
            legs = legs_of(call)
            for leg in legs if k else [replace(one, windows=()) for one in legs]:
                unit.bookings.put(Booking(request=leg))
        found = fit(unit, days(14)[0], days(14)[-1])
    own = found.services[BUS]
    assert found.basis.calls == {BUS: len(calls)}
    assert set(dict(own.back.kinds.options)) == {Back.AT}
    assert own.wishes.widths_min.share(600) == pytest.approx(1 / len(calls))
    assert own.wishes.lead_days == Wishes(hours=Chances.only(9)).lead_days  # nobody wrote down when they called


def test_calls_of_people_who_are_forgotten_count_somewhere() -> None:
    """Each erased client would make the town's past, and with it its future, a little emptier."""
    calls = draw(one_service(service(3.0), known=0.0), town(), days(28), 5)
    with books() as unit:
        write(unit, calls)
        before = fit(unit, days(28)[0], days(28)[-1])
        for call in calls[::2]:
            unit.clients.remove(call.client.id)
        after = fit(unit, days(28)[0], days(28)[-1])
    assert after.basis.number == len(calls)
    assert per_week(after, PHYSIO) == pytest.approx(per_week(before, PHYSIO), rel=0.02)


def test_too_little_to_fit_to_is_refused() -> None:
    """A study would rest on nothing, and its report say that it is fitted."""
    with books() as unit:
        with pytest.raises(InputError, match="has no calls"):
            fit(unit, MONDAY, days(28)[-1])
        write(unit, draw(one_service(service(6.0)), town(), days(3, days(28)[-3]), 5))
        with pytest.raises(InputError, match="is less than a week"):
            fit(unit, days(28)[-4], days(28)[-1])
