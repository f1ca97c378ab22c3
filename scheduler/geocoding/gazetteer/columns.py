"""Columns of address registers under the names that exports give them.

The first name of each is that of CSV made from the national register's GML (lokalny_id, teryt_miejscowosc, ...,
x_epsg_2180, dlugosc_geograficzna); the others are those of the GML itself, of its shape files, and of the exports of
municipal systems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.errors import InputError, InputProblem
from scheduler.geocoding.text import fold

_NAMES: Mapping[str, str] = {
    "town": "miejscowosc miejscowość nazwa_miejscowosci msc miejsc nazwa_msc town city addr:city",
    "street": "ulica nazwa_ulicy ul street addr:street ulica_nazwa nazwa_ul",
    "house": "numer_porzadkowy numerPorzadkowy numer nr nr_porzadkowy numer_porz nr_domu numer_domu numer_adresowy "
    "nr_budynku housenumber addr:housenumber",
    "postcode": "kod_pocztowy kodPocztowy kod pna kod_poczt postcode addr:postcode",
    "part": "czesc_miejscowosci czescMiejscowosci cz_msc dzielnica nazwa_czesci part",
    "locality_id": "teryt_miejscowosc simc teryt_simc id_simc idsimc miejscowosc_simc addr:city:simc sym",
    "street_id": "teryt_ulica ulic teryt_ulic id_ulic idulic sym_ul ulica_ulic addr:street:sym_ul",
    "x": "x_epsg_2180 x x_2180 x_1992 x_puwg1992 wsp_x wspolrzedna_x x_92 pktx easting",
    "y": "y_epsg_2180 y y_2180 y_1992 y_puwg1992 wsp_y wspolrzedna_y y_92 pkty northing",
    "lat": "szerokosc_geograficzna lat latitude szerokosc y_wgs84 y_4326",
    "lon": "dlugosc_geograficzna lon lng longitude dlugosc x_wgs84 x_4326",
    "version": "wersja_id wersjaId poczatek_wersji_obiektu data_aktualizacji",
}
_BY_NAME: Mapping[str, str] = {
    fold(name).replace(" ", ""): column for column, names in _NAMES.items() for name in names.split()
}


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where the known columns stand.

    Attributes
    ----------
    at : mapping of str to int
        Index by our name: town, street, house, postcode, part, locality_id, street_id, x, y, lat, lon, version.
    called : mapping of str to str
        What the file calls them.
    """

    at: Mapping[str, int]
    called: Mapping[str, str]

    @property
    def metric(self) -> bool:
        """Whether coordinates are in EPSG:2180; if the file has both, the degrees are used."""
        return not ("lat" in self.at and "lon" in self.at)

    @property
    def axes(self) -> tuple[str, str]:
        """Our names of the two columns of coordinates: the one that should point east first."""
        return ("x", "y") if self.metric else ("lon", "lat")


def known_names(header: Sequence[str]) -> int:
    """Return how many columns of a header are known."""
    return sum(_key(name) in _BY_NAME for name in header)


def columns_of(header: Sequence[str], file: str) -> Columns:
    """Return where the known columns stand in a header.

    Raises
    ------
    InputError
        Naming every column that is missing, or there twice.
    """
    at: dict[str, int] = {}
    called: dict[str, str] = {}
    problems: list[InputProblem] = []
    for index, name in enumerate(header):
        column = _BY_NAME.get(_key(name))
        if column is None:
            continue
        if column in at and column != "version":
            wrong = f"is a second column for the same thing as {called[column]}"
            problems.append(
                InputProblem(file=file, row=1, column=name.strip(), wrong=wrong, right="remove one of them")
            )
        at.setdefault(column, index)
        called.setdefault(column, name.strip())
    problems += _missing(at, file)
    if problems:
        raise InputError(problems)
    return Columns(at=at, called=called)


def _missing(at: Mapping[str, int], file: str) -> list[InputProblem]:
    missing = [_absent(file, column) for column in ("house",) if column not in at]
    if "town" not in at and "street" not in at:
        missing.append(_absent(file, "town"))
    if not ({"x", "y"} <= at.keys() or {"lat", "lon"} <= at.keys()):
        right = "there must be x_epsg_2180 and y_epsg_2180, or szerokosc_geograficzna and dlugosc_geograficzna"
        missing.append(InputProblem(file=file, row=1, wrong="has no pair of columns of coordinates", right=right))
    return missing


def _absent(file: str, column: str) -> InputProblem:
    names = _NAMES[column].split()
    wrong = f"has no column {names[0]}"
    return InputProblem(file=file, row=1, wrong=wrong, right=f"call it {names[0]}, {names[1]} or {names[2]}")


def _key(name: str) -> str:
    return fold(name).replace(" ", "")
