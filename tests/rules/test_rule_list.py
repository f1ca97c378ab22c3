"""The list of rules that people read is the list of rules that plans obey."""

import os
from pathlib import Path

import pytest

from solver.rule import Level, Rule
from solver.rule_list import PRIMITIVES, rule_list
from solver.rules import all_rules

README = Path(__file__).parents[2] / "solver" / "rules" / "README.md"
REWRITE = "DOJAZD_REWRITE"


def test_the_list_is_fresh() -> None:
    """A dispatcher would look up a rule that no longer exists, or miss the new one."""
    if os.environ.get(REWRITE):
        README.write_text(rule_list(), encoding="utf-8")

    assert README.read_text(encoding="utf-8") == rule_list(), f"stale: run this test with {REWRITE}=1"


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_introduces_itself(rule: Rule) -> None:
    """A violation would be shown by a code nobody knows, or without a sentence in one of the languages."""
    wordings = {key.partition(".")[::2] for key in rule.says}
    hows = {how for _, how in wordings}

    assert rule.__module__ == f"solver.rules.{rule.code}"
    assert set(rule.summary) == {"pl", "en"}
    assert wordings == {(lang, how) for lang in ("pl", "en") for how in hows | {""}}
    assert all(text.endswith(".") for text in rule.summary.values())
    assert set(rule.primitives) <= set(PRIMITIVES)
    assert set(rule.leans_on) <= {other.code for other in all_rules()}


def test_what_may_never_be_overridden() -> None:
    """A dispatcher in a hurry could put five people on four seats, with a reason."""
    never = {"seats", "lift", "client_in_one_place", "rest", "travel", "ride_order", "one_shift_at_a_time"}
    hard = {rule.code for rule in all_rules() if rule.level is Level.HARD and not rule.overridable}

    assert never <= hard


def test_codes_are_unique() -> None:
    """Two rules of one code would accept each other's overrides."""
    codes = [rule.code for rule in all_rules()]

    assert len(codes) == len(set(codes))
