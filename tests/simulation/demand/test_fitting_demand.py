"""A demand fitted to an office's books: what was drawn is found again, with what it rests on."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from math import log
from statistics import fmean, stdev

import pytest

from scheduler.domain.actuals import Actual, FinalOutcome, Person, TaskActual, Teller
from scheduler.domain.booking import Booking, BookingStatus, EnquiryOutcome
from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.parts import Doors, Repeating, WayBack, Wishes
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Mobility
from scheduler.domain.errors import InputError
from scheduler.domain.ids import RequestId, SeriesId, ServiceId
from scheduler.domain.service_days import DayState
from scheduler.formats.capacity.demand_reader import parse_demand
from scheduler.formats.capacity.demand_writer import write_demand
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.demand import check, draw, fit
from tests.simulation.demand.asking_town import (
    BUGAJ,
    BUS,
    LAZY,
    MEAL,
    MONDAY,
    PHYSIO,
    days,
    demo,
    one_service,
    ride,
    service,
    town,
)
from tests.simulation.demand.recorded import bare, books, legs_of, occurrence_enquiry, series_of_call, write

FIRST, WEEKS = date(2026, 1, 5), 26
LAST = FIRST + timedelta(days=7 * WEEKS - 1)
CYCLE = (EnquiryOutcome.PROMISED, EnquiryOutcome.REFUSED, EnquiryOutcome.DECLINED, EnquiryOutcome.WAITING)


def told(calls: list[Call]) -> list[Call]:
    """Return the calls that came in the period: not the series that began before."""
    return [call for call in calls if call.id.split("~")[2] == call.day.isoformat()]


@cache
def drawn() -> tuple[Call, ...]:
    return tuple(draw(replace(demo(), known=0.0), town(), days(7 * WEEKS, FIRST), 21))


@cache
def fitted() -> Demand:
    """Return the demo's demand as half a year's books tell it, a quarter of it promised."""
    with books() as unit:
        write(unit, drawn(), lambda k: CYCLE[k % 4])
        return fit(unit, FIRST, LAST)


def per_week(demand: Demand, service_id: str) -> float:
    return sum(sum(means) for means in demand.services[ServiceId(service_id)].per_day.values())


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


def test_a_months_number_is_found_again_and_an_ordinary_year_has_none() -> None:
    """July would be planned for as if it were March."""
    busy = one_service(service(10.0), months={3: 1.6})
    span = (date(2026, 2, 2), date(2026, 4, 26))
    with books() as unit:
        write(unit, draw(busy, town(), days(84, span[0]), 3))
        found = fit(unit, *span)
    assert found.months[3] / found.months[2] == pytest.approx(1.6, rel=0.12)
    mean = found.mean(PHYSIO, LAZY, date(2026, 3, 9))
    assert mean == pytest.approx(16, rel=0.15)
    # March has five Sundays and four Wednesdays: what is said of its days still adds up to what was seen.
    off = HolidayCalendar(town().policy.booking)
    ordinary = [day for day in days(84, span[0]) if off.name(day) is None]
    said = [found.mean(PHYSIO, district, day) for district in found.services[PHYSIO].per_day for day in ordinary]
    assert sum(said) == pytest.approx(found.basis.number)
    with books() as unit:
        write(unit, draw(one_service(service(10.0)), town(), days(84, span[0]), 3))
        even = fit(unit, *span).months
    assert all(factor == pytest.approx(1, abs=0.08) for factor in even.values())


def test_a_weekday_that_was_a_holiday_is_as_the_other_working_days() -> None:
    """A week with a holiday on Wednesday would make Wednesdays free days, or half Sundays, for ever."""
    own = service(per_day={LAZY: (6.0,) * 5 + (0.0, 0.0)})
    week = (date(2026, 11, 9), date(2026, 11, 15))
    with books() as unit:
        write(unit, draw(one_service(own), town(), days(7, week[0]), 4))
        found = fit(unit, *week).services[PHYSIO].per_day
    totals = [sum(means[day] for means in found.values()) for day in range(7)]
    assert totals[2] == pytest.approx(sum(totals[k] for k in (0, 1, 3, 4)) / 4, rel=0.01)
    assert totals[2] > 4
    assert max(totals[5:]) < 0.2


def test_days_that_differ_by_more_than_chance_are_told() -> None:
    """A town with rushes would be told that its second bus is idle, by a study of days that are all alike."""
    calm = draw(one_service(service(6.0)), town(), days(84), 4)
    busy = draw(one_service(service(12.0)), town(), days(84), 4)
    rushes = [call for call in busy if call.day.isocalendar().week % 2 or int(call.id.split("~")[-1]) < 3]
    found = []
    for calls in (calm, rushes):
        with books() as unit:
            write(unit, calls)
            found.append(fit(unit, days(84)[0], days(84)[-1]).basis.dispersion or 0)
    assert found[0] == pytest.approx(1, abs=0.45)
    assert found[1] > 2


def test_holidays_are_as_busy_as_they_were_or_as_the_rule_says() -> None:
    """Meals would not be wanted on Christmas Day, or physiotherapists on all holidays."""
    kept = {key: service(6.0, holiday=part) for key, part in ((PHYSIO, 0.0), (BUS, 0.5))}
    asked = Demand(services={**kept, BUS: ride(6.0, holiday=0.5)})
    span = (date(2026, 3, 30), date(2026, 6, 14))  # Easter, 1 and 3 May, Corpus Christi
    with books() as unit:
        write(unit, draw(asked, town(), days(77, span[0]), 4))
        found = fit(unit, *span)
    assert found.services[PHYSIO].holiday < 0.1
    assert found.services[BUS].holiday == pytest.approx(0.5, abs=0.2)
    quiet = (date(2026, 9, 7), date(2026, 9, 20))
    with books() as unit:
        write(unit, draw(Demand(services={PHYSIO: service(6.0), MEAL: ride(6.0)}), town(), days(14, quiet[0]), 4))
        known = fit(unit, *quiet)
    assert (known.services[PHYSIO].holiday, known.services[MEAL].holiday) == (0, 1)


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


def test_a_series_counts_once_and_its_occurrences_not_at_all() -> None:
    """A client who comes every Monday would be taken for a new one each week, each asking for a series."""
    weekly = Repeating(share=0.5, per_week=Chances.only(2), weeks=Chances.only(2))
    own = one_service(service(3.0, repeating=weekly, per_day={LAZY: (3.0,) * 5 + (0.0, 0.0)}))
    calls = draw(own, town(), days(84), 5)
    with books() as unit:
        write(unit, calls)
        for call in calls:
            if call.weekly:
                unit.enquiries.put(occurrence_enquiry(call))
                first = series_of_call(call)
                half = first.first + timedelta(days=6)
                unit.series.put(replace(first, until=half))
                later = replace(first, id=SeriesId(f"{first.id}-2"), follows=first.id, first=half + timedelta(days=1))
                unit.series.put(later)
        found = fit(unit, days(84)[0], days(84)[-1])
    assert found.basis.number == len(calls)
    assert per_week(found, PHYSIO) == pytest.approx(15, rel=0.15)
    part = found.services[PHYSIO].repeating
    assert part.share == pytest.approx(0.5, abs=0.08)
    assert (set(dict(part.per_week.options)), set(dict(part.weeks.options))) == ({2}, {2})


def test_clients_of_long_standing_do_not_all_begin_when_the_office_opens() -> None:
    """Sixty people who have had their meals for years would be new ones in three weeks, and a thousand in a year."""
    usual = Repeating(share=1.0, per_week=Chances.only(5), weeks=Chances.only(52))
    kept = ride(per_day={LAZY: (0.4,) * 5 + (0.0, 0.0)}, repeating=usual)
    eating = draw(one_service(kept, MEAL), town(), days(21), 5)
    assert len(eating) > 60
    with books() as unit:
        write(unit, eating)
        found = fit(unit, days(21)[0], days(21)[-1])
        again = draw(found, bare(), days(21), 7)
    assert per_week(found, MEAL) == pytest.approx(2, rel=0.3)
    assert len(again) == pytest.approx(len(eating), rel=0.3)
    with books() as unit:
        for call in eating:
            unit.clients.put(call.client)
            unit.series.put(replace(series_of_call(call), first=MONDAY, until=None))
        opened = fit(unit, days(21)[0], days(21)[-1])
        again = draw(opened, bare(), days(21), 7)
    assert len(again) == pytest.approx(len(eating), rel=0.3)


def test_regular_clients_that_were_taken_over_make_no_busy_first_month() -> None:
    """September, when the office began, would be for ever the month in which everybody begins, and all days uneven."""
    single = draw(one_service(service(4.0)), town(), days(56), 5)
    weekly = Repeating(share=1.0, weeks=Chances.only(40))
    wednesdays = service(1.0, per_day={LAZY: (0.0, 0.0, 10.0, 0.0, 0.0, 0.0, 0.0)}, repeating=weekly)
    regular = draw(one_service(wednesdays, ServiceId("ogledziny")), town(), days(56), 5)
    with books() as unit:
        write(unit, [*single, *regular])
        found = fit(unit, days(56)[0], days(56)[-1])
    assert len(regular) > 60
    assert all(factor == pytest.approx(1, abs=0.06) for factor in found.months.values())
    assert found.basis.dispersion == pytest.approx(1, abs=0.4)
    means = [sum(one[day] for one in found.services[ServiceId("ogledziny")].per_day.values()) for day in range(7)]
    assert means[2] > 0.7 * sum(means)


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


STATUSES = {
    **dict.fromkeys(range(4), BookingStatus.CANCELLED),
    **dict.fromkeys(range(4, 10), BookingStatus.CANCELLED_LATE),
    **dict.fromkeys(range(10, 15), BookingStatus.NO_SHOW),
    15: BookingStatus.REFUSED,
}


def book(unit: UnitOfWork, number: int) -> list[tuple[date, BookingStatus]]:
    """Write bookings of which 10 in 100 are called off, 6 of them late, 6 in vain, and as many again withdrawn."""
    back = WayBack(kinds=Chances.only(Back.AT))
    calls = draw(one_service(ride(8.0, back=back), BUS), town(), days(100), 5)[: 2 * number]
    written = []
    for k, call in enumerate(calls):
        status = STATUSES.get(k % 100, BookingStatus.HELD) if k < number else BookingStatus.WITHDRAWN
        out, home = legs_of(call, f"R-{k}")
        unit.clients.put(call.client)
        unit.bookings.put(Booking(request=out, status=status))
        unit.bookings.put(Booking(request=home))
        written.append((call.day, status))
    return written


def test_endings_are_those_of_bookings_that_the_office_did_not_withdraw() -> None:
    """Crews of the study would meet more open doors than the town's do."""
    with books() as unit:
        book(unit, 500)
        ends = fit(unit, days(100)[0], days(100)[-1]).services[BUS].endings
    assert ends.cancelled == pytest.approx(0.1)
    assert ends.late == pytest.approx(0.6)
    assert ends.no_show == pytest.approx(0.06)


