"""Catalogues and numbers, as a Polish and an English reader expect them."""

import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.formats.sheets.words import LANGUAGES, NBSP, Words, plural_pl, words_of
from solver.rule import Level
from solver.rules import all_rules


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "osób"), (1, "osoba"), (2, "osoby"), (4, "osoby"), (5, "osób"), (11, "osób"), (12, "osób"), (14, "osób"),
     (21, "osób"), (22, "osoby"), (25, "osób"), (101, "osób"), (112, "osób"), (122, "osoby"), (-2, "osoby")],
)  # fmt: skip
def test_polish_plurals(count: int, form: str) -> None:
    """A dispatcher would read "2 osób" and take the rest for careless work too."""
    assert plural_pl(count, "osoba", "osoby", "osób") == form
    assert words_of("pl").count("noun.person", count).endswith(form)


def fields(text: str) -> set[str]:
    """Return the names of the values that a text takes."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    """A key missing in one language would end in a crash only for those who read that language."""
    polish, english = (words_of(lang) for lang in LANGUAGES)
    assert set(polish.texts) == set(english.texts)
    assert set(polish.forms) == set(english.forms)
    assert {key: fields(text) for key, text in polish.texts.items()} == {
        key: fields(text) for key, text in english.texts.items()
    }
    assert {len(forms) for forms in polish.forms.values()} == {3}
    assert {len(forms) for forms in english.forms.values()} == {2}


def test_values_are_never_taken_for_a_pattern() -> None:
    """A resident called "{0.__class__}" would make the program print its insides."""
    assert words_of("pl")("page.version", version="{0.__class__}") == "wersja {0.__class__}"


@pytest.mark.parametrize(
    ("words", "money", "distance", "day"),
    [
        (words_of("pl"), f"4{NBSP}123,45{NBSP}zł", f"9,5{NBSP}km", "poniedziałek, 23 listopada 2026"),
        (words_of("en"), "PLN4,123.45", f"9.5{NBSP}km", "Monday, 23 November 2026"),
    ],
)
def test_numbers_and_dates_look_native(words: Words, money: str, distance: str, day: str) -> None:
    """4.123 złoty would be read as four or as four thousand."""
    assert words.money(412_345).replace("\u202f", NBSP).replace(f"PLN{NBSP}", "PLN") == money
    assert words.kilometres(9_460) == distance
    assert words.long_date(date(2026, 11, 23)) == day


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 min"), (89, "1 min"), (3_599, "1 h 00 min"), (7_500, "2 h 05 min"), (-90, "−2 min")]
)
def test_durations(seconds: int, text: str) -> None:
    """Two hours and five minutes would be read as two and a half."""
    assert words_of("pl").duration(seconds).replace(NBSP, " ") == text


@given(st.integers(-(2**53), 2**53))
def test_no_number_of_a_file_breaks_a_text(number: int) -> None:
    """A nonsensical figure in a plan file would make the whole page fail, or fill it with digits."""
    words = words_of("pl")
    for text in (words.number(number), words.money(number), words.kilometres(number), words.duration(number)):
        assert len(text) < 40


def test_sentence_in_another_language_is_better_than_none() -> None:
    """A reason that exists only in Polish would be missing from the English page."""
    words = words_of("en")
    assert words.said({"pl": "Za późno.", "en": "Too late."}) == "Too late."
    assert words.said({"pl": "Za późno."}) == "Za późno."
    assert words.said({}) == ""


def test_unknown_codes_are_shown_readably() -> None:
    """A new rule or cost term would crash the page until somebody translates it."""
    assert words_of("pl").named("term", "loyalty_bonus") == "loyalty bonus"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_costs_has_a_name(lang: str) -> None:
    """The dispatcher would read "shift use" in English between Polish lines, and ask what she is charged for."""
    priced = [f"term.{rule.code}" for rule in all_rules() if rule.level is Level.PRICED]

    assert len(priced) > 10
    assert [code for code in priced if code not in words_of(lang).texts] == []


def test_unknown_language_is_refused() -> None:
    """A typing mistake would surface as a file that is not found."""
    with pytest.raises(ValueError, match=re.escape("pl, en")):
        words_of("de")
