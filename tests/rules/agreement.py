"""One rule alone, asked twice about the same orders: what engines obey (primitives) and what the law says (`check`).

The directions, for a rule lowered together with what it leans on and with nothing else:

- **Accepted** (the orders are admissible and `schedule` finds times): `check` finds nothing in those times. This is
  exact for every rule.
- **Refused**, although without the rule there are times: `check` finds something in the times made without the rule.
  For a rule about orders alone this is exact too, its `check` looks at no times. For a rule about times it is a
  necessary condition only, as other times of the same orders might keep the rule. So witnesses are tried as well: the
  same orders with random delays, and with breaks as the facts have them. None of them may keep the rule.

The compiled kernel is asked about the same orders: it must find times for exactly those for which `schedule` does.
(`tests.solver.kernel_agreement` asks it about plans that it makes itself.)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from solver.admissible import refusal
from solver.arrays import FAR, Arrays
from solver.facts.locks import Allowance
from solver.lowering import lowered
from solver.problem import Problem
from solver.rule import Rule, Violation
from solver.rulekit.narrowing import narrow
from solver.rulekit.resting import breaks_ahead, slot
from solver.rules import all_rules
from solver.schedule import schedule
from solver.searcher import Searcher, ground_of
from solver.solution import Solution
from solver.verify import unaccepted
from tests.rules.questions import Orders, Question, question, sharpened

ALWAYS = frozenset({"travel", "ride_order"})
WITNESSES = 6
UNBANDED = frozenset({"driving_limit"})
"""Without hour bands only: with them `schedule` says itself that it does not look for later times with less driving."""


class DisagreementError(AssertionError):
    """A rule and its primitives say different things."""


def family(rule: Rule) -> list[Rule]:
    """Return the rules that a rule leans on, directly or not."""
    wanted, named = set(ALWAYS), list(rule.leans_on)
    by_code = {other.code: other for other in all_rules()}
    while named:
        code = named.pop()
        if code not in wanted:
            wanted.add(code)
            named += by_code[code].leans_on
    return [by_code[code] for code in sorted(wanted - {rule.code})]


def primitives(problem: Problem, rules: Sequence[Rule]) -> Arrays:
    """Return what these rules lower to, on a day with a beginning and an end.

    Without any, demands might chase each other forever.
    """
    arrays = lowered(problem, rules)
    arrays.earliest_s[:] = [max(int(earliest), 0) for earliest in arrays.earliest_s]
    arrays.latest_s[:] = [min(int(latest), problem.end_s) for latest in arrays.latest_s]
    return arrays


def planned(arrays: Arrays, orders: Orders) -> Solution | None:
    """Return the least times of orders, or None if they are refused."""
    return schedule(arrays, orders) if refusal(arrays, orders, complete=True) is None else None


def wrong(rule: Rule, problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Return what a rule finds and nobody has accepted."""
    return unaccepted(rule.check(problem, solution)) if rule.applies(problem) else ()


def ask(rule: Rule, asked: Question) -> str:
    """Return "accepted", "refused", or "impossible" (also without the rule).

    Raises
    ------
    DisagreementError
        If rule and primitives disagree.
    """
    problem, orders, leant_on = asked.problem, asked.orders, family(rule)
    arrays = primitives(problem, [*leant_on, rule])
    found = planned(arrays, orders)
    _same_in_the_kernel(rule, asked, arrays)
    if found is not None:
        broken = [v for one in (*leant_on, rule) for v in wrong(one, problem, found)]
        if broken:
            raise DisagreementError(f"{rule.code}, {asked.name}: engines accept what breaks the law: {broken}")
        return "accepted"
    bare = planned(primitives(problem, leant_on), orders)
    if bare is None:
        return "impossible"
    for witness in (bare, *_witnesses(rule, asked, leant_on)):
        if not any(wrong(one, problem, witness) for one in (*leant_on, rule)):
            raise DisagreementError(f"{rule.code}, {asked.name}: engines refuse what keeps the law: {witness}")
    return "refused"


