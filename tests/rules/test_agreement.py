"""Each rule alone: engines accept exactly the orders that the law accepts, and the other way round."""

from collections.abc import Callable
from random import Random

import pytest

from solver.arrays import BETWEEN, FAR, FROM_START, TO_END, Arrays
from solver.cost import cost
from solver.lowering import lowered
from solver.problem import Problem
from solver.rule import Level, Rule
from solver.rules import all_rules
from tests.rules.agreement import DisagreementError, family, planned, primitives, tally
from tests.rules.questions import question, sharpened

SEEDS = range(160)
ENOUGH = 4
"""Answers of each kind that must have been met, or agreement proves nothing."""

HARD = [rule for rule in all_rules() if rule.level is Level.HARD]
PRICED = [rule for rule in all_rules() if rule.level is Level.PRICED]
BY_CODE = {rule.code: rule for rule in HARD}


def says_something(rule: Rule) -> bool:
    """Return whether a rule tells engines anything; those that do not are kept by how engines are built."""
    return type(rule).lower is not Rule.lower


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.code)
def test_engines_and_law_agree(rule: Rule) -> None:
    """The engine would make plans that are never published, or call a request impossible that is not."""
    answers = tally(rule, SEEDS if says_something(rule) else range(40), ENOUGH)

    assert answers["accepted"] >= ENOUGH, answers
    assert not says_something(rule) or answers["refused"] >= ENOUGH, answers


@pytest.mark.parametrize("rule", PRICED, ids=lambda rule: rule.code)
def test_engines_and_law_ask_the_same_price(rule: Rule) -> None:
    """The engine would save money that the town then pays all the same."""
    seen = set()
    for seed in range(60):
        asked = question(seed)
        bare = planned(primitives(asked.problem, family(rule)), asked.orders)
        if bare is None:
            continue
        problem = sharpened(rule.code, asked, bare, Random(seed)).problem
        charged = sum(charge.amount_gr for charge in rule.charge(problem, bare))
        assert cost(lowered(problem, [rule]), bare).money_gr == charged, (rule.code, asked.name)
        seen.add(charged)

    assert len(seen) >= ENOUGH, seen


type Defect = Callable[[Problem, Arrays], None]


def _looser(field: str, by: int) -> Defect:
    def defect(_: Problem, arrays: Arrays) -> None:
        getattr(arrays, field)[:] += by

    return defect


def _windows_wider(_: Problem, arrays: Arrays) -> None:
    arrays.windows = [tuple((low, high + 60) for low, high in spans) for spans in arrays.windows]


def _only_first_window(_: Problem, arrays: Arrays) -> None:
    arrays.windows = [spans[:1] for spans in arrays.windows]


def _one_more_seat(_: Problem, arrays: Arrays) -> None:
    arrays.layouts = [None if rows is None else rows + 1 for rows in arrays.layouts]


def _seats_that_never_fold(_: Problem, arrays: Arrays) -> None:
    arrays.layouts = [None if rows is None else rows[:1] for rows in arrays.layouts]


def _only_between(_: Problem, arrays: Arrays) -> None:
    arrays.carried[:] = BETWEEN


def _never_from_the_start(_: Problem, arrays: Arrays) -> None:
    arrays.carried[arrays.carried == FROM_START] = BETWEEN


def _never_to_the_end(_: Problem, arrays: Arrays) -> None:
    arrays.carried[arrays.carried == TO_END] = BETWEEN


def _all_from_the_start(_: Problem, arrays: Arrays) -> None:
    arrays.carried[arrays.aboard_shift < 0] = FROM_START


def _all_to_the_end(_: Problem, arrays: Arrays) -> None:
    arrays.carried[arrays.aboard_shift < 0] = TO_END


def _all_compatible(_: Problem, arrays: Arrays) -> None:
    arrays.compatible[:] = True


def _first_shift_only(_: Problem, arrays: Arrays) -> None:
    arrays.compatible[:, 1:] = False


def _shorter_breaks(_: Problem, arrays: Arrays) -> None:
    arrays.breaks = [tuple(slot._replace(duration_s=slot.duration_s - 1) for slot in row) for row in arrays.breaks]


def _breaks_by_noon(_: Problem, arrays: Arrays) -> None:
    arrays.breaks = [tuple(slot._replace(latest_start_s=slot.earliest_s) for slot in row) for row in arrays.breaks]


