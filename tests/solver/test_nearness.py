"""Who is looked at together: those who are near and have to do with each other, and nobody else."""

from random import Random

import numpy as np
import pytest

from solver.inherited import with_inherited
from solver.kernel import nearness as told
from solver.kernel.nearness import nearness
from solver.kernel.world import world_of
from solver.kinship import kin
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import tiny, visit
from solver.searcher import Searcher, ground_of
from tests.solver.generate import make_problem
from tests.solver.side_by_side import side_by_side

FEATURES = ("rides", "two_windows", "relations", "caps")


def _both(seed: int) -> Problem:
    a, b = (make_problem(seed + more, requests=n, shifts=2, features=FEATURES) for more, n in ((0, 9), (500, 6)))
    return side_by_side(with_inherited(a), with_inherited(b))[0]


@pytest.mark.parametrize("seed", range(8))
def test_those_of_another_town_are_never_near(seed: int) -> None:
    """What is taken out in one town would be sought a place for in another, where it can never be."""
    arrays = lowered(_both(seed))
    labels = kin(arrays, money=False)[: arrays.n_requests]
    near = ground_of(arrays).near
    assert near.shape == (15, 15)
    for request, others in enumerate(near):
        mine = set(np.flatnonzero(labels == labels[request]).tolist())
        assert set(others.tolist()) == mine
        assert others[: len(mine)].tolist()[0] == request
        assert len(set(others[: len(mine)].tolist())) == len(mine)
        assert set(others[len(mine) :].tolist()) <= {request}


def test_whoever_is_nearer_comes_first() -> None:
    """Neighbours would be torn apart and strangers tried together."""
    arrays = lowered(tiny(requests=[visit(name, name) for name in "BHCGD"]))
    near = nearness(world_of(arrays), np.zeros(5, dtype=np.int64))
    assert near[0].tolist() == [0, 2, 4, 3, 1]
    assert near[1].tolist() == [1, 3, 4, 2, 0]


@pytest.mark.parametrize("block", [1, 4, 64])
def test_it_does_not_matter_how_many_are_asked_at_once(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of more than a block of requests would be planned by other neighbours than a small one."""
    rng = Random(3)
    arrays = lowered(make_problem(5, requests=11, shifts=2, features=("rides",)))
    labels = np.array([rng.randrange(3) for _ in range(11)], dtype=np.int64)
    world = world_of(arrays)
    whole = nearness(world, labels)
    monkeypatch.setattr(told, "BLOCK", block)
    assert np.array_equal(nearness(world, labels), whole)


def test_only_so_many_are_known() -> None:
    """A county's list of neighbours would need more memory than there is."""
    arrays = lowered(make_problem(5, requests=11, shifts=2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(told, "NEIGHBOURS", 4)
        near = nearness(world_of(arrays), np.zeros(11, dtype=np.int64))
    assert near.shape == (11, 4)
    assert near[:, 0].tolist() == list(range(11))
    assert all(len(set(row)) == 4 for row in near.tolist())


def _alone() -> Searcher:
    """Return a searcher of eight visits of which nobody has to do with another, none of them planned."""
    arrays = lowered(tiny(requests=[visit(f"V{k}", "BCDEFGHB"[k], unassigned_gr=1, must=k == 0) for k in range(8)]))
    near = nearness(world_of(arrays), np.arange(8, dtype=np.int64))
    assert near.tolist() == [[k] * 8 for k in range(8)]
    searcher = Searcher(ground_of(arrays)._replace(near=near), 1)
    assert searcher.begin({})
    return searcher


def test_who_has_no_neighbours_is_queued_once() -> None:
    """Somebody would be put into a route twice, and the plan refused; or be counted as missing eight times at once."""
    searcher = _alone()
    searcher.run(1, 1.0, 1.0)
    assert searcher.state.absences.max() <= 1
    searcher.run(300, 1000.0, 1000.0)
    for order in searcher.orders.values():
        assert len(set(order)) == len(order)
    assert searcher.state.absences.sum() <= 301
