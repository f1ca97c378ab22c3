"""Telephone numbers as people write them."""

import pytest

from scheduler.domain.phone import phone_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("600 100 200", "600100200"),
        ("+48 600-100-200", "600100200"),
        ("0048600100200", "600100200"),
        ("(+48) 600.100.200", "600100200"),
        ("tel. 0 048 600 100 200", "600100200"),
        ("\uff16\uff10\uff10 100 200", "600100200"),
        ("48 100 20 30", "481002030"),
        ("(41) 274 11 22", "412741122"),
        ("+49 30 1234", "49301234"),
        ("0049 30 1234", "49301234"),
        ("", ""),
        ("brak", ""),
        ("+", ""),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, key: str) -> None:
    """A caller would not be found because somebody had typed her number with dashes."""
    assert phone_key(written) == key
