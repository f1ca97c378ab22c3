"""What is wrong with a plan is told so that it can be read out over the phone."""

import pytest

from solver.rule import Violation
from solver.sentences import Names, amount_text, clock, minutes, sentence

LATE = Violation(
    rule="time_window",
    subjects=("R7", "bus"),
    amount=61,
    unit="s",
    facts={"request": "R7", "what": "pickup", "how": "late", "start_s": 87_000, "opens_s": 0, "closes_s": 86_939},
)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("pl", "R7 (odbiór): początek o 00:10(+1), to 2 min za późno; najpóźniej może być 00:08(+1)."),
        ("en", "R7 (pickup): starts at 00:10(+1), 2 min too late; 00:08(+1) is the latest."),
    ],
)
def test_a_sentence(lang: str, expected: str) -> None:
    """The dispatcher would tell a client a time that nobody meant."""
    assert sentence(LATE, lang) == expected


def test_another_wording() -> None:
    """Somebody who comes too early would be told that she is late."""
    early = Violation(rule=LATE.rule, subjects=LATE.subjects, amount=60, unit="s", facts={**LATE.facts, "how": "early"})

    assert "za wcześnie" in sentence(early, "pl")


def test_names_instead_of_ids() -> None:
    """A client does not know that she is R7."""
    assert sentence(LATE, "en", names=Names(called={"R7": "Ms Kowalska's ride"})).startswith(
        "Ms Kowalska's ride (pickup)"
    )


def test_hostile_names_stay_text() -> None:
    """A name with braces in it would break the sentence, or tell what it should not."""
    assert "{rule} =1+1 <b>" in sentence(LATE, "en", names=Names(called={"R7": "{rule} =1+1 <b>"}))


@pytest.mark.parametrize(
    ("instant_s", "text"),
    [(0, "00:00"), (34_259, "09:30"), (86_399, "23:59"), (86_400, "00:00(+1)"), (-60, "23:59(-1)")],
)
def test_clock(instant_s: int, text: str) -> None:
    """A night shift's hours would be read as the morning before."""
    assert clock(instant_s) == text


@pytest.mark.parametrize(("duration_s", "text"), [(0, "0 min"), (1, "1 min"), (60, "1 min"), (61, "2 min")])
def test_minutes(duration_s: int, text: str) -> None:
    """A ride a second too long would be called not too long at all."""
    assert minutes(duration_s) == text


@pytest.mark.parametrize(("unit", "text"), [("s", "2 min"), ("places", "90 miejsc"), ("kg", "90 kg"), ("", "90")])
def test_amounts(unit: str, text: str) -> None:
    """Ninety kilograms would become ninety people."""
    assert amount_text(90, unit, "pl") == text
