"""Loading the export of an address register: what is understood, and what is refused with what words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from scheduler.domain.errors import InputError, InputProblem
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer import Gazetteer, LoadReport, load_register
from scheduler.services.ports import BoundingBox, MatchKind
from tests.geocoding.register import BOX, HEADER, csv_of, register_rows, write_register


def load(folder: Path, text: str | bytes, box: BoundingBox = BOX, town: str = "") -> LoadReport:
    source = folder / "prg.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_register(source, folder / "town.sqlite", box=box, town=town)


def refusal(folder: Path, text: str | bytes, box: BoundingBox = BOX) -> tuple[InputProblem, ...]:
    with pytest.raises(InputError) as caught:
        load(folder, text, box)
    assert not (folder / "town.sqlite").exists(), "something was loaded"
    assert [each.name for each in folder.iterdir() if each.suffix == ".part"] == []
    return caught.value.problems


def lat_of(folder: Path, text: str) -> float:
    with Gazetteer(folder / "town.sqlite") as gazetteer:
        match = gazetteer.find(normalise(text, gazetteer.towns))
    assert match is not None
    assert match.kind is MatchKind.EXACT
    return match.point.lat


def renamed(names: Sequence[str]) -> str:
    """Return the register with some columns under other names, and the others left out."""
    places = dict(zip(HEADER, range(len(HEADER)), strict=True))
    kept = [name.split("=") for name in names]
    return csv_of([new for _, new in kept], [[row[places[old]] for old, _ in kept] for row in register_rows()])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_offices_separators_and_encodings_are_read(tmp_path: Path, separator: str, encoding: str) -> None:
    """Łąkowa would become £¹kowa, or a whole register one column."""
    report = load(tmp_path, csv_of(HEADER, register_rows(), separator).encode(encoding))

    assert report.points == len(register_rows())
    assert lat_of(tmp_path, "Łąkowa 3") == pytest.approx(51.02, abs=1e-6)


@pytest.mark.parametrize(
    "names",
    [
        "miejscowosc=miejscowosc ulica=ulica numer_porzadkowy=numerPorzadkowy x_epsg_2180=x y_epsg_2180=y",
        "miejscowosc=MSC ulica=ULICA numer_porzadkowy=NR kod_pocztowy=PNA x_epsg_2180=X y_epsg_2180=Y",
        "miejscowosc=Miejscowość ulica=Nazwa_ulicy numer_porzadkowy=Numer x_epsg_2180=wsp_x y_epsg_2180=wsp_y",
        "miejscowosc=addr:city ulica=addr:street numer_porzadkowy=addr:housenumber x_epsg_2180=X_92 y_epsg_2180=Y_92",
    ],
)
def test_columns_may_be_called_otherwise(tmp_path: Path, names: str) -> None:
    """Every office's program gives the columns other names, and nobody at the town hall can rename them."""
    load(tmp_path, renamed(names.split()))
    assert lat_of(tmp_path, "Radomska 70") == pytest.approx(51.056, abs=1e-6)


@pytest.mark.parametrize(
    "column", ["miejscowosc=miejscowosc", "teryt_miejscowosc=simc", "czesc_miejscowosci=dzielnica"]
)
def test_streets_of_one_name_are_told_apart_by_what_there_is(tmp_path: Path, column: str) -> None:
    """Two streets of one name would become one, with two houses of each number."""
    rows = register_rows()
    for row in rows:
        row[4] = row[3]
    kept = [HEADER.index(name) for name in ("ulica", "numer_porzadkowy", "x_epsg_2180", "y_epsg_2180")]
    old, new = column.split("=")
    text = csv_of(
        [new, "ulica", "nr", "x", "y"],
        [[row[HEADER.index(old)], *(row[at] for at in kept)] for row in rows if row[6] == "ul. Leśna"],
    )
    report = load(tmp_path, text, town="powiat starachowicki")
    assert report.roads == 2


def test_decimal_commas_are_read(tmp_path: Path) -> None:
    """Polish spreadsheets write 643736,30."""
    rows = [[*row[:-2], row[-2].replace(".", ","), row[-1].replace(".", ",")] for row in register_rows()]
    load(tmp_path, csv_of(HEADER, rows, ";"))
    assert lat_of(tmp_path, "Radomska 70") == pytest.approx(51.056, abs=1e-6)


