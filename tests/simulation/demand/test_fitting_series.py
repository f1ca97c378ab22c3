"""Regular clients, found again in the books of an office that has not always been there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.parts import Repeating
from scheduler.domain.ids import SeriesId, ServiceId
from scheduler.simulation.demand import draw, fit
from tests.simulation.demand.asking_town import (
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
from tests.simulation.demand.recorded import bare, books, occurrence_enquiry, series_of_call, write


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
