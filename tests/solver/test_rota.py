"""Whose turn it is: everybody works as long as the size of his part deserves, and nobody in two threads at once."""

from collections.abc import Iterator
from itertools import count
from threading import Lock, Thread
from time import monotonic

import pytest

from solver.budget import Budget
from solver.engine import solve
from solver.rota import Rota
from solver.rulekit.tiny import tiny, visit
from solver.team import Team


class _Clock:
    """A clock that goes on only while somebody works."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def worker(self, slice_s: float, turns: list[float]) -> Iterator[None]:
        """Work so long each time, and note it."""
        while True:
            self.now_s += slice_s
            turns.append(slice_s)
            yield


@pytest.mark.parametrize("slices_s", [(1.0, 1.0, 1.0), (0.5, 2.0, 1.0), (3.0, 0.1, 0.7)])
def test_everybody_works_in_proportion_to_the_size_of_his_part(slices_s: tuple[float, ...]) -> None:
    """A village would be planned as long as a city, or somebody whose slices are short get next to nothing."""
    clock, sizes = _Clock(), (1, 3, 6)
    worked: list[list[float]] = [[] for _ in sizes]
    workers = [clock.worker(*one) for one in zip(slices_s, worked, strict=True)]
    rota = Rota(list(zip(workers, sizes, strict=True)))
    while clock.now_s < 1000.0:
        rota.turn(clock)
    for turns, size in zip(worked, sizes, strict=True):
        assert sum(turns) == pytest.approx(clock.now_s * size / sum(sizes), abs=4.0)


def test_everybody_has_a_turn_before_anybody_has_a_second() -> None:
    """A small part would have no plan of its own when a short night is over."""
    clock = _Clock()
    worked: list[list[float]] = [[] for _ in range(4)]
    rota = Rota([(clock.worker(1.0, turns), size) for turns, size in zip(worked, (100, 50, 2, 1), strict=True)])
    for _ in worked:
        rota.turn(clock)
    assert [len(turns) for turns in worked] == [1, 1, 1, 1]


class _Guarded:
    """A job that knows how many are at it."""

    def __init__(self) -> None:
        self.inside, self.most, self.turns = 0, 0, 0
        self._lock = Lock()

    def __iter__(self) -> "_Guarded":
        return self

    def __next__(self) -> None:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        sum(range(300))  # time for others to come in
        with self._lock:
            self.inside -= 1
            self.turns += 1


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_no_job_is_done_by_two_at_once(jobs: int) -> None:
    """Two threads would change one plan at the same time, and neither would know what is in it."""
    guarded = [_Guarded() for _ in range(jobs)]
    rota, clock = Rota([(one, 1) for one in guarded]), count()

    def work() -> None:
        for _ in range(400):
            rota.turn(lambda: float(next(clock)))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.most for one in guarded] == [1] * jobs
    assert min(one.turns for one in guarded) > 0


def test_where_everybody_is_at_work_nobody_waits() -> None:
    """A thread more than there are jobs would hang, or do a job that somebody else is at."""
    rotas: list[Rota] = []
    looked: list[None] = []

    def job() -> Iterator[None]:
        while True:
            rotas[0].turn(monotonic)  # whoever comes while this one is at work
            looked.append(None)
            yield

    rotas.append(Rota([(job(), 1)]))
    rotas[0].turn(monotonic)
    assert looked == [None]


class OutOfOrderError(Exception):
    """What goes wrong in a searcher."""


class _Failing:
    """A search that goes wrong at its first step."""

    def __init__(self, *_: object) -> None:
        pass

    def __next__(self) -> None:
        raise OutOfOrderError


def _fail(*_: object) -> None:
    raise OutOfOrderError


@pytest.mark.parametrize("workers", [0, 1, 2])
@pytest.mark.parametrize("by_effort", [True, False], ids=["by effort", "by the clock"])
def test_trouble_ends_the_search_and_is_told(by_effort: bool, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan would be handed out of which half of the searchers have died, or the office would wait for ever."""
    if by_effort:
        monkeypatch.setattr(Team, "leg", _fail)
    else:
        monkeypatch.setattr(Team, "slices", _Failing)
    budget = Budget(clock=monotonic, effort=5) if by_effort else Budget(clock=monotonic, seconds=20.0)
    began = monotonic()
    with pytest.raises(OutOfOrderError):
        solve(tiny(requests=[visit("V", "B", unassigned_gr=9000)]), budget=budget, seed=1, workers=workers)
    assert monotonic() - began < 10