def test_only_closed_days_tell_how_bookings_end_as_soon_as_one_is() -> None:
    """Bookings of tomorrow would count as served, and nobody ever be absent."""
    with books() as unit:
        written = book(unit, 200)
        closed = Counter(status for day, status in written if day == MONDAY and status is not BookingStatus.WITHDRAWN)
        state = unit.days.lock(MONDAY)
        unit.days.put(DayState(day=MONDAY, version=state.version + 1, closed=True))
        ends = fit(unit, days(100)[0], days(100)[-1]).services[BUS].endings
    off = closed[BookingStatus.CANCELLED] + closed[BookingStatus.CANCELLED_LATE]
    assert 0.1 < off / closed.total() < 0.9
    assert ends.cancelled == pytest.approx(off / closed.total())
    assert ends.late == pytest.approx(closed[BookingStatus.CANCELLED_LATE] / off)


def at_door(call: Call, took: timedelta, key: str, planned: timedelta, **more: object) -> Actual:
    start = call.windows[0].start
    end = start + took
    begin = TaskActual(planned_start=start, planned_end=start + planned, arrived_at=start, ended_at=end, **more)  # type: ignore[arg-type]
    return Actual(
        request_id=RequestId(key),
        day=call.day,
        service_id=call.service_id,
        kind=town().services[call.service_id].kind,
        outcome=FinalOutcome.SERVED,
        told_by=Teller.CREW,
        people=(Person(client_id=call.client.id),),
        shift_id=key,  # type: ignore[arg-type]
        begin=begin,
    )


