"""Service starts inside one of the task's time windows."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Allowance
from solver.facts.requests import Span
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import narrow
from solver.rulekit.tiny import case, hm, tiny, visit
from solver.solution import Solution


class TimeWindow(Rule):
    """The distance from the nearest window, early or late; what is allowed widens the windows on both sides."""

    code = "time_window"
    says: ClassVar = {
        "pl": "{request} ({what}): początek o {start_s}, to {amount} za późno; najpóźniej może być {closes_s}.",
        "en": "{request} ({what}): starts at {start_s}, {amount} too late; {closes_s} is the latest.",
        "pl.early": "{request} ({what}): początek o {start_s}, to {amount} za wcześnie; można od {opens_s}.",
        "en.early": "{request} ({what}): starts at {start_s}, {amount} too early; it may start from {opens_s}.",
    }
    summary: ClassVar = {
        "pl": "Każda czynność zaczyna się w jednym ze swoich przedziałów czasu.",
        "en": "Every task starts inside one of its time windows.",
    }
    overridable = True
    primitives = (1,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any task has a window."""
        return any(task.windows_s for task in problem.tasks)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every start outside all windows."""
        for route, stop in solution.stops():
            task = problem.tasks[stop.task]
            if not task.windows_s:
                continue
            opens, closes = min(task.windows_s, key=lambda window: _outside_s(window, stop.start_s))
            amount = _outside_s((opens, closes), stop.start_s)
            if amount:
                facts = {"start_s": stop.start_s, "opens_s": opens, "closes_s": closes}
                said = {
                    "request": problem.requests[task.request].source_id,
                    "what": task.kind.value,
                    "how": "early" if stop.start_s < opens else "late",
                }
                yield self.violation(problem, (task.id, problem.shifts[route.shift].id), amount, "s", **said, **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Narrow the windows of every task that has some."""
        for index, task in enumerate(problem.tasks):
            if task.windows_s:
                early, late = self.allowed(problem, task.id, early=True), self.allowed(problem, task.id)
                narrow(arrays, index, tuple(_widened(task.windows_s, early, late)))

    def examples(self) -> tuple[Example, ...]:
        """Return starts at the edges of two windows."""
        windows = ((hm(9), hm(9, 30)), (hm(11), hm(12)))
        request = visit("V", "B", task={"windows_s": windows})
        problem = tiny(requests=[request])
        late = Allowance(rule=self.code, subject="V", amount=60, reason="agreed by phone")
        lenient = tiny(requests=[request], allowances=(late,))
        starts = {
            "as the first window opens": (hm(9), 0),
            "as the first window closes": (hm(9, 30), 0),
            "a second before it opens": (hm(9) - 1, 1),
            "a second after it has closed": (hm(9, 30) + 1, 1),
            "as the second window closes": (hm(12), 0),
            "a second after the last window": (hm(12) + 1, 1),
        }
        cases = [(name, problem, start, expected) for name, (start, expected) in starts.items()]
        cases.append(("a minute late, and accepted", lenient, hm(12, 1), 1))
        return tuple(
            case(name, expected, facts, {"bus": "V"}, starts={"V": start}) for name, facts, start, expected in cases
        )


def _outside_s(window: Span, start_s: int) -> int:
    return max(window[0] - start_s, start_s - window[1], 0)


def _widened(windows: Iterable[Span], early_s: int, late_s: int) -> Iterator[Span]:
    """Yield the windows, each wider on both sides; those that then touch become one."""
    low, high = None, 0
    for opens, closes in windows:
        if low is not None and opens - early_s > high + 1:
            yield low, high
            low = None
        low, high = opens - early_s if low is None else low, closes + late_s
    if low is not None:
        yield low, high


RULE = TimeWindow()
