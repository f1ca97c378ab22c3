"""A day whose problem was built before: whatever has changed, it comes out as if nothing was known."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from random import Random

import numpy as np
import pytest

from fixtures.demo.index import build_town
from scheduler.domain.errors import InputError
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.learning import LearnedTimes, Where
from scheduler.domain.place import Door
from scheduler.domain.plan import Published
from scheduler.domain.promise import Promise
from scheduler.domain.request import Visit
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.domain.town import Town
from scheduler.services.horizon import build, build_problem
from scheduler.services.ports import TravelMatrix, TravelPoint
from scheduler.travel.straight import StraightTravel
from solver.facts.travel import TravelTable
from solver.problem import Problem

STARACHOWICE = build_town("starachowice")
DAY = min(request.day for request in STARACHOWICE.requests.values())


def day_of(town: Town, day: date = DAY) -> ServiceDay:
    return ServiceDay(date=day, zone=town.zone)


def same(one: Problem, other: Problem) -> bool:
    """Return whether two problems say the same; tables are compared by what is in them."""
    names = [field.name for field in fields(Problem) if field.name != "travel"]
    return all(getattr(one, name) == getattr(other, name) for name in names) and all(
        _same_table(a, b) for a, b in zip(one.travel, other.travel, strict=True)
    )


def _same_table(a: TravelTable, b: TravelTable) -> bool:
    told = (a.mode, a.driving, a.banded) == (b.mode, b.driving, b.banded)
    return told and np.array_equal(a.seconds, b.seconds) and np.array_equal(a.metres, b.metres)


def _any(town: Town, rng: Random) -> RequestId:
    return rng.choice(town.requests_on(DAY)).id


def without(town: Town, rng: Random) -> Town:
    gone = _any(town, rng)
    return replace(town, requests={key: one for key, one in town.requests.items() if key != gone})


def one_more(town: Town, rng: Random) -> Town:
    model = town.requests[_any(town, rng)]
    new = replace(model, id=RequestId("nowe"), group=None)
    return replace(town, requests={**town.requests, new.id: new})


def told(town: Town, rng: Random) -> Town:
    request = town.requests[_any(town, rng)]
    window = request.windows[0]
    promise = Promise(request_id=request.id, window=window, made_at=window.start - timedelta(days=1), made_by="a")
    return replace(town, promises={**town.promises, request.id: promise})


def shown(town: Town, rng: Random) -> Town:
    request, shift = town.requests[_any(town, rng)], rng.choice(town.shifts_on(DAY))
    published = Published(request_id=request.id, shift_id=shift.id, start=request.windows[0].start)
    return replace(town, published={**town.published, request.id: published})


def moved(town: Town, rng: Random) -> Town:
    """Let a client move house."""
    client = rng.choice(list(town.clients.values()))
    place = town.places[client.home]
    entrances = tuple(replace(e, point=replace(e.point, lat=e.point.lat + 0.003)) for e in place.entrances)
    return replace(town, places={**town.places, place.id: replace(place, entrances=entrances, district_id=None)})


def slower(town: Town, rng: Random) -> Town:
    """Let a client need longer."""
    client = rng.choice(list(town.clients.values()))
    times = {service: timedelta(minutes=77) for service in town.services}
    return replace(town, clients={**town.clients, client.id: replace(client, service_times=times)})


def taught(town: Town, rng: Random) -> Town:
    """Let something be learned of a client, and forgotten of others."""
    client = rng.choice(list(town.clients))
    times = {(service, where): rng.randrange(500, 1500) for service in town.services for where in Where}
    services = town.learned.services if town.learned else {}
    return replace(town, learned=LearnedTimes(services=services, clients={client: times}))


def services_taught(town: Town, rng: Random) -> Town:
    """Let something be learned of all services."""
    times = {(service, where): rng.randrange(500, 1500) for service in town.services for where in Where}
    return replace(town, learned=LearnedTimes(services=times))


def longer_shift(town: Town, rng: Random) -> Town:
    shift = rng.choice(town.shifts_on(DAY))
    later = replace(shift, end=shift.end + timedelta(minutes=30))
    return replace(town, shifts=tuple(later if one is shift else one for one in town.shifts))


def fewer_shifts(town: Town, rng: Random) -> Town:
    gone = rng.choice(town.shifts_on(DAY))
    return replace(town, shifts=tuple(one for one in town.shifts if one is not gone))


def other_policy(town: Town, rng: Random) -> Town:
    prices = replace(town.policy.prices, call=rng.randrange(1, 9), other_than_preferred=rng.randrange(99))
    return replace(town, policy=replace(town.policy, prices=prices))


def other_service(town: Town, rng: Random) -> Town:
    service = rng.choice(list(town.services.values()))
    other = replace(service, service_time=service.service_time + timedelta(minutes=3))
    return replace(town, services={**town.services, service.id: other})


def other_door(town: Town, rng: Random) -> Town:
    """Let somebody be visited elsewhere; whatever comes after may lie at other places in the list."""
    visit = rng.choice([one for one in town.requests_on(DAY) if isinstance(one, Visit)])
    elsewhere = replace(visit, door=Door(place_id=rng.choice(list(town.clients.values())).home))
    return replace(town, requests={**town.requests, visit.id: elsewhere})


def turned_round(town: Town, _rng: Random) -> Town:
    """Let the same be asked for in another order."""
    return replace(town, requests=dict(reversed(list(town.requests.items()))))


CHANGES: list[Callable[[Town, Random], Town]] = [
    without, one_more, told, shown, moved, slower, longer_shift, fewer_shifts, other_policy, other_service, other_door,
    taught, services_taught, turned_round,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("first", CHANGES, ids=lambda change: change.__name__)
def test_a_problem_built_from_an_earlier_one_is_the_problem(first: Callable[[Town, Random], Town], seed: int) -> None:
    """A visit would be planned at the old address, or for the old hour, after everything else was put right."""
    rng = Random(f"{first.__name__} {seed}")
    town = STARACHOWICE
    built = build(town, day_of(town), StraightTravel(town.policy))
    for change in (first, *rng.choices(CHANGES, k=3)):
        town = change(town, rng)
        travel = StraightTravel(town.policy)
        try:
            anew = build_problem(town, day_of(town), travel)
        except InputError:
            return
        built = build(town, day_of(town), travel, built)
        assert same(built.problem, anew), change.__name__


def test_what_was_shown_is_known_by_its_shift_wherever_that_stands_now() -> None:
    """A client would be called about a change that is none, because another crew stays at home."""
    first, second, *_ = STARACHOWICE.shifts_on(DAY)
    request = STARACHOWICE.requests_on(DAY)[0]
    published = Published(request_id=request.id, shift_id=second.id, start=request.windows[0].start)
    town = replace(STARACHOWICE, published={request.id: published})
    built = build(town, day_of(town), StraightTravel(town.policy))
    after = replace(town, shifts=tuple(one for one in town.shifts if one is not first))
    again = build(after, day_of(after), StraightTravel(after.policy), built).problem
    assert [one.published and one.published.shift for one in (built.problem.requests[0], again.requests[0])] == [1, 0]


def test_the_problem_of_another_day_is_no_help() -> None:
    """Tuesday's shifts would be planned by Monday's midnight."""
    next_day, one = DAY + timedelta(days=1), STARACHOWICE.shifts_on(DAY)[0]
    later = replace(
        one, id=ShiftId("nazajutrz"), day=next_day, start=one.start + timedelta(days=1), end=one.end + timedelta(days=1)
    )
    town = replace(STARACHOWICE, shifts=(one, later))
    built = build(town, day_of(town), StraightTravel(town.policy))
    after = build(town, day_of(town, next_day), StraightTravel(town.policy), built)
    assert same(after.problem, build_problem(town, day_of(town, next_day), StraightTravel(town.policy)))


def test_what_has_not_changed_is_the_same_object() -> None:
    """Each call would go through a city's day again, while somebody waits on the line."""
    town, rng = STARACHOWICE, Random(1)
    built = build(town, day_of(town), StraightTravel(town.policy))
    balanced = replace(one_more(town, rng), policy=replace(town.policy))  # as after each day that is closed
    after = build(balanced, day_of(town), StraightTravel(town.policy), built)
    count = len(built.problem.requests)
    assert all(a is b for a, b in zip(built.problem.requests, after.problem.requests[:count], strict=True))
    assert after.problem.shifts is built.problem.shifts


