"""The verifier notices whatever is wrong with a plan, and never trips over it."""

from collections.abc import Callable
from dataclasses import fields, replace
from random import Random
from typing import Any

import pytest

from solver.objective import charges, score
from solver.result import Score
from solver.rule import Level
from solver.rulekit.tiny import hm, pause, with_route, with_stop
from solver.rules import all_rules
from solver.sentences import LANGUAGES, sentence
from solver.solution import Solution
from solver.verify import unaccepted, verify, verify_claim
from tests.solver.sound_day import plan, sound_problem

PROBLEM = sound_problem()
SOUND = plan(PROBLEM)
BUS, LATE_BUS, EVA, OLA = range(4)

type Corrupt = Callable[[], Solution]

CORRUPTED: dict[str, tuple[str, Corrupt]] = {
    "arrives faster than the road allows": ("travel", lambda: with_stop(SOUND, 2, BUS, arrival_s=hm(8, 31))),
    "leaves before the work is done": (
        "travel",
        lambda: with_stop(SOUND, 1, EVA, left_s=hm(8, 39), arrival_s=hm(8, 39)),
    ),
    "no time to set up": ("travel", lambda: plan(PROBLEM, starts={"maria": hm(10, 40)})),
    "a service cut short": ("travel", lambda: with_stop(SOUND, 4, OLA, end_s=hm(12, 20))),
    "home too soon": ("travel", lambda: with_route(SOUND, OLA, end_s=hm(12, 30))),
    "leaves before it is free": ("travel", lambda: plan(PROBLEM, leave={"bus": hm(7, 59)})),
    "two stops swapped": ("ride_order", lambda: plan(PROBLEM, {"late bus": "maria's- maria's+"})),
    "a task twice": ("ride_order", lambda: plan(PROBLEM, {"ola": "meal+ meal- double#2 maria capped capped"})),
    "a pickup without a dropoff": ("ride_order", lambda: plan(PROBLEM, {"late bus": "maria's+"})),
    "set down by another bus": (
        "ride_order",
        lambda: plan(PROBLEM, {"bus": "aboard- ride+ wheel+ wheel- direct+ direct-", "late bus": "ride-"}),
    ),
    "a late arrival": ("time_window", lambda: plan(PROBLEM, starts={"ride+": hm(9) + 1})),
    "sets off before the shift begins": ("shift_span", lambda: plan(PROBLEM, leave={"ola": hm(8) - 1})),
    "overtime with Anna aboard": ("shift_span", lambda: plan(PROBLEM, starts={"direct-": hm(13, 19) + 1})),
    "a day too long for Eva": ("longest_work", lambda: plan(PROBLEM, starts={"promised": hm(14) + 1})),
    "a day at the wheel": (
        "driving_limit",
        lambda: plan(
            PROBLEM, {"eva": "pinned maria inspection double#1 repair promised", "ola": "meal+ meal- double#2"}
        ),
    ),
    "no break": ("breaks", lambda: plan(PROBLEM, breaks={})),
    "a break with people aboard": ("breaks", lambda: plan(PROBLEM, breaks={"bus": (pause(6, hm(9), 900),)})),
    "a break too short": ("breaks", lambda: plan(PROBLEM, breaks={"bus": (pause(5, hm(9, 10), 899),)})),
    "a break while driving": ("breaks", lambda: with_route(SOUND, BUS, breaks=(pause(3, hm(8, 12), 900),))),
    "too little rest": ("rest", lambda: plan(PROBLEM, starts={"promised": hm(15, 30) + 1})),
    "an overfull bus": ("seats", lambda: plan(PROBLEM, {"bus": "aboard- ride+ direct+ wheel+ wheel- direct- ride-"})),
    "a lift too weak": ("lift", lambda: plan(PROBLEM, {"late bus": "maria's+ maria's- wheel+ wheel-"})),
    "nobody to help": ("attendant", lambda: plan(PROBLEM, {"late bus": "maria's+ maria's- wheel+ wheel-"})),
    "too long in the bus": ("longest_ride", lambda: plan(PROBLEM, starts={"ride-": hm(8, 37) + 1})),
    "a tour of the town": ("ride_detour", lambda: plan(PROBLEM, starts={"direct-": hm(9, 51) + 1})),
    "standing about with people aboard": ("wait_aboard", lambda: plan(PROBLEM, starts={"wheel-": hm(8, 49) + 1})),
    "the next crew waits for the bus": (
        "one_shift_at_a_time",
        lambda: plan(PROBLEM, starts={"direct-": hm(13, 24) + 1}),
    ),
    "a cold meal": ("carry_time", lambda: plan(PROBLEM, starts={"meal-": hm(8, 21) + 1})),
    "Maria at home and in the bus": ("client_in_one_place", lambda: plan(PROBLEM, starts={"maria": hm(14, 45)})),
    "no time for the paint to dry": (
        "gap",
        lambda: plan(PROBLEM, {"eva": "pinned inspection repair double#1 promised"}, starts={"repair": hm(9, 10)}),
    ),
    "a repair that nobody inspected": ("needs", lambda: plan(PROBLEM, {"eva": "pinned double#1 repair promised"})),
    "one of two at the door": ("same_start", lambda: plan(PROBLEM, starts={"double#2": hm(9, 40) + 1})),
    "half of a double visit": ("all_or_none", lambda: plan(PROBLEM, {"ola": "meal+ meal- maria capped"})),
    "both halves by one worker": (
        "staff_link",
        lambda: plan(
            PROBLEM, {"eva": "pinned inspection double#1 double#2 repair promised", "ola": "meal+ meal- maria"}
        ),
    ),
    "no skill for it": (
        "skill",
        lambda: plan(PROBLEM, {"ola": "meal+ meal- double#2 inspection repair", "eva": "pinned"}),
    ),
    "out of her district": (
        "district",
        lambda: plan(
            PROBLEM, {"ola": "meal+ meal- double#1 maria", "eva": "pinned inspection double#2 repair promised"}
        ),
    ),
    "a worker ruled out": ("excluded_staff", lambda: plan(PROBLEM, {"ola": "meal+ meal- pinned", "eva": ""})),
    "moved off its pinned shift": ("pinned_shift", lambda: plan(PROBLEM, {"late bus": "pinned", "eva": "inspection"})),
    "a minute off a pinned start": ("pinned_start", lambda: plan(PROBLEM, starts={"promised": hm(13, 11)})),
    "after what was promised": ("promise", lambda: plan(PROBLEM, starts={"promised": hm(13, 30) + 1})),
    "out of the pinned order": (
        "pinned_order",
        lambda: plan(PROBLEM, {"eva": "inspection pinned double#1 repair promised"}),
    ),
    "another beginning than frozen": (
        "pinned_prefix",
        lambda: plan(PROBLEM, {"ola": "double#2 maria meal+ meal- capped"}),
    ),
    "in the plan although left out by hand": (
        "held_out",
        lambda: plan(PROBLEM, {"ola": "meal+ meal- double#2 maria second"}),
    ),
    "leaves the passenger aboard": (
        "start_state",
        lambda: plan(PROBLEM, {"bus": "ride+ ride- wheel+ wheel- direct+ direct-"}),
    ),
    "first somewhere else": (
        "start_state",
        lambda: plan(PROBLEM, {"bus": "ride+ aboard- ride- wheel+ wheel-"}, breaks={}),
    ),
    "together, but one rides alone": (
        "pooling",
        lambda: plan(PROBLEM, {"bus": "aboard- ride+ wheel+ ride- wheel- direct+ direct-"}),
    ),
    "more than she is entitled to": (
        "entitlement",
        lambda: plan(PROBLEM, {"ola": "meal+ meal- double#2 maria capped second"}),
    ),
    "a task that does not exist": ("structure", lambda: with_stop(SOUND, 0, task=99)),
    "a task before the first": ("structure", lambda: with_stop(SOUND, 0, task=-1)),
    "a shift that does not exist": ("structure", lambda: with_route(SOUND, shift=4)),
    "two routes of one shift": ("structure", lambda: with_route(SOUND, shift=1)),
    "a route without stops": ("structure", lambda: with_route(SOUND, stops=())),
    "a break after the end of the route": ("structure", lambda: with_route(SOUND, breaks=(pause(99, hm(9), 900),))),
    "half seconds": ("structure", lambda: with_stop(SOUND, 0, start_s=29_400.5)),
    "no time at all": ("structure", lambda: with_route(SOUND, end_s=None)),
    "next year": ("structure", lambda: with_route(SOUND, end_s=10**12)),
    "nothing where a stop should be": ("structure", lambda: with_route(SOUND, stops=(None,))),
}


