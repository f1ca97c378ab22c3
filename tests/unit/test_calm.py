"""The garbage collector while somebody waits: off, and never left off."""

import gc
from collections.abc import Iterator

import pytest

from solver.calm import sweeping_later


@pytest.fixture(autouse=True)
def sweeping() -> Iterator[None]:
    """Sweep as usual, whatever a test has left."""
    gc.enable()
    yield
    gc.enable()


def test_nothing_is_swept_while_somebody_waits() -> None:
    """A caller would wait for a tenth of a second more, now and then."""
    with sweeping_later():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_first_to_be_answered_does_not_disturb_the_second() -> None:
    """Two dispatchers ask at once, and sweeping would begin as soon as one of them has her answer."""
    first, second = sweeping_later(), sweeping_later()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_a_question_that_fails_does_not_end_sweeping_for_good() -> None:
    """The office's server would grow until it falls over."""

    @sweeping_later()
    def fails() -> None:
        msg = "planned already"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="planned already"):
        fails()
    assert gc.isenabled()


def test_who_does_not_sweep_at_all_is_not_made_to() -> None:
    """A program that has its own hours for sweeping would find it going on in between."""
    gc.disable()
    with sweeping_later():
        pass
    assert not gc.isenabled()
