"""Processes that search: one that dies is survived, and none outlives its parent."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children, resource_tracker
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from solver.budget import Budget
from solver.lowering import lowered
from solver.search.insertion import construct
from solver.search.strategies import Plan
from solver.yardstick.engine import solve
from solver.yardstick.workers import Team
from tests.solver.generate import make_problem

ROOT = Path(__file__).parents[2]
PARENT = """
from time import monotonic
from solver.budget import Budget
from solver.yardstick.engine import solve
from tests.solver.generate import make_problem
from multiprocessing import active_children, resource_tracker

def tell(_):
    print("first", flush=True)

if __name__ == "__main__":
    import threading
    def pids():
        while True:
            found = [child.pid for child in active_children()]
            if len(found) == 2:
                print(*found, flush=True)
                return
    threading.Thread(target=pids, daemon=True).start()
    solve(make_problem(4, requests=24, shifts=4, features=("rides", "bands")),
          budget=Budget(clock=monotonic, seconds=60), seed=1, workers=2)
"""


def _killing(after_s: float) -> Budget:
    """A budget of a few seconds, in the course of which all child processes are killed."""
    began = monotonic()

    def cancelled() -> bool:
        if monotonic() - began > after_s:
            for child in active_children():
                child.kill()
        return False

    return Budget(clock=monotonic, seconds=after_s + 2, cancelled=cancelled)


def test_the_death_of_all_helpers_is_survived() -> None:
    """The system's out-of-memory killer would take the plan along with a helper."""
    problem = make_problem(4, requests=12, shifts=3, features=("rides",))
    result = solve(problem, budget=_killing(0.5), seed=1, workers=2)
    assert result.effort["lost_workers"] == 2
    assert result.solution.routes


def test_a_helper_lost_does_not_change_a_deterministic_plan() -> None:
    """A replay would depend on whether a process happened to die."""
    problem = make_problem(4, requests=12, shifts=3, features=("rides",))
    began = monotonic()
    killed: list[int] = []

    def cancelled() -> bool:
        if monotonic() - began > 0.3 and not killed:
            killed.extend(child.pid or 0 for child in active_children())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
        return False

    alone = solve(problem, budget=Budget(clock=monotonic, effort=6), seed=1, workers=0)
    team = solve(problem, budget=Budget(clock=monotonic, effort=6, cancelled=cancelled), seed=1, workers=2)
    assert killed
    assert team.solution == alone.solution


def test_a_hung_helper_is_ended_with_the_team() -> None:
    """A library that never returns would keep a core busy until the machine is switched off."""
    arrays = lowered(make_problem(4, requests=6, shifts=2, features=("rides",)))
    began = monotonic()
    with Team(arrays, construct(arrays, 1).orders, [Plan(number=0, seed=1)]) as team:
        (child,) = active_children()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGSTOP)
        assert team.news(0.2) == {}
        assert team.working
    assert monotonic() - began < 5
    assert not child.is_alive()


def _leave(_connection: object) -> None:
    """What a helper does that Ctrl-C hits while it starts."""
    os._exit(1)


def test_a_helper_that_dies_while_it_starts_does_not_keep_us_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the first second would leave a dispatcher with a program that never answers again."""
    monkeypatch.setattr("solver.yardstick.workers._work", _leave)
    arrays = lowered(make_problem(4, requests=12, shifts=3, features=("rides",)))
    arrays.problem_end_s = 10**2_000_000  # a day too large for the buffer of any pipe
    teams: list[Team] = []
    starting = Thread(target=lambda: teams.append(Team(arrays, {}, [Plan(number=0, seed=1)])), daemon=True)
    starting.start()
    starting.join(30)
    assert not starting.is_alive()
    with teams[0] as team:
        while team.working:
            team.news(0.2)
        assert team.lost == 1


def test_who_does_not_listen_is_told_without_waiting() -> None:
    """One hung helper would stop the whole search, and Ctrl-C go unheard."""
    arrays = lowered(make_problem(4, requests=6, shifts=2, features=("rides",)))
    began = monotonic()
    with Team(arrays, {}, [Plan(number=0, seed=1)]) as team:
        (child,) = active_children()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGSTOP)
        for _ in range(1000):
            team.tell({0: tuple(range(1000))}, but=1)
    assert monotonic() - began < 5


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_helpers_do_not_hear_ctrl_c() -> None:
    """Ctrl-C would fill the terminal with the helpers' last words, and take the search along while it still counts."""
    arrays = lowered(make_problem(4, requests=6, shifts=2, features=("rides",)))
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]  # as in a program that has just begun
    with Team(arrays, {}, [Plan(number=0, seed=1, effort=2)]) as team:
        (child,) = active_children()
        assert child.pid is not None
        for _ in range(40):  # from its first moment on
            os.kill(child.pid, signal.SIGINT)
            team.news(0.02)
            if not team.working:
                break
        while team.working:
            team.news(0.2)
        assert team.lost == 0


def test_a_helper_sends_what_it_found_and_then_its_end() -> None:
    """The cores would work, and nobody ever hear of what they found."""
    arrays = lowered(make_problem(4, requests=12, shifts=3, features=("rides",)))
    with Team(arrays, {}, [Plan(number=0, seed=1, effort=3)]) as team:
        found: dict[int, object] = {}
        while team.working:
            found |= team.news(0.2)
        assert team.done == {0}
        assert team.lost == 0
    assert found[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_no_helper_outlives_a_killed_parent() -> None:
    """Each crash of the program would leave processes behind that eat the machine."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": "."},
    ) as parent:
        assert parent.stdout is not None
        helpers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(helpers) == 2
        sleep(1.5)
        parent.kill()
    deadline = monotonic() + 20
    while any(_runs(pid) for pid in helpers):
        assert monotonic() < deadline
        sleep(0.1)


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