def test_a_sound_plan_is_clean() -> None:
    """A plan that keeps the law would not be published."""
    assert verify(PROBLEM, SOUND) == ()


@pytest.mark.parametrize(("rule", "corrupt"), CORRUPTED.values(), ids=CORRUPTED)
def test_a_corrupted_plan_is_noticed(rule: str, corrupt: Corrupt) -> None:
    """Somebody would wait in vain, ride too long or miss a break, and the plan would pass for lawful."""
    found = unaccepted(verify(PROBLEM, corrupt()))

    assert rule in {violation.rule for violation in found}


@pytest.mark.parametrize(("rule", "corrupt"), CORRUPTED.values(), ids=CORRUPTED)
def test_what_is_wrong_can_be_said(rule: str, corrupt: Corrupt) -> None:
    """The dispatcher would see a code instead of a reason."""
    for violation in verify(PROBLEM, corrupt()):
        for lang in LANGUAGES:
            assert "{" not in sentence(violation, lang)


def test_every_hard_rule_has_a_corrupted_plan() -> None:
    """A new rule could be forgotten by the verifier without anybody noticing."""
    hard = {rule.code for rule in all_rules() if rule.level is Level.HARD}

    assert hard <= {rule for rule, _ in CORRUPTED.values()}


def test_a_day_without_any_rule_is_clean() -> None:
    """Asked about no rule, the verifier would make some up."""
    assert verify(PROBLEM, plan(PROBLEM, breaks={}), rules=()) == ()