def test_a_day_that_is_as_it_was_is_not_built_again() -> None:
    """Whoever calls next would wait for the day to be written down that has just been written for the call before."""
    built = build(STARACHOWICE, day_of(STARACHOWICE), StraightTravel(STARACHOWICE.policy))
    equal = replace(STARACHOWICE, requests=dict(STARACHOWICE.requests), shifts=tuple(STARACHOWICE.shifts))
    assert build(equal, day_of(equal), StraightTravel(equal.policy), built) is built


def test_the_second_of_two_equal_hours_is_another_hour() -> None:
    """In the night when clocks go back, a nurse promised for 2:30 winter time would come an hour too soon."""
    night = date(2026, 10, 25)
    visit = next(one for one in STARACHOWICE.requests.values() if isinstance(one, Visit))
    start = datetime.combine(night, time(2, 15), tzinfo=STARACHOWICE.zone)
    early = TimeWindow(start=start, end=start + timedelta(minutes=30))
    late = TimeWindow(start=early.start.replace(fold=1), end=early.end.replace(fold=1))
    town, after = (
        replace(STARACHOWICE, requests={visit.id: replace(visit, day=night, windows=(window,))})
        for window in (early, late)
    )
    built = build(town, day_of(town, night), StraightTravel(town.policy))
    again = build(after, day_of(after, night), StraightTravel(after.policy), built)
    assert again.problem.tasks[0].windows_s[0][0] - built.problem.tasks[0].windows_s[0][0] == 3600


