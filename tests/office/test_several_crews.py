"""A request that several crews had to do with: each provider is paid its own part, and the request counts once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.accounts import Role
from scheduler.domain.actuals import Actual, FinalOutcome, ShiftActual, Teller
from scheduler.domain.closing import Closing, WayHome
from scheduler.domain.errors import RefusedError
from scheduler.domain.events import EventKind
from scheduler.domain.figures import Counts, added
from scheduler.domain.ids import ProviderId, RequestId, ShiftId
from scheduler.domain.months import Settlement
from scheduler.services.closing import how_to_go_on
from scheduler.services.reporting.months import service_cards, settlements
from tests.office.calendars import DayBuilder
from tests.office.closing_day import actuals, close, done, published, put_plan, reported, state, tasks_of, told, view
from tests.office.field_day import report, sent, somebody
from tests.office.office import Office

CUS, SPOL = ProviderId("cus"), ProviderId("spol")
RATE_GR = 2500
"""Of the cooperative, for each request."""


def two_providers(builder: TownBuilder) -> TownBuilder:
    """Add a worker of the town's own and one of a cooperative, each with a bus and a shift."""
    builder.add_place("baza").add_place("szpital", at=(2, 1))
    builder.add_provider("cus", "Centrum Usług").add_staff("jan", cost_gr_per_h=4200).add_vehicle("bus")
    builder.add_shift("07:00-15:00", staff="jan", vehicle="bus")
    builder.add_provider("spol", "Spółdzielnia", own=False, social_economy=True)
    builder.add_staff("ewa", cost_gr_per_h=3100).add_vehicle("wóz")
    return builder.add_shift("07:00-15:00", staff="ewa", vehicle="wóz", contract_gr_per_request=RATE_GR)


@pytest.fixture
def together() -> Office:
    """An office in the evening of a day with one visit that takes two workers."""
    return published(two_providers(DayBuilder()).add_visit(window="09:00-09:30", length_min=60, workers=2))


def other(here: Office, task_id: str) -> ShiftId:
    """Return the shift that the plan does not give a task to."""
    return next(one.id for one in here.town.shifts if task_id not in here.plan.orders.get(one.id, ()))


def given(here: Office, shift_id: ShiftId, task_id: str) -> None:
    """Publish a plan in which a crew that had nothing to do has the stop of a task, and its old crew has it no more."""
    plan, (stop, _) = here.plan, tasks_of(here)[task_id]
    (old,) = (route for route in plan.routes if stop in route.stops)
    left = replace(old, stops=tuple(one for one in old.stops if one != stop))
    new = replace(old, shift_id=shift_id, crew=(), stops=(stop,))
    put_plan(here, tuple(one for one in (left, new) if one.stops), made_at=plan.made_at)


def did(here: Office, shift_id: ShiftId, task_ids: Iterable[str]) -> None:
    """Let a crew report tasks at their planned times, whoever was to do them."""
    for task_id in task_ids:
        stop, task = tasks_of(here)[task_id]
        seen = {"shift_id": shift_id, "task_id": task_id}
        events = (report(here, at=stop.arrival, **seen), report(here, kind=done(task), at=task.end, **seen))
        answer = sent(here, somebody(here, Role.DISPATCHER), *events)
        assert not [each.reason for each in answer.events if each.reason], answer


def settled(here: Office) -> Mapping[ProviderId | None, Settlement]:
    with here.store.reading(here.id) as unit:
        return {one.provider_id: one for one in settlements(unit, here.day).items}


def by_provider(closing: Closing, provider: ProviderId) -> Counts:
    return added(cell.counts for cell in closing.cells if cell.provider_id == provider)


def shifts_by_provider(closing: Closing) -> Mapping[ProviderId | None, ShiftActual]:
    return {one.provider_id: one for one in closing.shifts}


def the_only(here: Office) -> Actual:
    (found,) = actuals(here).values()
    return found