@pytest.mark.parametrize("seed", range(150))
def test_no_damage_trips_the_verifier(seed: int) -> None:
    """A plan file cut off in the middle would stop the whole evening's work instead of being refused."""
    rng = Random(seed)
    solution = SOUND
    for _ in range(rng.randrange(1, 4)):
        solution = damaged(solution, rng)

    for violation in (*verify(PROBLEM, solution), *verify_claim(PROBLEM, solution, Score())):
        assert sentence(violation, "pl")


def damaged(solution: Solution, rng: Random) -> Solution:
    """Return the solution with one value anywhere in it replaced by something else."""
    at = rng.randrange(len(solution.routes))
    route: Any = solution.routes[at]
    stops: Any = getattr(route, "stops", None)
    if not isinstance(stops, tuple) or not stops:
        return solution
    if rng.random() < 0.3:
        return with_route(solution, at, **{rng.choice(fields(route)).name: _junk(rng)})
    position = rng.randrange(len(stops))
    stop = stops[position]
    if stop is None or rng.random() < 0.2:
        order = [*stops, rng.choice(stops)]
        rng.shuffle(order)
        return with_route(solution, at, stops=tuple(order[: rng.randrange(len(order) + 1)]))
    return with_stop(solution, position, at, **{rng.choice(fields(stop)).name: _junk(rng)})


def _junk(rng: Random) -> Any:
    return rng.choice([0, 1, -1, 3, 7, 12, hm(9), hm(30), 2**40, -(2**62), None, "", 1.5, True, (), (None,), [], {}])


def test_an_honest_claim_stands() -> None:
    """Every plan would be refused for its own figures."""
    assert verify_claim(PROBLEM, SOUND, score(PROBLEM, SOUND)) == ()


@pytest.mark.parametrize("term", ["driving", "working", "no such term"])
def test_a_claim_of_other_money_is_noticed(term: str) -> None:
    """A plan would look cheaper than it is, and the better one would be thrown away."""
    counted = score(PROBLEM, SOUND)
    claimed = replace(counted, terms={**counted.terms, term: counted.terms.get(term, 0) + 1})

    (found,) = verify_claim(PROBLEM, SOUND, claimed)
    assert (found.rule, found.subjects, found.amount) == ("claim", (term,), 1)


def test_a_term_left_out_of_a_claim_is_noticed() -> None:
    """Whoever forgets to pay for something would win every comparison."""
    counted = score(PROBLEM, SOUND)

    found = verify_claim(PROBLEM, SOUND, replace(counted, terms={}))
    assert {violation.subjects[0] for violation in found} == set(counted.terms)


@pytest.mark.parametrize("level", ["must", "inherited"])
def test_a_claim_of_another_level_is_noticed(level: str) -> None:
    """Whoever leaves out a promised ride and says nothing would win every comparison."""
    counted = score(PROBLEM, SOUND)
    claimed = replace(counted, **{level: getattr(counted, level) + 1})

    assert [violation.subjects for violation in verify_claim(PROBLEM, SOUND, claimed)] == [(level,)]


def test_the_score_counts_what_must_be_served() -> None:
    """A promise could be dropped to save a grosz."""
    without = plan(PROBLEM, {"ola": "meal+ meal- double#2 maria"})

    assert (score(PROBLEM, SOUND).must, score(PROBLEM, without).must) == (0, 1)


def test_charges_are_counted_by_term() -> None:
    """The summary of costs would not add up to the plan's price."""
    found = charges(PROBLEM, SOUND)
    terms = score(PROBLEM, SOUND).terms

    assert {term: sum(charge.amount_gr for charge in some) for term, some in found.items()} == terms
    assert terms["driving"] == 50 * 120
