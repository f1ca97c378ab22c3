"""The register's answer for a whole address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.addresses import format_address, normalise
from scheduler.geocoding.gazetteer import Gazetteer
from scheduler.geocoding.streets import split_kind
from scheduler.geocoding.text import fold
from scheduler.services.ports import AddressMatch, MatchKind, StreetKind
from tests.geocoding.register import register_rows

EXACT, FUZZY, NEAR, STREET = MatchKind.EXACT, MatchKind.FUZZY, MatchKind.NUMBER_NEAR, MatchKind.STREET


def find(gazetteer: Gazetteer, text: str) -> AddressMatch | None:
    return gazetteer.find(normalise(text, gazetteer.towns))


def found(gazetteer: Gazetteer, text: str) -> str:
    match = find(gazetteer, text)
    if match is None:
        return "none"
    return f"{match.kind.name} {match.address.street or match.address.town} {match.address.house}".strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ul. Radomska 70", "EXACT Radomska 70"),
        ("radomska 70, 27-200 Starachowice", "EXACT Radomska 70"),
        ("RADOMSKA 70 STARACHOWICE", "EXACT Radomska 70"),
        ("Starachowice Radomska 70", "EXACT Radomska 70"),
        ("Radomska 12a", "EXACT Radomska 12A"),
        ("Radomska 12/14", "EXACT Radomska 12/14"),
        ("Radomska 14", "EXACT Radomska 12/14"),
        ("Radomska 70/4", "EXACT Radomska 70"),
        ("Radomska 70 m. 4", "EXACT Radomska 70"),
        ("Radomska 27/29", "EXACT Radomska 27"),
        ("al. Armii Krajowej 28 m. 4, 27-200 Starachowice", "EXACT Armii Krajowej 28"),
        ("ul. AK 28", "EXACT Armii Krajowej 28"),
        ("3 Maja 5", "EXACT 3 Maja 5"),
        ("3-go Maja 5A", "EXACT 3 Maja 5A"),
        ("Trzeciego Maja 5", "EXACT 3 Maja 5"),
        ("Mickiewicza 10", "EXACT Adama Mickiewicza 10"),
        ("A. Mickiewicza 10", "EXACT Adama Mickiewicza 10"),
        ("Mickiewicza Adama 10", "EXACT Adama Mickiewicza 10"),
        ("Sikorskiego 14", "EXACT gen. Władysława Sikorskiego 14"),
        ("generała Sikorskiego 14", "EXACT gen. Władysława Sikorskiego 14"),
        ("J. Piłsudskiego 33", "EXACT marsz. Józefa Piłsudskiego 33"),
        ("Pilsudskiego 33", "EXACT marsz. Józefa Piłsudskiego 33"),
        ("św. Jadwigi 9", "EXACT św. Jadwigi 9"),
        ("Królowej Jadwigi 7", "EXACT Królowej Jadwigi 7"),
        ("os. Stawki 12/3", "EXACT Stawki 12"),
        ("Łąkowa 3", "EXACT Łąkowa 3"),
        ("lakowa 3", "EXACT Łąkowa 3"),
        ("Rynek 5", "EXACT Rynek 5"),
        ("Jana Pawła 2 15", "EXACT Jana Pawła II 15"),
        ("M. Skłodowskiej-Curie 4", "EXACT Marii Skłodowskiej-Curie 4"),
        ("Parszów 14", "EXACT Parszów 14"),
        ("parszow 16a", "EXACT Parszów 16A"),
        ("Parszów 14, 27-215 Wąchock", "EXACT Parszów 14"),
        ("27-215 Parszów 14", "EXACT Parszów 14"),
        ("Parszów 14, 27-215 Mirzec", "EXACT Parszów 14"),
        ("Leśna 14, Wąchock", "EXACT Leśna 14"),
        ("Leśna 2, 27-200 Starachowice", "EXACT Leśna 2"),
        ("Piłsudzkiego 33", "FUZZY marsz. Józefa Piłsudskiego 33"),
        ("Radmoska 70", "FUZZY Radomska 70"),
        ("Radomsk 70", "FUZZY Radomska 70"),
        ("Raddomska 70", "FUZZY Radomska 70"),
        ("Radomska 70, Starachowce", "EXACT Radomska 70"),
        ("Juliusza Radomska 70", "FUZZY Radomska 70"),
        ("Radomska 71", "NUMBER_NEAR Radomska 70"),
        ("Radomska 700", "NUMBER_NEAR Radomska 72"),
        ("Radmoska 71", "NUMBER_NEAR Radomska 70"),
        ("Radomska", "STREET Radomska"),
        ("ul. Radomska, Starachowice", "STREET Radomska"),
        ("Parszów", "STREET Parszów"),
        ("Warszawska 5", "none"),
        ("Radomska 70, Kielce", "none"),
        ("Radomska 70, 25-001 Kielce", "none"),
        ("Rdmska 70", "none"),
        ("Starachowice", "none"),
        ("Starachowice 5", "none"),
        ("", "none"),
        ("5", "none"),
    ],
)
def test_the_register_knows_what_is_meant(gazetteer: Gazetteer, text: str, expected: str) -> None:
    """A worker would stand at the wrong door, or a right address would be called unknown."""
    assert found(gazetteer, text) == expected


def test_an_answer_is_where_the_register_puts_it(gazetteer: Gazetteer) -> None:
    """Metres of the national grid taken for something else would put a house streets away."""
    match = find(gazetteer, "Radomska 1")
    assert match is not None
    assert match.point.lat == pytest.approx(51.02, abs=1e-6)
    assert match.point.lon == pytest.approx(20.98, abs=1e-6)
    assert (match.locality_id, match.street_id) == ("0946290", "10000")
    assert match.source == "gazetteer prg 2026-05-01"
    assert (match.address.town, match.address.postcode) == ("Starachowice", "27-200")


@pytest.mark.parametrize(("text", "flat"), [("Radomska 70/4", "4"), ("Radomska 27/29", "29"), ("Radomska 12/14", "")])
def test_what_is_not_a_house_is_the_flat(gazetteer: Gazetteer, text: str, flat: str) -> None:
    """A worker would ring at a flat that does not exist, or at none."""
    match = find(gazetteer, text)
    assert match is not None
    assert match.address.flat == flat


@pytest.mark.parametrize(
    ("text", "best", "rivals"),
    [
        ("Jadwigi 5", "św. Jadwigi", ["Królowej Jadwigi"]),
        ("Leśna 2", "Leśna", ["Leśna"]),
        ("św. Jadwigi 5", "św. Jadwigi", []),
        ("Leśna 14", "Leśna", []),
        ("Radomska 70", "Radomska", []),
    ],
)
def test_streets_that_fit_as_well_are_named(gazetteer: Gazetteer, text: str, best: str, rivals: list[str]) -> None:
    """Of two streets of one name somebody would be sent to the wrong one, and nobody would be asked."""
    match = find(gazetteer, text)
    assert match is not None
    assert match.address.street == best
    assert [rival.address.street for rival in match.rivals] == rivals


def test_a_street_of_another_kind_that_has_the_number_is_named(gazetteer: Gazetteer) -> None:
    """People say "ulica Stawki 12" and live on the estate."""
    match = find(gazetteer, "ul. Stawki 12")
    assert match is not None
    kinds = [(each.kind, each.address.kind) for each in (match, *match.rivals)]
    assert kinds == [(NEAR, StreetKind.STREET), (EXACT, StreetKind.ESTATE)]


def test_a_longer_name_is_not_taken_for_sure(gazetteer: Gazetteer) -> None:
    """Nowa Leśna is another street than Leśna, so its number 5 must not pass unseen."""
    match = find(gazetteer, "Leśna 5, Starachowice")
    assert match is not None
    assert (match.kind, match.address.street, match.address.house) == (NEAR, "Leśna", "3")
    assert [(each.kind, each.address.street) for each in match.rivals] == [(FUZZY, "Nowa Leśna")]


ROWS = register_rows()


@given(row=st.sampled_from(ROWS), upper=st.booleans(), folded=st.booleans())
def test_every_point_is_found_by_its_own_address(
    gazetteer: Gazetteer, row: list[str], upper: bool, folded: bool
) -> None:
    """An address that is in the register would be called unknown."""
    town, street, house, postcode = row[3], row[6], row[7], row[8]
    plain = fold(street) if folded else street
    line = f"{plain} {house}, {postcode} {town}" if street else f"{town} {house}"
    match = find(gazetteer, line.upper() if upper else line)

    assert match is not None
    assert (match.kind, match.address.house, match.address.town) == (EXACT, house, town)
    assert match.rivals == ()


@given(row=st.sampled_from([row for row in ROWS if len(row[6]) > 9 and "Maja" not in row[6]]), data=st.data())
def test_one_wrong_letter_is_forgiven(gazetteer: Gazetteer, row: list[str], data: st.DataObject) -> None:
    """A slip of the finger would make a street unknown."""
    street, house = row[6], row[7]
    word = max(split_kind(street)[1].split(), key=len)
    at = data.draw(st.integers(1, len(word) - 2))
    wrong = data.draw(
        st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "q" + word[at:], word[:at] + "q" + word[at + 1 :]])
    )
    match = find(gazetteer, f"{street.replace(word, wrong)} {house}, {row[3]}")

    assert match is not None
    assert match.address.house == house
    assert fold(word) in fold(match.address.street)


@given(text=st.text(max_size=60))
def test_no_question_is_too_strange(gazetteer: Gazetteer, text: str) -> None:
    """A strange line would break the search for everybody."""
    match = find(gazetteer, text)
    assert match is None or isinstance(match.point, GeoPoint)
    assert match is None or format_address(match.address)