def test_two_workers_of_two_providers_are_paid_by_their_own(together: Office) -> None:
    """The cooperative would be billed the town's hours, or its own worker come for nothing."""
    reported(together)
    closing = close(together)
    shifts, found = shifts_by_provider(closing), settled(together)

    assert set(shifts) == {CUS, SPOL} == set(found)
    for provider, shift in shifts.items():
        total = found[provider].total
        assert (total.delivered_gr, total.ordered_gr) == (shift.cost_gr, shift.ordered_gr)
        assert total.delivered_gr > RATE_GR
        assert (total.ordered, total.delivered, total.in_vain) == (1, 1, 0)
    assert {line.rates.request_gr for line in found[SPOL].lines} == {RATE_GR}
    assert {line.rates.request_gr for line in found[CUS].lines} == {0}
    assert the_only(together).cost_gr == sum(shift.cost_gr for shift in shifts.values())


def test_figures_by_provider_have_the_hours_and_cost_of_each(together: Office) -> None:
    """The cooperative's hour at the door would stand in the town's row of the yearly report."""
    reported(together)
    closing = close(together)
    for provider, shift in shifts_by_provider(closing).items():
        assert provider is not None
        counts = by_provider(closing, provider)
        assert (counts.served_s, counts.cost_gr) == (shift.service_s, shift.cost_gr)
        assert counts.served_s >= 3600
        assert counts.contracted_s == (counts.served_s if provider == SPOL else 0)
    assert added(cell.counts for cell in closing.cells).served == 1


def test_a_dispute_is_of_both_parts_and_names_what_each_is_paid(together: Office) -> None:
    """Half of the money for a visit of which the client says that nobody came would not be disputed."""
    reported(together)
    close(together)
    state(together, RequestId(the_only(together).id), None, "nikogo nie było")
    found = settled(together)

    for one in found.values():
        assert one.total.disputed == 1
        assert one.total.disputed_gr == one.total.delivered_gr == sum(each.amount_gr for each in one.disputes) > 0


def test_a_visit_that_another_crew_did_is_paid_to_that_crew() -> None:
    """Whoever was to come and never did would be paid for it."""
    here = published(two_providers(DayBuilder()).add_visit(window="09:00-09:30", length_min=60))
    ((task_id, _),) = tasks_of(here).items()
    helper = other(here, task_id)
    planned_first = here.plan
    given(here, helper, task_id)
    did(here, helper, [task_id])
    put_plan(here, planned_first.routes, made_at=planned_first.made_at)
    shifts, found = {one.shift_id: one for one in close(here).shifts}, settled(here)
    (actual,) = actuals(here).values()
    (planned,) = (one for one in shifts.values() if one.shift_id != helper)

    assert actual.shift_id == helper
    mine, theirs = found[shifts[helper].provider_id].total, found[planned.provider_id].total
    assert (mine.ordered, mine.delivered, mine.ordered_gr) == (0, 1, 0)
    assert mine.delivered_gr == shifts[helper].cost_gr
    assert (theirs.ordered, theirs.delivered, theirs.in_vain) == (1, 0, 0)
    assert theirs.ordered_gr == planned.ordered_gr > 0
    assert theirs.delivered_gr == planned.cost_gr


def test_a_ride_of_two_buses_counts_for_both_and_is_the_one_that_brought_them_there() -> None:
    """The bus that broke down on the way would have the ride alone, or the one that came to help be paid nothing."""
    builder = two_providers(DayBuilder()).add_ride("09:00-09:30", to="szpital")
    here = published(builder)
    pickup, dropoff = sorted(tasks_of(here), key=lambda one: one.endswith(":dropoff"))
    helper = other(here, pickup)
    (first,) = (one.id for one in here.town.shifts if one.id != helper)
    given(here, helper, dropoff)
    did(here, first, [pickup])
    did(here, helper, [dropoff])
    state(here, next(iter(here.town.requests)), WayHome.FAMILY)
    shifts, found = {one.shift_id: one for one in close(here).shifts}, settled(here)

    assert the_only(here).shift_id == helper
    assert {part.shift_id for part in the_only(here).parts} == {first, helper}
    for shift_id in (first, helper):
        total = found[shifts[shift_id].provider_id].total
        assert (total.ordered, total.delivered) == (1, 1)
        assert total.delivered_gr == shifts[shift_id].cost_gr > 0


def one_of_two(here: Office) -> tuple[str, str]:
    """Let the town's worker report a visit for two as done; return the tasks of both."""
    own, theirs = sorted(tasks_of(here), key=lambda one: one in here.plan.orders[shift_of(here, "ewa")])
    did(here, shift_of(here, "jan"), [own])
    return own, theirs


