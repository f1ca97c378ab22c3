"""Months of closed days: however they are added up, it is the same money; a shift belongs to its service day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.actuals import ShiftActual
from scheduler.domain.ids import ProviderId, RequestId
from scheduler.domain.months import Entry, Month, Reached, Settlement, Sums
from scheduler.services.reporting.figures import By, counting, figure_table, month_span
from scheduler.services.reporting.months import entries_of, mileages, service_cards, settlements, statistics, summed
from scheduler.services.reporting.printing import Printer
from tests.office.months_town import DAYS, NAME, dispute, months_town
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day

NOVEMBER = date(2026, 11, 1)
CHANGES = (date(2026, 3, 28), date(2026, 3, 31), date(2026, 10, 24), date(2026, 10, 31))
"""The nights of both changes of the clocks, and the last days of their months."""


@pytest.fixture(scope="module")
def here() -> Office:
    """An office with closed days in October and November."""
    return months_town()


@pytest.fixture(scope="module")
def changed() -> Office:
    """An office with the nights in which the clocks change, and a visit while they do."""
    return months_town(CHANGES, night="01:20+1-01:40+1", length_min=100)


def settled(office: Office, month: date, only: str | None = None) -> Sequence[Settlement]:
    with office.store.reading(office.id) as unit:
        return settlements(unit, month, ProviderId(only) if only else None).items


def added(sums: Iterable[Sums]) -> Sums:
    total: dict[str, int] = {}
    for one in sums:
        total = {name: total.get(name, 0) + value for name, value in vars(one).items()}
    return Sums(**total)


def shifts(office: Office, month: date) -> list[ShiftActual]:
    with office.store.reading(office.id) as unit:
        return [shift for one in counting(unit, *month_span(month)).values() for shift in one.shifts]


@pytest.mark.parametrize("month", [date(2026, 3, 1), date(2026, 10, 1)])
def test_a_month_with_a_change_of_clocks_adds_up(changed: Office, month: date) -> None:
    """The night that has 25 hours would be paid twice, or the one that has 23 with an hour nobody worked."""
    found = settled(changed, month)
    total = added(one.total for one in found)

    assert total == added(line.sums for one in found for line in one.lines)
    assert total == added(sums for one in found for sums in one.days.values())
    assert total.delivered_gr == sum(shift.cost_gr for shift in shifts(changed, month)) > 0
    assert total.ordered_gr == sum(shift.ordered_gr for shift in shifts(changed, month))


def test_the_night_of_the_change_is_as_long_as_it_was(changed: Office) -> None:
    """A visit from half past one to ten past three would be paid by what the clock on the wall shows."""
    nights = [one for month in (3, 10) for one in shifts(changed, date(2026, month, 1)) if one.staff_ids == ("ewa",)]
    assert [one.service_s for one in nights] == [100 * 60] * 4
    assert len({one.working_s for one in nights}) == 1
    assert len({one.cost_gr for one in nights}) == 1


def test_a_shift_across_midnight_counts_by_its_service_day(here: Office) -> None:
    """The last night of November would be paid in December's settlement, or in both."""
    with here.store.reading(here.id) as unit:
        last = [one for one in unit.actuals.between(DAYS[-1], DAYS[-1]).values() if one.provider_id == "spol"]
        november = entries_of(unit, *month_span(NOVEMBER))
        december = entries_of(unit, *month_span(date(2026, 12, 1)))
    assert [one.day for one in last] == [date(2026, 11, 30)]
    assert {one.request_id for one in november} >= {one.request_id for one in last}
    assert december == ()
    (own,) = settled(here, NOVEMBER, "spol")
    assert set(own.days) == set(DAYS[1:])


def test_a_settlement_says_rate_ordered_delivered_and_disputed(here: Office) -> None:
    """The cooperative would be paid for a visit of which the client says that nobody came."""
    with here.store.reading(here.id) as unit:
        request = next(one for one in unit.actuals.between(DAYS[1], DAYS[1]).values() if one.provider_id == "spol")
    dispute(here, DAYS[1], request.id, NAME)
    (found,) = [one for one in settled(here, NOVEMBER) if one.provider_id == "spol"]
    (line,) = found.lines

    assert (line.rates.request_gr, line.sums.ordered, line.sums.delivered, line.sums.disputed) == (2500, 3, 3, 1)
    assert line.sums.delivered_gr > 3 * line.rates.request_gr
    assert [(one.request_id, one.amount_gr, one.reason) for one in found.disputes] == [
        (request.id, request.cost_gr, NAME)
    ]
    assert settled(here, NOVEMBER, "nobody")[0].total == Sums()


