"""The board has a word for everything that the program can tell it."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

import scheduler.services
from api.pages.texts import texts_of
from scheduler.domain.alerts import AlertKind, Remedy, Severity
from scheduler.domain.checks import Asked, Found, StepOutcome
from scheduler.domain.messages import MessageState
from scheduler.domain.notices import NoticeKind, NoticeOutcome
from scheduler.services.ports import CarryFailure

TOLD: list[tuple[str, type[StrEnum], set[str]]] = [
    ("board_strip.kind", AlertKind, set()),
    ("board_strip.severity", Severity, set()),
    ("board_strip.remedy", Remedy, set()),
    ("board_strip.call", NoticeKind, set()),
    ("board_strip.call", NoticeOutcome, {"to_do"}),
    ("board_strip.message", MessageState, set()),
    ("board_strip.message_why", CarryFailure, set()),
    ("board_strip.check.ask", Asked, set()),
    ("board_strip.check", StepOutcome, set()),
    ("board_strip.check.found", Found, set()),
]


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_whatever_is_to_be_looked_after_has_a_name(lang: str) -> None:
    """A dispatcher would read `board_strip.kind.no_pack` where something urgent stands."""
    texts = texts_of(lang).texts
    wanted = {f"{group}.{one.value}" for group, kinds, unsaid in TOLD for one in kinds if one.value not in unsaid}

    assert wanted - set(texts) == set()


def test_whatever_makes_a_plan_anew_has_a_name() -> None:
    """The list of versions would say `board_plans.why.away` to somebody who asks why the plan is another one."""
    folder = Path(scheduler.services.__path__[0])
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    whys = {why for source in sources for why in re.findall(r'\bwhy="([a-z_]+)"', source)}

    assert len(whys) > 10
    assert {why for why in whys if f"board_plans.why.{why}" not in texts_of("pl").texts} == set()
