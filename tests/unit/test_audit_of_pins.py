"""The audit of the pins: it never says that all is well when nobody has answered."""

from datetime import date

import pytest

from tests.ci_scripts import CI, script

AUDIT = script("audit")
TODAY = date(2026, 11, 23)
ENTRY = '[[ignored]]\nid = "GHSA-1"\npackage = "x"\nwhy = "never called"\nuntil = 2026-12-31\n'


@pytest.mark.parametrize(
    ("code", "output", "errors", "outcome"),
    [
        (0, '{"vulnerabilities": []}', "", 0),
        (1, '{"vulnerabilities": [{"id": "GHSA-1"}]}', "", 1),
        (2, "", "error: Request failed after 3 retries\n  cause: dns error\n", 3),
        (0, "", "", 3),
        (0, "[]", "", 3),
        (0, "Found no known vulnerabilities", "", 3),
    ],
)
def test_only_an_answer_is_an_answer(code: int, output: str, errors: str, outcome: int) -> None:
    """A release would go out with a dangerous package because the office's network was down on that day."""
    found, said = AUDIT.verdict(code, output, errors)
    assert found == outcome
    assert ("NOT ASKED" in said) == (outcome == 3)
    assert not errors or "dns error" in said


@pytest.mark.parametrize(
    ("text", "ids", "wrong"),
    [
        ("", [], []),
        (ENTRY, ["GHSA-1"], []),
        (ENTRY.replace("2026-12-31", "2026-11-22"), ["GHSA-1"], ["look at it again"]),
        (ENTRY.replace('why = "never called"\n', ""), ["GHSA-1"], ["say why"]),
    ],
)
def test_an_explanation_has_a_reason_and_an_end(text: str, ids: list[str], wrong: list[str]) -> None:
    """What was harmless once would be passed over for ever."""
    found, said = AUDIT.explained(text, TODAY)
    assert found == ids
    assert [one.partition(": ")[2][: len(part)] for one, part in zip(said, wrong, strict=True)] == wrong


def test_the_explanations_are_in_order() -> None:
    """A slip in the file would end the audit before it asks."""
    _, wrong = AUDIT.explained((CI / "audit.toml").read_text(encoding="utf-8"), date(2026, 1, 1))
    assert wrong == []
