"""Which rules keep a request off a shift: found by leaving rules out and trying again, never guessed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from solver.explain.bench import Bench
from solver.explain.facts import Obstacle
from solver.explain.place import placements
from solver.lowering import lowered
from solver.rule import Violation
from solver.search.drafting import Draft
from solver.solution import Route, Solution, TaskTime

LOOKED_AT = 4
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
    helpful = [code for code in bench.relevant if bench.lets(request, shift, frozenset({code}))]
    if helpful:
        return _nearest(bench, request, shift, helpful)
    rules = _least_set(bench, request, shift)
    return Obstacle(rules=_in_order(bench, rules), violations=broken_without(bench, request, shift, rules))


def _nearest(bench: Bench, request: int, shift: int, helpful: Sequence[str]) -> Obstacle:
    """Return the most telling rule; of those about time, a less telling one if it is missed by less than half."""
    best, found = helpful[0], tuple[Violation, ...]()
    for code in helpful:
        said = broken_without(
            bench, request, shift, frozenset({code}), below_min=_worst_min(found) // 2 if found else None
        )
        if said and said[0].unit != "s" and not found:
            best, found = code, said
            break
        if said and said[0].unit == "s":
            best, found = code, said
    return Obstacle(rules=(best,), others=tuple(code for code in helpful if code != best), violations=found)


def _in_order(bench: Bench, rules: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in bench.by_telling if code in rules)


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
    left_out = frozenset(bench.relevant)
    if not bench.lets(request, shift, left_out):
        return frozenset()
    for code in reversed(bench.relevant):
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
    bench: Bench, request: int, shift: int, rules: frozenset[str], below_min: int | None = None
) -> tuple[Violation, ...]:
    """Return what these rules say where the request is put in without them, as little broken as was found.

    Rules about time are not left out but eased, by as few minutes as possible: later if that helps, else both ways.

    Parameters
    ----------
    below_min : int or None
        Only being late by fewer minutes is of interest (else nothing is returned).
    """
    look = _Look(bench=bench, request=request, shift=shift, rules=rules)
    plain = look.least_bad(bench.drafts(rules))
    timed = frozenset(said.rule for said in plain if said.unit == "s")
    if not timed:
        return plain
    most = DAY_MIN if below_min is None else below_min - 1
    found = least(min(FURTHEST_MIN, most), look.eased(timed, both_ways=False), guess=_worst_min)
    if found is None and below_min is None:
        found = least(min(_worst_min(plain), DAY_MIN), look.eased(timed, both_ways=True), guess=_worst_min)
    return found[1] if found else plain if below_min is None else ()


def _worst_min(violations: tuple[Violation, ...]) -> int:
    """Return the largest amount, in whole minutes rounded up."""
    return -(-max(said.amount for said in violations) // 60)


@dataclass(frozen=True, kw_only=True)
class _Look:
    """A request tried on a shift without some rules, to hear what they say then."""

    bench: Bench
    request: int
    shift: int
    rules: frozenset[str]

    def least_bad(self, drafts: Iterable[Draft]) -> tuple[Violation, ...]:
        """Return what the rules say of the best of a few places."""
        return self._best(trial for draft in drafts for trial in self._some(draft))

    def eased(self, timed: frozenset[str], *, both_ways: bool) -> Callable[[int], tuple[Violation, ...] | None]:
        """Return a function that eases the rules about time by so many minutes; None: that is not enough.

        The places found when it is first called are the only ones looked at afterwards, when less is allowed.
        """
        known: list[tuple[int, tuple[int, ...]]] = []

        def attempt(minutes: int) -> tuple[Violation, ...] | None:
            drafts = self.bench.eased(self.rules - timed, timed, minutes * 60, both_ways=both_ways)
            if known:
                return self._best(self._again(drafts, known)) or None
            trials = [(base, trial) for base, draft in enumerate(drafts) for trial in self._some(draft)]
            known.extend((base, trial.orders[self.shift]) for base, trial in trials)
            return self._best(trial for _, trial in trials) or None

        return attempt

    def _some(self, draft: Draft) -> Iterator[Draft]:
        return islice(placements(draft, self.request, self.shift, self.bench.tick), LOOKED_AT)

    def _again(self, drafts: Sequence[Draft], known: Iterable[tuple[int, tuple[int, ...]]]) -> Iterator[Draft]:
        for base, order in known:
            trial = drafts[base].tried({self.shift: order}, {self.request: self.shift})
            if trial:
                yield trial

    def _best(self, trials: Iterable[Draft]) -> tuple[Violation, ...]:
        found = (_violations(self.bench, trial, self.rules) for trial in trials)
        return min(found, key=lambda said: sum(v.amount for v in said), default=())


def _violations(bench: Bench, draft: Draft, rules: frozenset[str]) -> tuple[Violation, ...]:
    found = (v for code in sorted(rules) for v in bench.hard[code].check(bench.problem, draft.solution))
    return tuple(sorted((v for v in found if not v.accepted), key=lambda v: -v.amount))


def least[T](
    highest: int, attempt: Callable[[int], T | None], *, guess: Callable[[T], int] | None = None
) -> tuple[int, T] | None:
    """Return the least amount from 1 to `highest` at which `attempt` finds something, with it; None: not even there.

    More is taken to be never worse, so halving the range is enough.

    Parameters
    ----------
    guess : callable or None
        What a finding tells about the least amount; it is tried, and the amount below it, before halving.
    """
    best = attempt(highest) if highest > 0 else None
    if best is None:
        return None
    low, high = 1, highest
    hints = [guess(best) - 1, guess(best)] if guess else []
    while low < high:
        hint = hints.pop() if hints else 0
        trial = hint if low <= hint < high else (low + high) // 2
        found = attempt(trial)
        if found is None:
            low = trial + 1
        else:
            high, best = trial, found
    return high, best
