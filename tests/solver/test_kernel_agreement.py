"""Each rule alone: the kernel finds places exactly where rules and reference timing allow one."""

import pytest

from solver.facts.ties import Engagement
from solver.lowering import lowered
from solver.rule import Level, Rule
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.rules import all_rules
from solver.searcher import Searcher, ground_of
from tests.solver.kernel_agreement import tally_insertions

SEEDS = range(60)
ENOUGH = 4

HARD = [rule for rule in all_rules() if rule.level is Level.HARD and type(rule).lower is not Rule.lower]


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.code)
def test_the_kernel_finds_a_place_exactly_where_there_is_one(rule: Rule) -> None:
    """The search would hand over plans that nobody may publish, or leave clients out for whom there is room."""
    answers = tally_insertions(rule, SEEDS, ENOUGH)

    assert min(answers["free"], answers["bound"]) >= ENOUGH, answers


def test_who_is_visited_first_is_asked_when_the_second_visit_comes() -> None:
    """Two workers would stand at one client's door: the first one's route needed no times as long as it was alone."""
    nine = {"windows_s": ((hm(9), hm(9)),)}
    problem = tiny(
        requests=[visit(f"V{k}", "B", clients=("maria",), unassigned_gr=9000, task=nine) for k in (1, 2)],
        shifts=[shift("s1"), shift("s2", members=(member("m2"),))],
        engagements=tuple(Engagement(client="maria", requests=(k,)) for k in (0, 1)),
    )
    searcher = Searcher(ground_of(lowered(problem)), 1)
    searcher.begin({})
    searcher.fill()
    assert searcher.key == (0, 9000)


def test_whoever_is_driven_out_and_back_by_two_may_be_visited_after_that() -> None:
    """A client whom one bus takes to the doctor and another one home could not be visited in the evening."""
    out = ride("OUT", "BC", clients=("maria",), pickup={"windows_s": ((hm(9), hm(9)),)})
    back = ride("BACK", "CB", clients=("maria",), pickup={"windows_s": ((hm(11), hm(11)),)})
    evening = visit("V", "B", clients=("maria",), task={"windows_s": ((hm(14), hm(14, 30)),)})
    problem = tiny(
        requests=[out, back, evening],
        shifts=[shift("s1"), shift("s2", members=(member("m2"),))],
        engagements=tuple(Engagement(client="maria", requests=legs) for legs in ((0, 1), (2,))),
    )
    orders = {0: (0, 1, 4), 1: (2, 3)}
    searcher = Searcher(ground_of(lowered(problem)), 1)
    assert searcher.begin(orders)
    assert searcher.begin({0: (0, 1), 1: (2, 3)})
    searcher.fill()
    assert len(searcher.orders[0]) + len(searcher.orders[1]) == 5
    assert not searcher.begin({0: (0, 1, 4)})
