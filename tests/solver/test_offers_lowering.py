"""The primitives of a problem with a few requests more are the same whether or not the rest is lowered again."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest

from solver import extending
from solver.arrays import Arrays, blank
from solver.extending import OF_REQUESTS, TOGETHER, Lowering, extended, lowering_of
from solver.facts.locks import Lock, LockKind
from solver.facts.shifts import Shift, StartFact
from solver.facts.travel import TravelTable
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.narrowing import BY_REQUEST, BY_TASK
from solver.problem import Problem
from solver.rule import Rule
from solver.rulekit.tiny import aboard, hm, ride, shift, tiny, visit
from solver.rules import all_rules
from tests.solver.generate import FEATURES, make_problem
from tests.solver.side_by_side import same


def _without_last(problem: Problem, count: int) -> Problem:
    """Return a problem without its last requests, and without whatever names them."""
    n = len(problem.requests) - count
    kept = [request.tasks for request in problem.requests[:n]]
    last = max((task for tasks in kept for task in tasks), default=-1) + 1
    caps = (replace(cap, weights=tuple(pair for pair in cap.weights if pair[0] < n)) for cap in problem.caps)
    share = problem.share and replace(problem.share, weights=problem.share.weights[:n], counts=problem.share.counts[:n])
    return replace(
        problem,
        tasks=problem.tasks[:last],
        requests=problem.requests[:n],
        groups=tuple(group for group in problem.groups if max(group) < n),
        gaps=tuple(gap for gap in problem.gaps if max(gap.before, gap.after) < n),
        same_starts=tuple(pair for pair in problem.same_starts if max(pair) < n),
        staff_links=tuple(link for link in problem.staff_links if max(link.a, link.b) < n),
        engagements=tuple(one for one in problem.engagements if max(one.requests) < n),
        caps=tuple(caps),
        share=share,
        shifts=tuple(_begun_without(one, last) for one in problem.shifts),
        locks=tuple(lock for lock in problem.locks if max(lock.tasks, default=-1) < last),
    )


def _begun_without(one: Shift, last: int) -> Shift:
    """Return a shift whose frozen beginning has no task from `last` on."""
    if one.start is None or max(one.start.prefix, default=-1) < last:
        return one
    return replace(one, start=replace(one.start, prefix=tuple(task for task in one.start.prefix if task < last)))


def _near(problem: Problem, first: int) -> Problem:
    """Return a problem that does not know the locations from `first` on."""
    tables = (
        replace(table, seconds=table.seconds[:first, :first], metres=table.metres[:first, :first])
        for table in problem.travel
    )
    return replace(problem, locations=problem.locations[:first], travel=tuple(tables))


def before(problem: Problem, count: int) -> Problem:
    """Return a problem before its last requests came, their locations included."""
    rest = _without_last(problem, count)
    here = (place for shift in rest.shifts for place in (shift.start_location, shift.end_location))
    return _near(rest, 1 + max(*here, *(task.location for task in rest.tasks)))


def differing(a: Arrays, b: Arrays) -> list[str]:
    """Return the fields in which two sets of arrays differ."""
    return [part.name for part in fields(Arrays) if not same(getattr(a, part.name), getattr(b, part.name))]


def _compare(problem: Problem, count: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Compare both lowerings, twice in a row; return whether the quick way was gone."""
    known, whole = lowering_of(before(problem, count)), list[Problem]()

    def noted(one: Problem) -> Lowering:
        whole.append(one)
        return lowering_of(one)

    with monkeypatch.context() as patch:
        patch.setattr(extending, "lowering_of", noted)
        found = extended(known, problem)
        again = extended(found, problem)
    assert differing(found.arrays, lowered(problem)) == []
    assert differing(again.arrays, lowered(problem)) == []
    assert found.said == lowering_of(problem).said
    return not whole


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_a_new_request_is_lowered_as_if_all_were(feature: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller would be offered a driver who may not lift her, or a bus without a place for her wheelchair."""
    quick = 0
    for seed in range(12):
        made = make_problem(seed, requests=8, shifts=3, features={"rides", "foot", feature})
        quick += _compare(with_inherited(made), 1 + seed % 3, monkeypatch)
    assert quick > {"locks": 3, "start": 1}.get(feature, 8)


def test_a_new_request_in_any_day_is_lowered_as_if_all_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that are lowered one after the other would see less than they do at night."""
    quick = 0
    for seed in range(150):
        rng = Random(seed)
        features = {name for name in sorted(FEATURES) if rng.random() < 0.3}
        quick += _compare(make_problem(seed, requests=7, shifts=3, features=features), 1 + seed % 3, monkeypatch)
    assert quick > 60


def test_requests_before_the_change_are_not_touched() -> None:
    """The plan that others still look at would change under their hands."""
    problem = make_problem(7, requests=8, shifts=3, features=FEATURES - {"locks"})
    early = before(problem, 2)
    known = lowering_of(early)
    extended(known, problem)
    assert differing(known.arrays, lowered(early)) == []


def test_a_rule_writes_of_requests_together_or_of_each_alone() -> None:
    """A rule that does both would be heard twice, or not at all, when somebody calls."""
    mixed = [rule.code for rule in all_rules() if 0 < len(TOGETHER & set(rule.primitives)) < len(rule.primitives)]
    assert mixed == []


def _longer(table: TravelTable) -> TravelTable:
    return replace(table, seconds=table.seconds + (table.seconds > 0).astype(np.int32))


CHANGES: dict[str, Callable[[Problem], Problem]] = {
    "another shift": lambda problem: replace(problem, shifts=(*problem.shifts, shift("more", members=()))),
    "another window": lambda problem: replace(
        problem, tasks=(replace(problem.tasks[0], windows_s=((30000, 31000),)), *problem.tasks[1:])
    ),
    "another day's traffic": lambda problem: replace(problem, travel=tuple(map(_longer, problem.travel))),
    "a pin": lambda problem: replace(problem, locks=(Lock(kind=LockKind.SHIFT, tasks=(0,), shift=0),)),
    "one less": lambda problem: _without_last(problem, 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_other_change_is_lowered_as_a_whole(change: str) -> None:
    """The board would answer from yesterday's shifts, doors or roads."""

    def problem() -> Problem:
        requests = [visit("V", "B"), ride("R", "BC", detour_permille=1900)]
        return tiny(requests=requests, shifts=[shift("one"), shift("two", members=())])

    known = lowering_of(problem())
    changed = CHANGES[change](problem())
    assert differing(extended(known, changed).arrays, lowered(changed)) == []
    assert differing(known.arrays, lowered(changed)) != []


def test_a_rule_that_had_nothing_to_say_before_is_heard() -> None:
    """The first wheelchair of the day would be offered a car without a ramp."""

    def asked(loads: Sequence[tuple[int, ...]]) -> Problem:
        requests = [ride(f"R{k}", "BC", load=load) for k, load in enumerate(loads)]
        return tiny(requests=requests, load_kinds=("seat", "wheelchair"), shifts=[shift(layouts=((4, 0),))])

    known = lowering_of(asked([(1, 0)]))
    problem = asked([(1, 0), (0, 1)])
    assert differing(extended(known, problem).arrays, lowered(problem)) == []


@pytest.mark.parametrize(
    "rule",
    [rule for rule in all_rules() if rule.primitives and OF_REQUESTS.issuperset(rule.primitives)],
    ids=lambda rule: rule.code,
)
def test_a_rule_of_each_request_writes_nothing_of_shifts(rule: Rule) -> None:
    """What it says of a shift would be said by nobody, if it speaks for the first time when somebody calls."""
    spoke = False
    for seed in range(20):
        problem = make_problem(seed, requests=8, shifts=3, features=FEATURES)
        before, after = blank(problem), blank(problem)
        rule.lower(problem, after)
        written = set(differing(before, after))
        assert written <= BY_TASK | BY_REQUEST
        spoke |= bool(written)
    assert spoke or not any(rule.applies(example.problem) for example in rule.examples())


def test_the_first_promise_of_a_day_is_heard_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day would be read from its beginning because somebody in it has been told an hour."""
    requests = [visit("V1", "B"), visit("V2", "C"), visit("V3", "D", promise_s=(hm(9), hm(10)))]
    assert _compare(tiny(requests=requests, shifts=[shift("one")]), 1, monkeypatch)


def test_a_caller_in_the_middle_of_the_day_is_lowered_as_if_all_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could be offered anything once the first bus has left."""
    requests = [aboard("R", "C", since_s=hm(8)), visit("next", "B"), visit("new", "D")]
    begun = shift(begun=StartFact(free_s=hm(9), prefix=(1,), driven_s=600))
    assert _compare(tiny(requests=requests, shifts=[begun]), 1, monkeypatch)
