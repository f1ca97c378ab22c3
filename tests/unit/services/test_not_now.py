"""Why something cannot be done as things are now, in words."""

import re

import pytest

from scheduler.services import not_now as told
from scheduler.services.not_now import not_now

_PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("key", sorted(told.SENTENCES))
def test_a_refusal_says_the_same_in_both_languages(key: str) -> None:
    """A Polish dispatcher would read English, or a sentence with a hole in it."""
    sentences = told.SENTENCES[key]

    assert set(sentences) == {"pl", "en"}
    assert set(_PLACE.findall(sentences["pl"])) == set(_PLACE.findall(sentences["en"]))


def test_words_in_a_refusal_are_in_its_language() -> None:
    """A Polish sentence that ends in "the social worker" helps nobody."""
    error = not_now("ask_first", "nobody was asked", whom={"pl": "klient", "en": "the client"})

    assert "klient" in error.said["pl"]
    assert "the client" in error.said["en"]
    assert str(error) == "nobody was asked"
