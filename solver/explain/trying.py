"""Third question about a request: how little would have to change to let it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from typing import NamedTuple

from solver.explain.bench import Bench
from solver.explain.case import Case
from solver.explain.change import KINDS, LIMITS, MINUTE, apply_change, discomfort
from solver.explain.facts import Change, ChangeKind, Obstacle
from solver.explain.part import Part
from solver.explain.place import together
from solver.explain.plan import part_bench
from solver.explain.reason import nearest_first
from solver.explain.why import broken_without, least
from solver.rule import Violation
from solver.search.drafting import Draft

NEW_FIT = frozenset({ChangeKind.OVERTIME, ChangeKind.ATTENDANT, ChangeKind.ALLOW})
"""Changes that rules about who may serve whom can take notice of."""

LOOKED_AT = 8
"""So many plans are looked at to see which neighbours would have to move."""


class Option(NamedTuple):
    """A change by its smallest amount, in the part's numbers, and how many times as much may be asked for."""

    change: Change
    highest: int


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A part of the plan, the requests to put in (in its numbers, the obstacle last), and the shift for the last."""

    part: Part
    bench: Bench
    requests: tuple[int, ...]
    shift: int

    @property
    def obstacle(self) -> int:
        """The request that is in the way."""
        return self.requests[-1]

    def ways(self, *changes: Change) -> Iterator[Draft]:
        """Yield plans with everything in after the changes."""
        same_fit = all(change.kind not in NEW_FIT for change in changes)
        changed = self.bench.changed(reduce(apply_change, changes, self.part.problem), same_fit=same_fit)
        for draft in changed.drafts():
            yield from together(draft, self.requests, changed.tick, self.shift)

    def missed(self, kind: ChangeKind, plan: Draft) -> list[Violation]:
        """Return what the rules that such a change is about say of a plan, by the facts as they are."""
        rules = (rule for code, rule in self.bench.hard.items() if kind in KINDS.get(code, ()))
        found = (violation for rule in rules for violation in rule.check(self.part.problem, plan.solution))
        return [violation for violation in found if not violation.accepted]


def look_for_changes(case: Case) -> None:
    """Find the least of each kind of change that lets the whole unit in, the obstacle on any shift."""
    if case.day.draft is None:
        return
    best: dict[ChangeKind, Change] = {}
    for verdict, obstacle in nearest_first(case.verdicts.values()):
        trial = _trial(case, verdict.shift)
        for option in worth_trying(trial, obstacle):
            kind = option.change.kind
            found = least_change(trial, option, best[kind].discomfort if kind in best else None)
            if found:
                best[kind] = found
    case.changes = sorted(best.values(), key=lambda change: (change.discomfort, change.shift, change.kind))
    case.done.add("changes")


def _trial(case: Case, shift: int) -> Trial:
    others = [one for one in case.unit if one != case.blocking]
    shifts = {shift, *(s for one in others for s in case.alone_shifts(one))}
    part, bench = part_bench(case, case.unit, shifts, [case.day.orders])
    numbers = tuple(part.request(one) for one in (*others, case.blocking))
    return Trial(part=part, bench=bench, requests=numbers, shift=part.shift(shift))


def least_change(trial: Trial, option: Option, below: int | None) -> Change | None:
    """Return the least amount that lets everything in, in the numbers of the whole problem; None: no amount does.

    Parameters
    ----------
    below : int or None
        Only a discomfort below this one is of interest.
    """
    change, highest = option
    while below is not None and highest and discomfort(_times(change, highest)) >= below:
        highest -= 1

    def fitted(steps: int) -> Draft | None:
        return next(trial.ways(_times(change, steps)), None)

    def guess(plan: Draft) -> int:
        return -(-max((v.amount for v in trial.missed(change.kind, plan)), default=1) // change.amount)

    found = least(highest, fitted, guess=guess)
    if found is None:
        return None
    steps, draft = found
    whole = _times(change, steps)
    timed = trial.part.problem.requests[trial.obstacle].timed_task
    return replace(
        whole,
        start_s=draft.solution.times[timed].start_s,
        shift=trial.part.shifts[trial.shift],
        request=trial.part.requests[change.request] if change.request >= 0 else -1,
        discomfort=discomfort(whole),
    )


def _times(change: Change, steps: int) -> Change:
    return replace(change, amount=change.amount * steps)


def worth_trying(trial: Trial, obstacle: Obstacle) -> Iterator[Option]:
    """Yield the changes that can help.

    A change can help only where it touches all that is in the way: the rules found necessary together, or any rule
    that lets the request in when left out alone.
    """
    if len(obstacle.rules) == 1:
        helpful = {code: KINDS.get(code, ()) for code in (*obstacle.rules, *obstacle.others)}
        yield from _allowances(trial, [code for code, kinds in helpful.items() if ChangeKind.ALLOW in kinds])
    else:
        helpful = {"": _common(obstacle.rules)}
    for kind in dict.fromkeys(kind for kinds in helpful.values() for kind in kinds if kind is not ChangeKind.ALLOW):
        yield from (Option(change, LIMITS[kind]) for change in _of_kind(trial, kind, obstacle))


def _common(rules: Sequence[str]) -> tuple[ChangeKind, ...]:
    kinds = [set(KINDS.get(code, ())) for code in rules]
    return tuple(sorted(set.intersection(*kinds))) if kinds else ()


def _of_kind(trial: Trial, kind: ChangeKind, obstacle: Obstacle) -> Iterator[Change]:
    problem, me = trial.part.problem, trial.obstacle
    timed = Change(kind=kind, amount=MINUTE, unit="s", shift=trial.shift, start_s=0)
    match kind:
        case ChangeKind.LATER | ChangeKind.EARLIER | ChangeKind.LONGER_RIDE:
            yield from (replace(timed, request=one) for one in reversed(trial.requests))
        case ChangeKind.OTHER_LONGER_RIDE:
            others = (one for one in _named(trial, obstacle) if one not in trial.requests)
            yield from (replace(timed, request=one) for one in others)
        case ChangeKind.OTHER_LATER | ChangeKind.OTHER_EARLIER:
            yield from _neighbours(trial, timed)
        case ChangeKind.PLACE:
            wanted = (number for number, places in enumerate(problem.requests[me].load) if places)
            yield from (replace(timed, amount=1, unit="place", load_kind=number) for number in wanted)
        case ChangeKind.ATTENDANT:
            yield replace(timed, amount=1, unit="worker")
        case _:
            yield timed


def _named(trial: Trial, obstacle: Obstacle) -> Sequence[int]:
    """Return the requests that the obstacle's figures are about."""
    ids = {one for violation in obstacle.violations for one in violation.subjects}
    problem = trial.part.problem
    return [
        number
        for number, request in enumerate(problem.requests)
        if request.id in ids or any(problem.tasks[task].id in ids for task in request.tasks)
    ]


