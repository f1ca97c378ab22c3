"""Every test says in one line what would break in real life if it failed."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def silent_tests(source: str) -> list[str]:
    """Return the names of the test functions in ``source`` whose docstring is missing or longer than a line."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    tests = (node for node in functions if node.name.startswith("test_"))
    return [node.name for node in tests if len((ast.get_docstring(node) or "").splitlines()) != 1]


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: str(path.relative_to(TESTS)))
def test_every_test_says_what_would_break(path: Path) -> None:
    """A red test that does not say what it protects is deleted by the next person in a hurry."""
    assert silent_tests(path.read_text(encoding="utf-8")) == []


def test_a_silent_test_is_noticed() -> None:
    """The check above must see methods too, and must not accept an essay."""
    source = '''
def test_told():
    """A bus would leave without her."""

def test_mute():
    assert True

class TestBoard:
    def test_also_mute(self):
        pass

def test_essay():
    """One line.

    And another.
    """

def helper():
    pass
'''
    assert silent_tests(source) == ["test_mute", "test_essay", "test_also_mute"]
