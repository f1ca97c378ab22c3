"""Address lines as people write them, taken apart."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.geocoding.addresses import format_address, normalise
from scheduler.geocoding.numbers import readings
from scheduler.services.ports import Address, StreetKind

TABLE = Path(__file__).with_name("hard_addresses.txt")
TOWNS = frozenset({"Starachowice", "Parszów", "Wąchock", "Nowa Wieś", "Ostrowiec Świętokrzyski"})


def hard_addresses() -> list[tuple[str, Address]]:
    """Read the table of lines and what has to come of them."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, kind, *parts = (*(part.strip() for part in line.split("~")), *[""] * 8)
        street, house, flat, postcode, town, name = parts[:6]
        address = Address(
            kind=None if kind == "-" else StreetKind(kind),
            street=street,
            house=house,
            flat=flat,
            postcode=postcode,
            town=town,
            name=name,
        )
        text = line.split("~")[0][:-1]
        rows.append((text.replace(r"\u200b", "\u200b").replace(r"\u00a0", "\u00a0").replace(r"\t", "\t"), address))
    return rows


HARD = hard_addresses()


def test_the_table_is_long_enough() -> None:
    """A table that lost its lines would let every parser through."""
    assert len(HARD) >= 150
    assert len({text for text, _ in HARD}) == len(HARD)


@pytest.mark.parametrize(("text", "expected"), HARD, ids=[ascii(text) for text, _ in HARD])
def test_a_hard_address_is_taken_apart(text: str, expected: Address) -> None:
    """A bus would be sent to another house than the one that was told on the phone."""
    assert normalise(text) == expected


@pytest.mark.parametrize("expected", [address for _, address in HARD], ids=range(len(HARD)))
def test_a_written_address_reads_back(expected: Address) -> None:
    """An address would change a little each time a town's file is saved and read again."""
    assert normalise(format_address(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parszów 14", Address(town="Parszów", house="14")),
        ("PARSZOW 14/2", Address(town="Parszów", house="14", flat="2")),
        ("Parszów 14, 27-215 Wąchock", Address(town="Parszów", house="14", postcode="27-215")),
        ("Nowa Wieś 5", Address(town="Nowa Wieś", house="5")),
        ("Starachowice Radomska 70", Address(town="Starachowice", street="Radomska", house="70")),
        ("Radomska 70 Starachowice", Address(town="Starachowice", street="Radomska", house="70")),
        (
            "Ostrowiec Świętokrzyski Sienkiewicza 3",
            Address(town="Ostrowiec Świętokrzyski", street="Sienkiewicza", house="3"),
        ),
        ("Zmyślona, Szkolna 5", Address(street="Szkolna", house="5", name="Zmyślona")),
        ("Anna Zmyślona, Szkolna 5", Address(street="Szkolna", house="5", name="Anna Zmyślona")),
        (
            "Zmyślona, Szkolna 5, Starachowice",
            Address(town="Starachowice", street="Szkolna", house="5", name="Zmyślona"),
        ),
    ],
)
def test_known_towns_tell_villages_from_streets_and_from_names(text: str, expected: Address) -> None:
    """A client's name in front of an address would be sent to an address service as if it were her town."""
    found = normalise(text, TOWNS)

    # The post office of a village is kept as what else stood there.
    assert replace(found, name=expected.name) == expected
    assert found.name in {expected.name, "Wąchock"}


@pytest.mark.parametrize(
    ("house", "flat", "meant"),
    [
        ("12/14", "", [("12/14", ""), ("12", "14")]),
        ("5", "4", [("5", "4"), ("5/4", "")]),
        ("12", "", [("12", "")]),
    ],
)
def test_a_slash_is_read_both_ways(house: str, flat: str, meant: list[tuple[str, str]]) -> None:
    """Somebody in flat 14 of number 12 would not be found, or somebody in the building 12/14."""
    assert [(each.house, each.flat) for each in readings(house, flat)] == meant


WORD = st.sampled_from("Szkolna Łąkowa Żeromskiego Źródlana Święta Ćwiklińskiej Polna Kolejowa Zgoda".split())
STREET = st.one_of(
    WORD,
    st.builds("{} {}".format, WORD, WORD),
    st.sampled_from(["3 Maja", "11 Listopada", "1000-lecia", "Jana Pawła II", "gen. Sikorskiego", "J. Piłsudskiego"]),
)
FLAT = st.one_of(st.just(""), st.from_regex(r"[1-9][0-9]{0,2}[A-H]?", fullmatch=True))
HOUSE = st.one_of(
    st.from_regex(r"[1-9][0-9]{0,2}[A-H]?", fullmatch=True),
    st.integers(1, 400).map(lambda low: f"{low}/{low + 2}"),
    st.integers(1, 400).map(lambda low: f"{low}-{low + 6}"),
)
POSTCODE = st.from_regex(r"[0-9]{2}-[0-9]{3}", fullmatch=True)
PLACE = st.sampled_from("Starachowice Wąchock Skarżysko-Kamienna Łódź Brody".split())
KIND = st.one_of(st.none(), st.sampled_from([kind for kind in StreetKind if kind is not StreetKind.MARKET]))
ADDRESSES = st.builds(
    Address, kind=KIND, street=STREET, house=HOUSE, flat=FLAT, postcode=POSTCODE, town=PLACE, name=st.just("")
)


@given(address=ADDRESSES)
def test_what_is_written_is_read(address: Address) -> None:
    """An address that was taken apart once would be another one after it is written."""
    assert normalise(format_address(address)) == address


@given(address=ADDRESSES, town=st.booleans())
def test_an_address_without_a_postcode_is_read(address: Address, town: bool) -> None:
    """Most people leave out the postcode of their own town."""
    shorter = replace(address, postcode="", town=address.town if town else "")
    assert normalise(format_address(shorter)) == shorter


LINE = st.text(st.one_of(st.sampled_from("ulm.5/-, aleosSt0123456789łŻ\"'();"), st.characters()), max_size=80)


@given(text=LINE)
def test_no_text_is_too_strange(text: str) -> None:
    """One strange cell would stop a town's whole import."""
    address = normalise(text)
    assert normalise(text) == address
    assert normalise(text, TOWNS) == normalise(text, TOWNS)
    assert all(part == part.strip() and "\0" not in part for part in (address.street, address.town, address.house))
    format_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",,,",
        "\0\0",
        "\ud800",
        "ul.",
        "ul. ul. ul.",
        "/" * 5000,
        "1" * 10_000,
        "5/" * 3000,
        "ul. " * 5000,
        "m. 4 " * 3000,
        "a" * 10_000,
        "27-200" * 1000,
        "(" * 4000,
        "\u202eul. Szkolna 5",
        string.printable,
    ],
    ids=ascii,
)
def test_hostile_lines_are_read_quickly_and_without_harm(text: str) -> None:
    """A pasted novel, or a regular expression's worst case, would freeze the phone desk."""
    address = normalise(text[:20] if len(ascii(text)) > 100_000 else text)
    assert len(address.street) <= 300
