"""One thing after another, with the right time between: inspection before repair, the return after the stay."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import FAR, Arrays, Difference
from solver.facts.ties import Gap
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import hm, ride, timed_solution, tiny
from solver.solution import Solution


class GapRule(Rule):
    """From the end of the last task of the earlier request to the start of the first task of the later one."""

    code: ClassVar[str] = "gap"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "Od końca {before} do początku {request} mija {apart_s}: to o {amount} inaczej, niż ustalono.",
        "en": "From the end of {before} to the start of {request} it is {apart_s}: {amount} off what was agreed.",
        "pl.soon": "{request} zaczyna się o {amount} za wcześnie po {before}.",
        "en.soon": "{request} starts {amount} too soon after {before}.",
        "pl.late": "{request} zaczyna się o {amount} za późno po {before}.",
        "en.late": "{request} starts {amount} too long after {before}.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Między jednym a drugim mija ustalony czas: przegląd przed naprawą, powrót po pobycie.",
        "en": "The agreed time lies between one thing and the next: inspection and repair, arrival and return.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (8,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any two requests follow one another."""
        return bool(problem.gaps)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per gap that is too short or too long."""
        for gap in problem.gaps:
            before, after = problem.requests[gap.before], problem.requests[gap.after]
            ended, started = solution.times.get(before.tasks[-1]), solution.times.get(after.tasks[0])
            if ended is None or started is None:
                continue
            apart = started.start_s - ended.end_s
            off, how = _off(gap, apart)
            if off > 0:
                ids = self.led(problem, after.id, before.id)
                facts = {"request": after.source_id, "before": before.source_id, "how": how}
                yield self.violation(problem, ids, off, "s", apart_s=apart, **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bound the difference of the two starts."""
        for gap in problem.gaps:
            before, after = problem.requests[gap.before], problem.requests[gap.after]
            ease = self.allowed(problem, self.led(problem, after.id, before.id)[0])
            last = before.tasks[-1]
            service = problem.tasks[last].service_s
            high = FAR if gap.max_s is None else service + gap.max_s + ease
            arrays.differences.append(Difference(last, after.tasks[0], service + gap.min_s - ease, high))

    def examples(self) -> tuple[Example, ...]:
        """The stay from R1- (ends at 09:31) to R2+ may last from an hour to two."""
        return (
            _example("a second too soon", 1, hm(10, 31) - 1),
            _example("just long enough", 0, hm(10, 31)),
            _example("just short enough", 0, hm(11, 31)),
            _example("a second too long", 1, hm(11, 31) + 1),
            _example("any time, without a longest stay", 0, hm(15), max_s=None),
        )


def _off(gap: Gap, apart_s: int) -> tuple[int, str]:
    if apart_s < gap.min_s:
        return gap.min_s - apart_s, "soon"
    return (0 if gap.max_s is None else apart_s - gap.max_s), "late"


def _example(name: str, expected: int, back_s: int, *, max_s: int | None = hm(2)) -> Example:
    facts = tiny(
        requests=[ride("R1", "BC"), ride("R2", "CB")], gaps=(Gap(before=0, after=1, min_s=hm(1), max_s=max_s),)
    )
    starts = {"R1-": hm(9, 30), "R2+": back_s}
    return Example(
        name=name,
        problem=facts,
        solution=timed_solution(facts, {"bus": "R1+ R1- R2+ R2-"}, starts=starts),
        expected=expected,
    )


RULE = GapRule()