def test_a_provider_learns_that_a_visit_is_disputed_and_not_in_which_words(here: Office) -> None:
    """The cooperative would read which daughter complained about its worker."""
    with here.store.reading(here.id) as unit:
        request = next(one for one in unit.actuals.between(DAYS[1], DAYS[1]).values() if one.provider_id == "spol")
    dispute(here, DAYS[1], request.id, "córka skarży się na Ewę")
    (office_reads,) = [one for one in settled(here, NOVEMBER) if one.provider_id == "spol"]
    (found,) = settled(here, NOVEMBER, "spol")

    assert [(one.request_id, one.amount_gr, one.reason) for one in found.disputes] == [
        (request.id, request.cost_gr, "")
    ]
    assert (found.total, found.spent_gr) == (office_reads.total, office_reads.spent_gr)
    for own in (found, office_reads):
        month = Month(first=NOVEMBER, closed=1, open_days=(), items=(own,))
        (sheet,) = Printer(here.town, here.clock.now()).settlements(month).sheets
        notes = [note["pl"] for note in sheet.notes]
        assert [note for note in notes if request.id in note] == [f"Sporne: {DAYS[1]}, {request.id}"]
        assert "córka" not in " ".join(notes)


def test_a_ceiling_counts_the_days_of_the_contract(here: Office) -> None:
    """A contract that is used up would go on being ordered from."""
    (november,) = settled(here, NOVEMBER, "spol")
    (october,) = settled(here, date(2026, 10, 1), "spol")
    spent = october.total.delivered_gr + november.total.delivered_gr
    assert (november.ceiling_gr, november.spent_gr, november.left_gr) == (100_000, spent, 100_000 - spent)
    assert october.spent_gr == october.total.delivered_gr
    (own,) = settled(here, NOVEMBER, "cus")
    assert (own.ceiling_gr, own.left_gr, own.own) == (None, None, True)


def test_all_ceilings_are_counted_from_one_look_at_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """With twenty contractors the month's page would read the years of records twenty times."""
    here = months_town(DAYS[:2])
    with here.store.writing(here.id) as unit:
        cus = unit.providers.get(ProviderId("cus"))
        unit.providers.put(replace(cus, contract_gr=500_000, contract_from=DAYS[1]))
    looked: list[tuple[date, date]] = []
    with here.store.reading(here.id) as unit:
        records, between = unit.actuals, type(unit.actuals).between

        def noted(self: Any, first: date, last: date) -> Any:
            if self is records:
                looked.append((first, last))
            return between(self, first, last)

        monkeypatch.setattr(type(records), "between", noted)
        found = {one.provider_id: one for one in settlements(unit, NOVEMBER).items}

    assert looked == [month_span(NOVEMBER), (DAYS[0], month_span(NOVEMBER)[1])]
    assert found[ProviderId("cus")].spent_gr == found[ProviderId("cus")].total.delivered_gr > 0
    spol = found[ProviderId("spol")]
    assert (spol.spent_gr or 0) > spol.total.delivered_gr > 0


def test_people_are_counted_once_in_each_row(here: Office) -> None:
    """The council would be told of three times as many residents as the town has."""
    with here.store.reading(here.id) as unit:
        rows = {(one.by, one.key): one for one in statistics(unit, NOVEMBER).items}
    everything = rows["all", ""]
    assert (everything.month.persons, everything.year.persons) == (2, 2)
    assert (everything.month.requests, everything.year.requests) == (9, 12)
    assert everything.month.rides == 3 * 2 * 2
    assert (rows["sex", "female"].month.persons, rows["sex", "male"].month.persons) == (1, 1)
    assert (rows["age_band", "85+"].month.persons, rows["age_band", "65-74"].month.persons) == (1, 1)
    assert rows["service", "fizjoterapia"].month.persons + rows["service", "bus"].month.persons == 3


