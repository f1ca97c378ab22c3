"""The weeks after the demo towns' own day: who works, and that something can be booked on each of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from fixtures import moments
from fixtures.demo.index import DEMO_TOWNS, build_town
from scheduler.domain.ids import RequestId, StaffId
from scheduler.domain.request import Party, Request, Visit
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.readying import Readying
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day
DAY = timedelta(days=1)
WEEKS = 4
every_town = pytest.mark.parametrize("name", DEMO_TOWNS)


@cache
def opened(name: str) -> Office:
    """Return a demo town's office on the morning of its own day, as `dojazd demo --serve` has it."""
    town = build_town(name)
    today = max(shift.day for shift in town.shifts)
    here = Office(town=town, day=today + 3 * DAY, wishes={})  # so the clock stands on that morning
    assert here.clock.now().date() == today
    return here


def shifts(here: Office) -> Sequence[Shift]:
    with here.store.reading(here.id) as unit:
        return sorted(unit.shifts.all().values(), key=lambda one: one.start.astimezone(UTC))


def of_worker(here: Office, staff_id: StaffId) -> list[Shift]:
    return [one for one in shifts(here) if staff_id in one.staff_ids]


def days_ahead(here: Office) -> list[date]:
    return [here.day - 3 * DAY + k * DAY for k in range(1, 7 * WEEKS + 1)]


def an_hour(town: Town, day: date) -> Request:
    """Return a wish for an hour of an assistant on a day, for somebody who is not limited."""
    limited = {one.client_id for one in town.entitlements}
    client = next(one for one in town.clients.values() if one.id not in limited)
    known = next(one for one in town.requests.values() if one.service_id == "asystent")
    assert isinstance(known, Visit)
    return replace(
        known,
        id=RequestId(f"N-{day}"),
        day=day,
        windows=moments.windows(lambda text: moments.moment(day, text), "08:00-20:00"),
        party=Party(client_ids=(client.id,)),
        door=replace(known.door, place_id=client.home, entrance=None),
        service_time=timedelta(hours=1),
        wish=None,
        programme_id=None,
        preferred=(),
    )


@every_town
def test_each_day_of_the_four_weeks_ahead_can_be_booked(name: str) -> None:
    """Whoever tries the demo would be told "nobody works" for every day but one."""
    here = opened(name)
    full = []
    for day in days_ahead(here):
        Readying(store=here.store, days=here.days, now=here.clock.now()).on(here.id, [day])
        if not here.desk.ask(here.call, [an_hour(here.town, day)], [day]).offers:
            full.append(day)
    assert not full


@every_town
def test_nobody_works_twice_at_once_or_without_rest(name: str) -> None:
    """Plans of the demo would break labour law before anybody touched them."""
    here = opened(name)
    first = days_ahead(here)[0]
    mondays = [first + (7 * (k + 1) - first.weekday()) * DAY for k in range(WEEKS)]
    for worker in here.town.staff.values():
        contract = here.town.contracts[worker.contract_id]
        mine = of_worker(here, worker.id)
        spans = [(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in mine]
        assert all(later - end >= contract.daily_rest for (_, end), (later, _) in pairwise(spans)), worker.id
        for monday in (moments.moment(day, "00:00") for day in mondays):
            inside = [one for one in spans if monday <= one[0] < monday + 7 * DAY]
            edges = [monday, *(edge for span in inside for edge in span), monday + 7 * DAY]
            rests = [later - earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)]
            assert max(rests) >= contract.weekly_rest, f"{worker.id} in the week from {monday}"


@every_town
def test_no_vehicle_is_in_two_places_at_once(name: str) -> None:
    """The Saturday bus would be promised to two crews."""
    here = opened(name)
    for vehicle in here.town.vehicles:
        mine = [one for one in shifts(here) if one.vehicle_id == vehicle]
        assert all(one.end <= other.start for one, other in pairwise(mine))


@every_town
def test_two_carers_share_the_weekends_at_half_time(name: str) -> None:
    """The demo would show a rota that no office has: everybody each day, or nobody on Sundays."""
    here = opened(name)
    mornings = [one for one in shifts(here) if "weekend (½" in one.name]
    carers = {one.staff_ids[0] for one in mornings}
    weekends = [one.day for one in mornings]

    assert len(carers) == 2
    assert weekends == [day for day in days_ahead(here) if day.isoweekday() > 5]
    assert {one.staff_ids for one in mornings[:2]} != {one.staff_ids for one in mornings[2:4]}
    for carer in carers:
        worked = sum((one.end - one.start for one in of_worker(here, carer)), timedelta())
        assert timedelta(hours=18) <= worked / WEEKS <= timedelta(hours=21), carer


def test_on_a_public_holiday_work_those_whom_policy_wants() -> None:
    """Nobody would eat at Christmas, or physiotherapists be booked for it."""
    christmas = date(2026, 12, 25)
    town = build_town("starachowice", service_day=date(2026, 12, 14))
    here = Office(town=town, day=date(2026, 12, 17), wishes={})
    found = {one.name for one in shifts(here) if one.day == christmas}

    assert {"Obiady", "Opieka, pieszo", "Opieka, noc", "Opieka, popołudnie (½ etatu)"} == found