def test_swapped_axes_are_noticed(tmp_path: Path) -> None:
    """Geodesists call the axis to the north x: a whole town would lie 300 km away, still in Poland."""
    rows = [[*row[:-2], row[-1], row[-2]] for row in register_rows()]
    report = load(tmp_path, csv_of(HEADER, rows))

    assert report.swapped
    assert lat_of(tmp_path, "Radomska 70") == pytest.approx(51.056, abs=1e-6)


@pytest.mark.parametrize("header", ["szerokosc_geograficzna dlugosc_geograficzna", "lat lon", "dlugosc szerokosc"])
def test_degrees_are_read_in_either_order(tmp_path: Path, header: str) -> None:
    """A register in degrees would be taken for one in metres, or a town for a place in the Indian Ocean."""
    text = "\n".join([f"miejscowosc,ulica,nr,{header.replace(' ', ',')}", "Starachowice,Radomska,70,51.05,21.05"])
    load(tmp_path, text)
    assert lat_of(tmp_path, "Radomska 70") == pytest.approx(51.05)


def test_what_lies_outside_the_town_is_left_out_and_counted(tmp_path: Path) -> None:
    """The export of a whole county would fill the list with villages nobody serves."""
    box = BoundingBox(south=51.0, west=20.95, north=51.1, east=21.005)
    report = load(tmp_path, csv_of(HEADER, register_rows()), box)

    assert 0 < report.points < len(register_rows())
    assert report.points + report.outside == len(register_rows())


def test_the_file_says_where_it_comes_from(tmp_path: Path) -> None:
    """Nobody could tell how old the addresses are."""
    report = load(tmp_path, csv_of(HEADER, register_rows()))

    with Gazetteer(tmp_path / "town.sqlite") as gazetteer:
        facts = gazetteer.facts
    assert facts["source"] == "prg"
    assert facts["file"] == "prg.csv"
    assert facts["checksum"] == report.checksum
    assert len(report.checksum) == 64
    assert facts["data_date"] == "2026-05-01"
    assert facts["points"] == str(report.points)
    assert facts["loaded_at"].endswith("+00:00")


def test_repeated_points_are_counted_once(tmp_path: Path) -> None:
    """Every house would be on the list twice."""
    rows = register_rows()
    report = load(tmp_path, csv_of(HEADER, [*rows, *rows[:3]]))
    assert (report.points, report.repeated) == (len(rows), 3)


def test_one_address_in_two_places_stays_two(tmp_path: Path) -> None:
    """Of two houses of one number far apart one would vanish, and nobody would be asked which is meant."""
    rows = register_rows()
    other = [*rows[0][:-2], *rows[5][-2:]]
    load(tmp_path, csv_of(HEADER, [*rows, other]))
    with Gazetteer(tmp_path / "town.sqlite") as gazetteer:
        match = gazetteer.find(normalise("Radomska 1", gazetteer.towns))
    assert match is not None
    assert len(match.rivals) == 1


def test_rows_without_a_town_get_the_one_given(tmp_path: Path) -> None:
    """A municipality's own export does not repeat its name in each row."""
    load(tmp_path, "ulica,nr,lat,lon\nRadomska,70,51.05,21.05\n", town="Starachowice")
    assert lat_of(tmp_path, "Radomska 70, Starachowice") == pytest.approx(51.05)


def load_problems(folder: Path, text: str) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.value) for problem in refusal(folder, text)]


def test_every_bad_row_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    """People would correct one row, load, be told of the next, and so on for a day."""
    rows = register_rows()[:6]
    rows[1][7] = ""
    rows[2][8] = "27200x"
    rows[3][9] = "east"
    rows[4][10] = "NaN"
    rows[5][3] = ""

    assert load_problems(tmp_path, csv_of(HEADER, rows)) == [
        (3, "numer_porzadkowy", ""),
        (4, "kod_pocztowy", "27200x"),
        (5, "x_epsg_2180", "east"),
        (6, "y_epsg_2180", "NaN"),
        (7, "miejscowosc", ""),
    ]


