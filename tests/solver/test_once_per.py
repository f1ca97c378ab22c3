"""What is worked out once for an object."""

import gc
from dataclasses import dataclass, field

from solver.inherited import with_inherited
from solver.lowering import lowered_once
from solver.once_per import OncePer
from solver.rulekit.tiny import shift, tiny, visit


@dataclass
class _Asked:
    """Counts how often it is looked at; equal ones are not the same."""

    name: str = ""
    looks: list[int] = field(default_factory=list, compare=False)


def _look(one: _Asked) -> int:
    one.looks.append(1)
    return len(one.looks)


def test_equal_objects_have_answers_of_their_own() -> None:
    """Today's route would get the times of yesterday's, which only looks like it."""
    answers, one, other = OncePer(_look), _Asked("a"), _Asked("a")
    assert [answers(one), answers(other), answers(one)] == [1, 1, 1]
    assert answers.know(one, 7) == 7
    assert (answers(one), answers(other), len(one.looks)) == (7, 1, 1)


def test_nothing_is_kept_of_what_is_gone() -> None:
    """A server would fill its memory with the facts of every call it has ever answered."""
    answers = OncePer(_look)
    for k in range(50):
        answers(_Asked(str(k)))
    gc.collect()
    assert not answers._known  # nobody else can say how much is kept
    before = len(lowered_once._known)
    for _ in range(5):
        lowered_once(with_inherited(tiny(requests=[visit("V", "B")], shifts=[shift()])))
    gc.collect()
    assert len(lowered_once._known) == before