def test_times_at_doors_are_those_of_the_crews_reports() -> None:
    """Visits would take what the catalogue says although each of them takes a quarter longer."""
    true = Lognormal(median=1.25, sigma=0.3)
    asked = one_service(service(4.0, doors=Doors(planned_min=Chances.only(50), ratio=true)))
    calls = draw(asked, town(), days(40), 5)
    setup = town().services[PHYSIO].setup_time
    with books() as unit:
        write(unit, calls)
        for k, call in enumerate(calls):
            unit.actuals.put(at_door(call, call.service_time + setup, f"A-{k}", timedelta(minutes=50)))
            wrong = at_door(call, timedelta(minutes=49), f"B-{k}", timedelta(minutes=50), clock_off=True)
            unit.actuals.put(wrong)
            unit.actuals.put(at_door(call, setup + timedelta(minutes=10), f"C-{k}", timedelta(minutes=50)))
            pair = at_door(call, setup + timedelta(minutes=25), f"D-{k}", timedelta(minutes=50))
            unit.actuals.put(pair)
            unit.actuals.put(replace(pair, request_id=RequestId(f"E-{k}")))
            party = at_door(call, setup + timedelta(minutes=99), f"F-{k}", timedelta(minutes=50))
            unit.actuals.put(replace(party, people=(*party.people, *party.people)))
        found = fit(unit, days(40)[0], days(40)[-1])
    ratio = found.services[PHYSIO].doors.ratio
    logs = [log(call.service_time / timedelta(minutes=50)) for call in calls]
    assert found.basis.doors == len(calls)
    assert ratio.median == pytest.approx(2.718281828 ** fmean(logs), rel=0.02)
    assert ratio.sigma == pytest.approx(stdev(logs), rel=0.03)
    assert ratio.median == pytest.approx(1.25, rel=0.06)