def _same_in_the_kernel(rule: Rule, asked: Question, arrays: Arrays) -> None:
    """Raise unless the kernel finds times for orders where `schedule` does."""
    if refusal(arrays, asked.orders, complete=True) is not None:
        return
    found = Searcher(ground_of(arrays), 0).begin(asked.orders)
    if found != (schedule(arrays, asked.orders) is not None):
        raise DisagreementError(f"{rule.code}, {asked.name}: {'only' if found else 'all but'} the kernel finds times")


def _witnesses(rule: Rule, asked: Question, leant_on: Sequence[Rule]) -> Iterator[Solution]:
    """Yield other times of the same orders: delayed at random, for the rule on breaks also with breaks."""
    rng = Random(asked.name)
    for attempt in range(WITNESSES):
        arrays = primitives(asked.problem, leant_on)
        if rule.code == "breaks":
            arrays = _with_plain_breaks(asked.problem, arrays)
        other = planned(_delayed(arrays, asked.orders, rng) if attempt else arrays, asked.orders)
        if other is not None:
            yield other


def _delayed(arrays: Arrays, orders: Orders, rng: Random) -> Arrays:
    """Return the arrays with random least starts for some tasks."""
    for shift, order in orders.items():
        begins = int(arrays.roster_start_s[shift]) + rng.randrange(-1800, 3600)
        if rng.random() < 0.7:
            arrays.earliest_s[shift] = max(begins, int(arrays.earliest_s[shift]))
        for task in order:
            if rng.random() < 0.3:
                narrow(arrays, task, ((begins + rng.randrange(0, 4 * 3600), FAR),))
    return arrays


def _with_plain_breaks(problem: Problem, arrays: Arrays) -> Arrays:
    """Return the arrays with the breaks of everybody, where a crew has the same ones.

    Crews of different contracts are not promised the least breaks that would do (`solver.rulekit.crew_breaks`).
    """
    for s, shift in enumerate(problem.shifts):
        first, *others = (breaks_ahead(shift, worker) for worker in shift.members)
        if all(breaks == first for breaks in others):
            arrays.breaks[s] = tuple(slot(shift, fact)._replace(paid=True) for fact in first)
    return arrays


def with_allowances(rule: Rule, asked: Question, seed: int) -> Question | None:
    """Return the question with what breaks the rule accepted, just enough or just not; None: nothing breaks it."""
    rng = Random(seed)
    bare = planned(primitives(asked.problem, family(rule)), asked.orders)
    broken = wrong(rule, asked.problem, bare) if bare else ()
    allowances = tuple(
        Allowance(
            rule=rule.code,
            subject=found.subjects[0],
            amount=max(0, found.amount - rng.choice([0, 0, 1])),
            inherited=rng.random() < 0.5,
        )
        for found in broken
        if rng.random() < 0.8
    )
    if not allowances:
        return None
    return replace(asked, name=f"{asked.name}, allowances", problem=replace(asked.problem, allowances=allowances))


def questions(rule: Rule, seed: int) -> Iterator[Question]:
    """Yield what to ask a rule: as generated, with its limits near, and with allowances for what breaks it."""
    asked = question(seed)
    if rule.code in UNBANDED:
        asked = replace(asked, problem=replace(asked.problem, speed_bands=()))
    yield asked
    bare = planned(primitives(asked.problem, family(rule)), asked.orders)
    sharp = sharpened(rule.code, asked, bare, Random(seed)) if bare else asked
    if sharp is not asked:
        yield sharp
    for one in (asked, sharp):
        lenient = with_allowances(rule, one, seed)
        if lenient is not None:
            yield lenient


def tally(rule: Rule, seeds: range, enough: int) -> Counter[str]:
    """Ask a rule about one seed after the other until both answers were met often enough, and count the answers."""
    answers: Counter[str] = Counter()
    for seed in seeds:
        for asked in questions(rule, seed):
            if rule.applies(asked.problem):
                answers[ask(rule, asked)] += 1
        if min(answers["accepted"], answers["refused"]) >= enough:
            break
    return answers
