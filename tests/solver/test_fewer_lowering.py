"""The primitives of a problem after somebody has cancelled are the same whether or not the rest is lowered again."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from solver import extending
from solver.extending import Lowering, extended, lowering_of
from solver.facts.locks import Lock, LockKind
from solver.facts.shifts import StartFact
from solver.facts.travel import TravelTable
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import hm, ride, shift, tiny, visit
from tests.solver.generate import FEATURES, make_problem
from tests.solver.test_offers_lowering import differing


def without(problem: Problem, gone: set[int], rng: Random) -> Problem:
    """Return a problem without some requests, and without whatever names them; places are numbered anew."""
    kept = [r for r in range(len(problem.requests)) if r not in gone]
    tasks = [t for r in kept for t in problem.requests[r].tasks]
    request, task = {r: k for k, r in enumerate(kept)}, {t: k for k, t in enumerate(tasks)}
    order = _order(problem, rng)
    place = {old: new for new, old in enumerate(order)}
    requests = (
        replace(
            problem.requests[r],
            tasks=tuple(task[t] for t in problem.requests[r].tasks),
            timed_task=task[problem.requests[r].timed_task],
        )
        for r in kept
    )
    share = problem.share and replace(problem.share, weights=tuple(problem.share.weights[r] for r in kept))
    moved = (problem.tasks[t] for t in tasks)
    caps = (
        replace(cap, weights=tuple((request[r], w) for r, w in cap.weights if r not in gone)) for cap in problem.caps
    )
    return replace(
        problem,
        locations=tuple(problem.locations[p] for p in order),
        travel=tuple(_ordered(table, order) for table in problem.travel),
        tasks=tuple(replace(one, request=request[one.request], location=place[one.location]) for one in moved),
        requests=tuple(requests),
        groups=tuple(tuple(request[r] for r in g) for g in problem.groups if gone.isdisjoint(g)),
        gaps=tuple(
            replace(g, before=request[g.before], after=request[g.after])
            for g in problem.gaps
            if gone.isdisjoint((g.before, g.after))
        ),
        same_starts=tuple((request[a], request[b]) for a, b in problem.same_starts if gone.isdisjoint((a, b))),
        staff_links=tuple(
            replace(one, a=request[one.a], b=request[one.b])
            for one in problem.staff_links
            if gone.isdisjoint((one.a, one.b))
        ),
        engagements=tuple(
            replace(one, requests=tuple(request[r] for r in one.requests))
            for one in problem.engagements
            if gone.isdisjoint(one.requests)
        ),
        caps=tuple(caps),
        share=share,
        locks=tuple(
            replace(lock, tasks=tuple(task[t] for t in lock.tasks))
            for lock in problem.locks
            if all(t in task for t in lock.tasks)
        ),
    )


def _order(problem: Problem, rng: Random) -> list[int]:
    """Return the locations in another order; where shifts begin and end stays where it is."""
    bases = {p for s in problem.shifts for p in (s.start_location, s.end_location)}
    others = [p for p in range(len(problem.locations)) if p not in bases]
    shuffled = iter(rng.sample(others, len(others)))
    return [p if p in bases else next(shuffled) for p in range(len(problem.locations))]


def _ordered(table: TravelTable, order: list[int]) -> TravelTable:
    square = np.ix_(order, order)
    return replace(table, seconds=table.seconds[square], metres=table.metres[square])


def compare(before: Problem, after: Problem, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Compare both lowerings; return whether the quick way was gone."""
    known, whole = lowering_of(before), list[Problem]()

    def noted(one: Problem) -> Lowering:
        whole.append(one)
        return lowering_of(one)

    with monkeypatch.context() as patch:
        patch.setattr(extending, "lowering_of", noted)
        found = extended(known, after)
    assert differing(found.arrays, lowered(after)) == []
    assert differing(known.arrays, lowered(before)) == []
    assert found.said == lowering_of(after).said
    return not whole


