"""The list of rules as a page, made from the rules themselves; a test compares it with `solver/rules/README.md`."""

from collections.abc import Iterator

from solver.rule import Level, Rule
from solver.rules import all_rules

HEAD = """\
# solver/rules

**What lives here.** One rule a file, named by its code, with a `RULE` at the end: dropping a file in adds the rule
everywhere. `check` (or `charge`, of a priced rule) is the law in plain Python over a finished plan; `lower` says the
same with the primitives of `solver/arrays.py`; `examples` shows cases just inside and just outside.

**What may not.** An engine, or knowledge of one. Prices and limits: they are facts of the problem. Code shared by
several rules: it lives in `solver/rulekit/` (`legs.py`, `onboard.py`, `resting.py`, `planned.py` ...).

**Where to start reading.** `solver/rule.py`, then `time_window.py` and `seats.py`.

Below: every rule with its level, the primitives it is said with, and its sentences, to be filled with the facts of a
violation. This page is generated; `DOJAZD_REWRITE=1 python3 -m uv run pytest tests/rules/test_rule_list.py` writes it
anew.
"""

PRIMITIVES = {
    1: "time windows",
    2: "service, set-up, travel",
    3: "loads and layouts",
    4: "request x shift: may",
    5: "request x shift: price",
    6: "pairs, rides, waiting",
    7: "span, work, driving, breaks",
    8: "relations between tasks",
    9: "start state and locks",
    10: "caps",
    11: "totals",
    12: "request x request: together",
    13: "groups",
    14: "same or different staff",
    15: "loading at a depot",
}
"""Numbers and names of the design's primitives."""


def rule_list() -> str:
    """Return the page: an introduction, a table, and a section for each rule."""
    rules = all_rules()
    rows = [f"| [`{rule.code}`](#{rule.code}) | {_level(rule)} | {rule.summary['en']} |" for rule in rules]
    table = "\n".join([f"## {len(rules)} rules\n", "| rule | level | in a word |", "|---|---|---|", *rows])
    return "\n".join([HEAD, table, *(_section(rule) for rule in rules)]) + "\n"


def _section(rule: Rule) -> str:
    lines = [f"\n### {rule.code}\n", rule.summary["pl"], "", rule.summary["en"], ""]
    lines.append(f"- {_level(rule)}; {', '.join(_primitives(rule))}")
    lines += _sentences(rule)
    return "\n".join(lines)


def _level(rule: Rule) -> str:
    if rule.level is Level.PRICED:
        return "priced"
    return "hard, may be overridden" if rule.overridable else "hard"


def _primitives(rule: Rule) -> Iterator[str]:
    if not rule.primitives:
        yield "no primitive"
    yield from (f"[{number}] {PRIMITIVES[number]}" for number in rule.primitives)


def _sentences(rule: Rule) -> Iterator[str]:
    """Yield the sentences, each wording in Polish and then in English."""
    for key in sorted(rule.says, key=lambda key: (key.partition(".")[2], key.startswith("en"))):
        yield f"- {key}: {rule.says[key]}"
