"""A small invented register of Starachowice and two villages, as exports write it."""

from collections.abc import Sequence
from pathlib import Path

from pyproj import Transformer

from scheduler.services.ports import BoundingBox

BOX = BoundingBox(south=51.0, west=20.95, north=51.1, east=21.2)
HEADER = (
    "lokalny_id",
    "wersja_id",
    "teryt_miejscowosc",
    "miejscowosc",
    "czesc_miejscowosci",
    "teryt_ulica",
    "ulica",
    "numer_porzadkowy",
    "kod_pocztowy",
    "x_epsg_2180",
    "y_epsg_2180",
)
_STREETS: tuple[tuple[str, str, str], ...] = (
    # town, street as the register writes it, numbers
    ("Starachowice", "ul. Radomska", "1 2 3 5 7 12 12A 12/14 27 70 72"),
    ("Starachowice", "aleja Armii Krajowej", "26 28 30"),
    ("Starachowice", "ulica 3 Maja", "1 3 5 5A"),
    ("Starachowice", "ul. Adama Mickiewicza", "2 4 10"),
    ("Starachowice", "ul. gen. Władysława Sikorskiego", "14"),
    ("Starachowice", "ul. marsz. Józefa Piłsudskiego", "31 33 35"),
    ("Starachowice", "ul. św. Jadwigi", "5 9"),
    ("Starachowice", "ul. Królowej Jadwigi", "5 7"),
    ("Starachowice", "os. Stawki", "5 12"),
    ("Starachowice", "ul. Stawki", "1"),
    ("Starachowice", "ul. Leśna", "1 2 3"),
    ("Starachowice", "ul. Nowa Leśna", "4 5 6"),
    ("Starachowice", "ul. Leśnaczka", "1"),
    ("Starachowice", "ul. Łąkowa", "3 4"),
    ("Starachowice", "Rynek", "5"),
    ("Starachowice", "ul. Jana Pawła II", "15"),
    ("Starachowice", "ul. Marii Skłodowskiej-Curie", "4"),
    ("Wąchock", "ul. Leśna", "2 14"),
    ("Wąchock", "ul. Kolejowa", "8"),
    ("Parszów", "", "14 15 16A"),
)
_POSTCODE = {"Starachowice": "27-200", "Wąchock": "27-215", "Parszów": "27-215"}
_SIMC = {"Starachowice": "0946290", "Wąchock": "0946485", "Parszów": "0286960"}


def register_rows() -> list[list[str]]:
    """Return the rows of the register with coordinates in metres, x to the east."""
    to_metres = Transformer.from_crs(4326, 2180, always_xy=True)
    rows = []
    for index, (town, street, numbers) in enumerate(_STREETS):
        for step, house in enumerate(numbers.split()):
            lon, lat = 20.98 + 0.01 * index, 51.02 + 0.004 * step
            east, north = to_metres.transform(lon, lat)
            ulic = f"{10_000 + index}" if street else ""
            head = [f"id-{index}-{step}", "2026-05-01T08:00:00Z", _SIMC[town], town, "", ulic, street, house]
            rows.append([*head, _POSTCODE[town], f"{east:.2f}", f"{north:.2f}"])
    return rows


def csv_of(header: Sequence[str], rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """Return CSV text; cells must not hold separators."""
    return "\n".join(separator.join(row) for row in [header, *rows]) + "\n"


def write_register(path: Path, text: str | None = None) -> Path:
    """Write the register, or another text, to a file and return it."""
    path.write_text(csv_of(HEADER, register_rows()) if text is None else text, encoding="utf-8")
    return path