def test_a_thousand_bad_rows_are_listed_briefly(tmp_path: Path) -> None:
    """A terminal would scroll for minutes."""
    rows = register_rows() * 30
    for row in rows:
        row[9] = "?"
    problems = refusal(tmp_path, csv_of(HEADER, rows))
    assert len(problems) == 201
    assert "more bad cells" in problems[-1].wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (csv_of(HEADER, []).encode(), "has column names but no rows"),
        (b"name,phone\nAnna,1\n", "has no column numer_porzadkowy"),
        (b"miejscowosc,ulica,nr\nStarachowice,Radomska,70\n", "has no pair of columns of coordinates"),
        (b"ulica,ulica_nazwa,nr,x,y\na,b,1,2,3\n", "is a second column for the same thing"),
        (b"PK\x03\x04" + b"x" * 50, "is a ZIP archive or a workbook"),
        (b"<?xml version='1.0'?><a/>", "is XML"),
        ("miejscowosc,nr,x,y\n".encode("utf-16"), "is UTF-16"),
        (b"miejscowosc,nr,x,y\nA,1\x00,2,3\n", "no text at all"),
        (b"miejscowosc,nr,x,y\n\x81\x83\x88\n", "is neither UTF-8 nor Windows-1250"),
        (b'miejscowosc,nr,x,y\n"Starachowice,1,2,3\n', "cannot be read as CSV"),
        (b"miejscowosc,nr,x,y\n" + b"A" * 200_000 + b",1,2,3\n", "cannot be read as CSV"),
        (b"miejscowosc,nr,lat,lon\n\x1b[31mA,1,51.05,21.05\n", "is no name"),
        (b"miejscowosc,nr,lat,lon\nA,1,521.05,721.05\n", "has no point in the town's box"),
        (b"miejscowosc,nr,x,y\nA,1,1e400,5\n", "is not a number"),
        (b"miejscowosc,nr,x,y\nA,1,1e30,5e30\n", "has no point in the town's box"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_is_no_register_is_refused_in_plain_words(tmp_path: Path, text: bytes, wrong: str) -> None:
    """A wrong file would be taken for the town's addresses, or end in a page of Python."""
    problems = refusal(tmp_path, text)
    assert any(wrong in problem.wrong for problem in problems), problems
    assert all(problem.right for problem in problems)
    assert all(problem.value.isprintable() for problem in problems)


def test_coordinates_of_another_zone_are_refused(tmp_path: Path) -> None:
    """Metres of the older national grid (EPSG:2179) would put the town into another country, or nowhere."""
    from pyproj import Transformer

    older = Transformer.from_crs(2180, 2179, always_xy=True)
    rows = register_rows()
    for row in rows:
        row[9], row[10] = (f"{metres:.2f}" for metres in older.transform(float(row[9]), float(row[10])))
    (problem,) = refusal(tmp_path, csv_of(HEADER, rows))
    assert "whichever axis comes first" in problem.wrong
    assert "EPSG:2180" in problem.right


def test_another_town_is_refused(tmp_path: Path) -> None:
    """The neighbours' register would be loaded for ours."""
    elsewhere = BoundingBox(south=52.0, west=20.95, north=52.1, east=21.2)
    (problem,) = refusal(tmp_path, csv_of(HEADER, register_rows()), elsewhere)
    assert "52.000 to 52.100 north" in problem.wrong


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_source_that_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    """A wrong path would end in a page of Python."""
    source = tmp_path / "source"
    if what == "folder":
        source.mkdir()
    with pytest.raises(InputError, match=r"is missing|is not a file"):
        load_register(source, tmp_path / "town.sqlite", box=BOX)


def test_a_bad_file_leaves_the_old_addresses(tmp_path: Path) -> None:
    """One bad export would leave the phone desk without any address."""
    target = tmp_path / "town.sqlite"
    load_register(write_register(tmp_path / "good.csv"), target, box=BOX)
    before = target.read_bytes()
    with pytest.raises(InputError):
        load_register(write_register(tmp_path / "bad.csv", "name\nx\n"), target, box=BOX)
    assert target.read_bytes() == before
