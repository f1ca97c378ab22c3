"""Months, holidays and uneven days, found again in the numbers of calls."""

from datetime import date, timedelta

import pytest

from scheduler.domain.capacity.demand import Demand
from scheduler.services.holidays import HolidayCalendar
from scheduler.simulation.demand import draw, fit
from tests.simulation.demand.asking_town import (
    BUS,
    LAZY,
    MEAL,
    MONDAY,
    PHYSIO,
    days,
    one_service,
    ride,
    service,
    town,
)
from tests.simulation.demand.half_a_year import per_week
from tests.simulation.demand.recorded import books, write


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