@pytest.mark.parametrize("by", ["service", "programme", "sex", "age_band", "district"])
def test_hours_rides_and_cost_add_up_over_any_rows(here: Office, by: str) -> None:
    """Two sisters in one bus would cost twice, or a grosz of theirs be lost."""
    with here.store.reading(here.id) as unit:
        rows = statistics(unit, NOVEMBER).items
        cost = sum(one.cost_gr for one in unit.actuals.between(*month_span(NOVEMBER)).values())
    (everything,) = (one.month for one in rows if one.by == "all")
    parts = [one.month for one in rows if one.by == by]
    assert everything.cost_gr == cost
    for name in ("rides", "service_s", "cost_gr"):
        assert sum(getattr(one, name) for one in parts) == getattr(everything, name) > 0
    assert Reached() not in parts


def test_cards_tell_what_each_had_and_each_gave(here: Office) -> None:
    """A daughter would sign for visits that her mother never had."""
    with here.store.reading(here.id) as unit:
        cards = {one.client_id: one for one in service_cards(unit, NOVEMBER).items}
        workers = {str(one.staff_id): one for one in service_cards(unit, NOVEMBER, of_workers=True).items}
    first, second = (cards[one] for one in here.town.clients)
    assert (first.name, len(first.entries), len(second.entries)) == (NAME, 9, 6)
    assert len(workers["ewa"].entries) == 3
    assert {one.other for one in workers["ewa"].entries} == {NAME}
    assert all(one.reported and one.start < one.end for one in first.entries if one.start and one.end)
    assert workers["ewa"].service_s == 3 * 50 * 60


def test_mileage_is_the_cars_own(here: Office) -> None:
    """The bus's logbook would have the kilometres of somebody's own car."""
    with here.store.reading(here.id) as unit:
        (bus,) = mileages(unit, NOVEMBER).items
    assert (bus.vehicle_id, [row.day for row in bus.rows]) == ("bus", [*DAYS[1:]])
    assert bus.driven_m == bus.planned_m == sum(row.planned_m for row in bus.rows) > 0


@pytest.mark.parametrize("by", [*By])
def test_rows_of_figures_are_the_total(here: Office, by: By) -> None:
    """The districts' rides together would be more, or fewer, than the town's."""
    with here.store.reading(here.id) as unit:
        table = figure_table(unit, NOVEMBER, DAYS[-1], by)
    total = {one.key: one for one in table.total.figures}
    whole = {"served", "on_time_pickup", "on_time_appointment", "ride_ratio", "continuity", "contracted_share"}
    by_shift = {"per_vehicle_hour", "travel_share", "overtime_share"}
    for key in whole if by in {By.DISTRICT, By.SERVICE} else whole | by_shift:
        rows = [{one.key: one for one in row.figures}[key] for row in table.rows]
        assert sum(one.numerator or 0 for one in rows) == total[key].numerator
    assert total["served"].numerator == 9
    assert total["contracted_share"].numerator == 3
    for row in table.rows if by in {By.DISTRICT, By.SERVICE} else ():
        assert {one.value for one in row.figures if one.key in by_shift} == {None}


ENTRIES = st.builds(
    Entry,
    day=st.dates(date(2026, 3, 1), date(2026, 3, 31)),
    provider_id=st.sampled_from([None, "cus", "spol"]),
    service_id=st.sampled_from([None, "bus", "fizjoterapia"]),
    request_id=st.sampled_from([RequestId("R-1"), RequestId("R-2")]),
    ordered=st.integers(0, 1),
    ordered_s=st.integers(0, 10**6),
    ordered_m=st.integers(0, 10**6),
    ordered_gr=st.integers(0, 10**6),
    delivered=st.integers(0, 1),
    delivered_s=st.integers(0, 10**6),
    delivered_m=st.integers(0, 10**6),
    delivered_gr=st.integers(0, 10**6),
    in_vain=st.integers(0, 1),
    disputed=st.sampled_from([None, "", "nikogo nie było"]),
)


@settings(max_examples=50)
@given(st.lists(ENTRIES))
def test_over_providers_days_or_services_it_is_the_same_money(entries: list[Entry]) -> None:
    """The provider's invoice, the day's cost and the service's price would contradict each other."""
    whole = summed(entries)
    for name in ("provider_id", "day", "service_id"):
        keys = {getattr(one, name) for one in entries}
        parts = [summed(one for one in entries if getattr(one, name) == key) for key in keys]
        assert added([Sums(), *parts]) == whole