def test_boarding_with_an_aid_is_what_it_takes_beyond_service_and_help() -> None:
    """Wheelchairs would board as fast as walkers once a town uses its own figures."""
    mix = Chances(options=((Mobility.WALKS, 1.0), (Mobility.WALKER, 0.05), (Mobility.WHEELCHAIR, 1.0)))
    sizes = {Mobility.WHEELCHAIR: Lognormal(median=200, sigma=0.3), Mobility.WALKER: Lognormal(median=40)}
    asked = one_service(ride(3.0), BUS, mobility=mix, known=0.0, boarding_s=sizes)
    calls = draw(asked, town(), days(28), 5)
    service_of_bus = town().services[BUS]
    with books() as unit:
        write(unit, calls)
        for k, call in enumerate(calls):
            unit.bookings.put(Booking(request=legs_of(call, f"A-{k}")[0], enquiry_id="E"))  # type: ignore[arg-type]
            took = call.service_time + call.boarding + service_of_bus.setup_time
            unit.actuals.put(at_door(call, took, f"A-{k}", timedelta(minutes=3)))
        found = fit(unit, days(28)[0], days(28)[-1])
    assert found.boarding_s.keys() == {Mobility.WHEELCHAIR}  # too few walkers to tell
    assert found.boarding_s[Mobility.WHEELCHAIR].median == pytest.approx(200, rel=0.1)
    assert found.boarding_s[Mobility.WHEELCHAIR].sigma == pytest.approx(0.3, abs=0.08)
    assert found.services[BUS].doors.ratio.median == pytest.approx(1)
    assert found.services[BUS].doors.ratio.sigma == pytest.approx(0, abs=1e-6)


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


def test_an_office_that_has_just_opened_has_not_been_idle_before() -> None:
    """The half-year that a study looks back on would be empty but for three weeks, and demand an eighth."""
    calls = draw(one_service(service(4.0)), town(), days(21), 5)
    with books() as unit:
        write(unit, calls)
        half_year = fit(unit, days(21)[-1] - timedelta(weeks=26), days(21)[-1])
    assert half_year.basis.first is not None
    assert MONDAY - timedelta(days=4) <= half_year.basis.first <= MONDAY
    assert per_week(half_year, PHYSIO) == pytest.approx(len(calls) / 3, rel=0.2)


def test_the_days_that_are_asked_for_are_the_days_that_were_wanted() -> None:
    """Calls of last week for next month would be counted in last week."""
    calls = draw(one_service(service(3.0)), town(), days(28), 5)
    with books() as unit:
        write(unit, calls)
        found = fit(unit, days(28)[7], days(28)[20])
    wanted = [call for call in calls if days(28)[7] <= call.day <= days(28)[20]]
    assert found.basis.number == len(wanted)
    assert found.basis.days == 14
