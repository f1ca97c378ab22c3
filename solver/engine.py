"""Solving a problem: ruin and recreate on every core, a master that recombines their routes, a judge who verifies.

The searchers' plans are what compiled code believes; a plan counts when the judge has timed, polished, verified and
priced it by the problem's facts alone, and is compared level by level: inherited violations, musts, money.
"""

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from solver.budget import Budget
from solver.cores import cores
from solver.inherited import with_inherited
from solver.judging import Judge, Orders
from solver.kernel import warm as warm_up
from solver.problem import Problem
from solver.result import Progress, Result
from solver.search.insertion import begun
from solver.search.repair import followed

if TYPE_CHECKING:
    from solver.crew import Crew

ASK_S = 0.02
"""How often the budget is looked at while others work."""


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    warm: Orders | None = None,
) -> Result:
    """Return the best verified plan that the budget allows.

    Parameters
    ----------
    budget : Budget
        With an effort and no seconds, the same problem, seed and `warm` give the same plan on any machine.
    seed : int
        Drives every random choice.
    on_progress : callable or None
        Called with every better plan.
    workers : int or None
        Threads that search; 0: everything happens in the calling thread, which hears of a cancellation only between
        its steps; None: one per core. Where only an effort ends the search they have no influence on the plan.
    warm : mapping of shift to tasks, or None
        A plan to begin with, as far as it can be followed.

    Notes
    -----
    `budget.cancelled` is answered within a tenth of a second with the best plan verified by then.
    """
    from solver.crew import Crew  # brings the compiler, which takes a second

    warm_up()
    judge = Judge(with_inherited(problem), budget, on_progress)
    begin = _begin(judge, warm)
    if warm is not None:
        judge.consider(begin)  # the search may think little of it, or not follow it at all
    if not problem.requests or not problem.shifts or judge.over():
        return _unsearched(judge, begin)
    crew = Crew(judge, begin, seed, cores() if workers is None else workers)
    if workers == 0:
        crew.work()
    else:
        _beside(crew, judge)
    judge.close()
    judge.effort |= crew.effort
    return judge.result()


def _begin(judge: Judge, warm: Orders | None) -> Orders:
    """Return orders to begin with: those given, as far as they can be followed; else what has to be served."""
    if warm is not None:
        return followed(judge.shop, warm)[0].orders
    if judge.arrays.must_serve.any() or any(judge.arrays.prefixes):
        return begun(judge.shop).orders
    return {}


def _unsearched(judge: Judge, begin: Orders) -> Result:
    """Return what there is where there is nothing to search for, or no time."""
    for orders in (begin, {}):
        if judge.score is None:
            judge.consider(orders)
    return judge.result()


def _beside(crew: "Crew", judge: Judge) -> None:
    """Let the crew work in a thread of its own, so that whoever cancels need not wait for what it is at."""
    done, trouble = Event(), list[BaseException]()

    def work() -> None:
        try:
            crew.work()
        except BaseException as error:  # noqa: BLE001  # raised again by the caller
            trouble.append(error)
        finally:
            done.set()

    Thread(target=work, daemon=True, name="solve").start()
    while not done.wait(ASK_S):
        if judge.budget.cancelled() and judge.score is not None:
            crew.stop()
            break
    if trouble:
        raise trouble[0]
