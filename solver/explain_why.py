"""Which rules keep a request off a shift: found by leaving rules out and trying again, never guessed."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from solver.drafting import Draft
from solver.explain_bench import Bench, placements
from solver.explain_change import KINDS
from solver.explain_facts import Obstacle
from solver.lowering import lowered
from solver.rule import Rule, Violation
from solver.solution import Route, Solution, TaskTime

TELLING = (4, 14, 10, 9, 13, 12, 3, 8, 6, 15, 5, 2, 7, 1)
"""Primitives, those first whose rules tell people most: that a qualification is missing says more than that the window
is too early, where either rule left out would let the request in."""

LOOKED_AT = 6
"""So many places are compared by how badly the rules left out are then broken."""

FURTHEST_MIN = 240
"""Rules about time are eased by so many minutes at most when looking for what is late by least."""

DAY_MIN = 1440


def obstacle(bench: Bench, request: int, shift: int) -> Obstacle:
    """Return what keeps the request off the shift; it is taken for granted that something does.

    Where rules forbid the shift outright, they are the answer, whatever else would be in the way there too.
    """
    needed = _forbidding(bench, request, shift)
    if needed:
        enough = bench.lets(request, shift, needed)
        said = broken_without(bench, request, shift, needed) if enough else _forbidden(bench, request, shift, needed)
        return Obstacle(rules=_in_order(bench, needed), violations=said, enough=enough)
    helpful = [code for code in _by_telling(bench) if bench.lets(request, shift, frozenset({code}))]
    if helpful:
        return _nearest(bench, request, shift, helpful)
    rules = _least_set(bench, request, shift)
    return Obstacle(rules=_in_order(bench, rules), violations=broken_without(bench, request, shift, rules))


def _nearest(bench: Bench, request: int, shift: int, helpful: Sequence[str]) -> Obstacle:
    """Return the most telling rule; of those about time, a less telling one if it is missed by less than half."""
    best, found = helpful[0], tuple[Violation, ...]()
    for code in helpful:
        said = broken_without(bench, request, shift, frozenset({code}), below_s=_worst(found) // 2 if found else None)
        if said and said[0].unit != "s" and not found:
            best, found = code, said
            break
        if said and said[0].unit == "s":
            best, found = code, said
    return Obstacle(rules=(best,), others=tuple(code for code in helpful if code != best), violations=found)


def telling(rule: Rule) -> int:
    """Return the rank of a rule: smaller ones tell more."""
    return min((TELLING.index(p) for p in rule.primitives if p in TELLING), default=len(TELLING))


def _by_telling(bench: Bench) -> list[str]:
    """Return the rules, the most telling first; of equals those first of which something can be asked."""
    return sorted(bench.hard, key=lambda code: (telling(bench.hard[code]), code not in KINDS, code))


def _in_order(bench: Bench, rules: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in _by_telling(bench) if code in rules)


def _forbidding(bench: Bench, request: int, shift: int) -> frozenset[str]:
    """Return the rules each of which forbids this shift outright: all of them have to be left out."""
    drafts = bench.drafts()
    if drafts and drafts[0].shop.arrays.compatible[request, shift]:
        return frozenset()
    return frozenset(
        code
        for code, rule in bench.hard.items()
        if not {4, 9}.isdisjoint(rule.primitives) and not lowered(bench.problem, [rule]).compatible[request, shift]
    )


def _least_set(bench: Bench, request: int, shift: int) -> frozenset[str]:
    """Return rules none of which can be brought back: start without any, bring back one after the other."""
    left_out = frozenset(bench.hard)
    if not bench.lets(request, shift, left_out):
        return frozenset()
    for code in reversed(_by_telling(bench)):
        if bench.lets(request, shift, left_out - {code}):
            left_out -= {code}
    return left_out


def _forbidden(bench: Bench, request: int, shift: int, rules: frozenset[str]) -> tuple[Violation, ...]:
    """Return what rules about who may serve whom say if the shift did the request, whenever."""
    problem = bench.problem
    stops = tuple(TaskTime(task=t, left_s=0, arrival_s=0, start_s=0, end_s=0) for t in problem.requests[request].tasks)
    alone = Solution(routes=(Route(shift=shift, start_s=0, left_s=0, end_s=0, stops=stops),))
    return tuple(v for code in _in_order(bench, rules) for v in bench.hard[code].check(problem, alone))


def broken_without(
    bench: Bench, request: int, shift: int, rules: frozenset[str], below_s: int | None = None
) -> tuple[Violation, ...]:
    """Return what these rules say where the request is put in without them, as little broken as was found.

    Rules about time are not left out but eased, by as few minutes as possible: later if that helps, else both ways.

    Parameters
    ----------
    below_s : int or None
        Time missed by this much or more is of no interest (nothing is returned).
    """
    plain = _least_bad(bench, bench.drafts(rules), request, shift, rules)
    timed = frozenset(said.rule for said in plain if said.unit == "s")
    if not timed:
        return plain

    def eased(minutes: int, *, both_ways: bool = False) -> tuple[Violation, ...] | None:
        drafts = bench.eased(rules - timed, timed, minutes * 60, both_ways=both_ways)
        return _least_bad(bench, drafts, request, shift, rules) or None

    most = DAY_MIN if below_s is None else (below_s - 1) // 60
    furthest = -(-max(said.amount for said in plain) // 60)
    found = least(min(FURTHEST_MIN, most), eased) or least(min(furthest, most), partial(eased, both_ways=True))
    return found[1] if found else plain if below_s is None else ()


def _worst(violations: tuple[Violation, ...]) -> int:
    return max(said.amount for said in violations)


def _least_bad(
    bench: Bench, drafts: Iterable[Draft], request: int, shift: int, rules: frozenset[str]
) -> tuple[Violation, ...]:
    """Return what the rules say of the best place for the request, beyond what they say without it."""
    found = []
    for draft in drafts:
        known = {(v.rule, v.subjects): v.amount for v in _violations(bench, draft, rules)}
        for trial in islice(placements(draft, request, shift, bench.tick), LOOKED_AT):
            said = _violations(bench, trial, rules)
            more = tuple(v for v in said if v.amount > known.get((v.rule, v.subjects), 0))
            found.append(more or _about(bench, said, request, shift))
    return min(found, key=lambda said: sum(v.amount for v in said), default=())


def _violations(bench: Bench, draft: Draft, rules: frozenset[str]) -> tuple[Violation, ...]:
    found = (v for code in sorted(rules) for v in bench.hard[code].check(bench.problem, draft.solution))
    return tuple(sorted((v for v in found if not v.accepted), key=lambda v: -v.amount))


def _about(bench: Bench, said: tuple[Violation, ...], request: int, shift: int) -> tuple[Violation, ...]:
    """Return the violations that are about the request or the shift, or all if none is."""
    problem = bench.problem
    tasks = {problem.tasks[task].id for task in problem.requests[request].tasks}
    ids = tasks | {problem.requests[request].id, problem.shifts[shift].id}
    return tuple(v for v in said if not ids.isdisjoint(v.subjects)) or said


def least[T](highest: int, attempt: Callable[[int], T | None]) -> tuple[int, T] | None:
    """Return the least amount from 1 to `highest` at which `attempt` finds something, with it; None: not even there.

    More is taken to be never worse, so halving the range is enough.
    """
    best = attempt(highest) if highest > 0 else None
    if best is None:
        return None
    low, high = 1, highest
    while low < high:
        middle = (low + high) // 2
        found = attempt(middle)
        if found is None:
            low = middle + 1
        else:
            high, best = middle, found
    return high, best