def shift_of(here: Office, worker: str) -> ShiftId:
    return next(one.id for one in here.town.shifts if worker in one.staff_ids)


def test_a_crew_that_says_nothing_keeps_the_day_open_though_the_other_one_was_there(together: Office) -> None:
    """The cooperative would be paid for an hour of which nobody knows whether its worker ever came."""
    _, theirs = one_of_two(together)
    (left,) = view(together).missing

    assert (left.task_id, left.shift_id, left.served) == (theirs, shift_of(together, "ewa"), True)
    assert set(how_to_go_on(left)) == {"pl", "en"}
    with pytest.raises(RefusedError, match="stops"):
        close(together)


@pytest.mark.parametrize(
    ("said", "paid"), [(FinalOutcome.SERVED, True), (FinalOutcome.MISSED, False), (None, False)],
)  # fmt: skip
def test_only_the_crew_that_was_there_is_paid(together: Office, said: FinalOutcome | None, paid: bool) -> None:
    """A worker who never came would have the rate, hours on their card, and a share of the grant."""
    _, theirs = one_of_two(together)
    if said is None:
        _, task = tasks_of(together)[theirs]
        told(together, theirs, EventKind.REFUSED, task.start)
    else:
        state(together, next(iter(together.town.requests)), said, "Ewa dzwoniła")
    closing = close(together)
    shift, found = shifts_by_provider(closing)[SPOL], settled(together)[SPOL].total
    actual = the_only(together)
    counts = by_provider(closing, SPOL)
    with together.store.reading(together.id) as unit:
        cards = {one.staff_id for one in service_cards(unit, together.day, of_workers=True).items}

    assert (actual.outcome, actual.told_by) == (FinalOutcome.SERVED, Teller.CREW)
    assert cards == ({"jan", "ewa"} if paid else {"jan"})
    assert bool(shift.service_s) == bool(counts.served_s) == bool(counts.contracted_s) == paid
    assert bool(counts.cost_gr) == paid
    assert shift.unshared.cost_gr == (0 if paid else shift.cost_gr)
    assert found.delivered_gr == shift.cost_gr
    assert (found.ordered, found.delivered, found.in_vain) == (1, int(paid), int(said is None))
    (part,) = (one for one in actual.parts if one.provider_id == SPOL)
    assert bool(part.service_s) == bool(part.cost_gr) == paid


def test_two_crews_of_one_provider_count_twice() -> None:
    """The invoice would have the rate for two workers, and the settlement one visit."""
    builder = DayBuilder().add_provider("spol", "Spółdzielnia", own=False)
    for worker in ("ewa", "ola"):
        builder.add_staff(worker).add_shift("07:00-15:00", staff=worker, contract_gr_per_request=RATE_GR)
    here = published(builder.add_visit(window="09:00-09:30", length_min=60, workers=2))
    reported(here)
    close(here)
    total = settled(here)[SPOL].total

    assert (total.ordered, total.delivered) == (2, 2)
    assert the_only(here).provider_id == SPOL
    assert set(settled(here)) == {SPOL}


@pytest.mark.parametrize("by", ["both crews", "one of them", "the office"])
def test_a_visit_that_was_in_vain_was_so_for_whoever_was_there(together: Office, by: str) -> None:
    """Two workers before a closed door would count as one, or one who never came as having been there."""
    tasks = sorted(tasks_of(together), key=lambda one: one in together.plan.orders[shift_of(together, "ewa")])
    if by == "the office":
        state(together, next(iter(together.town.requests)), FinalOutcome.REFUSED, "telefon od córki")
    for task_id in [] if by == "the office" else tasks[: 1 + (by == "both crews")]:
        told(together, task_id, EventKind.REFUSED, tasks_of(together)[task_id][1].start)
    if by == "one of them":
        state(together, next(iter(together.town.requests)), FinalOutcome.REFUSED, "Ewa nie dojechała")
    close(together)
    found = {provider: one.total for provider, one in settled(together).items()}

    assert {provider: one.in_vain for provider, one in found.items()} == {CUS: 1, SPOL: int(by != "one of them")}
    assert {one.ordered for one in found.values()} == {1}
    assert {one.delivered for one in found.values()} == {0}
