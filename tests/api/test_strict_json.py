"""JSON that programs read differently is refused."""

import pytest

from api.strict_json import DEEPEST, read_json
from scheduler.domain.errors import InputError
from tests.api.world import World


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_nesting_has_an_end() -> None:
    """One small request would overflow the stack of the server."""
    assert read_json(nested(DEEPEST))
    for deep in (nested(DEEPEST + 1), b'{"a":' * 17 + b"1" + b"}" * 17, nested(2_000_000)):
        with pytest.raises(InputError, match="nested"):
            read_json(deep)


def test_brackets_in_texts_are_texts() -> None:
    """A note with many brackets, or with an escaped quotation mark, would be refused."""
    text = "[" * 50 + '\\"' + "{" * 50 + "\\\\"

    assert read_json(f'{{"note": "{text}"}}'.encode())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ("[NaN]", "NaN"),
        ("[-Infinity]", "Infinity"),
        ("[1e999]", "too large"),
        ("[9223372036854775808]", "too large"),
        ("[" + "9" * 5000 + "]", "too large"),
        ('["\\ud800"]', "character"),
        ('{"\\u0000": 1}', "character"),
        ("[1,]", "no JSON"),
        ("", "no JSON"),
    ],
)
def test_what_is_read_differently_is_refused(text: str, wrong: str) -> None:
    """The proxy before the service would check another value than the one that is kept."""
    with pytest.raises(InputError, match=wrong):
        read_json(text.encode())


def test_numbers_are_what_they_say() -> None:
    """A whole number that a program writes as 2.0 would be refused, or a fraction cut off."""
    assert read_json(b"[2.0, 2.5, -9223372036854775808, 1e3]") == [2, 2.5, -(2**63), 1000]
    assert [type(one) for one in read_json(b"[2.0, 2.5]")] == [int, float]


def test_who_may_not_learns_nothing_of_the_body(world: World) -> None:
    """Whoever is not signed in would learn from the errors which members there are."""
    headers = {"Content-Type": "application/json"}

    for body in (b"{", b'{"name": 1}', b"x" * 100):
        assert world.nobody()("POST", "/api/v1/clients", content=body, headers=headers).status_code == 401


@pytest.mark.parametrize("end", ["", "\\"])
def test_a_text_that_never_closes_is_read_once(end: str) -> None:
    """One small request from a stranger would stop the server for minutes: it was read again from each mark in it."""
    with pytest.raises(InputError, match="no JSON"):
        read_json(b'"' + b'\\"' * 2**19 + end.encode())