def _neighbours(trial: Trial, change: Change) -> Iterator[Change]:
    """Yield the change for those who would let everything in by themselves, in one of the first plans looked at."""
    changes = {one: replace(change, request=one) for one in _who_may_wait(trial)}
    furthest = [_times(one, LIMITS[change.kind]) for one in changes.values()]
    helpful = set[int]()
    for way in islice(trial.ways(*furthest), LOOKED_AT if changes else 0):
        late = {said.subjects[0] for said in trial.missed(change.kind, way)}
        moved = {task.request for task in trial.part.problem.tasks if task.id in late}
        helpful |= moved if len(moved) == 1 else set()
    yield from (changes[one] for one in sorted(helpful & changes.keys()))


def _who_may_wait(trial: Trial) -> Iterator[int]:
    """Yield requests on the shift's route with windows and without a promise."""
    problem = trial.part.problem
    for number in dict.fromkeys(problem.tasks[task].request for task in trial.part.orders.get(trial.shift, ())):
        request = problem.requests[number]
        windowed = any(problem.tasks[task].windows_s for task in request.tasks)
        if windowed and request.promise_s is None and request.aboard is None:
            yield number


def _allowances(trial: Trial, rules: Sequence[str]) -> Iterator[Option]:
    """Yield what a dispatcher would have to accept: one rule, broken at one place."""
    for code in rules:
        violations = broken_without(trial.bench, trial.obstacle, trial.shift, frozenset({code}))
        if len(violations) != 1:
            continue
        said = violations[0]
        step = MINUTE if said.unit == "s" else 1
        change = Change(
            kind=ChangeKind.ALLOW, amount=step, unit=said.unit, shift=trial.shift, start_s=0, rule=code,
            subject=said.subjects[0],
        )  # fmt: skip
        yield Option(change, min(-(-said.amount // step), LIMITS[ChangeKind.ALLOW]))
