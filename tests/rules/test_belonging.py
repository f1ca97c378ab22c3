"""What belongs together: either name in an override counts, and shifts of one worker are one worker."""

import pytest

from solver.arrays import Arrays
from solver.facts.locks import Allowance
from solver.facts.ties import Gap, StaffLink
from solver.lowering import lowered
from solver.rulekit.tiny import member, shift, tiny, visit
from solver.rules import all_rules

RULES = {rule.code: rule for rule in all_rules()}


def _lowered(code: str, *named: str) -> Arrays:
    problem = tiny(
        requests=[visit(name, "B") for name in ("V1", "V2", "V3")],
        shifts=[shift("s1"), shift("s2"), shift("s3", members=(member("ewa"), member("piotr"))),
                shift("s4", members=(member("piotr"),))],
        gaps=(Gap(before=0, after=1, min_s=600),),
        same_starts=((0, 1),),
        groups=((0, 1),),
        staff_links=(StaffLink(a=0, b=1, same=True), StaffLink(a=0, b=1, same=False)),
        allowances=tuple(Allowance(rule=code, subject=name, amount=60, reason="agreed by phone") for name in named),
    )  # fmt: skip
    return lowered(problem, [RULES[code]])


@pytest.mark.parametrize("name", ["V1", "V2"])
def test_an_override_may_name_either_of_two(name: str) -> None:
    """The dispatcher would accept it at the repair and be told that only the inspection counts."""
    assert [low for _, _, low, _ in _lowered("gap", name).differences] == [1800 + 600 - 60]
    assert [row[2:] for row in _lowered("same_start", name).differences] == [(-60, 60)]
    assert _lowered("needs", name).needs == []
    assert _lowered("all_or_none", name).groups == []
    assert _lowered("staff_link", name).same_shift == []
    assert _lowered("staff_link", name).different_shift == []


def test_an_override_of_something_else_changes_nothing() -> None:
    """What was accepted for one pair would be accepted for all."""
    assert [low for _, _, low, _ in _lowered("gap", "V3").differences] == [1800 + 600]
    assert _lowered("needs", "V3").needs == [(1, 0)]
    assert _lowered("all_or_none", "V3").groups == [(0, 1)]
    assert _lowered("staff_link", "V3").different_shift == [(0, 1)]


def test_shifts_that_share_a_worker_are_known_to_the_engines() -> None:
    """The second opinion would come from the same person, back from lunch in another car."""
    assert _lowered("staff_link").shared_staff.tolist() == [
        [True, True, False, False],
        [True, True, False, False],
        [False, False, True, True],
        [False, False, True, True],
    ]
