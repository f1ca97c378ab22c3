"""Places: one row per entrance."""

from collections.abc import Iterator

from scheduler.domain.place import Entrance, GeoPoint, Place
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.geography import check_point
from scheduler.formats.town.numeric import coordinate
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import ADDRESS, DISTRICT, NAME, NOTE, PHONE, PLACE, Line, line

ID = required("id", PLACE, "the place; the same id again adds an entrance", "szpital")
PLACE_NAME = optional("name", NAME, "", "name; needed in the first row of a place", "Szpital Powiatowy")
PLACE_ADDRESS = optional("address", ADDRESS, "", "street and number", "ul. Radomska 70")
DISTRICT_ID = maybe("district", DISTRICT, "district; empty: outside all districts", "wzgorze", refers="districts")
TELEPHONE = optional("phone", PHONE, "", "phone of the place", "41 273 91 00")
PUBLIC = optional("public", YES_NO, False, "a hospital or an office, say; no: somebody may live there", "yes")
ENTRANCE = optional("entrance", NAME, "", "what a driver looks for; empty: the only door", "Poradnie, wejście B")
ENTRANCE_NOTE = optional("entrance_note", NOTE, "", "how to find or open it", "podjazd od podwórza")
LAT = required("lat", coordinate(90), "latitude of the entrance", "51.0372")
LON = required("lon", coordinate(180), "longitude of the entrance", "21.0713")

SHEET = Sheet(
    name="places",
    says="an entrance of an address; the first row of an id is its main entrance",
    columns=(ID, PLACE_NAME, PLACE_ADDRESS, DISTRICT_ID, TELEPHONE, PUBLIC, ENTRANCE, ENTRANCE_NOTE, LAT, LON),
    key=ID,
    several=True,
)
_OF_PLACE = (PLACE_NAME, PLACE_ADDRESS, DISTRICT_ID, TELEPHONE, PUBLIC)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for place in town.places.values():
        for number, entrance in enumerate(place.entrances):
            yield (_of_place(place) if number == 0 else {}) | line(
                ID.of(place.id),
                ENTRANCE.of(entrance.name),
                ENTRANCE_NOTE.of(entrance.note),
                LAT.of(entrance.point.lat),
                LON.of(entrance.point.lon),
            )


def _of_place(place: Place) -> Line:
    return line(
        PLACE_NAME.of(place.name),
        PLACE_ADDRESS.of(place.address),
        DISTRICT_ID.of(place.district_id),
        TELEPHONE.of(place.phone),
        PUBLIC.of(place.public),
    )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the places into `draft`."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        if row.ok(ID):
            grouped.setdefault(row[ID], []).append(row)
        if row.ok(LAT, LON):
            check_point(row, LAT, LON, draft)
    for several in grouped.values():
        _check(several)
        if all(row.whole for row in several):
            place = _place(several)
            draft.places[place.id] = place


def _check(rows: list[Row]) -> None:
    first = rows[0]
    if first[ID] == "home":
        first.wrong(ID, "is a word with a meaning of its own in requests", "choose another id")
    if first.ok(PLACE_NAME) and not first[PLACE_NAME]:
        first.wrong(PLACE_NAME, "is empty", "name the place in its first row")
    names: set[str] = set()
    for row in rows:
        if row.ok(ENTRANCE):
            _check_entrance(row, names)
        if row is not first:
            _check_repeated(row, first)


def _check_entrance(row: Row, names: set[str]) -> None:
    name = row[ENTRANCE]
    if name in names:
        right = "give each entrance of a place its own name, and each place its own id"
        row.wrong(ENTRANCE, f"is an entrance that {row[ID]} already has", right)
    if "/" in name:
        row.wrong(ENTRANCE, "holds a /, which separates place and entrance elsewhere", "write it without /")
    names.add(name)


def _check_repeated(row: Row, first: Row) -> None:
    """A second row of a place says only what its entrance is; repeating the rest is harmless, differing is not."""
    for column in _OF_PLACE:
        said = row.values.get(column.name)
        if said not in {None, column.default, first.values.get(column.name)}:
            row.wrong(column, f"differs from row {first.number} of the same place", "leave it empty or repeat that")


def _place(rows: list[Row]) -> Place:
    first = rows[0]
    return Place(
        id=first[ID],
        name=first[PLACE_NAME],
        address=first[PLACE_ADDRESS],
        district_id=first[DISTRICT_ID],
        phone=first[TELEPHONE],
        public=first[PUBLIC],
        entrances=tuple(
            Entrance(name=row[ENTRANCE], note=row[ENTRANCE_NOTE], point=GeoPoint(lat=row[LAT], lon=row[LON]))
            for row in rows
        ),
    )