def _breaks_a_minute_late(_: Problem, arrays: Arrays) -> None:
    arrays.breaks = [tuple(slot._replace(earliest_s=slot.earliest_s + 60) for slot in row) for row in arrays.breaks]


def _owed_a_second_late(_: Problem, arrays: Arrays) -> None:
    rows = arrays.breaks
    arrays.breaks = [tuple(one._replace(only_if_after_s=one.only_if_after_s + 1) for one in row) for row in rows]


def _unpaid_breaks(_: Problem, arrays: Arrays) -> None:
    arrays.breaks = [tuple(slot._replace(paid=not slot.paid) for slot in row) for row in arrays.breaks]


def _late_differences(_: Problem, arrays: Arrays) -> None:
    arrays.differences = [gap._replace(low_s=gap.low_s - 1) for gap in arrays.differences]


def _waits_forever(_: Problem, arrays: Arrays) -> None:
    arrays.wait_max_s = FAR


def _never_waits(_: Problem, arrays: Arrays) -> None:
    arrays.wait_max_s = 0
    arrays.wait_allowed_s[:] = 0


def _everybody_together(_: Problem, arrays: Arrays) -> None:
    arrays.together[:] = True


DEFECTS: dict[str, tuple[str, Defect]] = {
    "windows a minute wider": ("time_window", _windows_wider),
    "only the first window": ("time_window", _only_first_window),
    "a second of overtime too much": ("shift_span", _looser("latest_s", 1)),
    "a second of overtime too little": ("shift_span", _looser("latest_s", -1)),
    "a shift begins a second too soon": ("shift_span", _looser("earliest_s", -1)),
    "a second too much work": ("longest_work", _looser("work_max_s", 1)),
    "a second too little work": ("longest_work", _looser("work_max_s", -1)),
    "a second too much driving": ("driving_limit", _looser("driving_max_s", 1)),
    "a second too little driving": ("driving_limit", _looser("driving_max_s", -1)),
    "a second too little rest": ("rest", _looser("latest_s", 1)),
    "a second too much rest": ("rest", _looser("latest_s", -1)),
    "handed over a second late": ("one_shift_at_a_time", _looser("latest_s", 1)),
    "handed over a second early": ("one_shift_at_a_time", _looser("latest_s", -1)),
    "rides a second longer": ("longest_ride", _looser("ride_max_s", 1)),
    "rides a second shorter": ("longest_ride", _looser("ride_max_s", -1)),
    "detours a minute longer": ("ride_detour", _looser("ride_max_s", 60)),
    "meals a second colder": ("carry_time", _looser("ride_max_s", 1)),
    "one seat more": ("seats", _one_more_seat),
    "seats that never fold": ("seats", _seats_that_never_fold),
    "what is carried all the way takes no place on it": ("seats", _only_between),
    "parcels are not loaded at the base": ("seats", _never_from_the_start),
    "linen is not brought home": ("seats", _never_to_the_end),
    "everything is loaded at the base": ("seats", _all_from_the_start),
    "everything is brought home": ("seats", _all_to_the_end),
    "any lift will do": ("lift", _all_compatible),
    "only the first shift has a lift": ("lift", _first_shift_only),
    "breaks a second shorter": ("breaks", _shorter_breaks),
    "breaks as soon as possible or never": ("breaks", _breaks_by_noon),
    "breaks a minute later": ("breaks", _breaks_a_minute_late),
    "breaks owed a second later": ("breaks", _owed_a_second_late),
    "unpaid for paid": ("breaks", _unpaid_breaks),
    "standing about as long as you like": ("wait_aboard", _waits_forever),
    "no standing at all": ("wait_aboard", _never_waits),
    "a second too soon after": ("gap", _late_differences),
    "strangers ride together": ("pooling", _everybody_together),
    "anybody may go anywhere": ("district", _all_compatible),
}


@pytest.mark.parametrize(("code", "defect"), DEFECTS.values(), ids=DEFECTS)
def test_a_planted_defect_is_found(code: str, defect: Defect, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agreement test would be green whatever a rule told the engines."""
    rule = BY_CODE[code]
    right = type(rule).lower

    def wrong(self: Rule, problem: Problem, arrays: Arrays) -> None:
        right(self, problem, arrays)
        defect(problem, arrays)

    monkeypatch.setattr(type(rule), "lower", wrong)

    with pytest.raises(DisagreementError):
        tally(rule, SEEDS, enough=len(SEEDS))