@pytest.mark.parametrize("feature", sorted(FEATURES - {"start"}))
def test_a_day_without_somebody_is_lowered_as_a_whole_day(feature: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a cancellation the next caller would be offered somebody else's hour."""
    quick = 0
    for seed in range(7):
        rng, made = Random(seed), make_problem(seed, requests=8, shifts=3, features={"rides", "foot", feature})
        quick += compare(made, without(made, set(rng.sample(range(8), 1 + seed % 3)), rng), monkeypatch)
    assert quick > {"locks": 0}.get(feature, 3)


def test_a_day_with_others_instead_is_lowered_as_a_whole_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who calls after a cancellation would get what was left of it."""
    quick = 0
    for seed in range(40):
        rng = Random(seed)
        features = {name for name in sorted(FEATURES - {"start"}) if rng.random() < 0.3}
        whole = make_problem(seed, requests=8, shifts=3, features=features)
        quick += compare(without(whole, {6, 7}, rng), without(whole, {rng.randrange(6)}, rng), monkeypatch)
    assert quick > 10


def test_a_pin_of_somebody_else_keeps_its_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pinned visit would be another one after somebody before it has cancelled."""
    pin = Lock(kind=LockKind.ORDER, tasks=(2, 3), shift=0)
    requests = [visit("A", "B"), visit("B", "C"), visit("C", "D"), visit("D", "B")]
    before = replace(tiny(requests=requests, shifts=[shift("one"), shift("two", members=())]), locks=(pin,))
    assert compare(before, without(before, {0}, Random(1)), monkeypatch)


def test_the_last_of_a_kind_takes_its_rules_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule about rides would hold shifts back that have no ride any more."""
    requests = [visit("V", "B"), ride("R", "BC", detour_permille=1900, longest_ride_s=900)]
    before = tiny(requests=requests, shifts=[shift("one")])
    compare(before, without(before, {1}, Random(1)), monkeypatch)


def test_the_last_promise_of_a_day_is_given_up_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day would be read from its beginning because the only one who had been told an hour has cancelled."""
    requests = [visit("V1", "B"), visit("V2", "C", promise_s=(hm(9), hm(10))), visit("V3", "D")]
    before = tiny(requests=requests, shifts=[shift("one")])
    assert compare(before, without(before, {1}, Random(1)), monkeypatch)


def test_what_is_frozen_is_known_by_more_than_its_number() -> None:
    """A crew on its way would be held to somebody else, because the one before has cancelled."""
    begun = shift("bus", begun=StartFact(free_s=hm(8), prefix=(0,), driven_s=0))
    visits = [visit("V1", "B"), visit("V2", "B"), visit("V3", "C")]
    before, after = (tiny(requests=some, shifts=[begun, shift("two", members=())]) for some in (visits, visits[1:]))
    after = replace(after, locations=before.locations, travel=before.travel)
    assert differing(extended(lowering_of(before), after).arrays, lowered(after)) == []


@pytest.mark.parametrize("related", [True, False])
def test_other_roads_are_noticed_unless_they_are_said_to_be_the_same(related: bool) -> None:
    """Rides would be as long as the roads were yesterday."""
    requests = [visit("A", "D"), ride("R", "BC", detour_permille=1900), visit("E", "E")]
    before = tiny(requests=requests, shifts=[shift("one")])
    known, line = lowering_of(_of(before, "x")), "x" if related else "y"
    after = _of(without(before, {0}, Random(1)), line)
    slower = replace(after, travel=tuple(_longer(table) for table in after.travel))
    assert (differing(extended(known, slower).arrays, lowered(slower)) != []) == related
    assert differing(extended(known, after).arrays, lowered(after)) == []


def _of(problem: Problem, line: str) -> Problem:
    return replace(problem, travel=tuple(replace(table, lineage=line) for table in problem.travel))


def _longer(table: TravelTable) -> TravelTable:
    return replace(table, seconds=table.seconds + (table.seconds > 0).astype(np.int32))
