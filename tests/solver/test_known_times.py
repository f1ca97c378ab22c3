"""Times of routes that others have polished already are those that would be found anew."""

from dataclasses import replace

import pytest

from solver import polish as polishing
from solver.arrays import Arrays
from solver.extending import extended, lowering_of
from solver.facts.ties import Gap
from solver.known_times import MOST, KnownTimes
from solver.lowering import lowered
from solver.polish import polish, timed_and_polished
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, shift, tiny, visit
from solver.schedule import schedule
from solver.solution import Solution
from solver.timing.search import timed_together
from tests.solver.asked import days
from tests.solver.generate import FEATURES
from tests.solver.test_offers_lowering import before

SORTS = [("rides",), ("rides", "journey", "relations"), ("prices", "breaks"), tuple(sorted(FEATURES))]


def _anew(problem: Problem, orders: dict[int, tuple[int, ...]]) -> Solution | None:
    arrays = lowered(problem)
    found = schedule(arrays, orders)
    return None if found is None else polish(arrays, found)


def _slower(problem: Problem) -> Problem:
    """Return a problem whose last request is somebody else's, who takes longer at the door."""
    *rest, last = problem.tasks
    return replace(problem, tasks=(*rest, replace(last, service_s=last.service_s + 300)))


def _elsewhere(problem: Problem) -> Problem:
    """Return a problem whose last request is of somebody who has moved: all ways there are longer."""
    door, tables = problem.tasks[-1].location, []
    for table in problem.travel:
        seconds = table.seconds.copy()
        seconds[door] += 60
        seconds[:, door] += 60
        seconds[door, door] = 0
        tables.append(replace(table, seconds=seconds))
    return replace(problem, travel=tuple(tables))


@pytest.mark.parametrize("features", SORTS)
def test_routes_that_are_known_have_the_times_they_would_get_anew(features: tuple[str, ...]) -> None:
    """A crew would be sent at hours that were right before the last caller's visit, or for another caller's."""
    known_routes, others = 0, 0
    for _, day in days(range(300, 330), *features):
        known = lowering_of(before(day.problem, 1))
        for problem in (day.problem, _slower(day.problem), _elsewhere(day.problem), day.problem):
            arrays = extended(known, problem).arrays
            for orders in (day.orders, *({crew: order} for crew, order in day.orders.items())):
                assert timed_and_polished(arrays, orders) == _anew(problem, orders)
                last = any(len(problem.tasks) - 1 in order for order in orders.values())
                known_routes, others = known_routes + (not last), others + last
    assert known_routes > 10
    assert others > 10


def _asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[int, tuple[int, ...]]]:
    """Return a list of the groups that are timed from now on."""
    asked, really = list[dict[int, tuple[int, ...]]](), timed_together

    def noted(facts: object, orders: dict[int, tuple[int, ...]]) -> object:
        asked.append(dict(orders))
        return really(facts, orders)  # type: ignore[arg-type]

    monkeypatch.setattr(polishing, "timed_together", noted)
    return asked


def test_only_the_route_that_a_caller_joins_is_timed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With each caller a whole city's day would be timed again, and the desk would be slow."""
    here, crews = (
        [visit(f"v{k}", "BCDE"[k]) for k in range(4)],
        [shift("a", members=(member("anna"),)), shift("b", members=(member("jan"),))],
    )
    early = lowering_of(tiny(requests=here[:3], shifts=crews))
    asked = _asked(monkeypatch)
    timed_and_polished(early.arrays, {0: (0, 1), 1: (2,)})
    assert asked == [{0: (0, 1)}, {1: (2,)}]
    after: Arrays = extended(early, tiny(requests=here, shifts=crews)).arrays
    timed_and_polished(after, {0: (0, 1), 1: (2, 3)})
    assert asked[2:] == [{1: (2, 3)}]


def test_what_was_accepted_is_known_once_it_is_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk would time the route of each caller twice: for the promise, and for whoever calls next."""
    here, crew = [visit(f"v{k}", "BCDE"[k]) for k in range(4)], [shift("a")]
    early = lowering_of(tiny(requests=here[:3], shifts=crew))
    accepted = extended(early, tiny(requests=here, shifts=crew)).arrays
    timed_and_polished(accepted, {0: (0, 3)})
    asked = _asked(monkeypatch)
    timed_and_polished(extended(early, tiny(requests=here, shifts=crew)).arrays, {0: (0, 3)})
    assert asked == []


def test_not_everything_is_remembered_for_ever() -> None:
    """A process that plans for months would need more memory every day."""
    known = KnownTimes(1)
    for number in range(3 * MOST):
        known.keep(known.key({number: (0,)}, ()), None)
    assert sum(known.get(known.key({number: (0,)}, ())) is not None for number in range(3 * MOST)) <= MOST


def test_what_ties_two_visits_is_not_remembered_from_before() -> None:
    """Somebody would be washed an hour after the injection, although the doctor now says two."""
    here, crew = [visit(f"v{k}", "BCDE"[k]) for k in range(4)], [shift("a")]
    gap = Gap(before=0, after=1, min_s=hm(1))
    early = lowering_of(tiny(requests=here[:3], shifts=crew, gaps=(gap,)))
    timed_and_polished(early.arrays, {0: (0, 1)})
    problem = tiny(requests=here, shifts=crew, gaps=(replace(gap, min_s=hm(2)),))
    assert timed_and_polished(extended(early, problem).arrays, {0: (0, 1)}) == _anew(problem, {0: (0, 1)})