@pytest.mark.parametrize("planned", [date(2026, 10, 24), date(2026, 10, 28)], ids=["that_night", "days_after"])
def test_a_shift_that_ends_in_the_second_of_two_equal_hours_is_another_shift(planned: date) -> None:
    """A night crew would be planned until an hour too soon, or its rest in that week be counted an hour too long."""
    model = STARACHOWICE.shifts_on(DAY)[0]
    end = datetime.combine(date(2026, 10, 25), time(2, 30), tzinfo=STARACHOWICE.zone)
    night = replace(model, day=date(2026, 10, 24), start=end - timedelta(hours=6), end=end)
    morning = datetime.combine(date(2026, 10, 28), time(7), tzinfo=STARACHOWICE.zone)
    later = replace(
        model, id=ShiftId("w środę"), day=date(2026, 10, 28), start=morning, end=morning + timedelta(hours=8)
    )
    town = replace(STARACHOWICE, shifts=(night, later), requests={})
    after = replace(town, shifts=(replace(night, end=end.replace(fold=1)), later))
    built = build(town, day_of(town, planned), StraightTravel(town.policy))
    again = build(after, day_of(after, planned), StraightTravel(after.policy), built)
    assert same(again.problem, build_problem(after, day_of(after, planned), StraightTravel(after.policy)))
    assert again.problem.shifts != built.problem.shifts


class _Snow:
    """Ways that nobody can add a few of: they are asked for as a whole."""

    def __init__(self, town: Town) -> None:
        self._straight, self.asked = StraightTravel(town.policy), 0

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        self.asked += 1
        return self._straight.matrix(points, mode)

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        return self._straight.ways(points, mode)


def test_ways_in_snow_are_asked_for_once_each_time_a_day_is_opened() -> None:
    """On the worst day of the winter whoever calls would wait twice as long for the ways between all doors."""
    travel = _Snow(STARACHOWICE)
    built = build(STARACHOWICE, day_of(STARACHOWICE), travel)
    first = travel.asked
    build(STARACHOWICE, day_of(STARACHOWICE), travel, built)
    assert travel.asked == 2 * first
