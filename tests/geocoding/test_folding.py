"""Search keys: what is the same to a person has to be the same to the search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.geocoding.streets import split_kind, street_words
from scheduler.geocoding.text import clean, fold
from scheduler.services.ports import StreetKind


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Łódź", "lodz"),
        ("ŁÓDŹ", "lodz"),
        ("zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("Świętej-Jadwigi", "swietej jadwigi"),
        ("  ul.  Łąkowa,5 ", "ul lakowa 5"),
        ("Lo\u0301dz\u0301", "lodz"),
        ("Szko\u200blna", "szkolna"),
        ("straße", "strasse"),
        ("\0\ud800x", "x"),
    ],
)
def test_letters_lose_their_marks(text: str, key: str) -> None:
    """Whoever types without Polish letters, on a foreign phone, would find nothing."""
    assert fold(text) == key


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    """Keys that change when folded again would be in the index and still not be found."""
    key = fold(text)
    assert fold(key) == key
    assert key == key.strip()
    assert "  " not in key


@given(st.text())
def test_a_clean_line_stays_clean(text: str) -> None:
    """A line would change each time it is read."""
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 Maja", "3-go Maja"),
        ("3 Maja", "3go maja"),
        ("3 Maja", "Trzeciego Maja"),
        ("11 Listopada", "Jedenastego Listopada"),
        ("1000-lecia", "Tysiąclecia"),
        ("Jana Pawła II", "Jana Pawła 2"),
        ("gen. Sikorskiego", "Generała Sikorskiego"),
        ("ks. Popiełuszki", "ks.Popiełuszki"),
        ("AK", "Armii Krajowej"),
        ("Skłodowskiej-Curie", "SKLODOWSKIEJ CURIE"),
    ],
)
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    """The register spells a street otherwise than the client."""
    assert street_words(one) == street_words(other)


def test_titles_keep_two_saints_apart() -> None:
    """Visits would go to Saint Hedwig's street in place of Queen Hedwig's."""
    saint, queen = street_words("św. Jadwigi"), street_words("Królowej Jadwigi")
    assert saint.names == queen.names == ("jadwigi",)
    assert saint.titles != queen.titles


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("ul. Szkolna", StreetKind.STREET, "Szkolna"),
        ("ul.Szkolna", StreetKind.STREET, "Szkolna"),
        ("ALEJA Lipowa", StreetKind.AVENUE, "Lipowa"),
        ("ul. Plac Wolności", StreetKind.SQUARE, "Wolności"),
        ("Rynek", StreetKind.MARKET, "Rynek"),
        ("Osada Leśna", None, "Osada Leśna"),
        ("Aleja", None, "Aleja"),
        ("ul.", None, "ul."),
        ("Placowa", None, "Placowa"),
    ],
)
def test_the_kind_of_a_street_is_split_off(text: str, kind: StreetKind | None, name: str) -> None:
    """The street Placowa would become a square called "owa"."""
    assert split_kind(text) == (kind, name)
