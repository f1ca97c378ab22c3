"""What the register suggests while somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.geocoding.gazetteer import Gazetteer
from scheduler.geocoding.streets import full_name
from scheduler.services.ports import MatchKind
from tests.geocoding.register import register_rows


def typed(gazetteer: Gazetteer, text: str, limit: int = 10) -> list[str]:
    found = gazetteer.suggest(text, limit)
    return [
        f"{full_name(each.address.kind, each.address.street)} {each.address.house}".strip() + f", {each.address.town}"
        for each in found
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("r", "ul. Radomska, Starachowice"),
        ("Rad", "ul. Radomska, Starachowice"),
        ("ul. rad", "ul. Radomska, Starachowice"),
        ("Radomska", "ul. Radomska, Starachowice"),
        ("Radomska ", "ul. Radomska, Starachowice"),
        ("Radomska 7", "ul. Radomska 7, Starachowice"),
        ("Radomska 70", "ul. Radomska 70, Starachowice"),
        ("Radomska 14", "ul. Radomska 12/14, Starachowice"),
        ("Radomska 70 Star", "ul. Radomska 70, Starachowice"),
        ("Star Radomska 70", "ul. Radomska 70, Starachowice"),
        ("Radomska 70, 27-200 Starach", "ul. Radomska 70, Starachowice"),
        ("mick", "ul. Adama Mickiewicza, Starachowice"),
        ("mick adam", "ul. Adama Mickiewicza, Starachowice"),
        ("A. Mick", "ul. Adama Mickiewicza, Starachowice"),
        ("gen. sik", "ul. gen. Władysława Sikorskiego, Starachowice"),
        ("gener", "ul. gen. Władysława Sikorskiego, Starachowice"),
        ("3 m", "ul. 3 Maja, Starachowice"),
        ("3", "ul. 3 Maja, Starachowice"),
        ("trzec", "ul. 3 Maja, Starachowice"),
        ("3 maja 5", "ul. 3 Maja 5, Starachowice"),
        ("lak", "ul. Łąkowa, Starachowice"),
        ("łą", "ul. Łąkowa, Starachowice"),
        ("osied", "os. Stawki, Starachowice"),
        ("os. sta", "os. Stawki, Starachowice"),
        ("ul. sta", "ul. Stawki, Starachowice"),
        ("królowej", "ul. Królowej Jadwigi, Starachowice"),
        ("leśna w", "ul. Leśna, Wąchock"),
        ("leśna 14", "ul. Leśna 14, Wąchock"),
        ("les", "ul. Leśna, Starachowice"),
        ("pars", ", Parszów"),
        ("Parszów 1", "14, Parszów"),
        ("Radmoska 7", "ul. Radomska 7, Starachowice"),
        ("Radomska 99", "ul. Radomska, Starachowice"),
    ],
)
def test_the_first_suggestion_is_what_was_meant(gazetteer: Gazetteer, text: str, first: str) -> None:
    """The dispatcher would have to read a list while somebody waits on the phone."""
    assert typed(gazetteer, text)[0] == first


def test_numbers_come_in_their_order(gazetteer: Gazetteer) -> None:
    """The dispatcher would look for 72 before 7."""
    assert typed(gazetteer, "Radomska 7") == [f"ul. Radomska {house}, Starachowice" for house in ("7", "70", "72")]


def test_a_blank_ends_a_word(gazetteer: Gazetteer) -> None:
    """A longer name would stand in the way of the one that was typed to its end, or never be suggested."""
    assert "ul. Leśnaczka, Starachowice" in typed(gazetteer, "leśna")
    assert "ul. Leśnaczka, Starachowice" not in typed(gazetteer, "leśna ")


def test_one_name_in_two_towns_is_told_apart(gazetteer: Gazetteer) -> None:
    """A bus would go to the Leśna of another town."""
    found = gazetteer.suggest("leśna 2")
    assert [(each.address.street, each.address.town, each.locality_id) for each in found[:2]] == [
        ("Leśna", "Starachowice", "0946290"),
        ("Leśna", "Wąchock", "0946485"),
    ]


def test_kinds_of_answers_are_told_apart(gazetteer: Gazetteer) -> None:
    """A street would be booked as if it were a door."""
    assert [each.kind for each in gazetteer.suggest("Radomska 70")] == [MatchKind.EXACT]
    assert {each.kind for each in gazetteer.suggest("Radom")} == {MatchKind.STREET}
    assert gazetteer.suggest("Radmoska 70")[0].kind is MatchKind.FUZZY
    assert gazetteer.suggest("Radomska 99")[0].kind is MatchKind.STREET


def test_no_more_than_asked_for(gazetteer: Gazetteer) -> None:
    """A list that fills the screen would hide the form."""
    assert len(gazetteer.suggest("r", 3)) <= 3
    assert gazetteer.suggest("Radomska 7", 0) == ()


@pytest.mark.parametrize(
    "text",
    [
        '"',
        'Radomska" OR street:*',
        "street : Radomska",
        "NEAR(a b)",
        "Radomska*",
        "a AND NOT b",
        "^Radomska",
        "'; DROP TABLE road; --",
        "\0",
        "Radomska\0 70",
        "\ud800",
        "(" * 10_000,
        "ł" * 10_000,
        "a b " * 2_500,
        "1 " * 5_000,
        "%_",
        "{street}: (x",
        "+ - ^ * : ( ) { }",
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_hostile_text_is_harmless(gazetteer: Gazetteer, text: str) -> None:
    """A quote in a search box would break the search, or read what it should not."""
    gazetteer.suggest(text)
    assert gazetteer.facts["points"] == str(len(register_rows()))


@given(text=st.text(max_size=60))
def test_any_text_may_be_typed(gazetteer: Gazetteer, text: str) -> None:
    """A cat on the keyboard would stop the phone desk."""
    assert len(gazetteer.suggest(text, 5)) <= 5


@given(
    text=st.sampled_from(["Radomska 70", "Adama Mickiewicza 10", "3 Maja 5A", "Królowej Jadwigi 7", "Parszów 16A"]),
    cut=st.integers(2, 40),
)
def test_a_beginning_suggests_its_end(gazetteer: Gazetteer, text: str, cut: int) -> None:
    """What was on the list would vanish from it while the next letter is typed."""
    begun = text[:cut]
    streets = [each.address.street or each.address.town for each in gazetteer.suggest(begun)]
    assert text.rsplit(" ", 1)[0] in streets
