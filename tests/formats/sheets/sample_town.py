"""An invented Starachowice for the sheets' tests: districts, doors and people. No real person or address."""

from dataclasses import dataclass
from math import cos, radians

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import District, GeoPoint

CENTRE = GeoPoint(lat=51.037, lon=21.071)
KM_LAT = 1 / 111.2
KM_LON = KM_LAT / cos(radians(CENTRE.lat))

# Name and place of each district's middle, km east and north of the centre.
MIDDLES = {
    "Wzgórze": (-0.4, 1.5),
    "Łazy": (-2.6, 1.9),
    "Ostrowiecka": (1.9, 1.0),
    "Majówka": (-0.9, 0.2),
    "Stadion": (0.6, 0.1),
    "Wierzbnik": (2.6, -0.7),
    "Michałów": (-3.2, -0.3),
    "Orłowo": (-1.6, -1.6),
    "Bugaj": (0.3, -1.7),
    "Trzech Krzyży": (1.8, -2.4),
}
OUTLINE = [(-4.6, 1.2), (-3.4, 3.0), (-0.6, 2.9), (2.3, 2.4), (4.1, 0.9), (4.0, -1.4), (2.6, -3.6), (-0.7, -3.2),
           (-3.1, -2.7), (-4.8, -1.0)]  # fmt: skip

type Km = tuple[float, float]


def point(east_km: float, north_km: float) -> GeoPoint:
    """Return the point so many kilometres from the centre."""
    return GeoPoint(lat=round(CENTRE.lat + north_km * KM_LAT, 6), lon=round(CENTRE.lon + east_km * KM_LON, 6))


def km_between(a: GeoPoint, b: GeoPoint) -> float:
    """Return the distance as the crow flies, near this town."""
    north, east = (a.lat - b.lat) / KM_LAT, (a.lon - b.lon) / KM_LON
    return float((north**2 + east**2) ** 0.5)


def _closer(polygon: list[Km], mine: Km, other: Km) -> list[Km]:
    """Return the part of `polygon` that is closer to `mine` than to `other`."""
    nx, ny = other[0] - mine[0], other[1] - mine[1]
    limit = (other[0] ** 2 + other[1] ** 2 - mine[0] ** 2 - mine[1] ** 2) / 2
    kept: list[Km] = []
    for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        da, db = a[0] * nx + a[1] * ny - limit, b[0] * nx + b[1] * ny - limit
        if da <= 0:
            kept.append(a)
        if (da < 0 < db) or (db < 0 < da):
            t = da / (da - db)
            kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return kept


def districts() -> tuple[District, ...]:
    """Return the districts as the cells around their middles."""
    found = []
    for name, middle in MIDDLES.items():
        cell = list(OUTLINE)
        for other in MIDDLES.values():
            if other != middle:
                cell = _closer(cell, middle, other)
        ring = tuple(point(*corner) for corner in [*cell, cell[0]])
        found.append(District(id=DistrictId(name), name=name, rings=(ring,)))
    return tuple(found)


DISTRICTS = districts()


@dataclass(frozen=True)
class Where:
    """A door of the sample."""

    place: str
    address: str
    point: GeoPoint
    entrance: str = ""

    @property
    def district(self) -> str:
        """Name of the district, or "" out of town."""
        return next((d.name for d in DISTRICTS if d.contains(self.point)), "")


BASE = Where("Centrum Usług Społecznych", "ul. Majówka 21a", point(-0.8, 0.35))
DEPOT = Where("Baza al. Armii Krajowej", "al. Armii Krajowej 28", point(1.2, 0.55))
KITCHEN = Where("Kuchnia „Smaczna”", "ul. Radomska 4", point(2.1, -0.4), "rampa")
HOSPITAL = Where("Szpital Powiatowy", "ul. Radomska 70", point(2.9, 0.3), "wejście B, poradnie")
DIALYSIS = Where("Stacja dializ", "ul. Radomska 72", point(3.0, 0.45), "podjazd od parkingu")
DAY_CENTRE = Where("Dom dziennego pobytu", "ul. Szkolna 12", point(0.2, -0.9))
KIELCE = Where(
    "Świętokrzyskie Centrum Onkologii, Kielce", "ul. Artwińskiego 3, Kielce", GeoPoint(lat=50.8885, lon=20.6435)
)

STREETS = ["ul. Leśna", "ul. Miła", "ul. Żeromskiego", "ul. Słoneczna", "ul. Źródlana", "os. Południe", "ul. Kościelna",
           "ul. Łąkowa", "ul. Ćwikły", "ul. Kwiatowa", "ul. Górna", "ul. Spółdzielcza", "ul. Krótka"]  # fmt: skip
FIRST = ["Halina", "Zdzisław", "Janina", "Bożena", "Stanisław", "Krystyna", "Łucja", "Mieczysław", "Danuta", "Józef",
         "Genowefa", "Wacław", "Irena", "Henryk", "Żaneta", "Bronisława", "Czesław"]  # fmt: skip
LAST = ["Górska", "Wójtowicz", "Ślusarczyk", "Kędzior", "Nowacka", "Pióro", "Zięba", "Jabłońska", "Ćwik", "Mróz",
        "Źrebiec", "Łęcka", "Dąb", "Sokół", "Wrona", "Kłos", "Żak", "Bąk", "Rój"]  # fmt: skip


ROUND_TOWN = ["Łazy", "Wzgórze", "Ostrowiecka", "Wierzbnik", "Trzech Krzyży", "Bugaj", "Orłowo", "Michałów", "Majówka",
              "Stadion"]  # fmt: skip


def home(number: int) -> Where:
    """Return the invented home of client `number`; neighbours have numbers near each other."""
    east, north = MIDDLES[ROUND_TOWN[number // 3 % 10]]
    spread = (number * 37 % 17 - 8) / 13, (number * 53 % 13 - 6) / 11
    street = f"{STREETS[number * 5 % 13]} {number * 3 % 41 + 1}/{number % 9 + 1}"
    return Where("", street, point(east + spread[0], north + spread[1]))


def person(number: int) -> str:
    """Return the invented name of client `number`."""
    return f"{FIRST[number * 3 % len(FIRST)]} {LAST[number * 11 % len(LAST)]}"
